"""Measures on an engine: parts of a register by unit in one scan, rolled up over the tree, ready for `algebra.figures`.

    parts = taken(register, measures, …)     integers of each owning unit: keep these
    rolled = added_up(parts, units)          of each unit: those of all units beneath it
    found = compute(measures, …)             both, for all registers, with what cannot be rolled up: `Rolled`
    figure(measure, found, unit)             exact; shown(…, digits) rounds

Distinct values are not among the parts: they are computed from rows for each unit.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.errors import DeclarationError, NotAdditive
from yaodian.algebra.figures import Cell
from yaodian.algebra.measures import Distinct, Leaf, Measure, expressions
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import by_register, measures_need
from yaodian.algebra.types import Type
from yaodian.algebra.units import Dimension, Owners, Units
from yaodian.algebra.world import ParameterSteps, no_parameters
from yaodian.engines.duck import DEFAULT_LIMITS, DUCKDB, Parameters, steps_needed
from yaodian.engines.engine import Engine, Limits, Source
from yaodian.engines.scan import PARTS, PATHS, Split, distinct_sql, names_of, parts_sql, rolled_sql
from yaodian.engines.tree import Tree


@dataclass(frozen=True)
class Held:
    """What figures are computed from: the registers' rows, which unit a row belongs to, the moment, the parameters."""

    tables: Mapping[str, Source]
    owners: Owners
    moment: Moment
    parameters: ParameterSteps = no_parameters
    limits: Limits = DEFAULT_LIMITS
    engine: Engine = DUCKDB

    def query(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """What a query over tables gives."""
        with self.engine.connected(tables, self.limits, self.moment) as query:
            return query(sql)


@dataclass(frozen=True, eq=False)
class Parts:
    """Integers of units: `unit`, by_0 … (the dimensions' values), part_0 … (of each leaf)."""

    leaves: tuple[Leaf, ...]
    types: tuple[Type, ...]  # of the dimensions' values
    table: pa.Table

    @property
    def keys(self) -> list[str]:
        """The columns that say whose a row is: the unit and the dimensions' values."""
        return ["unit", *(f"by_{number}" for number in range(len(self.types)))]

    def only(self, leaves: Container[Leaf]) -> "Parts":
        """Those of some leaves."""
        named = dict(zip(self.leaves, names_of(self.leaves), strict=True))
        kept = tuple(leaf for leaf in named if leaf in leaves)
        if not kept:
            return Parts((), self.types, pa.table({}))
        table = self.table.select([*self.keys, *(named[leaf] for leaf in kept)])
        return Parts(kept, self.types, table.rename_columns([*self.keys, *names_of(kept)]))

    def __post_init__(self) -> None:
        for leaf in self.leaves:
            if isinstance(leaf, Distinct):
                raise NotAdditive(f"{leaf.register}: distinct values are not kept as parts, but computed for each unit")


@dataclass(frozen=True, eq=False)
class Rolled:
    """The integers of each unit of the tree, as `algebra.figures` wants them."""

    units: Units
    held: dict[Leaf, dict[tuple[int, Cell], int]] = field(default_factory=dict)

    def amount(self, leaf: Leaf, unit: int, cell: Cell) -> int:
        """What was taken from the rows beneath a unit; 0 where there are none. DeclarationError if it was not computed."""
        if leaf not in self.held:
            raise DeclarationError(f"{leaf} was not computed; give its measure to compute(…)")
        return self.held[leaf].get((unit, cell), 0)

    def cells(self, measure: Measure, unit: int) -> list[Cell]:
        """The values of the dimensions that a measure's rows have beneath a unit, in order, unknown ones last."""
        found = {
            cell
            for held in by_register([measure]).values()
            for leaf in held
            for at, cell in self.held[leaf]
            if at == unit
        }
        return sorted(found, key=lambda cell: [(value is None, value) for value in cell])


def taken(register: str, leaves: Iterable[Leaf], held: Held, dimensions: Sequence[Dimension] = ()) -> Parts:
    """The parts of one register by owning unit, in one scan; distinct values are left out."""
    wanted = tuple(leaf for leaf in leaves if leaf.register == register and not isinstance(leaf, Distinct))
    split = split_of(register, held.owners, dimensions)
    if not wanted:
        return Parts((), split.types, pa.table({}))
    sql = parts_sql(wanted, split, _steps(wanted, split, held), held.engine.target(held.moment))
    return Parts(wanted, split.types, _integers(held.query(sql, _read(wanted, held, dimensions)), len(wanted)))


def added_up(
    parts: Parts,
    units: Units | Tree,
    limits: Limits = DEFAULT_LIMITS,
    engine: Engine = DUCKDB,
    level: str = "",
) -> Parts:
    """The parts of each unit of the tree (where said, only those of a level) from those of the units beneath it and its
    own; ArrowInvalid beyond 64 bits."""
    if not parts.leaves:
        return parts
    paths = _paths(units, level=level)
    if level and _each_by_itself(parts, paths):
        return Parts(parts.leaves, parts.types, parts.table.filter(pc.is_in(parts.table["unit"], paths["unit"])))
    names = ["owner" if name == "unit" else name for name in parts.table.column_names]
    with engine.connected({PARTS: parts.table.rename_columns(names), PATHS: paths}, limits) as query:
        summed = query(rolled_sql(parts.types, len(parts.leaves), engine.target(None)))
    return Parts(parts.leaves, parts.types, _integers(summed, len(parts.leaves)))


def _each_by_itself(parts: Parts, paths: pa.Table) -> bool:
    """Whether nothing is added up: of one register, and wanted only of units beneath which none is."""
    one = len({leaf.register for leaf in parts.leaves}) == 1
    return one and bool(pc.all(pc.equal(paths["owner"], paths["unit"])).as_py())


def told_apart(
    leaf: Distinct, held: Held, units: Units | Tree, dimensions: Sequence[Dimension] = (), level: str = ""
) -> pa.Table:
    """How many different values the rows beneath each unit have, straight from the rows: unit, by_0 …, part_0."""
    split = split_of(leaf.register, held.owners, dimensions)
    sql = distinct_sql(leaf, split, _steps([leaf], split, held), held.engine.target(held.moment))
    tables = {**_read([leaf], held, dimensions), PATHS: _paths(units, leaf.within, level)}
    return held.query(sql, tables)


def compute(measures: Iterable[Measure], held: Held, units: Units, dimensions: Sequence[Dimension] = ()) -> Rolled:
    """What the measures' figures need for all units: one scan of each register, and one query for each distinct."""
    found = Rolled(units)
    for register, leaves in by_register(measures).items():
        parts = added_up(taken(register, leaves, held, dimensions), units, held.limits, held.engine)
        found.held.update(_read_parts(parts.leaves, parts.table, len(dimensions)))
        for leaf in leaves:
            if isinstance(leaf, Distinct):
                found.held.update(_read_parts([leaf], told_apart(leaf, held, units, dimensions), len(dimensions)))
    return found


def rolled(parts: Iterable[Parts], units: Units) -> Rolled:
    """Kept parts (of owning units, of several registers) as figures want them."""
    found = Rolled(units)
    for part in parts:
        up = added_up(part, units)
        found.held.update(_read_parts(up.leaves, up.table, len(up.types)))
    return found


def _integers(table: pa.Table, parts: int) -> pa.Table:
    """With sums of 64 bits (DuckDB's have 128), 0 for none."""
    wide = [
        field if number < len(table.schema) - parts else field.with_type(pa.int64())
        for number, field in enumerate(table.schema)
    ]
    found = table.cast(pa.schema(wide))
    for number in range(len(wide) - parts, len(wide)):  # sums of nothing
        found = found.set_column(number, wide[number], found.column(number).fill_null(0))
    return found


def _read_parts(leaves: Sequence[Leaf], table: pa.Table, dimensions: int) -> dict[Leaf, dict[tuple[int, Cell], int]]:
    if not leaves:
        return {}
    by = [table[f"by_{number}"].to_pylist() for number in range(dimensions)]
    keys = list(zip(table["unit"].to_pylist(), zip(*by, strict=True) if by else [()] * table.num_rows, strict=True))
    return {
        leaf: dict(zip(keys, table[name].to_pylist(), strict=True))
        for leaf, name in zip(leaves, names_of(leaves), strict=True)
    }


def split_of(register: str, owners: Owners, dimensions: Sequence[Dimension]) -> Split:
    """By what rows of a register are grouped; DeclarationError where it has no owner or a dimension is not its own."""
    if register not in owners:
        raise DeclarationError(f"say which unit a row of {register} belongs to")
    return Split(owners[register], tuple(dimension.of(register) for dimension in dimensions))


def _steps(leaves: Iterable[Leaf], split: Split, held: Held) -> Parameters:
    named = (split.owner, *split.by, *(node for leaf in leaves for node in expressions(leaf)))
    return steps_needed(named, held.parameters)


def _read(leaves: Iterable[Leaf], held: Held, dimensions: Sequence[Dimension]) -> dict[str, Source]:
    """The tables with only the columns that are read."""
    found: dict[str, Source] = {}
    for key, names in measures_need(leaves, held.owners, dimensions).items():
        table = held.tables[key]
        found[key] = table.select(sorted(names)) if isinstance(table, pa.Table) else table
    return found


def _paths(units: Units | Tree, within: str = "", level: str = "") -> pa.Table:
    """owner, a unit above it or itself, and within which unit values of the owner's rows are told apart for that unit."""
    return (units if isinstance(units, Tree) else Tree.of(units)).paths(within, level)
