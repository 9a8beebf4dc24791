"""Which rows give other answers after rows have changed: themselves, and those that refer or belong to them (`touched`);
and which rows the answers for some rows need (`reached`).

More rows than necessary may be found, never fewer; None stands for any row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Column, Node, Theirs
from yaodian.algebra.related import Follow, Related, nearby, sides
from yaodian.algebra.rewrite import as_own
from yaodian.apps.indicators.mirror import Changes
from yaodian.engines.lower import nest_references

Tables = Mapping[str, pa.Table]
Rows: TypeAlias = "pa.Array | None"  # ids
Mask: TypeAlias = "pa.ChunkedArray | None"  # yes or no for each row of a table; None: all of them


@dataclass(frozen=True, slots=True)
class Join:
    """How an expression goes from a row to those of another register: by a column of theirs that equals one of this row's;
    "" where it is by no plain columns."""

    register: str
    theirs: str = ""
    ours: str = ""


def touched(register: str, expressions: Sequence[Node], changes: Changes, tables: Tables) -> Rows:
    """The ids of the rows of a register for which one of the expressions may give another answer."""
    if register in changes and changes[register] is None:
        return None
    found = [_changed(register, "id", changes)]
    for join, asked in joins(register, tuple(expressions)).items():
        there = touched(join.register, asked, changes, tables)
        if there is None or (len(there) and not join.ours):
            return None
        if len(there):
            now = _column(tables[join.register], join.theirs, "id", there)
            values = pa.concat_arrays([now, _changed(join.register, join.theirs, changes)]).drop_null().unique()
            found.append(_column(tables[register], "id", join.ours, values))
    every: pa.Array = pa.concat_arrays(found)
    return every.unique()


def owners_of(register: str, owner: Node, rows: pa.Array, changes: Changes, tables: Tables) -> frozenset[int] | None:
    """The units to which some rows belong and to which the changed ones belonged."""
    if not isinstance(owner, Column):
        return None
    now = _column(tables[register], owner.name, "id", rows)
    found = pa.concat_arrays([now, _changed(register, owner.name, changes)])
    return frozenset(found.drop_null().unique().to_pylist())


def reached(register: str, expressions: Sequence[Node], which: Mask, tables: Tables) -> dict[str, Mask]:
    """Which rows of each register, this one too, are read for the answers for some of its rows."""
    found: dict[str, Mask] = {register: which}
    steps = joins(register, tuple(expressions))
    rows = tables[register].select(sorted({step.ours for step in steps if step.ours})).filter(which)
    for join, asked in steps.items():
        if join.ours:
            values = rows[join.ours].combine_chunks().drop_null().unique()
            there = pc.is_in(tables[join.register][join.theirs], value_set=values)
            more = reached(join.register, asked, there, tables)
        else:
            more = dict.fromkeys(columns_needed(asked, join.register))
        for key, mask in more.items():
            held = found.get(key, mask)
            found[key] = None if held is None or mask is None else pc.or_(held, mask)
    return found


@lru_cache(maxsize=1024)
def joins(register: str, expressions: tuple[Node, ...]) -> Mapping[Join, tuple[Node, ...]]:
    """What expressions over a register's rows ask of rows of others, by how they get there."""
    found: dict[Join, dict[Node, None]] = {}
    for node in dict.fromkeys(outward for expression in expressions for outward in _outward(register, expression)):
        if isinstance(node, Follow):
            ours = node.reference.name if isinstance(node.reference, Column) else ""
            join, asked = Join(node.reference.type.register, "id" if ours else "", ours), [node.then]
        else:
            parts = (node.where, node.value, *(theirs for theirs, _ours in node.on))
            join, asked = _joined_by(node), [as_own(part) for part in parts if part is not None]
        found.setdefault(join, {}).update(dict.fromkeys(asked))
    return {join: tuple(asked) for join, asked in found.items()}


def _joined_by(node: Related) -> Join:
    for theirs, ours in node.on:
        if isinstance(theirs, Theirs) and isinstance(ours, Column):
            return Join(node.register, theirs.name, ours.name)
    return Join(node.register)


def _outward(register: str, node: Node) -> Iterator[Follow | Related]:
    """The nodes by which an expression goes from a row of the register to others."""
    node = nest_references(node)
    if isinstance(node, Related) or (isinstance(node, Follow) and _from(register, node.reference)):
        yield node
    for child in nearby(node):
        yield from _outward(register, child)


def _from(register: str, reference: Node) -> bool:
    """Whether a reference is followed from a row of the register, not from one that belongs to it."""
    return Theirs not in sides(reference) and not (isinstance(reference, Column) and reference.register != register)


def _changed(register: str, column: str, changes: Changes) -> pa.Array:
    """What a column held in the changed rows, before and after."""
    change = changes.get(register)
    if change is None:
        return pa.array([], pa.int64())
    return pa.chunked_array(
        [*change.old[column].chunks, *change.new[column].chunks], change.old[column].type
    ).combine_chunks()


def _column(table: pa.Table, column: str, by: str, values: pa.Array) -> pa.Array:
    """What a column holds in the rows of which another holds one of some values."""
    return table[column].filter(pc.is_in(table[by], value_set=values)).combine_chunks()
