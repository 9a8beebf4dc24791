"""Parts: what is taken from rows for figures, kept by the unit that owns the rows, moment and breakdown.

After a change only the units are computed again whose rows, or rows that these refer to or that belong to them, have
changed; and only from the rows that their figures need.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.measures import Distinct, Leaf, expressions
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Column, Node, ParameterValue, walk
from yaodian.algebra.units import Dimension, Owners
from yaodian.algebra.world import ParameterSteps
from yaodian.apps.indicators.dependents import owners_of, reached, touched
from yaodian.apps.indicators.mirror import Changes
from yaodian.apps.indicators.summed import Place, Taken
from yaodian.engines.grouped import taken_together, values_told_apart
from yaodian.engines.measures import Held, Parts
from yaodian.engines.scan import names_of

Needed = Mapping[str, frozenset[str]]
Tables = Mapping[str, pa.Table]
Read = Callable[[Needed], Tables]
Split = tuple[Node, ...]  # which unit a row belongs to, and the values of the dimensions
MOST_KEPT = 400  # registers × moments × breakdowns
SCANS_AT_ONCE = 2  # while DuckDB scans one register, what it gave of another is added up


@dataclass(frozen=True)
class Terms:
    """By what parts are taken: which unit a row belongs to, the parameters of rules/, how figures are split up."""

    owners: Owners
    parameters: ParameterSteps
    dimensions: tuple[Dimension, ...] = ()

    def split(self, register: str) -> Split:
        """How a register's rows are split up."""
        return (self.owners[register], *(dimension.of(register) for dimension in self.dimensions))


@dataclass(eq=False)
class Kept:
    """The parts of one register at one moment. `stale` are units whose parts are to be taken again."""

    taken: dict[Leaf, Taken] = field(default_factory=dict)
    stale: frozenset[int] = frozenset()
    numbers: dict[str, Any] = field(default_factory=dict)  # the parameters that were used


@dataclass(eq=False)
class Keeper:
    """The parts kept of one source of rows."""

    kept: OrderedDict[tuple[str, Split, Moment], Kept] = field(default_factory=OrderedDict)

    def fork(self) -> "Keeper":
        """The same, to go another way."""
        return Keeper(OrderedDict((key, replace(held, numbers=dict(held.numbers))) for key, held in self.kept.items()))

    def parts(
        self, asked: Mapping[Moment, Iterable[Leaf]], terms: Terms, read: Read
    ) -> dict[Moment, dict[str, Mapping[Leaf, Taken]]]:
        """What was taken for each leaf of each register at each moment, with others that are kept; what is missing or stale
        is taken now, from rows that are `read`."""
        by_register: dict[str, dict[Moment, tuple[Leaf, ...]]] = {}
        for moment, leaves in asked.items():
            for register, some in _by_register(tuple(leaves)).items():
                by_register.setdefault(register, {})[moment] = some
        undone = {
            register: wanted
            for register, wanted in by_register.items()
            if any(self._undone(register, moment, leaves, terms) for moment, leaves in wanted.items())
        }
        if undone:
            tables = read(_needed_by(undone, terms))  # whereby others may become stale

            def renew(register: str) -> None:
                self._refresh(register, by_register[register], tables, terms)
                self._complete(register, by_register[register], tables, terms)

            largest_first = sorted(by_register, key=lambda register: -tables[register].num_rows)
            with ThreadPoolExecutor(SCANS_AT_ONCE) as scans:
                for _done in scans.map(renew, largest_first):
                    pass
        found: dict[Moment, dict[str, Mapping[Leaf, Taken]]] = {moment: {} for moment in asked}
        for register, wanted in by_register.items():
            for moment in wanted:
                found[moment][register] = self._held(register, moment, terms).taken
        while len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return found

    def mark(self, changes: Changes, tables: Tables) -> None:
        """Remember what is stale after rows have changed; `tables` are the rows as they are now."""
        together: dict[tuple[str, Split], list[Kept]] = {}
        for (register, split, _moment), held in self.kept.items():
            together.setdefault((register, split), []).append(held)
        for (register, split), some in together.items():
            leaves = tuple(dict.fromkeys(leaf for held in some for leaf in held.taken))
            if not leaves or not changes.keys() & needed(leaves, split).keys():
                continue
            stale = _stale(register, leaves, split, changes, tables)
            for held in some:
                if stale is None:
                    held.taken, held.stale = {}, frozenset()
                else:
                    held.stale |= stale

    def _undone(self, register: str, moment: Moment, leaves: Sequence[Leaf], terms: Terms) -> bool:
        held = self._held(register, moment, terms)
        return bool(held.stale) or any(leaf not in held.taken for leaf in leaves)

    def _refresh(self, register: str, wanted: Mapping[Moment, Any], tables: Tables, terms: Terms) -> None:
        """Take again what is stale, by the same scan over the rows that the stale units' figures need."""
        held = {moment: self._held(register, moment, terms) for moment in wanted}
        stale = frozenset[int]().union(*(kept.stale for kept in held.values()))
        if not stale:
            return
        leaves = {moment: tuple(kept.taken) for moment, kept in held.items()}
        fewer = _fewer(register, tuple(dict.fromkeys(chain(*leaves.values()))), stale, tables, terms)
        for moment, found in _taken(register, leaves, fewer, terms, few=True).items():
            kept = held[moment]
            kept.taken = {leaf: kept.taken[leaf].replaced(stale, found[leaf].own) for leaf in leaves[moment]}
            kept.stale = frozenset()

    def _complete(self, register: str, wanted: Mapping[Moment, Sequence[Leaf]], tables: Tables, terms: Terms) -> None:
        """Take what is not there yet."""
        held = {moment: self._held(register, moment, terms) for moment in wanted}
        missing = {
            moment: tuple(leaf for leaf in leaves if leaf not in held[moment].taken)
            for moment, leaves in wanted.items()
        }
        missing = {moment: leaves for moment, leaves in missing.items() if leaves}
        if not missing:
            return
        for moment, found in _taken(register, missing, tables, terms).items():
            held[moment].taken = held[moment].taken | found  # whoever holds the old one keeps it
            named = {key for leaf in found for key in parameters_named(leaf, terms.split(register))}
            held[moment].numbers |= {key: tuple(terms.parameters(key)) for key in named}

    def _held(self, register: str, moment: Moment, terms: Terms) -> Kept:
        """What is kept, if the parameters are still those that were used."""
        key = (register, terms.split(register), moment)
        kept = self.kept.setdefault(key, Kept())
        if any(tuple(terms.parameters(name)) != steps for name, steps in kept.numbers.items()):
            kept = self.kept[key] = Kept()
        self.kept.move_to_end(key)
        return kept


