"""Nodes of expressions over a register's rows: frozen, hashable, refusing nonsense when they are built.

Declarations do not write them but the operators of `language`; a node's `==` means sameness. `node.type` says what it
gives. Unknown (None) is carried as in SQL: a comparison with it is unknown, `unknown or true` is true.

Nodes that go to other rows are in `related`. A new node is a class, one function in `reference`, one in `explain`,
and one line or function in the engines' `compile`; tests/engines fails until it is exampled and drawn at random.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any, ClassVar, dataclass_transform

from yaodian.algebra.combine import calculated, common, common_of, compared, conditions, require
from yaodian.algebra.errors import DeclarationError, TypeMismatch
from yaodian.algebra.term import Term
from yaodian.algebra.types import DATE, TEXT, YESNO, Code, Integer, Kind, Number, Type

_TEXTS = (Kind.TEXT, Kind.ID, Kind.CODE)
_NUMBERS = (Kind.INTEGER, Kind.YEAR)


@dataclass_transform(frozen_default=True)
class Node(Term):
    """An expression. Subclasses are frozen dataclasses by themselves; `typed` checks the fields and gives the type."""

    classes: ClassVar[dict[str, Any]] = {}
    type: Type

    def typed(self) -> Type:
        """Its type; DeclarationError where the fields do not go together."""
        raise TypeError(f"{self.__class__.__name__} does not say its type")


# What stands alone ----------------------------------------------------------------------------------------------------


class Column(Node):
    """A column of the row at hand; `id` is the row itself."""

    register: str
    name: str
    of: Type

    def typed(self) -> Type:
        return self.of


class Theirs(Node):
    """A column of the other row, inside a `Related`."""

    register: str
    name: str
    of: Type

    def typed(self) -> Type:
        return self.of


class Literal(Node):
    """A value written in the declaration, as its type stores it; None is unknown."""

    value: str | int | bool | date | None
    of: Type

    def typed(self) -> Type:
        if self.value is not None and type(self.value) is not self.of.python:
            raise TypeMismatch(f"{self.value!r} is no {self.of}")
        return self.of


class Today(Node):
    """The day on which the expression is evaluated."""

    def typed(self) -> Type:
        return DATE


class ParameterValue(Node):
    """A parameter of rules/ that holds on a day (of the row, or today), with its unit and digits."""

    key: str
    on: Node
    unit: str = ""
    digits: int = 0

    def typed(self) -> Type:
        require(self.on.type, [Kind.DATE], "the day of a parameter")
        return Number(self.unit, self.digits)


# Comparing and connecting -----------------------------------------------------------------------------------------------


class Compare(Node):
    """== != < <= > >= of two values; numbers of different digits are compared as numbers."""

    operator: str
    left: Node
    right: Node

    def typed(self) -> Type:
        if self.operator not in ("==", "!=", "<", "<=", ">", ">="):
            raise DeclarationError(f"no comparison {self.operator!r}")
        return compared(self.operator, self.left.type, self.right.type)


class And(Node):
    """All of the conditions hold."""

    parts: tuple[Node, ...]

    def typed(self) -> Type:
        return conditions((part.type for part in self.parts), "&")


class Or(Node):
    """At least one of the conditions holds."""

    parts: tuple[Node, ...]

    def typed(self) -> Type:
        return conditions((part.type for part in self.parts), "|")


class Not(Node):
    """The condition does not hold; unknown stays unknown."""

    part: Node

    def typed(self) -> Type:
        return conditions([self.part.type], "~")


class IsKnown(Node):
    """The value is there; itself never unknown."""

    part: Node

    def typed(self) -> Type:
        return YESNO


class InSet(Node):
    """The value is one of those written; there is at least one."""

    part: Node
    options: tuple[Literal, ...]

    def typed(self) -> Type:
        if not self.options:
            raise DeclarationError(".is_in(…) needs at least one value")
        for option in self.options:
            compared("==", self.part.type, option.type)
            if option.value is None:
                raise DeclarationError("nothing equals unknown; write .is_unknown()")
        return YESNO


# Numbers and choices ------------------------------------------------------------------------------------------------------


class Calculate(Node):
    """+ − × of two numbers; there is no division: a share is compared as part × 100 > whole × percent."""

    operator: str
    left: Node
    right: Node

    def typed(self) -> Type:
        if self.operator not in ("+", "−", "×"):
            raise DeclarationError(f"no calculation {self.operator!r}")
        return calculated(self.operator, self.left.type, self.right.type)


class Smallest(Node):
    """The smallest (or earliest) of the known values of one row."""

    parts: tuple[Node, ...]

    def typed(self) -> Type:
        return _ordered(self.parts, "the smallest")


class Largest(Node):
    """The largest (or latest) of the known values of one row."""

    parts: tuple[Node, ...]

    def typed(self) -> Type:
        return _ordered(self.parts, "the largest")


class Coalesce(Node):
    """The first known value."""

    parts: tuple[Node, ...]

    def typed(self) -> Type:
        return common_of((part.type for part in self.parts), "the first known")


class IfElse(Node):
    """One value where the condition holds, the other where it does not or is unknown."""

    condition: Node
    then: Node
    otherwise: Node

    def typed(self) -> Type:
        conditions([self.condition.type], "if")
        return common(self.then.type, self.otherwise.type, "the two sides of if")


class Mapped(Node):
    """What a table gives for a code or a text; unknown for one that is not in it."""

    part: Node
    pairs: tuple[tuple[str, str | int], ...]
    of: Type

    def typed(self) -> Type:
        require(self.part.type, _TEXTS, ".mapped")
        if not self.pairs or any(type(value) is not self.of.python for _code, value in self.pairs):
            raise TypeMismatch(f".mapped needs a table with values of {self.of}")
        return self.of


# Days -------------------------------------------------------------------------------------------------------------------


class YearsBetween(Node):
    """Whole years from one day to another; counted down (−1) where the end is before the start. Ages are this."""

    start: Node
    end: Node

    def typed(self) -> Type:
        return _between(self.start, self.end, "年")


class MonthsBetween(Node):
    """Whole months from one day to another, as years are counted."""

    start: Node
    end: Node

    def typed(self) -> Type:
        return _between(self.start, self.end, "月")


class DaysBetween(Node):
    """Days from one day to another; the same day is 0."""

    start: Node
    end: Node

    def typed(self) -> Type:
        return _between(self.start, self.end, "天")


class DatePart(Node):
    """The year, month or day of the month of a day."""

    part: str
    day: Node

    def typed(self) -> Type:
        if self.part not in _PARTS:
            raise DeclarationError(f"a day has no {self.part!r}; it has {', '.join(_PARTS)}")
        require(self.day.type, [Kind.DATE], f".{self.part}")
        return Integer(_PARTS[self.part])


_PARTS = {"year": "年", "month": "月", "day": "日"}


class MakeDate(Node):
    """A fixed day of a year that the row gives (31 August of the year of entry); unknown outside the years 1 to 9999."""

    year: Node
    month: int
    day: int

    def typed(self) -> Type:
        require(self.year.type, _NUMBERS, "the year of a day")
        try:
            date(2001, self.month, self.day)  # 29 February does not exist each year, so it is refused
        except ValueError:
            raise DeclarationError(f"{self.month}-{self.day} is not a day of every year") from None
        return DATE


# Texts ------------------------------------------------------------------------------------------------------------------


class Length(Node):
    """How many characters a text has."""

    text: Node

    def typed(self) -> Type:
        require(self.text.type, _TEXTS, ".length()")
        return Integer("字")


class StartsWith(Node):
    """A text begins with another."""

    text: Node
    beginning: Node

    def typed(self) -> Type:
        require(self.text.type, _TEXTS, ".starts_with(…)")
        require(self.beginning.type, _TEXTS, ".starts_with(…)")
        return YESNO


class Slice(Node):
    """`length` characters of a text from number `start` (the first is 0); unknown where there are none."""

    text: Node
    start: int
    length: int

    def typed(self) -> Type:
        require(self.text.type, _TEXTS, ".slice(…)")
        if self.start < 0 or self.length < 1:
            raise DeclarationError(".slice(start, length) counts from 0 and takes at least one character")
        return TEXT


class BirthdayOfId(Node):
    """The birthday in an 18-character resident ID (GB 11643); unknown where malformed. The check digit is not looked at."""

    number: Node

    def typed(self) -> Type:
        require(self.number.type, [Kind.ID, Kind.TEXT], ".birthday()")
        return DATE


class SexOfId(Node):
    """The sex in an 18-character resident ID as a code of GB/T 2261.1 (1 male, 2 female); unknown where malformed."""

    number: Node
    code_list: str = "sex"

    def typed(self) -> Type:
        require(self.number.type, [Kind.ID, Kind.TEXT], ".sex()")
        return Code(self.code_list)


# Walking ----------------------------------------------------------------------------------------------------------------


def children(term: Term) -> Iterator[Node]:
    """The nodes directly inside, whichever row they are about; of a measure those of the measures inside it too."""
    for field in fields(term):  # type: ignore[arg-type]  # every subclass is a dataclass, by __init_subclass__
        yield from _nodes(getattr(term, field.name))


def walk(node: Node) -> Iterator[Node]:
    """The node and all inside."""
    yield node
    for child in children(node):
        yield from walk(child)


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Term):
        yield from children(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


def _ordered(parts: tuple[Node, ...], what: str) -> Type:
    found = common_of((part.type for part in parts), what)
    compared("<", found, found)
    return found


def _between(start: Node, end: Node, unit: str) -> Type:
    require(start.type, [Kind.DATE], "a span of time")
    require(end.type, [Kind.DATE], "a span of time")
    return Integer(unit)
