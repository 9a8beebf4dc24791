"""Which rows of other registers stand beside a row: a register's table with a column for each node that goes to others.

References become left joins on `id`, one for all columns of the referred row. Rows that belong to a row are grouped by
their key once, for all that is asked of them, and joined; only where `where` compares theirs with this row's are the
pairs joined first and then grouped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

import ibis
from ibis.expr import types as ir

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Column as ColumnNode
from yaodian.algebra.nodes import Node, Theirs, walk
from yaodian.algebra.related import Follow, How, Related, nearby, sides
from yaodian.algebra.rewrite import as_own
from yaodian.algebra.types import LATER
from yaodian.algebra.world import ParameterSteps
from yaodian.engines.arrow import ibis_type
from yaodian.engines.compile import Column, Here, compiled

Join = Follow | Related

AGGREGATES: Mapping[How, Callable[[Column, Column | None], Column]] = {
    How.COUNT: lambda value, where: value.count(where=where),
    How.TOTAL: lambda value, where: value.sum(where=where).cast("int64"),
    How.DISTINCT: lambda value, where: value.nunique(where=where),
    How.SMALLEST: lambda value, where: value.min(where=where),
    How.LARGEST: lambda value, where: value.max(where=where),
    How.ONLY: lambda value, where: _only(value.min(where=where), value.max(where=where)),
}
THIS_ROW = ColumnNode("", "id", LATER)
ZERO_FOR_NONE = (How.COUNT, How.TOTAL, How.DISTINCT)


def _only(least: Column, most: Column) -> Column:
    return (least == most).ifelse(least, ibis.null(least.type()))


@dataclass(frozen=True)
class Relations:
    """Builds the relations of one query; `tables` are the registers' Ibis tables with the columns that it reads."""

    tables: Mapping[str, ir.Table]
    today: date
    parameters: ParameterSteps
    numbers: Iterator[int] = field(default_factory=count)

    def here(self, register: str, wanted: Iterable[Node]) -> Here:
        """A register's table in which all of the wanted (lowered) nodes can be compiled."""
        here = Here(register, self.tables[register], {}, self.today, self.parameters)
        for first, group in _together(wanted).items():
            here = self._followed(here, first, group) if isinstance(first, Node) else self._belonging(here, group)
        return here

    def _followed(self, here: Here, reference: Node, group: list[Join]) -> Here:
        """With the columns that follow one reference."""
        follows = [node for node in group if isinstance(node, Follow)]
        target = self.here(reference.type.register, [node.then for node in follows])
        named: dict[Node, str] = {node: self._name() for node in follows}
        columns = {named[node]: compiled(node.then, target) for node in follows}
        key = self._name()
        return self._joined(here, target.table.select(target.table["id"].name(key), **columns), {key: reference}, named)

    def _belonging(self, here: Here, group: list[Join]) -> Here:
        """With what is asked of the rows that belong to a row by one key."""
        related = [node for node in group if isinstance(node, Related)]
        first = related[0]
        if _compares(first):
            return self._paired(here, first)
        own = {node: as_own(node) for node in _asked(related)}
        keys = {self._name(): (as_own(theirs), ours) for theirs, ours in first.on}
        target = self.here(first.register, [*own.values(), *(theirs for theirs, _ours in keys.values())])
        columns = {name: compiled(theirs, target) for name, (theirs, _ours) in keys.items()}
        value_names = {node: self._name() for node in own}
        columns |= {name: compiled(own[node], target) for node, name in value_names.items()}
        rows = target.table.select("id", **columns)
        named: dict[Node, str] = {node: self._name() for node in related}
        asked = {node: rows[name] for node, name in value_names.items()}
        sums = {named[node]: _aggregate(node, rows["id"], asked) for node in related}
        side = rows.group_by(list(keys)).aggregate(**sums)
        return self._joined(here, side, {name: ours for name, (_theirs, ours) in keys.items()}, named)

    def _paired(self, here: Here, node: Related) -> Here:
        """With what is asked of rows that are compared with this row one by one."""
        parts = _asked([node])
        our_parts = [
            *(our for _their, our in node.on),
            *(part for whole in parts for part in _outermost(whole, ColumnNode)),
        ]
        their_parts = [
            *(their for their, _our in node.on),
            *(part for whole in parts for part in _outermost(whole, Theirs)),
        ]
        ours, theirs = ({part: self._name() for part in side} for side in (our_parts, their_parts))
        target = self.here(node.register, [as_own(part) for part in theirs])
        their_id, our_id = self._name(), self._name()
        this = self.here(here.register, our_parts)  # not `here`: its joins would be computed a second time
        left = this.table.select(
            this.table["id"].name(our_id), **{name: compiled(part, this) for part, name in ours.items()}
        )
        right = target.table.select(
            target.table["id"].name(their_id), **{name: compiled(as_own(part), target) for part, name in theirs.items()}
        )
        pairs = left.inner_join(right, [left[ours[our]] == right[theirs[their]] for their, our in node.on])
        both = replace(here, table=pairs, ready={part: pairs[name] for part, name in (ours | theirs).items()})
        value_names = {part: self._name() for part in parts}
        judged = pairs.mutate(**{value_names[part]: compiled(part, both) for part in parts})
        name = self._name()
        asked = {part: judged[value_names[part]] for part in parts}
        side = judged.group_by(our_id).aggregate(**{name: _aggregate(node, judged[their_id], asked)})
        return self._joined(here, side, {our_id: THIS_ROW}, {node: name})

    def _joined(self, here: Here, side: ir.Table, on: Mapping[str, Node], named: Mapping[Node, str]) -> Here:
        """With the columns of another relation, at most one row of which has the key that this row gives."""
        both = here.table.left_join(side, [compiled(ours, here) == side[key] for key, ours in on.items()])
        table = both.select(*here.table.columns, **{name: _filled(node, both[name]) for node, name in named.items()})
        names = {node: column.get_name() for node, column in here.ready.items()} | dict(named)
        return replace(here, table=table, ready={node: table[name] for node, name in names.items()})

    def _name(self) -> str:
        return f"x{next(self.numbers)}"


