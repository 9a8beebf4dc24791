"""Random measures, trees and dimensions for Hypothesis: of every class of measures, over the registers of `vocabulary`."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.engines.drawing import UNITS, Drawer
from tests.engines.vocabulary import TYPES
from yaodian.algebra.composed import Average, Combined, Dispersion, Mean, PerHead, Ratio, Share
from yaodian.algebra.flow import KINDS, Flow
from yaodian.algebra.measures import Count, Distinct, Latest, Measure, Total
from yaodian.algebra.nodes import Node
from yaodian.algebra.units import Dimension, Units

Draw = Callable[[st.SearchStrategy[Any]], Any]
LEVELS = ("county", "township", "school")


@st.composite
def trees(draw: Draw) -> Units:
    """Six units in any order beneath each other, some with a level; rows may belong to others too."""
    parents = {unit: draw(st.none() | st.integers(0, unit - 1)) for unit in range(1, 7)}
    return Units(parents, draw(st.dictionaries(st.integers(1, 6), st.sampled_from(LEVELS))))


class MeasureDrawer:
    """Draws measures; each maker gives one class at the top."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.makers: dict[str, Callable[[], Measure]] = {
            "Count": lambda: self.count(self.register(), ""),
            "Total": lambda: self.total(self.register(), ""),
            "Latest": lambda: self.latest(self.register(), ""),
            "Distinct": self.distinct,
            "Ratio": lambda: self.of_amounts(lambda one, two: Ratio(one, two, self.one_of(1, 100, 1000))),
            "PerHead": lambda: PerHead(self.amount("元"), self.count(self.register(), "人"), self.one_of(1, 100)),
            "Share": self.share,
            "Mean": self.mean,
            "Combined": lambda: self.of_amounts(lambda one, two: Combined(self.one_of("+", "−"), one, two)),
            "Average": lambda: Average((self.share(), self.share())),
            "Dispersion": lambda: Dispersion(
                self.amount("元"), self.count(self.register(), "人"), self.one_of(*LEVELS)
            ),
            "Flow": self.flow,
        }

    def count(self, register: str, unit: str) -> Count:
        """A count, said to be of a unit."""
        return Count(register, self.condition(register), unit)

    def total(self, register: str, unit: str) -> Total:
        """A total of a unit (any that the register has)."""
        return Total(register, self.number(register, unit), self.condition(register))

    def latest(self, register: str, unit: str) -> Latest:
        """A sum of latest values."""
        drawer = self.rows(register)
        at, value = drawer.day(1), self.number(register, unit)
        each = tuple(self.draw(st.lists(st.sampled_from(drawer.columns), max_size=1)))
        return Latest(register, value, at, each, self.condition(register))

    def distinct(self) -> Distinct:
        """Different values of a column or expression."""
        register = self.register()
        value = self.rows(register).any(1)
        return Distinct(register, value, self.condition(register), self.one_of("", *LEVELS))

    def share(self) -> Share:
        """A share of a count or total."""
        register = self.register()
        of = self.count(register, "") if self.draw(st.booleans()) else self.total(register, "")
        return Share(of, self.rows(register).condition(2))

    def mean(self) -> Mean:
        """A mean of numbers."""
        register = self.register()
        return Mean(register, self.number(register, ""), "行", self.condition(register))

    def flow(self) -> Flow:
        """A flow of any kind between days of any kind."""
        kind, rows = self.one_of(*KINDS), self.rows("pupils")
        entered, left, since, until = (rows.day(self.one_of(0, 1)) for _day in range(4))
        joined, parted = (self.condition("pupils") if kind != "drop-out" else None for _way in range(2))
        done = rows.condition(1) if kind != "retention" or self.draw(st.booleans()) else None
        cohort, capped = self.condition("pupils"), self.draw(st.booleans())
        return Flow(kind, "pupils", entered, left, since, until, cohort, joined, parted, done, "人", capped)

    def amount(self, unit: str) -> Measure:
        """An amount of a unit that pupils and aid have (元), taken from rows."""
        return self.one_of(self.total, self.latest)(self.one_of("pupils", "aid"), unit)

    def of_amounts(self, made: Callable[[Measure, Measure], Measure]) -> Measure:
        """Made of two amounts of one unit."""
        if self.draw(st.booleans()):
            return made(self.amount("元"), self.amount("元"))
        return made(self.count(self.register(), "人"), self.count(self.register(), "人"))

    def number(self, register: str, unit: str) -> Node:
        """A number that can be added up."""
        found = unit or self.one_of(*(held for held in UNITS[register] if held != "年"))
        return self.rows(register).number(found, 1)

    def condition(self, register: str) -> Node | None:
        """A condition, or none."""
        return self.rows(register).condition(self.one_of(0, 2)) if self.draw(st.booleans()) else None

    def rows(self, register: str) -> Drawer:
        """Expressions over a row."""
        return Drawer(self.draw, register)

    def register(self) -> str:
        """One of the registers."""
        return self.one_of(*TYPES)

    def one_of(self, *held: Any) -> Any:
        """One of some things."""
        return self.draw(st.sampled_from(list(held)))


@st.composite
def measures(draw: Draw, name: str) -> Measure:
    """A random measure of the class with this name."""
    return MeasureDrawer(draw).makers[name]()


@st.composite
def dimensions(draw: Draw) -> list[Dimension]:
    """None, or one condition by which the rows of all registers are split up."""
    if draw(st.booleans()):
        return []
    return [Dimension("d", tuple((register, Drawer(draw, register).condition(1)) for register in TYPES))]