@lru_cache(maxsize=512)
def needed(leaves: tuple[Leaf, ...], split: Split) -> Needed:
    """The columns of each register that leaves of one register read."""
    return columns_needed([*split, *(node for leaf in leaves for node in expressions(leaf))], leaves[0].register)


@lru_cache(maxsize=64)
def _by_register(leaves: tuple[Leaf, ...]) -> Mapping[str, tuple[Leaf, ...]]:
    found: dict[str, dict[Leaf, None]] = {}
    for leaf in leaves:
        found.setdefault(leaf.register, {})[leaf] = None
    return {register: tuple(held) for register, held in found.items()}


def _needed_by(wanted: Mapping[str, Mapping[Moment, Sequence[Leaf]]], terms: Terms) -> Needed:
    """The columns of each register that leaves of several registers read."""
    found: dict[str, frozenset[str]] = {}
    for register, held in wanted.items():
        leaves = tuple(dict.fromkeys(chain(*held.values())))
        for key, names in needed(leaves, terms.split(register)).items():
            found[key] = found.get(key, frozenset()) | names
    return found


@lru_cache(maxsize=4096)
def parameters_named(leaf: Leaf, split: Split) -> frozenset[str]:
    """The parameters that a leaf and a breakdown name."""
    named = [inside for node in (*split, *expressions(leaf)) for inside in walk(node)]
    return frozenset(node.key for node in named if isinstance(node, ParameterValue))


def _stale(
    register: str, leaves: tuple[Leaf, ...], split: Split, changes: Changes, tables: Tables
) -> frozenset[int] | None:
    """The units whose parts have changed; None: perhaps all."""
    rows = touched(register, [*split, *(node for leaf in leaves for node in expressions(leaf))], changes, tables)
    return None if rows is None else owners_of(register, split[0], rows, changes, tables)


def _fewer(register: str, leaves: tuple[Leaf, ...], units: frozenset[int], tables: Tables, terms: Terms) -> Tables:
    """The tables with only what the figures of some units need."""
    split = terms.split(register)
    reads = {key: tables[key].select(sorted(names)) for key, names in needed(leaves, split).items()}
    owner = reads[register][cast(Column, split[0]).name]  # others make all units stale
    theirs = pc.is_in(owner, value_set=pa.array(sorted(units), pa.int64()))
    named = [*split, *(node for leaf in leaves for node in expressions(leaf))]
    needs = reached(register, named, theirs, reads)
    return {key: table if needs[key] is None else table.filter(needs[key]) for key, table in reads.items()}


def _taken(
    register: str, leaves: Mapping[Moment, Sequence[Leaf]], tables: Tables, terms: Terms, *, few: bool = False
) -> dict[Moment, dict[Leaf, Taken]]:
    held = Held(tables, terms.owners, next(iter(leaves)), terms.parameters)
    parts = taken_together(register, leaves, held, terms.dimensions, few=few)
    found = {moment: _by_leaf(held_parts) for moment, held_parts in parts.items()}
    for moment, some in leaves.items():
        for leaf in some:
            if isinstance(leaf, Distinct):
                values = values_told_apart(leaf, replace(held, moment=moment), terms.dimensions)
                found[moment][leaf] = _sets(leaf, values, len(terms.dimensions))
    return found


def _by_leaf(parts: Parts) -> dict[Leaf, Taken]:
    if not parts.leaves:
        return {}
    places = _places(parts.table, len(parts.types))
    columns = (parts.table[name].to_pylist() for name in names_of(parts.leaves))
    return {
        leaf: Taken(leaf, {place: amount for place, amount in zip(places, column, strict=True) if amount})
        for leaf, column in zip(parts.leaves, columns, strict=True)
    }


def _sets(leaf: Distinct, values: pa.Table, dimensions: int) -> Taken:
    found: dict[Place, set[Any]] = {}
    for place, value in zip(_places(values, dimensions), values["value"].to_pylist(), strict=True):
        found.setdefault(place, set()).add(value)
    return Taken(leaf, found)


def _places(table: pa.Table, dimensions: int) -> list[Place]:
    by = [table[f"by_{number}"].to_pylist() for number in range(dimensions)]
    units = table["unit"].to_pylist()
    return list(zip(units, zip(*by, strict=True) if by else [()] * len(units), strict=True))
