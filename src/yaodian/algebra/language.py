"""How declarations write expressions: `rows.returned_on < rows.left_on`, `rows.same("id_number").count() > 1`.

`Rows` stands for the rows of a register, `Value` for what an expression gives for one of them; both only build nodes.
"""

from collections.abc import Callable, Mapping

from yaodian.algebra import nodes
from yaodian.algebra.measure_language import MeasuredRows
from yaodian.algebra.nodes import Column, Node, Theirs
from yaodian.algebra.related import How, Related
from yaodian.algebra.resolve import Codes
from yaodian.algebra.rewrite import as_theirs
from yaodian.algebra.types import Type
from yaodian.algebra.value import Known, Resolver, Value, Written, node_of

__all__ = [
    "Belonging",
    "Rows",
    "Them",
    "Value",
    "first_known",
    "if_else",
    "largest",
    "parameter",
    "smallest",
    "strangers",
    "today",
]


class Rows(MeasuredRows):
    """The rows of a register, by its key and its columns' types; `rows.left_on` or `rows["left_on"]` is a column.

    `columns_of` gives other registers' columns where they are known already (None where not); `known_codes` the codes of
    code lists, to refuse others. Both are asked again by `resolve.validate` when all registers are there. `counted_in` is
    what one row is (人, 班), the unit of counts.
    """

    def __init__(
        self,
        register: str,
        columns: Mapping[str, Type] | None,
        *,
        columns_of: Resolver = lambda _register: None,
        known_codes: Codes | None = None,
        counted_in: str = "",
    ) -> None:
        self._register, self._counted_in = register, counted_in
        self._known = Known(lambda key: columns if key == register else columns_of(key), known_codes or {})

    def __getitem__(self, name: str) -> Value:
        return Value(self._known.column(Column, self._register, name), self._known)

    def __getattr__(self, name: str) -> Value:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def same(self, *by: "str | Value", where: "Value | Callable[[Them], Value] | None" = None) -> "Belonging":
        """The register's own rows with the same values, this row among them: `rows.same("id_number").count() > 1`.

        Where a value is unknown there are none. `where` is about those rows: `where=rows.left_on.is_unknown()`.
        """
        ours = [(self[part] if isinstance(part, str) else part).node for part in by]
        return Belonging(self._known, self._register, tuple((as_theirs(node), node) for node in ours), where)

    def others(
        self,
        register: str,
        *,
        on: "Mapping[str, Value]",
        where: "Callable[[Them], Value] | None" = None,
    ) -> "Belonging":
        """The rows of another register that belong to this row: `rows.others("enrolments", on={"pupil": rows.id})`.

        `on` maps their columns to this row's values; `where` may compare theirs with this row's.
        """
        them = Them(self._known, register)
        return Belonging(self._known, register, tuple((them[name].node, ours.node) for name, ours in on.items()), where)

    def overlapping(self, *by: "str | Value", start: str, end: str, inclusive: bool = True) -> Value:
        """How many other rows with the same values hold at the same time; an unknown end is open.

        Without `inclusive` a row that begins on the day when another ends does not overlap it.
        """

        def meets(them: Them) -> Value:
            theirs, ours = (them[start], them[end]), (self[start], self[end])
            begun = [(a <= b) if inclusive else (a < b) for a, b in ((theirs[0], ours[1]), (ours[0], theirs[1]))]
            at_once = (begun[0] | ours[1].is_unknown()) & (begun[1] | theirs[1].is_unknown())
            return (them["id"] != self["id"]) & theirs[0].is_known() & ours[0].is_known() & at_once

        return self.same(*by, where=meets).count()


def strangers(register: str, *, counted_in: str = "") -> Rows:
    """The rows of another pack's register, for measures over both: its columns are looked at when all registers are there."""
    return Rows(register, None, counted_in=counted_in)


class Them:
    """A row that belongs to this one, inside `where=lambda them: …`; `them.left_on` is its column."""

    def __init__(self, known: Known, register: str) -> None:
        self._known, self._register = known, register

    def __getitem__(self, name: str) -> Value:
        return Value(self._known.column(Theirs, self._register, name), self._known)

    def __getattr__(self, name: str) -> Value:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]


class Belonging:
    """Rows that belong to a row; say what to make of them."""

    def __init__(
        self,
        known: Known,
        register: str,
        on: tuple[tuple[Node, Node], ...],
        where: "Value | Callable[[Them], Value] | None",
    ) -> None:
        self._known, self._register, self._on, self._them = known, register, on, Them(known, register)
        if isinstance(where, Value):
            self._where: Node | None = as_theirs(where.node)
        else:
            self._where = where(self._them).node if where else None

    def count(self) -> Value:
        """How many; 0 for none."""
        return self._made(How.COUNT, None)

    def exists(self) -> Value:
        """There is at least one."""
        return self.count() > 0

    def total(self, value: "str | Callable[[Them], Value]") -> Value:
        """The sum of a column's known values; 0 for none."""
        return self._made(How.TOTAL, value)

    def distinct(self, value: "str | Callable[[Them], Value]") -> Value:
        """How many different known values; 0 for none."""
        return self._made(How.DISTINCT, value)

    def smallest(self, value: "str | Callable[[Them], Value]") -> Value:
        """The smallest or earliest known value; unknown for none."""
        return self._made(How.SMALLEST, value)

    def largest(self, value: "str | Callable[[Them], Value]") -> Value:
        """The largest or latest known value; unknown for none."""
        return self._made(How.LARGEST, value)

    def only(self, value: "str | Callable[[Them], Value]") -> Value:
        """The value where all known ones are the same, as of the one row that must be there; otherwise unknown."""
        return self._made(How.ONLY, value)

    def _made(self, how: How, value: "str | Callable[[Them], Value] | None") -> Value:
        asked = None if value is None else (self._them[value] if isinstance(value, str) else value(self._them)).node
        return Value(Related(self._register, self._on, self._where, how, asked), self._known)


# What stands without a column --------------------------------------------------------------------------------------------


def today() -> Value:
    """The day on which the check runs."""
    return Value(nodes.Today(), Known())


def parameter(key: str, *, unit: str = "", digits: int = 0, on: Value | None = None) -> Value:
    """A parameter of rules/ that holds on a day of the row, or today; DeclarationError at evaluation if it has more digits."""
    return Value(nodes.ParameterValue(key, on.node if on is not None else nodes.Today(), unit, digits), Known())


def smallest(first: Value, *others: Value | Written) -> Value:
    """The smallest or earliest of the known values of one row."""
    return first.of(nodes.Smallest((first.node, *map(node_of, others))))


def largest(first: Value, *others: Value | Written) -> Value:
    """The largest or latest of the known values of one row."""
    return first.of(nodes.Largest((first.node, *map(node_of, others))))


def first_known(first: Value, *others: Value | Written) -> Value:
    """The first value that is known."""
    return first.of(nodes.Coalesce((first.node, *map(node_of, others))))


def if_else(condition: Value, then: Value | Written, otherwise: Value | Written) -> Value:
    """`then` where the condition holds, `otherwise` where it does not or is unknown."""
    return condition.of(nodes.IfElse(condition.node, node_of(then), node_of(otherwise)))
