"""What an expression gives for a row, with operators and methods that build nodes; see `language`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NoReturn

from yaodian.algebra import nodes
from yaodian.algebra.combine import one_row
from yaodian.algebra.errors import DeclarationError, TypeMismatch
from yaodian.algebra.nodes import Column, Literal, Node, Theirs
from yaodian.algebra.related import Follow, columns_here
from yaodian.algebra.resolve import Codes, column_type, unknown_codes
from yaodian.algebra.types import DATE, LATER, TEXT, YESNO, Integer, Kind, Number, Reference, Type

Written = str | int | bool | date | Decimal
Resolver = Callable[[str], Mapping[str, Type] | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known while expressions are written: other registers' columns (None: not yet) and codes of code lists."""

    columns_of: Resolver = lambda _register: None
    codes: Codes = field(default_factory=dict)

    def column(self, kind: type[Column] | type[Theirs], register: str, name: str) -> Node:
        """A column of a register that may not be known yet."""
        columns = self.columns_of(register)
        of = LATER if columns is None or not register else column_type({register: columns}, register, name)
        return kind(register, name, Reference(register) if name == "id" and register else of)


class Value:
    """What an expression gives for one row. `and`, `or`, `not` and `in` cannot be overloaded: use & | ~ and .is_in(…)."""

    def __init__(self, node: Node, known: Known) -> None:
        one_row(columns_here(node), "an expression")
        for says in unknown_codes(node, known.codes):
            raise DeclarationError(says)
        self.node, self._known = node, known

    # comparing and connecting

    def __eq__(self, other: object) -> "Value":  # type: ignore[override]
        return self._compared("==", other)

    def __ne__(self, other: object) -> "Value":  # type: ignore[override]
        return self._compared("!=", other)

    def __lt__(self, other: object) -> "Value":
        return self._compared("<", other)

    def __le__(self, other: object) -> "Value":
        return self._compared("<=", other)

    def __gt__(self, other: object) -> "Value":
        return self._compared(">", other)

    def __ge__(self, other: object) -> "Value":
        return self._compared(">=", other)

    def __and__(self, other: "Value") -> "Value":
        return self.of(nodes.And((*_flat(self.node, nodes.And), *_flat(node_of(other), nodes.And))))

    def __or__(self, other: "Value") -> "Value":
        return self.of(nodes.Or((*_flat(self.node, nodes.Or), *_flat(node_of(other), nodes.Or))))

    def __invert__(self) -> "Value":
        return self.of(nodes.Not(self.node))

    def __bool__(self) -> NoReturn:
        raise TypeMismatch(
            "write (a) & (b), (a) | (b), ~(a), and .between(…) for a < b < c: and, or, not cannot be overloaded"
        )

    __hash__ = None  # type: ignore[assignment]  # `value in {…}` would ask for sameness; .is_in(…) is meant

    def is_known(self) -> "Value":
        """The value is filled in."""
        return self.of(nodes.IsKnown(self.node))

    def is_unknown(self) -> "Value":
        """The value is not filled in."""
        return self.of(nodes.Not(nodes.IsKnown(self.node)))

    def is_in(self, *options: Written) -> "Value":
        """The value is one of those written."""
        return self.of(nodes.InSet(self.node, tuple(literal(option) for option in options)))

    def between(self, least: "Value | Written", most: "Value | Written") -> "Value":
        """The value lies between the two, both included."""
        return (self >= least) & (self <= most)

    # numbers

    def __add__(self, other: "Value | Written") -> "Value":
        return self.of(nodes.Calculate("+", self.node, node_of(other)))

    def __sub__(self, other: "Value | Written") -> "Value":
        return self.of(nodes.Calculate("−", self.node, node_of(other)))

    def __mul__(self, other: "Value | Written") -> "Value":
        return self.of(nodes.Calculate("×", self.node, node_of(other)))

    def __radd__(self, other: Written) -> "Value":
        return self.of(nodes.Calculate("+", node_of(other), self.node))

    def __rsub__(self, other: Written) -> "Value":
        return self.of(nodes.Calculate("−", node_of(other), self.node))

    def __rmul__(self, other: Written) -> "Value":
        return self.of(nodes.Calculate("×", node_of(other), self.node))

    def __truediv__(self, other: object) -> NoReturn:
        raise DeclarationError("no division: compare part * 100 > whole * percent instead")

    # days

    def years_to(self, other: "Value | date") -> "Value":
        """Whole years from this day to another; `rows.born.years_to(today())` is an age."""
        return self.of(nodes.YearsBetween(self.node, node_of(other)))

    def months_to(self, other: "Value | date") -> "Value":
        """Whole months from this day to another."""
        return self.of(nodes.MonthsBetween(self.node, node_of(other)))

    def days_to(self, other: "Value | date") -> "Value":
        """Days from this day to another."""
        return self.of(nodes.DaysBetween(self.node, node_of(other)))

    @property
    def year(self) -> "Value":
        """The calendar year of a day."""
        return self.of(nodes.DatePart("year", self.node))

    @property
    def month(self) -> "Value":
        """The month of a day, 1 to 12."""
        return self.of(nodes.DatePart("month", self.node))

    @property
    def day(self) -> "Value":
        """The day of the month."""
        return self.of(nodes.DatePart("day", self.node))

    def on(self, month: int, day: int) -> "Value":
        """A fixed day of this year: `rows.entry_year.on(8, 31)`."""
        return self.of(nodes.MakeDate(self.node, month, day))

    # texts

    def length(self) -> "Value":
        """How many characters."""
        return self.of(nodes.Length(self.node))

    def starts_with(self, beginning: "Value | str") -> "Value":
        """The text begins so."""
        return self.of(nodes.StartsWith(self.node, node_of(beginning)))

    def slice(self, start: int, length: int) -> "Value":
        """`length` characters from number `start`, the first being 0."""
        return self.of(nodes.Slice(self.node, start, length))

    def birthday(self) -> "Value":
        """The birthday in a resident ID."""
        return self.of(nodes.BirthdayOfId(self.node))

    def sex(self, code_list: str = "sex") -> "Value":
        """The sex in a resident ID, as a code of GB/T 2261.1."""
        return self.of(nodes.SexOfId(self.node, code_list))

    def mapped(self, table: Mapping[str, str] | Mapping[str, int], of: Type | None = None) -> "Value":
        """What the table gives for this code: `rows.grade.mapped({"11": 6, "12": 7}, Integer("岁"))`."""
        first = next(iter(table.values()), "")
        return self.of(
            nodes.Mapped(self.node, tuple(table.items()), of or (TEXT if isinstance(first, str) else Integer()))
        )

    # the row that a reference names

    def __getitem__(self, name: str) -> "Value":
        """A column of the row that this reference names."""
        kind = self.node.type.kind
        if kind not in (Kind.REFERENCE, Kind.LATER):
            raise TypeMismatch(f"{self.node.type} names no row, so it has no {name!r}")
        return self.of(Follow(self.node, self._known.column(Column, self.node.type.register, name)))

    def __getattr__(self, name: str) -> "Value":
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def _compared(self, operator: str, other: object) -> "Value":
        return self.of(nodes.Compare(operator, self.node, node_of(other)))

    def of(self, node: Node) -> "Value":
        """Another value of the same row."""
        return Value(node, self._known)


def literal(value: object) -> Literal:
    """A written value with its type; numbers are in the unit of what they meet (元, not 分)."""
    match value:
        case bool():
            return Literal(value, YESNO)
        case int():
            return Literal(value, Integer())
        case str():
            return Literal(value, TEXT)
        case date():
            return Literal(value, DATE)
        case Decimal():
            digits = max(0, -int(value.as_tuple().exponent))
            return Literal(int(value.scaleb(digits)), Number("", digits))
        case None:
            raise TypeMismatch("nothing equals unknown; write .is_unknown()")
        case float():
            raise TypeMismatch(f'{value} is not exact; write Decimal("{value}")')
    raise TypeMismatch(f"{value!r} is no value of an expression")


def node_of(value: object) -> Node:
    """The node of a value, or a written value as one."""
    return value.node if isinstance(value, Value) else literal(value)


def _flat(node: Node, kind: type[nodes.And] | type[nodes.Or]) -> tuple[Node, ...]:
    """a & b & c as one node of three parts."""
    return node.parts if isinstance(node, kind) else (node,)
