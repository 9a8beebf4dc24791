"""A county of two townships and three schools for examples of measures, and each engine as one function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from tests.engines.vocabulary import MOMENT, PARAMETERS, TODAY, TYPES, read_table, rows
from yaodian.algebra import measure_reference
from yaodian.algebra.figures import Cell, figure
from yaodian.algebra.language import Rows
from yaodian.algebra.measure_reference import Beneath
from yaodian.algebra.measures import Measure
from yaodian.algebra.needs import by_register
from yaodian.algebra.units import Dimension, Units
from yaodian.algebra.world import World
from yaodian.engines import arrow
from yaodian.engines.measures import Held, compute

COUNTY, EAST, WEST, FIRST, SECOND, THIRD = 1, 2, 3, 4, 5, 6
UNITS = Units(
    {COUNTY: None, EAST: COUNTY, WEST: COUNTY, FIRST: EAST, SECOND: EAST, THIRD: WEST},
    {COUNTY: "county", EAST: "township", WEST: "township", FIRST: "school", SECOND: "school", THIRD: "school"},
)
OWNERS = {register: rows(register)["school"].node for register in TYPES}

Figures = Mapping[tuple[int, Cell], Fraction | None]
Taken = Callable[[Measure, World, Units, Sequence[Dimension]], Figures]


def by_reference(measure: Measure, world: World, units: Units, dimensions: Sequence[Dimension] = ()) -> Figures:
    """What the naive evaluator gives for each unit and each cell that the measure's rows have anywhere."""
    at = Beneath(world, units, OWNERS, next(iter(units.parents)), dimensions)
    cells = measure_reference.cells(list(by_register([measure])), at)
    return measure_reference.figures_of(measure, at, sorted(cells, key=str) or [()] * (not dimensions))


def by_duckdb(measure: Measure, world: World, units: Units, dimensions: Sequence[Dimension] = ()) -> Figures:
    """The same from DuckDB's parts."""
    found = compute([measure], held(world), units, dimensions)
    at = Beneath(world, units, OWNERS, next(iter(units.parents)), dimensions)
    cells = measure_reference.cells(list(by_register([measure])), at) or ([()] * (not dimensions))
    return {(unit, cell): figure(measure, found, unit, cell) for unit in units.parents for cell in cells}


def held(world: World) -> Held:
    """A world's tables in Arrow."""
    tables = {
        key: pa.Table.from_pylist(list(found), schema=arrow.schema(TYPES[key])) for key, found in world.tables.items()
    }
    return Held(tables, OWNERS, world.moment or MOMENT, world.parameters)


ENGINES: Mapping[str, Taken] = {"reference": by_reference, "duckdb": by_duckdb}


@dataclass(frozen=True)
class MeasureExample:
    """A measure over the tables of registers; `gives` lists figures by unit (and by the value of a dimension, `by`), as
    they are shown with the decimals written; empty is unknown."""

    says: str
    measure: Callable[[Rows, Rows, Rows], Measure]  # of pupils, classes, aid
    tables: Mapping[str, str]
    gives: str
    dimension: Callable[[Rows, Rows, Rows], Dimension] | None = None

    @property
    def built(self) -> Measure:
        """The measure."""
        return self.measure(*(rows(key) for key in ("pupils", "classes", "aid")))

    @property
    def dimensions(self) -> list[Dimension]:
        """By what its figures are split up."""
        return [self.dimension(*(rows(key) for key in ("pupils", "classes", "aid")))] if self.dimension else []

    def world(self) -> World:
        """Its tables as rows."""
        return World(
            {key: read_table(self.tables.get(key, ""), TYPES[key]) for key in TYPES},
            TODAY,
            PARAMETERS.__getitem__,
            MOMENT,
        )

    def answers(self) -> list[tuple[int, Cell, str]]:
        """(unit, cell, figure as shown) of each line of `gives`."""
        lines = [[cell.strip() for cell in line.split("|")] for line in self.gives.strip().splitlines()][1:]
        return [(int(unit), tuple(self._value(text) for text in by), answer) for unit, *by, answer in lines]

    def _value(self, text: str) -> Any:
        return {"yes": True, "no": False, "": None}.get(text, text)


def decimals(text: str) -> int:
    """How many decimals a figure is written with."""
    return max(0, -int(Decimal(text).as_tuple().exponent)) if text else 0
