"""Many measures of few units, at several moments, from one scan of a register.

The conditions of a catalogue are put together from few others: there on the day, in primary school, a girl. A scan asks each
once and groups the rows by unit and answers; each count and total is then a sum over groups, of which a county has some
thousands. For units by the hundred thousand, `measures.taken` is the way: groups would be as many as rows.

    parts = taken_together(register, {moment: leaves, …}, held)      as `measures.taken` for each moment
    pairs = values_told_apart(leaf, held)                            the different values of each owning unit
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
import pyarrow as pa

from yaodian.algebra.measures import Distinct, Leaf, expressions
from yaodian.algebra.moment import Moment, needs_moment
from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import ParameterValue, walk
from yaodian.algebra.types import Type
from yaodian.algebra.units import Dimension
from yaodian.engines.duck import DUCKDB_SQL, Parameters
from yaodian.engines.engine import Source
from yaodian.engines.layers import Layers
from yaodian.engines.measures import Held, Parts, split_of
from yaodian.engines.plans import Plan, Sum, Wanted, plan
from yaodian.engines.prepared import over_few
from yaodian.engines.scan import Split, names_of, rows_with

LARGEST = 2.0**62
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def taken_together(
    register: str,
    wanted: Mapping[Moment, Sequence[Leaf]],
    held: Held,
    dimensions: Sequence[Dimension] = (),
    *,
    few: bool = False,
) -> dict[Moment, Parts]:
    """The parts of one register by owning unit at each moment (in place of that of `held`); distinct values are left out.
    `few`: the tables are Arrow of some thousand rows, and the same will be asked again. ArrowInvalid beyond 64 bits."""
    split = split_of(register, held.owners, dimensions)
    kept = {
        moment: tuple(leaf for leaf in leaves if not isinstance(leaf, Distinct)) for moment, leaves in wanted.items()
    }
    at_once = [[moment] for moment in kept] if needs_moment(split.by) else [list(kept)]
    found: dict[Moment, Parts] = {}
    for moments in at_once:
        asked = tuple((moment, kept[moment]) for moment in moments if kept[moment])
        found |= {moment: Parts((), split.types, pa.table({})) for moment in moments}
        if asked:
            groups = _groups(asked, split, replace(held, moment=moments[0]), few=few)
            for (moment, leaves), sums in zip(asked, groups.plan.sums, strict=True):
                found[moment] = Parts(leaves, split.types, groups.summed(sums))
    return found


def values_told_apart(leaf: Distinct, held: Held, dimensions: Sequence[Dimension] = ()) -> pa.Table:
    """The different known values of each owning unit at the moment of `held`: unit, by_0 …, value."""
    split = split_of(leaf.register, held.owners, dimensions)
    reads = _reads((leaf,), split)
    return held.query(_values_sql(leaf, split, reads.steps(held)), reads.tables(held))


@dataclass(frozen=True)
class Reads:
    """The columns of each register and the parameters that a scan reads."""

    columns: Mapping[str, Sequence[str]]
    parameters: Sequence[str]

    def tables(self, held: Held) -> dict[str, Source]:
        """The tables with only these columns."""
        found = {key: held.tables[key] for key in self.columns}
        return {
            key: table.select(self.columns[key]) if isinstance(table, pa.Table) else table
            for key, table in found.items()
        }

    def steps(self, held: Held) -> Parameters:
        """The parameters' values over time."""
        return tuple((key, tuple(held.parameters(key))) for key in self.parameters)


