"""Live figures of single units day by day, as targets of plans follow them: many indicators and days at once.

On each day the figure is that of the period in which the day lies (`period=None`), or of one and the same period up to that
day: children admitted in 2026 are counted through 2026, whatever the school year. What a reader may not see is hidden from
him as everywhere (`reading`, `protecting`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from yaodian.algebra.figures import Cell, figure
from yaodian.algebra.measures import Leaf
from yaodian.algebra.moment import Moment
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.catalogue import leaves_of
from yaodian.apps.indicators.parts import Terms
from yaodian.apps.indicators.protecting import hidden_figures, threshold
from yaodian.apps.indicators.reading import reader_of
from yaodian.apps.indicators.sources import LIVE, parts_from
from yaodian.apps.indicators.summed import WHOLE, Summed
from yaodian.apps.indicators.tree import Tree, trees_on
from yaodian.apps.ledgers.numbers import numbers
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.period import Period
from yaodian.packs import catalogue
from yaodian.registers.indicator import Indicator


@dataclass(frozen=True)
class Followed:
    """A figure that is followed: of a unit, of one value of a breakdown or the whole, of one period or the one that runs."""

    indicator: Indicator
    unit: int
    period: Period | None = None
    split: str = ""
    cell: Cell = WHOLE

    def period_on(self, day: date) -> Period:
        """The period of which the figure is on a day."""
        return self.period or Period.of(self.indicator.cycle, day)

    def moment(self, day: date) -> Moment | None:
        """When it is taken, seen from a day; None before its period begins."""
        period = self.period_on(day)
        return None if day < period.first else self.indicator.moment(period, day)


@dataclass(frozen=True, slots=True)
class DayFigure:
    """The figure on a day; None where it is unknown, where it is hidden from the reader, or the unit did not exist."""

    value: Fraction | None
    hidden: bool = False


def figures_by_day(
    wanted: Iterable[tuple[Followed, date]], *, by: Acting | System | None
) -> dict[tuple[Followed, date], DayFigure]:
    """Each figure on each of its days; a constant number of queries. `by` None: as the public would see it."""
    found = judged_by_day(wanted, by=by)
    return {key: replace(told, value=None) if told.hidden else told for key, told in found.items()}


def judged_by_day(
    wanted: Iterable[tuple[Followed, date]], *, by: Acting | System | None
) -> dict[tuple[Followed, date], DayFigure]:
    """The same with the values of hidden figures: to judge by them, never to show them."""
    asked = {(one, day): one.moment(day) for one, day in wanted}
    amounts = _amounts(asked)
    hides = _Hiding(by)
    return {
        (one, day): DayFigure(None)
        if moment is None
        else _figure(one, moment, *amounts[one.split, moment], hides)  # the tree of the day and its integers
        for (one, day), moment in asked.items()
    }


def _amounts(asked: Mapping[tuple[Followed, date], Moment | None]) -> dict[tuple[str, Moment], tuple[Tree, Summed]]:
    held, parameters = catalogue(), cache(numbers())
    leaves: dict[str, dict[Moment, dict[Leaf, None]]] = {}
    for (one, _day), moment in asked.items():
        if moment is not None:
            named = leaves.setdefault(one.split, {}).setdefault(moment, {})
            named.update(dict.fromkeys(leaves_of([one.indicator])))
    trees = trees_on(moment.on for by_moment in leaves.values() for moment in by_moment) if leaves else {}
    found = {}
    for split, by_moment in leaves.items():
        dimensions = (held.dimensions[split],) if split else ()
        taken = parts_from(LIVE, by_moment, Terms(held.owners, parameters, dimensions))
        for moment in by_moment:
            tree = trees[moment.on]
            found[split, moment] = tree, Summed(tree.units, taken[moment], bool(split))
    return found


def _figure(one: Followed, moment: Moment, tree: Tree, amounts: Summed, hides: "_Hiding") -> DayFigure:
    if one.unit not in tree.info:
        return DayFigure(None)
    value = figure(one.indicator.measure, amounts, one.unit, one.cell)
    return DayFigure(value, hides.hidden(one, moment, tree, amounts))


class _Hiding:
    """What is hidden from a reader, worked out once for each indicator and moment; nothing is from the system."""

    def __init__(self, by: Acting | System | None) -> None:
        self.by = by
        self.found: dict[tuple[Indicator, Moment, str], tuple[frozenset[int], frozenset[tuple[int, Cell]]]] = {}

    def hidden(self, one: Followed, moment: Moment, tree: Tree, amounts: Summed) -> bool:
        """Whether the reader may not see the figure."""
        if isinstance(self.by, System):
            return False
        key = one.indicator, moment, one.split
        if key not in self.found:
            reader = reader_of(self.by, one.indicator, tree)
            split = catalogue().dimensions[one.split] if one.split else None
            gone = hidden_figures(
                one.indicator, amounts, split, seen=reader.seen, known=reader.known, below=threshold(today())
            )
            self.found[key] = reader.seen, gone
        seen, gone = self.found[key]
        return one.unit not in seen or (one.unit, one.cell) in gone
