"""The spells follow the files, whatever is written, one child or thousands at once."""

from datetime import date
from typing import Any

import pytest

from tests.movements.children import PUPILS, add_child, change, child_values, spells
from tests.world import World
from yaodian.apps.audit.clock import at, now
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.imports.undoing import stage_undo, undo, undo_staging
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.rows import remove_row
from yaodian.apps.ledgers.tables import history_of, rows_of
from yaodian.apps.orgs.acting import System

BEGAN, D1, D2 = date(2024, 9, 1), date(2026, 3, 2), date(2026, 5, 6)


def test_a_new_file_begins_its_spell_on_the_day_of_entry(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    assert spells(child) == [(world.first.pk, rooms[0].pk, BEGAN, "10", None, None)]


def test_a_new_file_from_another_county_begins_on_the_day_that_it_states(world: World, rooms: list[Any]) -> None:
    with at(D2):
        child = add_child(world.first, rooms[0], entered_how="22", status_since=D1)
    assert spells(child) == [(world.first.pk, rooms[0].pk, D1, "22", None, None)]


def test_a_change_of_school_ends_one_spell_and_begins_the_next(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D2, school=world.second.pk, class_room=rooms[2].pk, status_since=D1)
    assert spells(child) == [
        (world.first.pk, rooms[0].pk, BEGAN, "10", D1, "21"),
        (world.second.pk, rooms[2].pk, D1, "21", None, None),
    ]


def test_a_change_of_class_ends_one_spell_and_begins_the_next(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D1, class_room=rooms[1].pk)
    assert spells(child) == [
        (world.first.pk, rooms[0].pk, BEGAN, "10", D1, "14"),
        (world.first.pk, rooms[1].pk, D1, "15", None, None),
    ]


def test_what_is_put_right_on_its_day_leaves_no_trace(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D1, class_room=rooms[1].pk)
    change(child, D1, class_room=rooms[0].pk)
    change(child, D2, school=world.second.pk, class_room=rooms[2].pk)
    change(child, D2, school=world.first.pk, class_room=rooms[0].pk)
    change(child, D2, status="30")
    change(child, D2, status="10")
    assert spells(child) == [(world.first.pk, rooms[0].pk, BEGAN, "10", None, None)]


def test_a_class_that_was_not_known_yet_is_written_into_the_spell(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first)
    change(child, D1, class_room=rooms[0].pk)
    assert spells(child) == [(world.first.pk, rooms[0].pk, BEGAN, "10", None, None)]


@pytest.mark.parametrize(("status", "out", "back"), [("20", "30", "30"), ("30", "40", "31")])
def test_a_child_that_is_away_counts_nowhere_until_it_is_back(
    world: World, rooms: list[Any], status: str, out: str, back: str
) -> None:
    child = add_child(world.first, rooms[0])
    change(child, date(2026, 3, 9), status=status, status_since=D1)
    change(child, D2, status="10", status_since=D2, class_room=rooms[1].pk)
    assert spells(child) == [
        (world.first.pk, rooms[0].pk, BEGAN, "10", D1, out),
        (world.first.pk, rooms[1].pk, D2, back, None, None),
    ]


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ({"status": "40"}, "10"),
        ({"status": "50", "left_how": "22"}, "22"),
        ({"status": "60"}, "41"),
        ({"status": "70"}, "60"),
        ({"status": "80"}, "50"),
    ],
)
def test_a_child_that_leaves_ends_its_spell(world: World, rooms: list[Any], values: dict[str, str], how: str) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D2, left_on=D1, **{"left_how": how, **values})
    assert spells(child) == [(world.first.pk, rooms[0].pk, BEGAN, "10", D1, how)]
    change(child, D2, left_on=D2)
    assert spells(child)[0][4] == D2, "a corrected day is followed"


def test_a_stale_day_in_the_file_is_not_taken_for_the_days_of_a_change(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0], status_since=date(2025, 1, 1))
    change(child, D1, status="30")
    assert spells(child)[0][4] == D1


def test_a_spell_that_never_was_goes(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D1, status="60", left_on=BEGAN, left_how="41")
    assert spells(child) == []


def test_rows_taken_out_take_their_spells_along(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    remove_row(register=PUPILS, row=child, reason="重复登记", by=System())
    assert spells(child) == []
    assert history_of("enrolments")._default_manager.filter(gone=True).count() == 1


def test_what_does_not_concern_spells_writes_none(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D1, seat_number="7", grade="14")
    assert history_of("enrolments")._default_manager.count() == 1
    assert not rows_of("enrolments")._default_manager.filter(version__gt=1).exists()


def test_an_initial_load_brings_its_own_spells(world: World, rooms: list[Any]) -> None:
    add_rows(register=PUPILS, rows=[child_values(world.first, rooms[0])], by=System(), kind=Batch.Kind.INITIAL)
    assert not rows_of("enrolments")._default_manager.exists()


def test_five_thousand_rows_at_once(world: World, rooms: list[Any]) -> None:
    add_rows(register=PUPILS, rows=[child_values(world.first, rooms[0]) for _ in range(5000)], by=System())
    spell = rows_of("enrolments")._default_manager
    assert spell.count() == spell.values("pupil").distinct().count() == 5000
    assert Batch.objects.get(kind=Batch.Kind.FOLLOWED).added == 5000


def test_versions_of_spells_agree_with_the_spells(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D1, school=world.second.pk, class_room=rooms[2].pk)
    for spell in rows_of("enrolments")._default_manager.all():
        present = history_of("enrolments")._default_manager.get(row=spell.pk, record_to=None)
        assert (present.version, present.left_on, present.left_how) == (spell.version, spell.left_on, spell.left_how)


def test_an_undo_that_brings_a_file_back_brings_back_its_spells(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    change(child, D1, class_room=rooms[1].pk)
    before = spells(child)
    run = Import.objects.create(
        register="pupils", state=Import.State.DONE, unit=world.first, by_user=world.an.user.pk, by_name="安欣",
        by_post="经办人", created_at=now(), counts={},
    )  # fmt: skip
    remove_row(register=PUPILS, row=child, reason="清单里没有", by=System())
    run.batch = Batch.objects.filter(register="pupils").latest("pk")
    staging = undo_staging(PUPILS, run)
    stage_undo(staging, run.batch)
    undo(staging, run, System())
    assert spells(child) == before
    remove_row(register=PUPILS, row=child, reason="还是没有", by=System())
    assert spells(child) == []
