"""Why a figure differs: the effects of rows and definition are the difference, exactly."""

from datetime import date
from fractions import Fraction

import pytest

from tests.indicators.provenance.conftest import BOYS, GIRLS, TODAY, YEAR, Schools
from tests.movements.children import add_child, change
from yaodian.algebra.language import Value
from yaodian.algebra.measure_language import as_of
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.bases import basis_for
from yaodian.apps.indicators.catalogue import catalogue, indicator_named
from yaodian.apps.indicators.differences import Difference, Why, difference
from yaodian.apps.indicators.shown import By, taken_from
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.kernel.period import Cycle, Period
from yaodian.registers.indicator import Indicator, Taken

SPELLS = register_named("enrolments").rows
THERE = (SPELLS.entered_on <= as_of()) & (SPELLS.left_on.is_unknown() | (SPELLS.left_on > as_of()))
MONTH = Period.read("2026-09")


def pupils(where: Value | None = None) -> Indicator:
    """How many are there on a day of a month."""
    count = SPELLS.count(where=THERE if where is None else THERE & where)
    return Indicator(
        "own.there", "在校", catalogue().finished(count), "自定", "general", "测试",
        cycle=Cycle.MONTH, taken=Taken.LAST, about_people=True,
    )  # fmt: skip


def compared(unit: int, by: By, *, old: Indicator | None = None, new: Indicator | None = None) -> Difference:
    """From 10 September, as it was known then, to today."""
    before = taken_from(basis_for(date(2026, 9, 10), known_on=date(2026, 9, 10)), old or pupils(), MONTH)
    after = taken_from(basis_for(TODAY), new or pupils(), MONTH)
    return difference(before, after, unit=unit, by=by)


def reasons(found: Difference) -> list[tuple[Why, int | None, int]]:
    """Why, which unit, and by how much."""
    for each in found.moved:
        assert each.after - each.before == sum((effect.amount for effect in each.effects), Fraction())
    return [(effect.why, effect.unit, int(effect.amount)) for each in found.moved for effect in each.effects]


def test_rows_that_came_and_changed_by_unit(schools: Schools) -> None:
    first, second = schools.world.first, schools.world.second
    with at(date(2026, 9, 12)):
        add_child(first, sex=GIRLS, entered_on=date(2026, 9, 12), entered_how="23")
    change(schools.children["XX02", BOYS][0], date(2026, 9, 14), school=first.pk, class_room=None)
    found = compared(schools.county.pk, System())
    assert reasons(found) == [(Why.ADDED, first.pk, 2), (Why.CHANGED, second.pk, -1)]
    assert found.change == 1
    assert not found.redefined


def test_a_row_that_did_not_change_may_count_on_another_day(schools: Schools) -> None:
    with at(date(2026, 9, 5)):
        add_child(schools.world.first, entered_on=date(2026, 9, 5), entered_how="23")
    settled = pupils(SPELLS.entered_on.days_to(as_of()) > 7)
    found = compared(schools.world.first.pk, System(), old=settled, new=settled)
    assert reasons(found) == [(Why.MOVED_ON, schools.world.first.pk, 1)]


def test_the_definition_has_an_effect_of_its_own(schools: Schools) -> None:
    with at(date(2026, 9, 12)):
        add_child(schools.world.first, sex=GIRLS, entered_on=date(2026, 9, 12), entered_how="23")
    girls = pupils(SPELLS.pupil["sex"] == "2")
    found = compared(schools.world.first.pk, System(), new=girls)
    assert reasons(found) == [(Why.ADDED, schools.world.first.pk, 1), (Why.DEFINITION, None, -12)]
    assert (found.before.value, found.after.value, found.redefined) == (14, 3, True)


@pytest.mark.parametrize(("who", "opened"), [("school-clerk", True), ("township", True), ("principal", True)])
def test_who_reaches_the_rows_sees_them(schools: Schools, who: str, opened: bool) -> None:
    assert compared(schools.world.first.pk, schools.world.of[who]).opened is opened


def test_who_has_no_right_to_the_rows_sees_no_effects(schools: Schools) -> None:
    with at(date(2026, 9, 12)):
        add_child(schools.world.first, sex=GIRLS, entered_on=date(2026, 9, 12), entered_how="23")
    found = compared(schools.county.pk, schools.world.chang)
    assert (found.opened, found.moved) == (False, ())
    girls = pupils(SPELLS.pupil["sex"] == "2")
    hidden = compared(schools.county.pk, schools.world.chang, old=girls, new=girls)
    assert (hidden.before.hidden, hidden.change) == (True, None)


def test_indicators_of_the_catalogue_are_compared_too(schools: Schools) -> None:
    indicator = indicator_named("primary.girls_share")
    now = taken_from(basis_for(date(2026, 9, 1)), indicator, YEAR)
    found = difference(now, now, unit=schools.county.pk, by=System())
    assert (found.change, [each.effects for each in found.moved]) == (0, [(), ()])
