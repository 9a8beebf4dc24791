"""What many expressions have in common is computed once: in a layer of columns beneath them.

Engines do not look for common parts within conditions (they may be cut short there), and a catalogue asks of each row
dozens of times whether the child was there on a day and in which stage. Layers are separate queries, one over the other
(WITH), as Ibis would melt selections of one query into each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ibis
from ibis.expr import types as ir

from yaodian.algebra.nodes import Column as ColumnNode
from yaodian.algebra.nodes import Node
from yaodian.algebra.related import nearby
from yaodian.engines.compile import Column, Here, compiled
from yaodian.engines.engine import Target

Ready = Mapping[Node, Column]


@dataclass
class Layers:
    """The queries that stand beneath, by name, in order."""

    target: Target
    beneath: dict[str, str] = field(default_factory=dict)

    def over(self, table: ir.Table) -> ir.Table:
        """A table with the same columns, which a layer beneath computes."""
        name = f"layer_{len(self.beneath)}"
        self.beneath[name] = str(ibis.to_sql(table, dialect=self.target.dialect))
        return ibis.table(table.schema(), name=name)

    def sql(self, table: ir.Table) -> str:
        """The query with all beneath it."""
        top = str(ibis.to_sql(table, dialect=self.target.dialect))
        beneath = ", ".join(f"{name} AS ({query})" for name, query in self.beneath.items())
        return f"WITH {beneath} {top}" if beneath else top


def shared(here: Here, wanted: Iterable[Node], layers: Layers) -> Here:
    """The same rows with a column for each part that stands in several of the wanted expressions."""
    for level in in_levels(list(wanted), here.ready):
        names = {node: f"shared_{len(layers.beneath)}_{number}" for number, node in enumerate(level)}
        table = layers.over(here.table.mutate(**{name: compiled(node, here) for node, name in names.items()}))
        ready = {node: column.get_name() for node, column in here.ready.items()} | names
        here = Here(
            here.register, table, {node: table[name] for node, name in ready.items()}, here.today, here.parameters
        )
    return here


def in_levels(wanted: list[Node], ready: Ready) -> list[list[Node]]:
    """The parts that stand in several places, first those in which no other of them stands."""
    above: dict[Node, set[Node | None]] = {}
    for node in wanted:
        _stands(node, None, ready, above)
    common = {node for node, places in above.items() if len(places) > 1 and _worth(node, ready)}
    height: dict[Node, int] = {}
    for node in common:
        _height(node, common, height)
    found: dict[int, list[Node]] = {}
    for node in above:  # in the order of the expressions, so that the same query is the same text
        if node in common:
            found.setdefault(height[node], []).append(node)
    return [found[level] for level in sorted(found)]


def _stands(node: Node, place: Node | None, ready: Ready, above: dict[Node, set[Node | None]]) -> None:
    """Note in what each part stands; a part is looked into once."""
    known = node in above
    above.setdefault(node, set()).add(place)
    if not known and node not in ready:
        for child in nearby(node):
            _stands(child, node, ready, above)


def _worth(node: Node, ready: Ready) -> bool:
    """Whether a part is computed at all from the row: no column as it is, no constant."""
    return node not in ready and not isinstance(node, ColumnNode) and any(_columns(node, ready))


def _columns(node: Node, ready: Ready) -> Iterator[bool]:
    if node in ready or isinstance(node, ColumnNode):
        yield True
    else:
        for child in nearby(node):
            yield from _columns(child, ready)


def _height(node: Node, common: set[Node], height: dict[Node, int]) -> int:
    """How many layers lie beneath a part."""
    if node not in height:
        inside = max((_height(child, common, height) for child in nearby(node)), default=0)
        height[node] = inside + (node in common)
    return height[node]
