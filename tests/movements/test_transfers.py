"""Transfers between two schools: who may ask, what is learnt, who answers, when the file moves."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.movements.children import add_child, change, fresh, spells
from tests.world import World
from yaodian.apps.audit.clock import at, today
from yaodian.apps.audit.models import Event
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.models import Transfer
from yaodian.apps.movements.selectors.transfers import to_release
from yaodian.apps.movements.services import finding, transfers
from yaodian.apps.movements.services.finding import MISSES_A_DAY, find_child
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DAY = date(2026, 10, 8)
LATER = DAY + timedelta(days=24)


@pytest.fixture
def child(world: World, rooms: list[Any]) -> Any:
    """A child of 一小."""
    return add_child(world.first, rooms[0])


def ask(world: World, child: Any, *, on: date = LATER, by: Acting | None = None, room: Any = None) -> Transfer:
    """二小 asks for the child."""
    return transfers.ask(
        pupil=child.pk, receiver=world.second, reason="moved", note="", grade="13",
        class_id=room.pk if room else None, on=on, by=by or world.chang,
    )  # fmt: skip


def test_a_school_finds_a_child_by_number_and_name_and_learns_only_its_school(world: World, child: Any) -> None:
    found = find_child(
        number=child.pupil_number.lower(), name=" 安 小" + child.full_name[2:], receiver=world.second, by=world.chang
    )
    assert (found.pupil, found.school) == (child.pk, world.first)
    assert not Event.objects.filter(says__contains=child.pupil_number).exists()


@pytest.mark.parametrize(("number", "name"), [("L990101201703019999", None), (None, "别人")])
def test_a_wrong_number_or_name_tells_nothing_and_is_counted(
    world: World, child: Any, number: str | None, name: str | None
) -> None:
    for _ in range(MISSES_A_DAY):
        with pytest.raises(BadInput, match="没有学籍号"):
            find_child(
                number=number or child.pupil_number, name=name or child.full_name, receiver=world.second, by=world.chang
            )
    with pytest.raises(NotNow, match="不能再查"):
        find_child(number=child.pupil_number, name=child.full_name, receiver=world.second, by=world.chang)
    assert Event.objects.filter(kind=finding.MISSED).count() == MISSES_A_DAY


def test_nobody_asks_for_a_school_out_of_reach(world: World, child: Any) -> None:
    with pytest.raises(NotAllowed):
        find_child(number=child.pupil_number, name=child.full_name, receiver=world.second, by=world.an)
    with pytest.raises(NotAllowed):
        ask(world, child, by=world.an)


def test_a_child_counts_at_the_sender_until_its_day_and_then_at_the_receiver(
    world: World, child: Any, rooms: list[Any]
) -> None:
    with at(DAY):
        asked = ask(world, child, room=rooms[2])
        released = transfers.release(transfer=asked, by=world.an)
        assert (released.state, fresh(child).school_id) == ("released", world.first.pk)
        assert transfers.carry_out_due() == 0
    with at(LATER):
        assert transfers.carry_out_due() == 1
        assert transfers.carry_out_due() == 0
    moved = fresh(child)
    assert (moved.school_id, moved.class_room_id, moved.status) == (world.second.pk, rooms[2].pk, "10")
    assert [(spell[0], spell[2], spell[4]) for spell in spells(child)] == [
        (world.first.pk, date(2024, 9, 1), LATER),
        (world.second.pk, LATER, None),
    ]


def test_a_late_release_never_changes_a_day_that_is_past(world: World, child: Any) -> None:
    with at(DAY):
        asked = ask(world, child, on=DAY)
    with at(LATER):
        assert transfers.release(transfer=asked, by=world.an).state == Transfer.State.DONE
    assert spells(child)[0][4] == LATER


def test_one_open_transfer_for_each_child(world: World, child: Any) -> None:
    with at(DAY):
        asked = ask(world, child)
        with pytest.raises(NotNow, match="已有一份转学申请"):
            ask(world, child)
        transfers.refuse(transfer=asked, answer="欠材料", by=world.an)
        again = ask(world, child)
        transfers.withdraw(transfer=again, by=world.chang)
        with pytest.raises(NotNow, match="已撤回"):
            transfers.release(transfer=again, by=world.an)


def test_the_office_releases_when_the_sender_has_not_answered_in_time(world: World, child: Any) -> None:
    with at(DAY):
        asked = ask(world, child, on=DAY + timedelta(days=60))
        with pytest.raises(NotNow, match="期限内"):
            transfers.release(transfer=asked, by=world.bai)
        assert not transfers.may_answer(asked, world.bai)
        assert [to_release(by) for by in (world.an, world.bai, world.chang, world.of["township"])] == [1, 0, 0, 0]
    with at(DAY + timedelta(days=31)):
        assert to_release(world.bai) == 1
        released = transfers.release(transfer=asked, by=world.bai, answer="原学校逾期未复")
        assert released.by_office


@pytest.mark.parametrize("role", ["township", "inspector", "auditor", "plan-clerk", "bureau-leader", "administrator"])
def test_others_answer_nothing(world: World, child: Any, role: str) -> None:
    with at(DAY):
        asked = ask(world, child)
        for act in (
            lambda: transfers.release(transfer=asked, by=world.of[role]),
            lambda: transfers.refuse(transfer=asked, answer="不", by=world.of[role]),
            lambda: transfers.withdraw(transfer=asked, by=world.of[role]),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_the_receiver_unmasks_only_what_is_released(world: World, child: Any) -> None:
    with at(DAY):
        asked = ask(world, child)
        with pytest.raises(NotNow, match="放行以后"):
            transfers.unmask_released(transfer=asked, purpose="核对信息：核对", by=world.chang)
        transfers.release(transfer=asked, by=world.an)
        shown = transfers.unmask_released(
            transfer=asked.__class__.objects.get(), purpose="核对信息：核对", by=world.chang
        )
        assert {"pupil_number", "id_number"} <= {column.key for column in shown}
        assert Event.objects.filter(kind="ledger.unmasked", by_user=world.chang.user_id).count() == 1


def test_a_suspended_child_has_to_return_first(world: World, child: Any) -> None:
    change(child, DAY, status="20", status_since=DAY)
    with at(DAY):
        asked = ask(world, child)
        with pytest.raises(NotNow, match="复学"):
            transfers.release(transfer=asked, by=world.an)


def test_what_stands_in_the_way_is_told_and_tried_again(world: World, child: Any) -> None:
    with at(DAY):
        asked = transfers.release(transfer=ask(world, child), by=world.an)
    change(child, DAY, status="80", left_on=DAY, left_how="50")
    with at(LATER):
        assert transfers.carry_out_due() == 0
    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == ("released", "学籍已注销，不能转学。")


def test_the_senders_care_file_and_spell_out_of_school_end_with_the_transfer(world: World, child: Any) -> None:
    care, dropouts = register_named("care"), register_named("dropouts")
    with at(DAY):
        change(child, DAY, status="30", status_since=DAY)
        add_row(
            register=care, by=System(),
            values={"pupil": child.pk, "school": world.first.pk, "kind": "1", "opened_on": DAY},
        )  # fmt: skip
        add_row(
            register=dropouts, by=System(),
            values={"pupil": child.pk, "school": world.first.pk, "left_on": DAY, "reason": "03"},
        )  # fmt: skip
        asked = ask(world, child, on=today())
        assert transfers.release(transfer=asked, by=world.an).state == Transfer.State.DONE
    assert not rows_of("care")._default_manager.filter(closed_on=None).exists()
    assert rows_of("dropouts")._default_manager.get().result == "2"  # type: ignore[attr-defined]
