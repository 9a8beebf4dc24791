"""One figure as people read it: its text, its parts in words, the titles of what it is split up into."""

from collections.abc import Sequence
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
LONGEST_NAME = 24  # characters of a definition that is short enough to be a name

Words = tuple[str, str]  # of a part: its name, and what it counts


@dataclass(frozen=True, slots=True)
class Part:
    """A measure of which a figure is made: what it is called, what it counts, in words, and how many; None where hidden or
    unknown. `text` is what people read, `digits` so many decimals and the unit included."""

    name: str
    label: str
    value: Fraction | None
    text: str
    digits: int
    unit: str
    hidden: bool


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
            parts=tuple(
                part_of(part, words, figure(part, self.amounts, unit, cell), self.below, hidden=hidden)
                for part, words in self._parts
            ),
            hidden=hidden,
            complete=self.basis.complete(self._needed, unit),
        )

    @cached_property
    def _parts(self) -> list[tuple[Measure, Words]]:
        return list(zip(self.indicator.measure.parts, words_of(self.indicator.measure.parts), strict=True))

    @cached_property
    def _needed(self) -> frozenset[str]:
        return frozenset(measures_need([self.indicator.measure], catalogue().owners))


def names_of(measures: Sequence[Measure]) -> list[str]:
    """What the parts of a figure are called: by the catalogue, else by their definitions where these are short, else by their
    places."""
    held = catalogue()
    told = [held.names.get(each) or _short(held.explain(each)) for each in measures]
    places = ("分子", "分母") if len(told) == 2 else [f"第{number}部分" for number in range(1, len(told) + 1)]
    return [name or place for name, place in zip(told, places, strict=True)]


def words_of(measures: Sequence[Measure]) -> list[Words]:
    """What each part is called, and what it counts."""
    return [(name, catalogue().explain(each)) for name, each in zip(names_of(measures), measures, strict=True)]


def _short(definition: str) -> str:
    return definition if len(definition) <= LONGEST_NAME else ""


def part_of(measure: Measure, words: Words, value: Fraction | None, below: int, *, hidden: bool) -> Part:
    """A part as it is shown."""
    digits = digits_of(measure) if isinstance(measure, Leaf) else PART_DIGITS
    unit = str(measure.type) if measure.type.unit else ""
    text = hidden_text(below) if hidden else text_of(value, digits, unit)
    return Part(*words, None if hidden else value, text, digits, unit, hidden)


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
