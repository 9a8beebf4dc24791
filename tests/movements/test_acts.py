"""Acts with one child and with classes: the file, the spell and the act that is kept."""

from datetime import date
from typing import Any

import pytest

from tests.ledgers.lists.material import put
from tests.movements.children import add_child, add_class, change, child_values, fresh, spells
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.movements.models import Movement
from yaodian.apps.movements.selectors.counting import by_school, of_school
from yaodian.apps.movements.selectors.former import file_on_last_day, former_for
from yaodian.apps.movements.selectors.transfers import suspended_for
from yaodian.apps.movements.services.classes import change_class, graduate
from yaodian.apps.movements.services.promoting import name_after, promote, steps_of, undo_promotion
from yaodian.apps.movements.services.single import come_from_county, leave, leave_county, suspend, take_back
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DAY, UNTIL = date(2026, 9, 16), date(2027, 3, 1)


@pytest.fixture
def child(world: World, rooms: list[Any]) -> Any:
    """A child of 一小."""
    return add_child(world.first, rooms[0])


def test_suspension_and_return(world: World, child: Any, rooms: list[Any]) -> None:
    with at(DAY):
        kept = suspend(row=child, on=DAY, until=UNTIL, reason="生病住院", by=world.an)
        assert (kept.kind, kept.until, fresh(child).status) == ("suspended", UNTIL, "20")
        with pytest.raises(NotNow, match="休学"):
            suspend(row=fresh(child), on=DAY, until=UNTIL, reason="生病住院", by=world.an)
    with at(UNTIL):
        take_back(row=fresh(child), on=UNTIL, class_id=rooms[1].pk, by=world.an)
    assert [(spell[1], spell[3], spell[4]) for spell in spells(child)] == [
        (rooms[0].pk, "10", DAY),
        (rooms[1].pk, "30", None),
    ]
    assert Batch.objects.filter(register="pupils", kind=Batch.Kind.MOVEMENT).count() == 2


def test_a_child_leaves_and_nothing_stays_open(world: World, child: Any) -> None:
    with at(DAY):
        leave(row=child, how="abroad", on=DAY, reason="随父母出国", by=world.an)
    assert (fresh(child).status, fresh(child).left_on, spells(child)[0][4:]) == ("70", DAY, (DAY, "60"))


def test_out_of_and_into_the_county(world: World, child: Any, rooms: list[Any]) -> None:
    there = {"school": "滨海县第三小学", "place": "外省滨海县", "contact": "0000-1234567", "reason": "父母务工"}
    with at(DAY):
        gone = leave_county(row=child, out_of="province", on=DAY, by=world.an, **there)
        came, kept = come_from_county(
            values=child_values(world.first, rooms[0]), out_of="county", on=DAY, by=world.an, **there
        )
    assert (gone.counterpart, fresh(child).status, spells(child)[0][5]) == ("滨海县第三小学", "50", "23")
    (spell,) = spells(came)
    assert (spell[2], spell[3], kept.kind) == (DAY, "22", Movement.Kind.CAME)
    written = set(rows_of("enrolments")._default_manager.values_list("counterpart", flat=True))
    assert written == {"外省滨海县滨海县第三小学"}


def test_a_child_of_the_county_is_not_entered_twice(world: World, child: Any, rooms: list[Any]) -> None:
    values = {**child_values(world.second, rooms[2]), "pupil_number": child.pupil_number}
    with at(DAY), pytest.raises(BadInput, match="已登记过"):
        come_from_county(
            values=values, out_of="county", on=DAY, school="甲小学", place="邻县", contact="", reason="", by=world.chang
        )


