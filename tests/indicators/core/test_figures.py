"""Exact figures of a small county: by unit, period and breakdown, with their parts, over the tree of the day."""

from datetime import date

import pytest

from tests.indicators.core.measures import TODAY
from tests.movements.children import add_child, add_class, change
from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.catalogue import catalogue, indicator_named
from yaodian.apps.indicators.figures import exact
from yaodian.apps.indicators.sources import LIVE
from yaodian.apps.indicators.tree import tree_on
from yaodian.kernel.period import Period

LAST, THIS = Period.read("2025-2026"), Period.read("2026-2027")
PUPILS, GIRLS = "primary.pupils", "primary.girls_share"


@pytest.fixture
def world(db: None) -> World:
    """一小 has two boys and a girl, of whom a boy goes to 二小 in spring; 二小 has one girl."""
    with at(date(2025, 9, 1)):
        found = small_world()
        room, other = add_class(found.first), add_class(found.second)
        first = [add_child(found.first, room, sex=sex, entered_on=date(2025, 9, 1)) for sex in "112"]
        add_child(found.second, other, sex="2", entered_on=date(2025, 9, 1))
    change(first[0], date(2026, 3, 2), school=found.second.pk, class_room=other.pk, status_since=date(2026, 3, 2))
    return found


def test_figures_of_each_unit_and_period(world: World) -> None:
    found = exact([PUPILS, GIRLS], periods=[LAST, THIS], today=TODAY)
    units = (world.first.pk, world.second.pk, world.township.pk, world.bureau.pk)
    assert [found.value(PUPILS, unit, LAST) for unit in units] == [3, 1, 4, 4]
    assert [found.value(PUPILS, unit, THIS) for unit in units] == [2, 2, 4, 4]
    assert found.value(GIRLS, world.township.pk, LAST) == 50
    assert found.values(PUPILS, THIS)[world.office.pk] == 0
    assert [(part.value, "女" in part.says) for part in found.parts(GIRLS, world.first.pk, LAST)] == [
        (1, True),
        (3, False),
    ]


def test_a_breakdown_has_the_whole_beside_its_cells(world: World) -> None:
    found = exact([PUPILS], periods=[LAST], breakdown="sex", today=TODAY)
    assert found.cells(PUPILS, world.first.pk, LAST) == [("1",), ("2",)]
    assert [found.value(PUPILS, world.first.pk, LAST, cell) for cell in (("1",), ("2",), ())] == [2, 1, 3]
    both = exact([PUPILS], periods=[LAST], breakdown=["stage", "sex"], today=TODAY)
    assert both.value(PUPILS, world.bureau.pk, LAST, ("primary", "2")) == 2


def test_only_the_units_asked_for(world: World) -> None:
    found = exact([PUPILS], periods=[LAST], units=[world.first.pk], today=TODAY)
    assert found.values(PUPILS, LAST) == {world.first.pk: 3}
    with pytest.raises(KeyError):
        found.value(PUPILS, 10**6, LAST)
    with pytest.raises(KeyError):
        exact(["no.such"], periods=[LAST])


def test_the_source_says_when_rows_are_others(world: World) -> None:
    before = LIVE.stamp
    assert LIVE.stamp == before
    add_child(world.first)
    assert LIVE.stamp != before
    assert LIVE.tables({"pupils": ["sex"]})["pupils"].num_rows == 5


def test_the_tree_is_that_of_the_day(world: World) -> None:
    closed = world.first
    closed.valid_to = date(2026, 8, 31)
    closed.save()
    world.township.valid_to = date(2026, 8, 31)
    world.township.save()
    old, new = tree_on(date(2026, 8, 31)), tree_on(date(2026, 9, 1))
    assert closed.pk in old.units.parents
    assert closed.pk not in new.units.parents
    assert old.units.levels[world.township.pk] == "township"
    assert world.office.pk not in old.units.levels
    assert new.units.parents[world.second.pk] == world.bureau.pk  # its township is gone
    assert new.info[world.second.pk].stages == ("primary",)
    found = exact([PUPILS], periods=[LAST, THIS], today=TODAY)
    assert found.value(PUPILS, world.bureau.pk, LAST) == 4
    assert found.value(PUPILS, world.bureau.pk, THIS) == 2  # two are still in the closed school's list


def test_the_catalogue_knows_every_indicator(db: None) -> None:
    held = catalogue()
    assert indicator_named(PUPILS) == held.indicators[PUPILS]
    assert catalogue() is held
