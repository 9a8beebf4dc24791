"""A sub-task is changed: its words, unit and date, by who may make it, with its history."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Subtask
from yaodian.apps.plans.services import subtask_editing, subtasks
from yaodian.apps.plans.services.running import report_progress
from yaodian.apps.plans.services.subtask_editing import edit_subtask
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DUE = date(2026, 6, 30)


@pytest.fixture
def part(world: World) -> Subtask:
    return subtasks.add_subtask(item=world.items[0], title="建账", unit=world.first, due=DUE, by=world.bai)


def edit(world: World, part: Subtask, by: Acting | None = None, **changes: Any) -> Subtask:
    given = {"title": part.title, "unit": part.unit, "due": part.due, **changes}
    return edit_subtask(subtask=part, by=by or world.bai, **given)


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_words_unit_and_date_are_changed_with_what_they_were(world: World, part: Subtask) -> None:
    edit(world, part, title=" 建立  台账 ", unit=world.second, due=date(2026, 7, 31))
    held = Subtask.objects.get(pk=part.pk)
    assert (held.title, held.unit, held.due, held.owner) == (
        "建立 台账",
        world.second,
        date(2026, 7, 31),
        world.chang.post,
    )
    kept = Event.objects.get(kind="subtask.edited", subject=f"plans.subtask:{part.pk}")
    assert kept.changes == {
        "title": ["建账", "建立 台账"],
        "unit": ["石桥镇第一小学", "石桥镇第二小学"],
        "due": ["2026年6月30日", "2026年7月31日"],
    }
    assert kept.by_name == "白慧"
    edit(world, held, unit=world.first)
    assert Subtask.objects.get(pk=part.pk).owner == world.of["principal"].post, "the head of the unit owes it"
    edit(world, Subtask.objects.get(pk=part.pk))
    assert Event.objects.filter(kind="subtask.edited").count() == 2, "the same again is no change"
    assert not Notice.objects.exists(), "a draft is nobody's task yet"


def test_once_issued_both_units_are_told(issued: World) -> None:
    part = subtasks.add_subtask(item=issued.items[0], title="建账", unit=issued.first, due=DUE, by=issued.bai)
    Notice.objects.all().delete()
    edit(issued, part, unit=issued.second)
    told = set(Notice.objects.filter(kind="subtask").values_list("post__holder__username", flat=True))
    assert {"an", "chang"} <= told


def test_what_does_not_fit_is_refused(world: World, part: Subtask) -> None:
    subtasks.add_subtask(item=world.items[0], title="建账", unit=world.second, due=DUE, by=world.bai)
    for wrong, says in (
        ({"title": " "}, "一句话"),
        ({"due": None}, "时限"),
        ({"due": date(2026, 10, 1)}, "晚于任务的时限"),
        ({"unit": world.second}, "已经有“建账”"),
    ):
        with pytest.raises(BadInput, match=says):
            edit(world, part, **wrong)
    report_progress(item=world.items[0], subtask=part, state="underway", says="已建", by=world.an)
    with pytest.raises(BadInput, match="已经报过进展，不能换单位"):
        edit(world, part, unit=world.township)
    edit(world, part, title="建立台账")
    Subtask.objects.filter(pk=part.pk).update(state="finished", finished_on=DUE)
    with pytest.raises(NotNow, match="已完成"):
        edit(world, part, title="又改")
    assert Subtask.objects.get(pk=part.pk).title == "建立台账"


def test_a_share_worded_otherwise_leaves_the_fan_out(world: World) -> None:
    parts = subtasks.fan_out(item=world.items[1], title="演练", stages=["primary"], due=DUE, by=world.bai)
    first, second = parts
    edit(world, first, due=date(2026, 7, 31))
    assert Subtask.objects.get(pk=first.pk).batch == second.batch, "another date alone does not"
    edit(world, first, title="与幼儿园一起演练")
    assert Subtask.objects.get(pk=first.pk).batch == ""


@pytest.mark.parametrize("role", ["principal", "school-clerk", "auditor", "township", "bureau-leader"])
def test_who_may_not_make_it_may_not_change_it(world: World, part: Subtask, role: str) -> None:
    with pytest.raises(NotAllowed, match="办公室或牵头科室"):
        edit(world, part, by=world.of[role], title="改")
    client = signed_in(world.of[role])
    address = reverse("breakdown-subtask", args=[part.item_id, part.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"title": "改", "unit": part.unit_id, "due": DUE}).status_code == 403
    assert address not in client.get(reverse("breakdown-item", args=[part.item_id])).content.decode()
    assert Subtask.objects.get(pk=part.pk).title == "建账"


def test_where_the_record_fails_nothing_is_changed(
    world: World, part: Subtask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(subtask_editing, "record", broken)
    with pytest.raises(RuntimeError):
        edit(world, part, title="改")
    assert Subtask.objects.get(pk=part.pk).title == "建账"


def test_it_is_changed_on_its_page_and_the_school_sees_how(world: World, part: Subtask) -> None:
    address = reverse("breakdown-subtask", args=[part.item_id, part.pk])
    for by in (world.bai, world.of["plan-clerk"]):
        assert address in signed_in(by).get(reverse("breakdown-item", args=[part.item_id])).content.decode()
        assert address in signed_in(by).get(reverse("subtask-report", args=[part.pk])).content.decode()
    client = signed_in(world.bai)
    assert "还没有改过" in client.get(address).content.decode()
    wrong = client.post(address, {"title": "建立台账", "unit": part.unit_id, "due": "2026-12-31"})
    assert wrong.status_code == 422
    assert "建立台账" in wrong.content.decode()
    assert "晚于任务的时限" in wrong.content.decode()
    done = client.post(address, {"title": "建立台账", "unit": part.unit_id, "due": "2026-07-31"})
    assert (done.status_code, done["Location"]) == (302, reverse("breakdown-item", args=[part.item_id]))
    told = "时限“2026年6月30日”改为“2026年7月31日”"
    school = signed_in(world.an).get(reverse("subtask-report", args=[part.pk])).content.decode()
    assert told in school
    assert address not in school
    assert told in client.get(address).content.decode()
    assert client.get(reverse("breakdown-subtask", args=[world.items[1].pk, part.pk])).status_code == 404