@pytest.mark.parametrize("role", ["township", "inspector", "auditor", "plan-clerk", "bureau-leader", "administrator"])
def test_who_only_reads_moves_nobody(world: World, child: Any, rooms: list[Any], role: str) -> None:
    by = world.of[role]
    with at(DAY):
        for act in (
            lambda: suspend(row=child, on=DAY, until=UNTIL, reason="病", by=by),
            lambda: leave(row=child, how="abroad", on=DAY, reason="出国", by=by),
            lambda: graduate(room=rooms[0], pupils=[child.pk], on=DAY, by=by),
            lambda: change_class(room=rooms[0], pupils=[child.pk], target_id=rooms[1].pk, reason="", by=by),
            lambda: promote(school=world.first, by=by),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert not Movement.objects.exists()


def test_several_children_change_their_class(world: World, rooms: list[Any]) -> None:
    children = [add_child(world.first, rooms[0]) for _ in range(3)]
    with at(DAY):
        kept = change_class(
            room=rooms[0], pupils=[children[0].pk, children[2].pk], target_id=rooms[1].pk, reason="均衡", by=world.an
        )
    assert kept.count == 2
    assert [fresh(child).class_room_id for child in children] == [rooms[1].pk, rooms[0].pk, rooms[1].pk]
    assert [spell[5] for spell in spells(children[0])] == ["14", None]


def test_children_of_another_school_are_not_moved_along(world: World, rooms: list[Any]) -> None:
    other = add_child(world.second, rooms[2])
    with at(DAY), pytest.raises(NotNow, match="名单有变化"):
        change_class(room=rooms[0], pupils=[other.pk], target_id=rooms[1].pk, reason="", by=world.an)


def test_a_class_graduates_but_for_those_unticked(world: World, rooms: list[Any]) -> None:
    stays, *children = [add_child(world.first, rooms[0]) for _ in range(4)]
    with at(DAY):
        graduate(room=rooms[0], pupils=[child.pk for child in children], on=DAY, by=world.an)
        assert [fresh(child).status for child in (stays, *children)] == ["10", "40", "40", "40"]
        assert all(spells(child)[0][4:] == (DAY, "10") for child in children)
        room = rows_of("classes")._default_manager.get(pk=rooms[0].pk)
        assert room.closed_on is None  # type: ignore[attr-defined]
        graduate(room=room, pupils=[stays.pk], on=DAY, by=world.an)
        room.refresh_from_db()
        assert room.closed_on == DAY  # type: ignore[attr-defined]


def test_a_school_goes_up_a_grade_and_down_again(world: World, rooms: list[Any]) -> None:
    children = [add_child(world.first, room) for room in rooms[:2]]
    away = add_child(world.first, rooms[0], status="20", status_since=date(2026, 3, 1))
    with at(DAY):
        assert [(step.grade, step.name, step.children, step.staying) for step in steps_of(world.first)] == [
            ("14", "4（1）班", 1, 1),
            ("14", "4（2）班", 1, 0),
        ]
        kept = promote(school=world.first, by=world.an)
        assert (kept.count, [fresh(child).grade for child in children], fresh(away).grade) == (2, ["14", "14"], "13")
        assert set(rows_of("classes")._default_manager.filter(school=world.first).values_list("grade", "name")) == {
            ("14", "4（1）班"),
            ("14", "4（2）班"),
        }
        with pytest.raises(NotNow, match="已经办过"):
            promote(school=world.first, by=world.an)
    with at(date(2026, 9, 17)):
        suspend(row=fresh(children[0]), on=date(2026, 9, 17), until=UNTIL, reason="病", by=world.an)
        assert undo_promotion(movement=kept, by=world.an) == 1, "changed since: it stays"
        assert [fresh(child).grade for child in children] == ["14", "13"]
        with pytest.raises(NotNow, match="撤销过"):
            undo_promotion(movement=kept, by=world.an)
    assert len(spells(children[1])) == 1, "a promotion begins no spell"


def test_the_last_grade_has_to_graduate_first(world: World, rooms: list[Any]) -> None:
    add_class(world.first, "16")
    with at(DAY), pytest.raises(NotNow, match="先办理毕业"):
        promote(school=world.first, by=world.an)


@pytest.mark.parametrize(
    ("five_four", "grade", "name", "after"),
    [
        (None, "15", "5（1）班", ("16", "6（1）班")),
        (None, "22", "8（1）班", ("23", "9（1）班")),
        (None, "23", "9（1）班", ("", "")),
        (True, "14", "4（1）班", ("15", "5（1）班")),
        (True, "15", "5（1）班", ("", "")),
        (True, "21", "六（1）班", ("22", "七（1）班")),
        (True, "23", "8（1）班", ("24", "9（1）班")),
        (True, "23", "初三1班", ("24", "初四1班")),
        (True, "24", "初四1班", ("", "")),
    ],
)
def test_a_five_four_school_ends_its_stages_elsewhere(
    world: World, five_four: bool | None, grade: str, name: str, after: tuple[str, str]
) -> None:
    put("schools", [{"school": world.first.pk, "school_type": "312", "five_four": five_four}])
    junior = {"stage": "junior", "class_kind": "21"} if grade[0] == "2" else {}
    add_class(world.first, grade, name=name, **junior)
    assert [(step.grade, step.name) for step in steps_of(world.first)] == [after]


@pytest.mark.parametrize(
    ("name", "old", "new", "after"),
    [
        ("三（1）班", "13", "14", "四（1）班"),
        ("三年级2班", "13", "14", "四年级2班"),
        ("3.1班", "13", "14", "4.1班"),
        ("2024级1班", "13", "14", "2024级1班"),
        ("七（3）班", "21", "22", "八（3）班"),
        ("初一3班", "21", "22", "初二3班"),
        ("小（1）班", "01", "02", "中（1）班"),
        ("小一班", "01", "02", "中一班"),
        ("三二班", "13", "14", "四二班"),
        ("三班", "13", "14", "三班"),
        ("2024级1班", "12", "13", "2024级1班"),
        ("向日葵班", "01", "02", "向日葵班"),
    ],
)
def test_names_of_classes_go_along(name: str, old: str, new: str, after: str) -> None:
    assert name_after(name, old, new) == after


def test_who_comes_back_first_is_listed_first(world: World, rooms: list[Any]) -> None:
    children = [add_child(world.first, rooms[0]) for _ in range(2)]
    unsaid = [add_child(world.first, rooms[0], status="20", status_since=DAY) for _ in range(2)]
    with at(DAY):
        suspend(row=children[0], on=DAY, until=UNTIL, reason="病", by=world.an)
        suspend(row=children[1], on=DAY, until=date(2026, 12, 1), reason="病", by=world.an)
        listed = [row.pk for row, _act in suspended_for(world.an)]
    assert listed == [children[1].pk, children[0].pk, *(child.pk for child in unsaid)]


def test_a_child_that_left_is_listed_once(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, date(2026, 3, 2), status="30", status_since=date(2026, 3, 2))
    change(child, date(2026, 4, 1), status="10", status_since=date(2026, 4, 1))
    change(child, date(2026, 5, 6), school=world.second.pk, class_room=rooms[2].pk)
    (spell,) = former_for(world.an)
    assert (spell.left_on, file_on_last_day(spell).status) == (date(2026, 5, 6), "10")


def test_head_counts_tell_the_grade_of_the_day(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0], entered_on=date(2024, 8, 28))
    add_child(world.first, rooms[0], entered_on=date(2024, 10, 8))
    for day, grades in (
        (date(2024, 8, 30), {"小学三年级": 1}),
        (date(2025, 3, 1), {"小学三年级": 2}),
        (date(2025, 9, 1), {"小学四年级": 2}),
        (date(2024, 8, 1), {}),
    ):
        assert {line.label: line.count for line in of_school(world.an, day, world.first)} == grades
    change(child, DAY, status="30", status_since=DAY)
    assert [line.count for line in by_school(world.bai, DAY)] == [1]
    assert by_school(world.chang, DAY) == []