def unbound(expressions: Iterable[Node], register: str) -> dict[str, ir.Table]:
    """The registers' tables with the columns that expressions over one register's rows read."""
    expressions = tuple(expressions)
    types = {
        (node.register, node.name): node.of
        for expression in expressions
        for node in walk(expression)
        if isinstance(node, ColumnNode | Theirs)
    }
    if later := [key for key, of in types.items() if of == LATER]:
        raise DeclarationError(
            f"the type of {later[0]} is not known; take the expressions that resolve.validate returns"
        )
    return {
        key: ibis.table(
            {name: ibis_type(types[key, name]) if name != "id" else "int64" for name in sorted(names)}, name=key
        )
        for key, names in columns_needed(expressions, register).items()
    }


def _together(wanted: Iterable[Node]) -> dict[object, list[Join]]:
    """The nodes that go to other rows, those that can share one join together; first those that others need."""
    found: dict[object, list[Join]] = {}
    for node in dict.fromkeys(join for expression in wanted for join in _joins(expression)):
        key = (
            node.reference if isinstance(node, Follow) else (node.register, node.on, node if _compares(node) else None)
        )
        found.setdefault(key, []).append(node)
    return found


def _joins(node: Node) -> Iterator[Join]:
    """The nodes inside that go from this row to others, the innermost first."""
    for child in nearby(node):
        yield from _joins(child)
    if isinstance(node, Related) or (isinstance(node, Follow) and Theirs not in sides(node.reference)):
        yield node


def _asked(related: Iterable[Related]) -> list[Node]:
    """The conditions and values that are asked of rows, each once."""
    return list(dict.fromkeys(part for node in related for part in (node.where, node.value) if part is not None))


def _compares(node: Related) -> bool:
    """Whether `where` or the value needs both rows at once."""
    return any(ColumnNode in sides(part) for part in _asked([node]))


def _outermost(node: Node, side: type[Node]) -> Iterator[Node]:
    """The largest parts that are made of one side's columns only."""
    if sides(node) == {side}:
        yield node
    else:
        for child in nearby(node):
            yield from _outermost(child, side)


def _aggregate(node: Related, ids: Column, asked: Mapping[Node, Column]) -> Column:
    value = ids if node.value is None else asked[node.value]
    return AGGREGATES[node.how](value, None if node.where is None else asked[node.where])


def _filled(node: Node, column: Column) -> Column:
    return column.fill_null(0) if isinstance(node, Related) and node.how in ZERO_FOR_NONE else column
