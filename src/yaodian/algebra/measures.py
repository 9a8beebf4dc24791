"""Measures 指标: what many rows give. Frozen, hashable, refusing nonsense when built; `measure.type` says its unit.

Here are the four that are taken from rows; `composed` and `flow` make others of them. Each says its register and keeps
integers per unit that owns the rows. A new measure is a class, a function each in `measure_reference` and
`measure_explain`, and `made_of` with `computed` (or, if taken from rows, a few lines in engines/scan);
tests/engines fails until it is exampled and drawn at random.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, dataclass_transform

from yaodian.algebra.combine import compared, conditions, one_row, require
from yaodian.algebra.errors import DeclarationError, TypeMismatch, UnitMismatch
from yaodian.algebra.nodes import Node, Theirs, children
from yaodian.algebra.related import columns_here, sides
from yaodian.algebra.term import Term
from yaodian.algebra.types import LATER, Kind, Type

PERCENT, POINTS = "%", "百分点"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a measure gives: a number of a unit, perhaps per something. `amount` is a plain quantity, no quotient;
    `additive` that the figure of a unit is the sum of those beneath it."""

    unit: str = ""
    per: str = ""
    amount: bool = True
    additive: bool = True

    def __str__(self) -> str:
        return f"{self.unit}/{self.per}" if self.per else self.unit or "a bare number"


@dataclass_transform(frozen_default=True)
class Measure(Term):
    """What many rows give for a unit. Subclasses are frozen dataclasses by themselves; `typed` checks the fields."""

    classes: ClassVar[dict[str, Any]] = {}
    type: Quantity

    def typed(self) -> Quantity:
        """Its unit; DeclarationError where the fields do not go together."""
        raise TypeError(f"{self.__class__.__name__} does not say its unit")

    @property
    def additive(self) -> bool:
        """Whether figures of units may be added; otherwise only its parts may."""
        return self.type.additive

    @cached_property
    def parts(self) -> tuple["Measure", ...]:
        """`made_of`, built once."""
        return self.made_of()

    def made_of(self) -> tuple["Measure", ...]:
        """The measures of the same unit from whose figures it is computed; none where it is taken from rows."""
        return ()

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        """Its exact figure from those of `made_of`; None is unknown."""
        raise TypeError(f"{self.__class__.__name__} is not computed from {len(figures)} figures of one unit")


class Count(Measure):
    """How many rows the condition holds for; `unit` is what one row is (人, 班, 所)."""

    register: str
    where: Node | None = None
    unit: str = ""

    def typed(self) -> Quantity:
        _own_rows(self.register, self.where)
        return Quantity(self.unit)


class Total(Measure):
    """The sum of the known values; 0 for none."""

    register: str
    value: Node
    where: Node | None = None

    def typed(self) -> Quantity:
        _own_rows(self.register, self.where, self.value)
        return Quantity(require_amount(self.value.type, "the total"))


class Latest(Measure):
    """The sum of the latest known values (as of `at`; of equally late rows the one with the largest id): one of each
    owning unit and, within it, of each combination of `each`. For figures that are written down again and again."""

    register: str
    value: Node
    at: Node
    each: tuple[Node, ...] = ()
    where: Node | None = None

    def typed(self) -> Quantity:
        _own_rows(self.register, self.where, self.value, self.at, *self.each)
        compared("<", self.at.type, self.at.type)
        return Quantity(require_amount(self.value.type, "the latest"))


class Distinct(Measure):
    """How many different known values the rows beneath a unit have. Never rolled up: it is computed from rows for each
    unit. `within` names a level of units: values are told apart within one unit of it, so that in each unit above the
    same value counts once for each unit of that level (a class's number, within its school)."""

    register: str
    value: Node
    where: Node | None = None
    within: str = ""
    unit: str = ""

    def typed(self) -> Quantity:
        _own_rows(self.register, self.where, self.value)
        return Quantity(self.unit, additive=False)


Leaf = Count | Total | Latest | Distinct


def leaves(measure: Measure) -> Iterator[Leaf]:
    """What is taken from rows for a measure, in order; some perhaps twice."""
    if isinstance(measure, Leaf):
        yield measure
    for part in measure.parts:
        yield from leaves(part)


def digits_of(leaf: Leaf) -> int:
    """The integers taken from rows are scaled by 10 to this power."""
    if isinstance(leaf, Count):  # by far the most
        return 0
    return leaf.value.type.digits if isinstance(leaf, Total | Latest) else 0


def expressions(leaf: Leaf) -> tuple[Node, ...]:
    """The expressions over a row that a leaf names."""
    return tuple(children(leaf))


# What goes together ------------------------------------------------------------------------------------------------------


def same_quantity(first: Quantity, second: Quantity, what: str) -> tuple[str, str]:
    """The unit and the per-what of both; a bare number takes the other's. UnitMismatch for others."""
    if (first.per, first.amount) != (second.per, second.amount):
        raise UnitMismatch(f"{what}: {first} and {second} are different kinds of figures")
    units = {PERCENT if found.unit == POINTS else found.unit for found in (first, second) if found.unit}
    if len(units) > 1:
        raise UnitMismatch(f"{what}: {first} and {second} are different units")
    return first.unit or second.unit, first.per


def require_plain(found: Quantity, what: str) -> None:
    """DeclarationError where a measure is a quotient already."""
    if not found.amount:
        raise DeclarationError(f"{what} is taken of counts and totals, not of {found}")


def require_amount(found: Type, what: str) -> str:
    """The unit of a value that can be added up; TypeMismatch for others."""
    if found != LATER and (not found.numeric or found.kind is Kind.YEAR):
        raise TypeMismatch(f"{what} of {found} means nothing")
    return found.unit


def _own_rows(register: str, where: Node | None, *values: Node) -> None:
    """DeclarationError unless a condition and values are about a row of the register."""
    if not register:
        raise DeclarationError("say of which register the rows are")
    conditions([where.type] if where else [], "where")
    inside = [node for node in (where, *values) if node is not None]
    named = one_row((name for node in inside for name in columns_here(node)), "a measure")
    if named not in ("", register):
        raise DeclarationError(f"a measure over rows of {register} names columns of {named}")
    if any(Theirs in sides(node) for node in inside):
        raise DeclarationError("a column of the other row is named outside its .others(…) or .same(…)")


def require_days(nodes: Sequence[Node], what: str) -> None:
    """TypeMismatch unless all are days."""
    for node in nodes:
        require(node.type, [Kind.DATE], what)
