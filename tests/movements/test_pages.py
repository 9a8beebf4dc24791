"""The pages of movements, drop-out control and care: who gets which, what is masked, nothing personal in an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.movements.children import add_child, change, fresh
from tests.world import World, example_arguments
from yaodian.apps.audit.clock import today
from yaodian.apps.audit.models import Event
from yaodian.apps.jobs.models import Job
from yaodian.apps.movements.models import Movement
from yaodian.apps.movements.services import transfers
from yaodian.apps.orgs.acting import Acting
from yaodian.web.screens.movements.urls import NAVIGATION, urlpatterns

READERS = (
    "bureau-leader",
    "office-head",
    "office-clerk",
    "plan-clerk",
    "township",
    "principal",
    "school-clerk",
    "auditor",
)


@pytest.fixture(autouse=True)
def _static(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path


def signed_in(by: Acting) -> Client:
    """A client signed in as somebody."""
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def numbers_of(child: Any) -> str:
    return str(child.pupil_number)


def test_who_may_see_the_pages_and_who_nothing(world: World) -> None:
    examples = example_arguments(world)
    pages = ("movements", "head-count", "dropout-control", "care-work", "former-pupils", "movement-classes")
    about_one = ("transfer", "movement-child", "movement-class", "dropout", "care-record", "former-pupil")
    for name in (*pages, *about_one):
        pattern = next(each for each in urlpatterns if each.name == name)
        address = reverse(name, kwargs={key: examples[key] for key in pattern.pattern.converters})
        got = {role: signed_in(by).get(address).status_code for role, by in world.of.items()}
        allowed = {role for role, status in got.items() if status == 200}
        wide = name in pages
        # the inspector reaches 二小 alone, the administrator no rows
        expected = set(READERS) | ({"inspector"} if wide or name == "transfer" else set())
        assert allowed == expected, (name, got)
        other = signed_in(world.chang).get(address).status_code
        assert other == (200 if wide or name == "transfer" else 404), name


@pytest.mark.parametrize(
    ("role", "tabs"),
    [("bureau-leader", 3), ("office-head", 3), ("school-clerk", 3), ("office-clerk", 0), ("administrator", 0)],
)
def test_a_tab_is_shown_to_those_alone_who_may_open_it(world: World, role: str, tabs: int) -> None:
    by = world.of[role]
    if role == "office-clerk":  # of an office that has nothing to do with pupils
        by.post.unit = world.office
        by.post.save(update_fields=["unit"])
    pages = [tab for section in NAVIGATION for tab in section.tabs]
    shown = [tab for tab in pages if tab.is_open_to(by)]
    assert len(shown) == tabs
    for tab in pages:
        status = signed_in(by).get(reverse(tab.url_name)).status_code
        assert status == (200 if tab in shown else 403)


def test_a_receiver_sees_the_file_only_after_release_and_masked(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0], left_behind="2")
    asked = transfers.ask(
        pupil=child.pk, receiver=world.second, reason="moved", note="", grade="13", class_id=None,
        on=today() + timedelta(days=9), by=world.chang,
    )  # fmt: skip
    client, address = signed_in(world.chang), reverse("transfer", args=[asked.pk])
    before = client.get(address).content.decode()
    assert "双亲留守儿童" not in before
    unmask = reverse("transfer-unmask", args=[asked.pk])
    purpose = {"purpose": "check", "words": "核对转入材料"}
    assert client.post(unmask, purpose).status_code == 422
    transfers.release(transfer=asked, by=world.an)
    after = client.get(address).content.decode()
    assert "双亲留守儿童" in after
    assert numbers_of(child) not in after
    assert client.post(unmask, {}).status_code == 422
    shown = client.post(unmask, purpose)
    assert numbers_of(child) in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Event.objects.filter(kind="ledger.unmasked", by_user=world.chang.user_id).count() == 1


def test_a_sender_reads_its_own_period_and_no_later_day(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0], left_behind="1")
    change(child, today(), school=world.second.pk, class_room=rooms[2].pk)
    change(child, today(), left_behind="2")
    client = signed_in(world.an)
    assert client.get(reverse("movement-child", args=[child.pk])).status_code == 404
    listed = client.get(reverse("former-pupils"))
    (spell,) = listed.context["page"]
    page = client.get(reverse("former-pupil", args=[spell.pk])).content.decode()
    assert "单亲留守儿童" in page
    assert "双亲留守儿童" not in page
    assert numbers_of(child) not in page
    assert signed_in(world.chang).get(reverse("former-pupil", args=[spell.pk])).status_code == 404
    shown = client.post(reverse("former-unmask", args=[spell.pk]), {"purpose": "check", "words": "开在校证明"})
    assert numbers_of(child) in shown.content.decode()


def test_a_token_is_its_finders_alone(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    told = {"receiver": world.second.pk, "number": child.pupil_number, "name": child.full_name}
    found = signed_in(world.chang).post(reverse("transfer-find"), told)
    token = found.context["form"].initial["token"]
    asked = {"token": token, "reason": "moved", "grade": "13", "on": today().isoformat()}
    assert signed_in(world.an).post(reverse("transfer-ask"), asked).status_code == 422
    assert signed_in(world.chang).post(reverse("transfer-ask"), {**asked, "token": token + "x"}).status_code == 422
    assert signed_in(world.chang).post(reverse("transfer-ask"), asked).status_code == 302


def test_a_school_that_it_does_not_reach_is_not_asked_for(world: World, rooms: list[Any]) -> None:
    child = add_child(world.second, rooms[2])
    told = {"receiver": world.second.pk, "number": child.pupil_number, "name": child.full_name}
    assert signed_in(world.an).post(reverse("transfer-find"), told).status_code == 422
    assert not Event.objects.filter(kind__startswith="movement.").exists()


def test_nothing_personal_stands_in_an_address() -> None:
    assert {key for pattern in urlpatterns for key in pattern.pattern.converters} == {
        "transfer_id", "pupil_id", "movement_id", "class_id", "enrolment_id", "dropout_id", "care_id",
    }  # fmt: skip


def test_forms_say_what_is_wrong_beside_the_field(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    client = signed_in(world.an)
    wrong = {"on": today().isoformat(), "until": today().isoformat(), "reason": "病"}
    refused = client.post(reverse("movement-suspend", args=[child.pk]), wrong)
    assert refused.status_code == 422
    assert "不能早于" in refused.context["forms"]["suspend"].errors["until"][0]
    assert fresh(child).status == "10"


@pytest.mark.parametrize("name", ["movements", "head-count", "dropout-control", "care-work", "former-pupils"])
def test_lists_ask_the_same_number_of_queries_however_long(world: World, rooms: list[Any], name: str) -> None:
    client = signed_in(world.an)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200
        return len(seen)

    for _ in range(2):
        gone = add_child(world.first, rooms[0], left_behind="1")
        change(gone, today(), school=world.second.pk, class_room=None)
        add_child(world.first, rooms[0], left_behind="1", status="30", status_since=today())
    asked()
    few = asked()
    for _ in range(4):
        gone = add_child(world.first, rooms[0], left_behind="1")
        change(gone, today(), school=world.second.pk, class_room=None)
        add_child(world.first, rooms[0], left_behind="1", status="30", status_since=today())
    assert asked() == few


def test_many_children_are_moved_in_the_background(
    world: World, rooms: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yaodian.web.screens.movements.classes.AT_ONCE", 0)
    child = add_child(world.first, rooms[0])
    client = signed_in(world.an)
    assert client.post(reverse("promotion")).status_code == 302
    assert fresh(child).grade == "14"
    act = Movement.objects.get(kind="promoted")
    client.post(reverse("promotion-undo", args=[act.pk]))
    assert fresh(child).grade == "13"
    leaving = {"pupils": [child.pk], "on": today().isoformat()}
    client.post(reverse("movement-graduate", args=[rooms[0].pk]), leaving)
    assert fresh(child).status == "40"
    assert Job.objects.filter(state=Job.State.DONE).count() == 3


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01", "1900-01-01"])
def test_a_day_out_of_range_is_refused_in_chinese(world: World, on: str) -> None:
    for role in ("plan-clerk", "school-clerk"):
        answer = signed_in(world.of[role]).get(f"/movements/count/?on={on}")
        assert answer.status_code == 422
        assert "日期要在1950年到2100年之间。" in answer.content.decode()
