"""Exact figures: indicators × units × periods, from live rows or others, as fractions. What may be shown is asked in `shown`.

found = exact(["enrolment.primary_pupils"], periods=[Period.read("2026-2027")])
found.value("enrolment.primary_pupils", unit, period)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from yaodian.algebra.figures import Cell, figure
from yaodian.algebra.measures import Leaf, Measure
from yaodian.algebra.moment import Moment
from yaodian.apps.audit import clock
from yaodian.apps.indicators.catalogue import catalogue, indicator_named, leaves_of, taken_along
from yaodian.apps.indicators.parts import Terms
from yaodian.apps.indicators.sources import LIVE, Source, parts_from
from yaodian.apps.indicators.summed import WHOLE, Summed, Values
from yaodian.apps.indicators.tree import Tree, trees_on
from yaodian.apps.ledgers.numbers import numbers
from yaodian.kernel.period import Period
from yaodian.registers.indicator import Indicator


@dataclass(frozen=True, slots=True)
class Part:
    """A measure of which a figure is made, and its exact figure; None is unknown."""

    measure: Measure
    value: Fraction | None

    @property
    def says(self) -> str:
        """What it is, in Chinese."""
        return catalogue().explain(self.measure)


@dataclass(frozen=True, slots=True)
class At:
    """One indicator in one period: the moment at which it is taken, the tree of that day, the integers of its units."""

    indicator: Indicator
    moment: Moment
    tree: Tree
    units: list[int]  # that were asked for
    amounts: Summed
    known: Values

    def value(self, unit: int, cell: Cell) -> Fraction | None:
        """The exact figure of a unit; computed once, as long as its parts are the same."""
        place = (unit, cell)
        if place not in self.known:
            self.known[place] = figure(self.indicator.measure, self.amounts, unit, cell)
        return self.known[place]


@dataclass(frozen=True, eq=False)
class Exact:
    """Exact figures, each computed when it is asked for. KeyError for an indicator or period that was not, and for a
    unit that did not exist."""

    held: Mapping[tuple[str, Period], At]

    def value(self, code: str, unit: int, period: Period, cell: Cell = WHOLE) -> Fraction | None:
        """The figure of a unit (of one value of each dimension, or of all); None is unknown."""
        return self._at(code, unit, period).value(unit, cell)

    def values(self, code: str, period: Period, cell: Cell = WHOLE) -> dict[int, Fraction | None]:
        """The figures of all units that were asked for, in the order of the tree."""
        at = self.held[code, period]
        return {unit: at.value(unit, cell) for unit in self.units(code, period)}

    def parts(self, code: str, unit: int, period: Period, cell: Cell = WHOLE) -> list[Part]:
        """What a figure is made of, as numerator and denominator; of a count or total itself."""
        at = self._at(code, unit, period)
        measure = at.indicator.measure
        return [Part(part, figure(part, at.amounts, unit, cell)) for part in measure.parts or (measure,)]

    def cells(self, code: str, unit: int, period: Period) -> list[Cell]:
        """The values of the dimensions that there are beneath a unit, unknown ones last."""
        at = self._at(code, unit, period)
        return at.amounts.cells(at.indicator.measure, unit)

    def units(self, code: str, period: Period) -> list[int]:
        """The units of which there are figures, in the order of the tree."""
        return self.held[code, period].units

    def at(self, code: str, period: Period) -> At:
        """The moment, tree and integers of an indicator in a period."""
        return self.held[code, period]

    def _at(self, code: str, unit: int, period: Period) -> At:
        at = self.held[code, period]
        if unit not in at.tree.info:
            raise KeyError(unit)
        return at


def exact(
    codes: Iterable[str | Indicator],
    *,
    periods: Iterable[Period],
    source: Source = LIVE,
    units: Iterable[int] | None = None,
    breakdown: str | Sequence[str] | None = None,
    today: date | None = None,
) -> Exact:
    """The figures of indicators (by code, or such as are being tried) for all units or some, each in the periods of its cycle.

    Of a period that runs, what is taken on its last day is taken `today`. With a `breakdown` (or several) there are cells
    besides the whole. KeyError for a code or breakdown that is not there; DeclarationError where an indicator's rows are not
    split up so.
    """
    held, day = catalogue(), today or clock.today()
    indicators = [indicator_named(code) if isinstance(code, str) else code for code in codes]
    keys = [breakdown] if isinstance(breakdown, str) else breakdown or ()
    terms = Terms(held.owners, cache(numbers()), tuple(held.dimensions[key] for key in keys))
    wanted = list(periods)
    taken_on: dict[tuple[str, Period], tuple[Indicator, Moment]] = {}
    asked: dict[Moment, tuple[Leaf, ...]] = {}
    for some in _taken_alike(indicators):
        along = leaves_of(some) if keys else taken_along(some, held)
        for period in (period for period in wanted if period.span is some[0].cycle):
            moment = some[0].moment(period, day)
            asked[moment] = (*asked.get(moment, ()), *along)
            taken_on |= {(one.code, period): (one, moment) for one in some}
    taken = parts_from(source, asked, terms)
    trees = trees_on(moment.on for moment in asked)
    amounts = {moment: Summed(trees[moment.on].units, taken[moment], bool(keys)) for moment in asked}
    only = None if units is None else frozenset(units)
    there = {day: [unit for unit in tree.info if only is None or unit in only] for day, tree in trees.items()}
    return Exact(
        {
            place: At(
                one, moment, trees[moment.on], there[moment.on], amounts[moment], amounts[moment].values(one.measure)
            )
            for place, (one, moment) in taken_on.items()
        }
    )


def _taken_alike(indicators: Iterable[Indicator]) -> Iterable[list[Indicator]]:
    """Indicators that are taken on the same days of the same periods, together."""
    found: dict[object, list[Indicator]] = {}
    for one in indicators:
        found.setdefault((one.cycle, one.taken), []).append(one)
    return found.values()
