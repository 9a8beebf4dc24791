"""An indicator 指标, declared: a number defined once as a measure over registers, for any unit and period.

Indicators stand in groups, each group a module of a pack whose name is `indicators`:

    indicators = Indicators("普及与入学", key="enrolment", office="basic-education", order=10)
    indicators.add("primary.pupils", "小学在校生数", spells.count(where=…), …)

A code is `what.measure` as in text/tables/indicators.yaml, which knows what plans call it: an indicator that stands there has
the code that stands there, so that a plan's sentence finds its figure. Codes never change; a new definition is a new version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yaodian.algebra.combine import one_row
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.language import Value
from yaodian.algebra.measures import Measure, leaves
from yaodian.algebra.moment import Moment
from yaodian.algebra.nodes import Node
from yaodian.algebra.related import columns_here
from yaodian.kernel.citation import Citation
from yaodian.kernel.period import Cycle, Period
from yaodian.registers.offices import offices

MOST_DIGITS = 6


class Direction(StrEnum):
    """Which way a figure should go."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Taken(StrEnum):
    """On which day of its period a figure is taken."""

    FIRST = "first"  # as the yearly statistics are: 学年初, 1 September
    LAST = "last"  # of what happened in the period; while it runs, up to today


@dataclass(frozen=True, slots=True)
class Norm:
    """What a figure is held against: a parameter of rules/ in the indicator's unit."""

    comparator: str  # >= or <=
    parameter: str


@dataclass(frozen=True)
class Indicator:
    """One indicator. `source` says where the definition comes from; `about_people` that counts of 1–4 are hidden from
    readers without right to the rows; `synonyms` are what plans call it; `parts` what the measures are called of which it is
    made, in their order ("" for one that is an indicator itself, or is named elsewhere)."""

    code: str
    title: str
    measure: Measure
    group: str
    office: str
    source: str
    digits: int = 2
    direction: Direction = Direction.NEITHER
    cycle: Cycle = Cycle.SCHOOL_YEAR
    taken: Taken = Taken.FIRST
    about_people: bool = False
    norm: Norm | None = None
    basis: Citation | None = None
    synonyms: tuple[str, ...] = ()
    note: str = ""
    version: int = 1
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for says in _nonsense(self):
            raise DeclarationError(f"indicator {self.code}: {says}")

    @property
    def unit(self) -> str:
        """What its figures are given in: %, 人, 平方米/人; "" for a bare number."""
        return "" if str(self.measure.type) == "a bare number" else str(self.measure.type)

    @property
    def registers(self) -> frozenset[str]:
        """The registers whose rows are counted or added up."""
        return frozenset(leaf.register for leaf in leaves(self.measure))

    def moment(self, period: Period, today: date) -> Moment:
        """The day and period of its figure: of a period that runs, what is taken on the last day is taken today."""
        on = period.first if self.taken is Taken.FIRST else max(period.first, min(period.last, today))
        return Moment.of(period, on)


@dataclass(eq=False)
class Indicators:
    """A group of indicators of one office, with the ways in which its registers' rows are split up."""

    title: str
    key: str
    office: str
    order: int = 100
    about_people: bool = False
    module: str = field(default="", init=False)  # in which it is declared; set when it is found
    added: dict[str, Indicator] = field(default_factory=dict, init=False)
    splits: list[tuple[str, str, Node]] = field(default_factory=list, init=False)  # breakdown, register, expression

    def add(
        self,
        code: str,
        title: str,
        measure: Measure,
        *,
        source: str,
        digits: int = 2,
        direction: Direction = Direction.NEITHER,
        cycle: Cycle = Cycle.SCHOOL_YEAR,
        taken: Taken = Taken.FIRST,
        about_people: bool | None = None,
        norm: Norm | None = None,
        basis: Citation | None = None,
        synonyms: Iterable[str] = (),
        note: str = "",
        version: int = 1,
        parts: Iterable[str] = (),
    ) -> Measure:
        """Declare an indicator; its measure is given back, for others to be made of it."""
        if code in self.added:
            raise DeclarationError(f"indicator {code} is declared twice")
        self.added[code] = Indicator(
            code,
            title,
            measure,
            self.title,
            self.office,
            source,
            digits,
            direction,
            cycle,
            taken,
            self.about_people if about_people is None else about_people,
            norm,
            basis,
            tuple(synonyms),
            note,
            version,
            tuple(parts),
        )
        return measure

    def split(self, breakdown: str, value: Value) -> None:
        """Say how the rows of a register are split up: `indicators.split("sex", spells.pupil.sex)`; see breakdowns.yaml."""
        register = one_row(columns_here(value.node), breakdown)
        if not register:
            raise DeclarationError(f"{self.key}: say by which column rows are split up by {breakdown}")
        self.splits.append((breakdown, register, value.node))


def _nonsense(indicator: Indicator) -> Iterable[str]:
    """What is wrong with a declaration."""
    parts = indicator.code.split(".")
    if len(parts) != 2 or not all(part.isidentifier() and part.islower() for part in parts):
        yield "its code is two lower-case identifiers with a dot between"
    if not indicator.title or not indicator.source:
        yield "say its title and where its definition comes from"
    if not 0 <= indicator.digits <= MOST_DIGITS:
        yield f"figures are shown with 0 to {MOST_DIGITS} decimals"
    if indicator.office not in offices():
        yield f"no office {indicator.office!r}; see registers/offices.yaml"
    if indicator.norm is not None and indicator.norm.comparator not in (">=", "<="):
        yield "a norm is a floor (>=) or a ceiling (<=)"
    if indicator.title in indicator.synonyms or len(set(indicator.synonyms)) < len(indicator.synonyms):
        yield "its synonyms are other words than its title, each once"
    if len(indicator.parts) > len(indicator.measure.parts):
        yield f"it is made of {len(indicator.measure.parts)} measures, and names {len(indicator.parts)}"
