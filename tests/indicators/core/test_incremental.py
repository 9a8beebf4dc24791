"""After any change, figures from what is kept are those of a full recomputation; what is rolled back is forgotten."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.indicators.core.measures import MEASURES, anew, kept
from tests.movements.children import add_child, add_class, change, child_values
from tests.world import World, small_world
from yaodian.algebra.nodes import children
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.dependents import joins
from yaodian.apps.indicators.live import living
from yaodian.apps.indicators.parts import Keeper
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import change_row, remove_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Unit
from yaodian.packs import catalogue

START = date(2026, 3, 1)
EDITS = 24


@pytest.fixture
def world(db: None) -> World:
    with at(START):
        found = small_world()
        for school in (found.first, found.second):
            rooms = [add_class(school), add_class(school, grade="12"), add_class(school, number=2)]
            for number in range(4):
                add_child(school, rooms[number % 3], sex="12"[number % 2])
    return found


class Editor:
    """Makes changes of every kind, as they come by chance."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance, self.day = world, random.Random(seed), START  # noqa: S311  # no secrets

    def edit(self) -> str:
        """Make one change, a few days after the last; what it was."""
        self.day += timedelta(days=self.chance.randint(1, 5))
        act = self.chance.choice(
            [self.move, self.move, self.sex, self.opened, self.come, self.take_out, self.many, self.room]
        )
        with at(self.day):
            act()
        return act.__name__

    def one_of(self, key: str) -> Any:
        return self.chance.choice(list(rows_of(key)._default_manager.order_by("pk")))

    def move(self) -> None:
        """A child changes school."""
        child, room = self.one_of("pupils"), self.one_of("classes")
        change(child, self.day, school=room.school_id, class_room=room.pk, grade=room.grade, status_since=self.day)

    def sex(self) -> None:
        """What others refer to changes."""
        child = self.one_of("pupils")
        change_row(register=register_named("pupils"), row=child, values={"sex": "12"[child.sex == "1"]}, by=System())

    def opened(self) -> None:
        room = self.one_of("classes")
        values = {"opened_on": room.opened_on - timedelta(days=self.chance.randint(1, 400))}
        change_row(register=register_named("classes"), row=room, values=values, by=System())

    def come(self) -> None:
        add_child(self.chance.choice([self.world.first, self.world.second]), sex=self.chance.choice("12"))

    def take_out(self) -> None:
        """A spell goes."""
        remove_row(register=register_named("enrolments"), row=self.one_of("enrolments"), reason="重复", by=System())

    def many(self) -> None:
        """Many rows at once."""
        rows = [child_values(self.world.second, sex="2") for _number in range(3)]
        add_rows(register=register_named("pupils"), rows=rows, by=System(), source="测试")

    def room(self) -> None:
        school: Unit = self.chance.choice([self.world.first, self.world.second])
        number = rows_of("classes")._default_manager.count() + 1
        add_class(school, number=number)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_kept_equals_what_is_computed_anew(world: World, seed: int) -> None:
    editor = Editor(world, seed)
    assert kept() == anew()
    done = set()
    for _number in range(EDITS // 3):
        done.add(editor.edit())
        done.add(editor.edit())
        assert kept() == anew()
    assert len(done) > 3


def test_only_units_whose_rows_changed_are_taken_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kept()
    stale: set[int] = set()
    refresh = Keeper._refresh

    def noted(self: Keeper, register: str, wanted: Any, tables: Any, terms: Any) -> None:
        stale.update(*(held.stale for held in self.kept.values()))
        refresh(self, register, wanted, tables, terms)

    monkeypatch.setattr(Keeper, "_refresh", noted)
    child = rows_of("pupils")._default_manager.filter(school=world.first.pk).first()
    change_row(register=register_named("pupils"), row=child, values={"sex": "2"}, by=System())
    assert kept() == anew()
    assert stale == {world.first.pk}


def test_what_is_rolled_back_is_forgotten(world: World) -> None:
    before = kept()
    with transaction.atomic():
        add_child(world.first)
        assert kept() != before
        transaction.set_rollback(True)
    assert kept() == before
    add_child(world.second)  # perhaps with the number that the other had
    assert kept() == anew() != before


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_seen_by_all_and_what_is_lost_is_read_anew() -> None:
    world = small_world()
    add_child(world.first, add_class(world.first))
    assert kept() == anew()
    with living() as held:
        mirror = held.mirror
    with transaction.atomic():
        add_child(world.second)
        assert kept() == anew()
        with living() as held:
            assert held.mirror is not mirror
    assert kept() == anew()
    with living() as held:
        assert held.mirror is mirror
    rows_of("enrolments")._default_manager.all().delete()  # as in a restored database, whose batches are others
    Batch.objects.order_by("-pk").first().delete()
    assert kept() == anew()


def test_a_chain_of_references_is_gone_step_by_step() -> None:
    chained = catalogue().finished(MEASURES["of_girls_classes"])
    ((first, asked),) = joins("enrolments", tuple(children(chained))).items()
    assert (first.register, first.theirs, first.ours) == ("pupils", "id", "pupil")
    ((second, _asked),) = joins("pupils", asked).items()
    assert (second.register, second.ours) == ("classes", "class_room")
