"""Evidence is bound to the condition (办结条件) it was handed in for; files of before go by the words of their names."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.plans.running.conftest import signed_in
from tests.world import World
from yaodian.apps.files.models import StoredFile
from yaodian.apps.plans.models import Item, Report, ReportFile
from yaodian.apps.plans.selectors.evidence import evidence_of
from yaodian.apps.plans.services.running import report_progress
from yaodian.kernel.errors import BadInput

BEFORE, AFTER = "照片（整改前）", "照片（整改后）"


@pytest.fixture
def pictured(item: Item) -> Item:
    """Two conditions that begin with the same word."""
    item.evidence = f"1.{BEFORE}\n2.{AFTER}\n3.验收单"
    item.save()
    return item


def proved(item: Item, world: World) -> dict[str, list[str]]:
    """The names of the files under each condition, and those under none."""
    found = evidence_of(item, world.bai)
    told = {condition.text: [proof.file.name for proof in condition.proofs] for condition in found.conditions}
    return {**told, "": [proof.file.name for proof in found.further]}


def test_a_file_proves_what_it_was_chosen_for(world: World, pictured: Item, a_file: Callable[..., StoredFile]) -> None:
    chosen, named, other = (a_file(world.bai, name) for name in ("IMG_1.jpg", "照片2.jpg", "说明.docx"))
    told = {"item": pictured, "state": "underway", "says": "已改", "by": world.bai}
    report_progress(**told, files=[chosen, named, other, chosen], proves={chosen.pk: AFTER})
    assert proved(pictured, world) == {
        BEFORE: ["照片2.jpg"],
        AFTER: ["IMG_1.jpg"],
        "验收单": [],
        "": ["说明.docx"],
    }, "what nobody chose for goes by its name, to the first that fits"
    wrongly_named = a_file(world.bai, "验收单.pdf")
    report_progress(**told, files=[wrongly_named], proves={wrongly_named.pk: BEFORE})
    assert proved(pictured, world)[BEFORE] == ["验收单.pdf", "照片2.jpg"], "the choice goes before the name"
    assert proved(pictured, world)["验收单"] == []


@pytest.mark.parametrize(
    ("reworded", "stays"),
    [
        (f"{BEFORE}\n{AFTER}，每处2张", "照片（整改前）"),  # the one chosen is gone: the first that begins alike
        ("竣工照片", ""),
        ("", ""),
    ],
)
def test_a_condition_that_was_reworded(
    world: World, pictured: Item, a_file: Callable[..., StoredFile], reworded: str, stays: str
) -> None:
    photo = a_file(world.bai, "IMG_1.jpg")
    report_progress(item=pictured, state="underway", says="已改", files=[photo], proves={photo.pk: AFTER}, by=world.bai)
    pictured.evidence = reworded
    pictured.save()
    assert [text for text, names in proved(pictured, world).items() if names] == [stays]
    assert ReportFile.objects.get().condition == AFTER, "what was chosen stays as it was"


def test_what_is_not_the_tasks_is_refused_whole(
    world: World, pictured: Item, a_file: Callable[..., StoredFile]
) -> None:
    photo, elsewhere = a_file(world.bai, "IMG_1.jpg"), a_file(world.bai, "IMG_2.jpg")
    for proves, says in (({photo.pk: "奖状"}, "不是这项任务的办结条件"), ({elsewhere.pk: AFTER}, "没有附在这次进展里")):
        with pytest.raises(BadInput, match=says):
            report_progress(item=pictured, state="underway", says="甲", files=[photo], proves=proves, by=world.bai)
    assert not Report.objects.exists()


def test_the_form_binds_each_file_to_the_condition_beside_it(world: World, pictured: Item) -> None:
    client, address = signed_in(world.bai), reverse("item-report", args=[pictured.pk])
    html = client.get(address).content.decode()
    asked = html.split('name="asked" value="')[1].split('"')[0]
    assert "每个文件选在它证明的办结条件旁边" in html

    def photo(name: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, name.encode())

    sent = {"state": "underway", "asked": asked, "proof-0": photo("1.jpg"), "proof-1": photo("2.jpg")}
    assert client.post(address, sent).status_code == 302
    assert proved(pictured, world)[BEFORE] == ["照片 1.jpg"]
    assert proved(pictured, world)[AFTER] == ["照片 2.jpg"]
    pictured.evidence = f"1.验收单\n2.{AFTER}"
    pictured.save()
    late = client.post(address, {"state": "underway", "asked": asked, "proof-0": photo("3.jpg")})
    assert late.status_code == 422
    assert "办结条件刚被改过" in late.content.decode()
    assert Report.objects.count() == 1, "a file never lands beside a condition it was not chosen for"
    assert client.post(address, {"state": "underway", "asked": asked, "says": "没有文件"}).status_code == 302
