"""Drop-out control and care as work: what one act writes, what is due, who is listed."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.movements.children import add_child, change, fresh, spells
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.movements.selectors import care, dropouts
from yaodian.apps.movements.services import caring, dropping_out
from yaodian.apps.movements.services.single import suspend
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DAY = date(2026, 9, 16)


@pytest.fixture
def child(world: World, rooms: list[Any]) -> Any:
    """A child of 一小."""
    return add_child(world.first, rooms[0])


def out(child: Any, by: Acting, on: date = DAY) -> Any:
    """The child is entered as out of school."""
    return dropping_out.open_spell(row=child, on=on, reason="01", note="", helper="何志远", helper_phone="", by=by)


def visit(spell: Any, by: Acting, on: date, result: str = "5") -> Any:
    """A visit to its family."""
    return dropping_out.log_visit(
        spell=spell, on=on, visitors="安欣", met="祖母", said="", next_step="再去", result=result, by=by
    )


def test_out_of_school_visited_and_back(world: World, child: Any, rooms: list[Any]) -> None:
    with at(DAY + timedelta(days=3)):
        spell = out(child, world.an)
        assert (fresh(child).status, spells(child)[0][4:]) == ("30", (DAY, "40"))
        (told,) = dropouts.open_spells(world.an)
        assert (told.days, told.visits, told.due, told.days_late) == (3, 0, DAY + timedelta(days=7), 0)
    with at(DAY + timedelta(days=9)):
        assert dropouts.open_spells(world.an)[0].days_late == 2
        visit(spell, world.an, DAY + timedelta(days=9))
        (told,) = dropouts.open_spells(world.bai)
        assert (told.visits, told.due) == (1, DAY + timedelta(days=39))
        with pytest.raises(NotNow, match="接收学校申请转学"):
            dropping_out.close_spell(spell=spell, on=DAY + timedelta(days=9), result="2", class_id=None, by=world.an)
        dropping_out.close_spell(spell=spell, on=DAY + timedelta(days=9), result="1", class_id=rooms[1].pk, by=world.an)
        assert not dropouts.open_spells(world.an)
        assert (fresh(child).status, fresh(child).class_room_id) == ("10", rooms[1].pk)
        assert spells(child)[1][1:4] == (rooms[1].pk, DAY + timedelta(days=9), "31")
        (month,) = dropouts.months(world.an)
        assert (month.began, month.returned, month.ended, month.open) == (1, 1, 1, 0)
        spell.refresh_from_db()
        with pytest.raises(NotNow, match="已经结束"):
            visit(spell, world.an, DAY + timedelta(days=9))


@pytest.mark.parametrize(("result", "status"), [("1", "10"), ("4", "10"), ("6", "20"), ("3", "50"), ("7", "60")])
def test_the_status_goes_with_the_result(world: World, child: Any, result: str, status: str) -> None:
    with at(DAY):
        spell = out(child, world.an)
        dropping_out.close_spell(spell=spell, on=DAY, result=result, class_id=None, by=world.an)
    assert fresh(child).status == status


def test_nothing_is_half_written(world: World, child: Any) -> None:
    with at(DAY):
        with pytest.raises(BadInput):
            dropping_out.open_spell(row=child, on=DAY, reason="没有", note="", helper="", helper_phone="", by=world.an)
        assert (fresh(child).status, spells(child)[0][4]) == ("10", None)
        spell = out(child, world.an)
        with pytest.raises(BadInput, match="结果"):
            dropping_out.close_spell(spell=spell, on=DAY, result="5", class_id=None, by=world.an)
        assert fresh(child).status == "30"


def test_children_without_a_spell_are_listed(world: World, rooms: list[Any], child: Any) -> None:
    away = add_child(world.first, rooms[0], status="30", status_since=DAY)
    old = add_child(
        world.first,
        rooms[0],
        status="30",
        status_since=DAY,
        born_on=date(2010, 1, 1),
        pupil_number="L990101201001010001",
    )
    back = add_child(world.first, rooms[0])
    with at(DAY):
        suspend(row=back, on=DAY, until=DAY + timedelta(days=30), reason="病", by=world.an)
        out(child, world.an)
        assert [row.pk for row, _why in dropouts.without_spell(world.an)] == [away.pk]
    with at(DAY + timedelta(days=31)):
        listed = dropouts.without_spell(world.an)
        assert [row.pk for row, _why in listed] == [away.pk, back.pk]
        assert listed[1][1] == "休学到2026年10月16日，没有复学"
        assert dropouts.without_spell(world.chang) == []
    assert old.pk not in [row.pk for row, _why in listed]


@pytest.mark.parametrize("role", ["township", "inspector", "auditor", "plan-clerk", "bureau-leader", "administrator"])
def test_who_only_reads_writes_nothing(world: World, child: Any, role: str) -> None:
    by = world.of[role]
    with at(DAY):
        spell = out(child, world.an)
        record = caring.open_care(row=fresh(child), values={"kind": "1"}, by=world.an)
        for act in (
            lambda: visit(spell, by, DAY),
            lambda: dropping_out.close_spell(spell=spell, on=DAY, result="1", class_id=None, by=by),
            lambda: caring.log_contact(record=record, on=DAY, by=by),
            lambda: caring.close_care(record=record, on=DAY, reason="返乡", by=by),
            lambda: caring.open_care(row=fresh(child), values={"kind": "2"}, by=by),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_who_has_no_record_and_whom_nobody_spoke_with_come_first(world: World, rooms: list[Any]) -> None:
    group = care.GROUPS["left-behind"]
    none, old, lately, other = (add_child(world.first, rooms[0], left_behind=code) for code in ("1", "2", "2", "0"))
    with at(DAY):
        records = [caring.open_care(row=row, values={"kind": "1"}, by=world.an) for row in (old, lately)]
        caring.log_contact(record=records[1], on=DAY, by=world.an)
    with at(DAY + timedelta(days=160)):
        caring.log_contact(
            record=rows_of("care")._default_manager.get(pk=records[1].pk), on=DAY + timedelta(days=150), by=world.an
        )
        found = care.children_of(world.an, group)
        assert [row.pk for row in found] == [none.pk, old.pk, lately.pk]
        assert care.tally(found, group) == care.Tally(3, 1, 1)
        assert [line.late for line in care.lines_of(list(found), world.an)] == [False, True, False]
        assert not care.children_of(world.chang, group).exists()
    assert other.pk not in [row.pk for row in found]


def test_no_list_tells_who_is_disabled_but_the_records(world: World, rooms: list[Any]) -> None:
    add_child(world.first, rooms[0], disability="1")
    recorded = add_child(world.first, rooms[0])
    with at(DAY):
        caring.open_care(row=recorded, values={"kind": "5"}, by=world.an)
        found = care.children_of(world.an, care.GROUPS["disabled"])
        assert [row.pk for row in found] == [recorded.pk]


def test_a_contact_does_not_go_back_in_time(world: World, child: Any) -> None:
    with at(DAY):
        record = caring.open_care(row=child, values={"kind": "1"}, by=world.an)
    with at(DAY + timedelta(days=9)):
        caring.log_contact(record=record, on=DAY + timedelta(days=9), by=world.an)
        record.refresh_from_db()
        caring.log_contact(record=record, on=DAY + timedelta(days=2), by=world.an)
        record.refresh_from_db()
        assert record.contacted_on == DAY + timedelta(days=9)
        with pytest.raises(BadInput, match="不能晚于"):
            caring.log_contact(record=record, on=DAY + timedelta(days=10), by=world.an)


def test_a_change_elsewhere_ends_nothing_here(world: World, child: Any) -> None:
    change(child, DAY, seat_number="3")
    assert spells(child)[0][4] is None
