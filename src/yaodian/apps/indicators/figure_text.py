"""One figure as people read it: its text, its parts in words, the titles of what it is split up into."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from yaodian.algebra.figures import Amounts, Cell, figure, shown
from yaodian.algebra.measures import Leaf, Measure, digits_of
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import measures_need
from yaodian.apps.indicators.bases import Basis
from yaodian.apps.indicators.pinned import Complete
from yaodian.kernel.period import Period
from yaodian.packs import catalogue
from yaodian.registers.catalogue import breakdowns
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Indicator

UNKNOWN, NOT_FILLED = "—", "未填"
PART_DIGITS = 2  # of a part that is no count


@dataclass(frozen=True, slots=True)
class Part:
    """A measure of which a figure is made: what it counts, in words, and how many; None where hidden or unknown."""

    label: str
    value: Fraction | None
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `cell` are the values of the breakdown, () for the whole; `value` is exact, None where it is hidden or
    unknown; `text` is what people read. Of filed rows `complete` says how many units have filed."""

    indicator: Indicator
    unit: int
    unit_name: str
    period: Period
    cell: Cell
    cell_title: str
    kind: str
    on: date
    known_on: date
    value: Fraction | None
    text: str
    parts: tuple[Part, ...]
    hidden: bool
    complete: Complete

    @property
    def incomplete(self) -> str:
        """不完整（51校已报48校）, "" for live rows and where all have filed."""
        held = self.complete
        return f"不完整：{held.of}个单位已报{held.filed}个" if held.filed < held.of else ""


@dataclass(frozen=True)
class Maker:
    """Makes the figures of an indicator and period from the integers of its units."""

    indicator: Indicator
    period: Period
    moment: Moment
    basis: Basis
    amounts: Amounts
    below: int  # counts below this one are small
    breakdown: str = ""

    def figure(self, unit: int, cell: Cell, *, hidden: bool) -> Figure:
        """The figure of a unit, of all or of one value of the breakdown."""
        measure = self.indicator.measure
        value = None if hidden else figure(measure, self.amounts, unit, cell)
        return Figure(
            indicator=self.indicator,
            unit=unit,
            unit_name=self.basis.tree.info[unit].name,
            period=self.period,
            cell=cell,
            cell_title=cell_title(self.breakdown, cell),
            kind=self.basis.kind,
            on=self.moment.on,
            known_on=self.basis.known_on,
            value=value,
            text=hidden_text(self.below) if hidden else text_of(value, self.indicator.digits, self.indicator.unit),
            parts=tuple(self._part(part, unit, cell, hidden=hidden) for part in measure.parts),
            hidden=hidden,
            complete=self.basis.complete(self._needed, unit),
        )

    def _part(self, part: Measure, unit: int, cell: Cell, *, hidden: bool) -> Part:
        return part_of(part, self._labels[part], figure(part, self.amounts, unit, cell), self.below, hidden=hidden)

    @cached_property
    def _labels(self) -> dict[Measure, str]:
        return {part: catalogue().explain(part) for part in self.indicator.measure.parts}

    @cached_property
    def _needed(self) -> frozenset[str]:
        return frozenset(measures_need([self.indicator.measure], catalogue().owners))


def part_of(measure: Measure, label: str, value: Fraction | None, below: int, *, hidden: bool) -> Part:
    """A part as it is shown."""
    if hidden:
        return Part(label, None, hidden_text(below))
    digits = digits_of(measure) if isinstance(measure, Leaf) else PART_DIGITS
    return Part(label, value, text_of(value, digits, str(measure.type) if measure.type.unit else ""))


def text_of(value: Fraction | None, digits: int, unit: str) -> str:
    """An exact figure, rounded half up, with separators and its unit."""
    rounded = shown(value, digits)
    return UNKNOWN if rounded is None else f"{rounded:,.{digits}f}{unit}"


def hidden_text(below: int) -> str:
    """What stands where a figure is hidden."""
    return f"‹{below}›"


def cell_title(breakdown: str, cell: Cell) -> str:
    """What a value of a breakdown is called; "" for the whole."""
    if not cell:
        return ""
    (value,), way = cell, breakdowns()[breakdown]
    if value is None:
        return NOT_FILLED
    if way.codes:
        return code_list(way.codes).name_of(value) or str(value)
    return "是" if value else "否"
