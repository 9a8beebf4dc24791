"""Measures in Ibis: all that is taken from one register's rows in one scan, distinct values, and adding up over units.

Only integers are counted and summed; nothing is divided. DuckDB's queries name no day (`getvariable`), so that they are
compiled once for all periods.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import and_

import ibis
from ibis.expr import types as ir

from yaodian.algebra.measures import Count, Distinct, Latest, Leaf, expressions
from yaodian.algebra.moment import AsOf
from yaodian.algebra.nodes import Node, Today
from yaodian.algebra.rewrite import rebuild
from yaodian.algebra.types import Type
from yaodian.engines.arrow import ibis_type
from yaodian.engines.compile import Column, compiled
from yaodian.engines.duck import Parameters
from yaodian.engines.engine import Target, dated
from yaodian.engines.layers import Layers, shared
from yaodian.engines.lower import lower
from yaodian.engines.relations import Relations, unbound

NO_DAY = date.min  # `Today` does not come here
PATHS, PARTS = "unit_paths", "unit_parts"  # tables beside the registers: which unit lies beneath which; what to add up


@dataclass(frozen=True)
class Split:
    """How a register's rows are grouped: by the unit that they belong to and by the dimensions' values."""

    owner: Node
    by: tuple[Node, ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns of the dimensions' values."""
        return [f"by_{number}" for number in range(len(self.by))]

    @property
    def types(self) -> tuple[Type, ...]:
        """Their types."""
        return tuple(node.type for node in self.by)


def names_of(leaves: Sequence[Leaf]) -> list[str]:
    """The columns of what is taken from rows."""
    return [f"part_{number}" for number in range(len(leaves))]


@lru_cache(maxsize=256)
def parts_sql(leaves: tuple[Leaf, ...], split: Split, parameters: Parameters, target: Target) -> str:
    """`unit`, the dimensions' values, and a sum or count for each leaf (of one register, none of them distinct)."""
    layers = Layers(target)
    rows, columns = _rows(leaves, split, parameters, layers)
    held = {leaf: is_latest(leaf, rows, columns) for leaf in leaves if isinstance(leaf, Latest)}
    flags = {f"latest_{number}": flag for number, flag in enumerate(held.values())}
    kept = rows.mutate(**flags) if flags else rows
    names: dict[Leaf, str] = dict(zip(held, flags, strict=True))
    sums = {name: _summed(leaf, kept, columns, names) for name, leaf in zip(names_of(leaves), leaves, strict=True)}
    return layers.sql(kept.group_by(["unit", *split.names]).aggregate(**sums))


@lru_cache(maxsize=256)
def distinct_sql(leaf: Distinct, split: Split, parameters: Parameters, target: Target) -> str:
    """`unit` (each that has rows beneath it), the dimensions' values, and `part_0`, how many values are different."""
    layers = Layers(target)
    rows, columns = _rows((leaf,), split, parameters, layers)
    value = rows[columns[leaf.value]]
    wanted = value.notnull() if leaf.where is None else value.notnull() & rows[columns[leaf.where]]
    held = rows.filter(wanted).select("unit", *split.names, value=value).distinct()
    paths = ibis.table({"owner": "int64", "unit": "int64", "cell": "int64"}, name=PATHS)
    pairs = (
        held.rename(owner="unit").inner_join(paths, "owner").select("unit", *split.names, "cell", "value").distinct()
    )
    return layers.sql(pairs.group_by(["unit", *split.names]).aggregate(part_0=pairs.count()))


@lru_cache(maxsize=256)
def rolled_sql(types: tuple[Type, ...], count: int, target: Target) -> str:
    """`unit`, dimensions' values of these types, and so many sums, of the parts of all units beneath each unit."""
    by = {f"by_{number}": ibis_type(of) for number, of in enumerate(types)}
    sums = {f"part_{number}": "int64" for number in range(count)}
    parts = ibis.table({"owner": "int64", **by, **sums}, name=PARTS)
    paths = ibis.table({"owner": "int64", "unit": "int64"}, name=PATHS)
    both = parts.inner_join(paths, "owner")
    return Layers(target).sql(both.group_by(["unit", *by]).aggregate(**{name: both[name].sum() for name in sums}))


def _rows(
    leaves: Iterable[Leaf], split: Split, parameters: Parameters, layers: Layers
) -> tuple[ir.Table, Mapping[Node, str]]:
    leaves = tuple(leaves)
    return rows_with(
        leaves[0].register, [node for leaf in leaves for node in expressions(leaf)], split, parameters, layers
    )


def rows_with(
    register: str, wanted: Iterable[Node], split: Split, parameters: Parameters, layers: Layers
) -> tuple[ir.Table, Mapping[Node, str]]:
    """A register's rows that belong to a unit: id, unit, the dimensions' values, and a column for each expression."""
    wanted = dict.fromkeys(wanted)
    written = layers.target.written
    lowered = {node: lower(dated(on_the_day(node), written)) for node in (split.owner, *split.by, *wanted)}
    relations = Relations(unbound(lowered.values(), register), NO_DAY, dict(parameters).__getitem__)
    here = shared(relations.here(register, lowered.values()), lowered.values(), layers)
    by = {name: compiled(lowered[node], here) for name, node in zip(split.names, split.by, strict=True)}
    columns = {node: f"value_{number}" for number, node in enumerate(wanted)}
    values = {name: compiled(lowered[node], here) for node, name in columns.items()}
    unit = compiled(lowered[split.owner], here)
    rows = here.table.select("id", unit=unit, **by, **values)
    return rows.filter(rows["unit"].notnull()), columns


def on_the_day(node: Node) -> Node:
    """The same with the day of figures for today."""
    return AsOf() if isinstance(node, Today) else rebuild(node, on_the_day)


def is_latest(leaf: Latest, rows: ir.Table, columns: Mapping[Node, str]) -> Column:
    """Whether a row is the latest of its unit and of what else the leaf says."""
    known = [rows[columns[node]].notnull() for node in (leaf.value, leaf.at)]
    asked = [rows[columns[leaf.where]].fill_null(False)] if leaf.where is not None else []
    eligible = reduce(and_, [*known, *asked])
    each = [rows[columns[node]] for node in leaf.each]
    order = [rows[columns[leaf.at]].desc(), rows["id"].desc()]
    number = ibis.row_number().over(ibis.window(group_by=[eligible, rows["unit"], *each], order_by=order))
    return eligible & (number == 0)


def _summed(leaf: Leaf, rows: ir.Table, columns: Mapping[Node, str], latest: Mapping[Leaf, str]) -> Column:
    """A count or sum of what a CASE leaves: DuckDB takes half as long as with FILTER."""
    where = None if leaf.where is None else rows[columns[leaf.where]]
    if isinstance(leaf, Count):
        return rows.count() if where is None else where.ifelse(1, ibis.null("int8")).count()
    if isinstance(leaf, Distinct):
        raise TypeError("distinct values are not taken together with others")
    condition = rows[latest[leaf]] if leaf in latest else where
    value = rows[columns[leaf.value]]
    return (value if condition is None else condition.ifelse(value, ibis.null("int64"))).sum()
