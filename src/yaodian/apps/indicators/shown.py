"""Figures as they are shown: the one way in for pages, charts, exports and the API. What a reader may not see is not there,
and what is hidden from him says so (`reading`, `protecting`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from yaodian.algebra.figures import Cell
from yaodian.algebra.moment import Moment
from yaodian.algebra.units import Dimension
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import FILED, LIVE, Basis, basis_for
from yaodian.apps.indicators.catalogue import indicator_named, leaves_of
from yaodian.apps.indicators.figure_text import Figure, Maker
from yaodian.apps.indicators.figures import exact
from yaodian.apps.indicators.protecting import hidden_figures, threshold
from yaodian.apps.indicators.reading import reader_of
from yaodian.apps.indicators.summed import WHOLE, Summed
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import Period
from yaodian.packs import catalogue
from yaodian.registers.indicator import Indicator

By = Acting | System | None  # None: the public


@dataclass(frozen=True, eq=False)
class Taken:
    """One indicator in one period: when it is taken, from what, and the integers of its units."""

    indicator: Indicator
    period: Period
    moment: Moment
    basis: Basis
    amounts: Summed
    breakdown: str = ""

    def figures(self, by: By, asked: Sequence[int] | None = None) -> Iterator[Figure]:
        """The figures that somebody may see, of some units or all: each unit's whole, then what it is split up into."""
        reader = reader_of(by, self.indicator, self.basis.tree)
        below = threshold(today())
        gone = (
            hidden_figures(self.indicator, self.amounts, self.split, seen=reader.seen, known=reader.known, below=below)
            if asked is None or not reader.known.issuperset(asked)  # to who may see the rows nothing is hidden
            else frozenset[tuple[int, Cell]]()
        )
        maker = Maker(self.indicator, self.period, self.moment, self.basis, self.amounts, below, self.breakdown)
        for unit in self.basis.tree.info if asked is None else asked:
            if unit in reader.seen:
                yield from (maker.figure(unit, cell, hidden=(unit, cell) in gone) for cell in (WHOLE, *self.cells))

    @property
    def split(self) -> Dimension | None:
        """By what it is split up."""
        return catalogue().dimensions[self.breakdown] if self.breakdown else None

    @cached_property
    def cells(self) -> list[Cell]:
        """The values of the breakdown that there are anywhere, in order."""
        return self.amounts.cells_anywhere([self.indicator.measure]) if self.breakdown else []


def figures(
    codes: Iterable[str | Indicator],
    *,
    by: By,
    periods: Iterable[Period],
    units: Iterable[int] | None = None,
    kind: str = LIVE,
    breakdown: str = "",
    on: date | None = None,
) -> list[Figure]:
    """The figures of indicators (by code, or such as are being tried) for units and periods, as far as `by` may see them.

    In the order of the codes, then periods, then the tree; periods of another cycle than an indicator's are passed over.
    `units` None: all that he sees. `kind`: live rows or filed ones. `on`: as it was known on a day (live rows only).
    With a breakdown each unit's whole comes first. KeyError for a code that is not there, BadInput for a breakdown.
    """
    wanted = [indicator_named(code) if isinstance(code, str) else code for code in codes]
    asked = None if units is None else list(units)
    found = list(_taken(wanted, list(periods), kind=kind, breakdown=breakdown, on=on))
    order = {each.code: number for number, each in enumerate(wanted)}
    found.sort(key=lambda each: order[each.indicator.code])  # stable: periods stay in order
    return [figure for each in found for figure in each.figures(by, asked)]


def taken_from(basis: Basis, indicator: Indicator, period: Period, *, breakdown: str = "") -> Taken:
    """An indicator from the rows of a snapshot or of another basis."""
    _refuse(indicator, breakdown)
    moment = indicator.moment(period, basis.known_on)
    dimensions = (catalogue().dimensions[breakdown],) if breakdown else ()
    amounts = basis.summed(leaves_of([indicator]), moment, dimensions)
    return Taken(indicator, period, moment, basis, amounts, breakdown)


def _taken(
    indicators: Sequence[Indicator], periods: Sequence[Period], *, kind: str, breakdown: str, on: date | None
) -> Iterator[Taken]:
    for indicator in indicators:
        _refuse(indicator, breakdown)
    pairs = [(each, period) for period in periods for each in indicators if each.cycle is period.span]
    day = on or today()
    bases: dict[date, Basis] = {}
    if kind == FILED:
        for indicator, period in pairs:
            when = indicator.moment(period, day).on
            basis = bases.setdefault(when, bases.get(when) or basis_for(when, kind))
            yield taken_from(basis, indicator, period, breakdown=breakdown)
        return
    if not pairs:
        return
    basis = basis_for(day, kind, on)
    found = exact(
        dict.fromkeys(each for each, _period in pairs),
        periods=dict.fromkeys(period for _each, period in pairs),
        source=basis.rows,
        breakdown=breakdown or None,
        today=day,
    )
    for indicator, period in pairs:
        at = found.at(indicator.code, period)
        then = replace(basis, tree=at.tree, units=at.tree.units)
        yield Taken(indicator, period, at.moment, then, at.amounts, breakdown)


def _refuse(indicator: Indicator, breakdown: str) -> None:
    if breakdown and breakdown not in [each.key for each in catalogue().split_by(indicator)]:
        raise BadInput({"breakdown": f"“{indicator.title}”不能这样细分。"})
