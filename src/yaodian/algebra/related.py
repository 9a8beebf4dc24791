"""Nodes that go to other rows: by a reference to one row, or to all rows that belong to this one."""

from collections.abc import Iterator
from enum import StrEnum

from yaodian.algebra.combine import compared, conditions, one_row, require
from yaodian.algebra.errors import DeclarationError, TypeMismatch
from yaodian.algebra.nodes import Column, Node, Theirs, children, walk
from yaodian.algebra.types import LATER, Integer, Kind, Type


class Follow(Node):
    """What an expression gives on the row that a reference names; unknown where there is none."""

    reference: Node
    then: Node

    def typed(self) -> Type:
        require(self.reference.type, [Kind.REFERENCE], "going to another row")
        if any(isinstance(node, Theirs) for node in walk(self.then)):
            raise DeclarationError("the other row of .others(…) is not reachable through a reference")
        target = one_row(columns_here(self.then), "an expression over a referred row")
        if self.reference.type != LATER and target not in ("", self.reference.type.register):
            raise TypeMismatch(f"a reference to {self.reference.type.register} gives no columns of {target}")
        return self.then.type


class How(StrEnum):
    """What to make of several rows."""

    COUNT = "count"  # how many; 0 for none
    TOTAL = "total"  # the sum of the known values; 0 for none
    DISTINCT = "distinct"  # how many different known values; 0 for none
    SMALLEST = "smallest"
    LARGEST = "largest"
    ONLY = "only"  # the value, where all known values are the same


class Related(Node):
    """What the rows of a register give that belong to this row: those where each pair of `on` (theirs, this row's) is
    equal and `where` holds. An unknown key belongs to nothing. In the row's own register the row itself is among them."""

    register: str
    on: tuple[tuple[Node, Node], ...]
    where: Node | None
    how: How
    value: Node | None = None

    def typed(self) -> Type:
        if not self.on:
            raise DeclarationError(f"say by which columns the rows of {self.register} belong to a row")
        for theirs, ours in self.on:
            compared("==", theirs.type, ours.type)
        conditions([self.where.type] if self.where else [], "where")
        inside = [node for part in _parts(self) for node in walk(part)]
        if any(isinstance(node, Related) for node in inside):
            raise DeclarationError("rows that belong to rows that belong to a row: too far; make two checks of it")
        if {node.register for node in inside if isinstance(node, Theirs)} - {self.register, ""}:
            raise DeclarationError(
                f"where and value of rows of {self.register} may name only these and this row's columns"
            )
        if any(isinstance(node, Follow) and len(sides(node.reference)) == 2 for node in inside):
            raise DeclarationError("a reference is followed from this row or from the other one, not from either")
        if self.how is How.COUNT:
            return Integer()
        if self.value is None:
            raise DeclarationError(f"{self.how} of which column?")
        return _summary(self.how, self.value.type)


def _summary(how: How, value: Type) -> Type:
    if how is How.DISTINCT:
        return Integer()
    if how is How.TOTAL and value != LATER and (not value.numeric or value.kind is Kind.YEAR):
        raise TypeMismatch(f"the total of {value} means nothing")
    if how in (How.SMALLEST, How.LARGEST):
        compared("<", value, value)
    return value


def columns_here(node: Node) -> Iterator[str]:
    """The registers of the columns of the row at hand, leaving out those of referred rows."""
    if isinstance(node, Column):
        yield node.register
    for child in nearby(node):
        yield from columns_here(child)


def nearby(node: Node) -> Iterator[Node]:
    """The nodes directly inside that are about the same rows as the node: not what is asked of a referred row."""
    return iter([node.reference]) if isinstance(node, Follow) else children(node)


def sides(node: Node) -> frozenset[type[Node]]:
    """Whose columns an expression is made of: Column for this row's, Theirs for those of the Related that it stands in."""
    if isinstance(node, Column | Theirs):
        return frozenset({type(node)})
    found = frozenset(side for child in nearby(node) for side in sides(child))
    return found - {Theirs} if isinstance(node, Related) else found


def _parts(related: Related) -> Iterator[Node]:
    yield from (side for pair in related.on for side in pair)
    yield from (part for part in (related.where, related.value) if part is not None)