@dataclass(frozen=True, eq=False)
class Groups:
    """What a plan's query gave."""

    plan: Plan
    keys: tuple[str, ...]
    types: tuple[Type, ...]
    table: pa.Table

    def summed(self, sums: Sequence[Sum]) -> pa.Table:
        """The units (and dimensions' values) with each of some sums, 0 for none."""
        first, starts = self._places
        own = self.table.select(self.keys).take(first)
        if self.table.num_rows:
            columns = [pa.array(np.add.reduceat(self._amounts(one), starts)) for one in sums]
        else:
            columns = [pa.array([], pa.int64())] * len(sums)
        return pa.table([*own.columns, *columns], names=[*self.keys, *names_of(columns)])

    def _amounts(self, one: Sum) -> Numbers:
        """What each group adds to a sum."""
        return self._numbers[one.adds] * self._all(one.asked) if one.asked else self._numbers[one.adds]

    def _all(self, names: tuple[str, ...]) -> Flags:
        """Which groups say yes to all; what many sums begin with is asked once."""
        if len(names) == 1:
            return self._flags[names[0]]
        if names not in self._asked:
            self._asked[names] = self._all(names[:-1]) & self._flags[names[-1]]
        return self._asked[names]

    @cached_property
    def _asked(self) -> dict[tuple[str, ...], Flags]:
        return {}

    @cached_property
    def _order(self) -> Numbers:
        return np.argsort(self._place, kind="stable")

    @cached_property
    def _place(self) -> Numbers:
        """A number for each unit and combination of the dimensions' values."""
        place = np.zeros(self.table.num_rows, np.int64)
        for key in self.keys:
            coded = self.table[key].combine_chunks().dictionary_encode(null_encoding="encode")
            place = np.unique(place * len(coded.dictionary) + coded.indices.to_numpy(), return_inverse=True)[1]
        return place

    @cached_property
    def _places(self) -> tuple[Numbers, Numbers]:
        """For each place a row of the table, and where it begins in order."""
        _place, starts = np.unique(self._place[self._order], return_index=True)
        return self._order[starts], starts

    @cached_property
    def _sums(self) -> list[Sum]:
        return [one for sums in self.plan.sums for one in sums]

    @cached_property
    def _flags(self) -> Mapping[str, Flags]:
        names = {name for one in self._sums for name in one.asked}
        return {
            name: _no_nulls(self.table[name], False).to_numpy()[self._order] for name in names
        }  # unknown is not yes

    @cached_property
    def _numbers(self) -> Mapping[str, Numbers]:
        found = {}
        for name in {one.adds for one in self._sums}:
            numbers = _no_nulls(self.table[name].cast(pa.int64()), 0).to_numpy()  # DuckDB's sums have 128 bits
            if np.abs(numbers.astype(np.float64)).sum() > LARGEST:
                raise pa.ArrowInvalid(f"{name} is beyond 64 bits")
            found[name] = numbers[self._order]
        return found


def _no_nulls(column: pa.ChunkedArray, instead: int) -> pa.ChunkedArray:
    return column.fill_null(instead) if column.null_count else column


def _groups(wanted: Wanted, split: Split, held: Held, *, few: bool) -> Groups:
    reads = _reads(tuple(dict.fromkeys(leaf for _moment, leaves in wanted for leaf in leaves)), split)
    made, tables = plan(wanted, split, reads.steps(held)), reads.tables(held)
    table = over_few(made.sql, tables, held.limits, held.moment) if few else held.query(made.sql, tables)
    return Groups(made, ("unit", *split.names), split.types, table)


@lru_cache(maxsize=256)
def _reads(leaves: tuple[Leaf, ...], split: Split) -> Reads:
    named = (split.owner, *split.by, *(node for leaf in leaves for node in expressions(leaf)))
    keys = {node.key for node in chain.from_iterable(map(walk, named)) if isinstance(node, ParameterValue)}
    columns = columns_needed(named, leaves[0].register)
    return Reads({key: sorted(names) for key, names in columns.items()}, sorted(keys))


@lru_cache(maxsize=256)
def _values_sql(leaf: Distinct, split: Split, parameters: Parameters) -> str:
    layers = Layers(DUCKDB_SQL)
    rows, columns = rows_with(leaf.register, expressions(leaf), split, parameters, layers)
    value = rows[columns[leaf.value]]
    wanted = value.notnull() if leaf.where is None else value.notnull() & rows[columns[leaf.where]]
    return layers.sql(rows.filter(wanted).select("unit", *split.names, value=value).distinct())
