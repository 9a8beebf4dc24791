"""The figures of all units as an Arrow table: for a nation, whose units are too many for `algebra.figures` one by one.

    table = figure_columns({code: (measure, digits)}, held, tree, dimensions, level="school")

One row for each unit (where said, of a level) and combination of the dimensions' values that has rows beneath it; a
column for each measure, rounded as it is shown. Equal to `shown(figure(…), digits)`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.composed import Dispersion
from yaodian.algebra.figures import Cell, shown
from yaodian.algebra.measures import Distinct, Leaf, Measure, digits_of, leaves
from yaodian.algebra.needs import by_register
from yaodian.algebra.units import Dimension, Units
from yaodian.engines.exact import COMPUTED, Column, Columns, rounded
from yaodian.engines.measures import Held, Parts, added_up, taken, told_apart
from yaodian.engines.tree import Tree

Wanted = Mapping[str, tuple[Measure, int]]  # measure and the decimals that are shown, by the column's name
Place = tuple[int, Cell]
Spread = Mapping[Dispersion, Mapping[Place, Fraction | None]]
WIDE = 38  # digits of a decimal of 128 bits
FEW = 64  # rows that are rather computed one by one than looked through again


@dataclass(frozen=True, eq=False)
class Amounts:
    """What was taken from rows beneath each unit: the columns that say whose a row is, and one for each leaf."""

    keys: Sequence[str]
    named: Mapping[Leaf, str]
    table: pa.Table

    @cached_property
    def columns(self) -> Columns:
        """For figures made of them."""
        return Columns({leaf: self.table[name] for leaf, name in self.named.items()})

    def places(self) -> Iterator[Place]:
        """The unit and the cell of each row."""
        unit, *by = (self.table[key].to_pylist() for key in self.keys)
        return zip(unit, zip(*by, strict=True) if by else [()] * len(unit), strict=True)

    def slice(self, start: int, length: int) -> "Amounts":
        """Some of the rows."""
        return Amounts(self.keys, self.named, self.table.slice(start, length))


@dataclass(frozen=True)
class Taking:
    """What amounts of any level are made of: parts of each register taken once, and the rows where values are told apart."""

    parts: Sequence[Parts]
    held: Held
    tree: Tree
    dimensions: Sequence[Dimension]

    @classmethod
    def of(
        cls,
        measures: Iterable[Measure],
        held: Held,
        units: Units | Tree,
        dimensions: Sequence[Dimension] = (),
        begun: Callable[[str], None] = lambda _register: None,
    ) -> "Taking":
        """One scan of each register; `begun` is told which before it."""
        kept = []
        for register, found in by_register(measures).items():
            begun(register)
            kept.append(taken(register, found, held, dimensions))
        return cls(kept, held, units if isinstance(units, Tree) else Tree.of(units), dimensions)

    def figures(self, wanted: Wanted, level: str = "") -> pa.Table:
        """`unit`, by_0 … (the dimensions' values), and the figures as decimals, of the units of a level or of all that
        have rows beneath them; in no order."""
        measures = [measure for measure, _digits in wanted.values()]
        amounts = self.amounts(measures, level)
        spread = _spreads(dict.fromkeys(_dispersions(measures)), self, level)
        table = amounts.table.select(amounts.keys)
        for name, (measure, digits) in wanted.items():
            table = table.append_column(name, _figures(measure, digits, amounts, spread))
        return table

    def amounts(self, measures: Iterable[Measure], level: str) -> Amounts:
        """What some measures need, for the units of a level or all."""
        needed = dict.fromkeys(leaf for measure in measures for leaf in leaves(measure))
        keys = ["unit", *(f"by_{number}" for number in range(len(self.dimensions)))]
        found: list[tuple[Sequence[Leaf], pa.Table]] = []
        for part in self.parts:
            up = added_up(part.only(needed), self.tree, self.held.limits, level=level)
            found += [(up.leaves, up.table)] if up.leaves else []
        for leaf in needed:
            if isinstance(leaf, Distinct):
                found.append(([leaf], told_apart(leaf, self.held, self.tree, self.dimensions, level)))
        columns = [leaf for some, _table in found for leaf in some]
        named: dict[Leaf, str] = {leaf: f"amount_{number}" for number, leaf in enumerate(columns)}
        return Amounts(keys, named, _side_by_side(keys, [table for _some, table in found], list(named.values())))


def _side_by_side(keys: Sequence[str], tables: Sequence[pa.Table], names: Sequence[str]) -> pa.Table:
    """The keys of all tables once, with the numbers of each table in its own columns; 0 where it has not the key."""
    if len(tables) == 1:
        return tables[0].rename_columns([*keys, *names])
    held = pa.concat_tables([table.select(keys) for table in tables], promote_options="permissive")
    place = np.zeros(held.num_rows, np.int64)
    first = place[:0]
    for key in keys:
        coded = held[key].combine_chunks().dictionary_encode(null_encoding="encode")
        codes = place * len(coded.dictionary) + coded.indices.to_numpy()
        _values, first, place = np.unique(codes, return_index=True, return_inverse=True)
    columns = list(held.take(first).columns)
    begins = 0
    for table in tables:
        at = place[begins : begins + table.num_rows]
        begins += table.num_rows
        for column in table.columns[len(keys) :]:
            numbers = np.zeros(len(first), np.int64)
            numbers[at] = column.to_numpy()
            columns.append(pa.chunked_array([pa.array(numbers)]))
    return pa.table(columns, names=[*keys, *names])


def figure_columns(
    wanted: Wanted, held: Held, units: Units | Tree, dimensions: Sequence[Dimension] = (), level: str = ""
) -> pa.Table:
    """The figures of some measures: `Taking.figures`."""
    return Taking.of([measure for measure, _digits in wanted.values()], held, units, dimensions).figures(wanted, level)


def _figures(measure: Measure, digits: int, amounts: Amounts, spread: Spread) -> pa.ChunkedArray:
    """The rounded figures: in columns, or one by one where they are not computed so or 64 bits do not hold them."""
    of = pa.decimal128(WIDE, digits)
    if not _in_columns(measure) or amounts.table.num_rows <= FEW:
        return pa.chunked_array([pa.array(list(_shown(measure, digits, amounts, spread)), of)], of)
    try:
        return _as_decimal(rounded(amounts.columns.exact(measure), digits), of)
    except pa.ArrowInvalid:
        half = amounts.table.num_rows // 2
        sides = [amounts.slice(0, half), amounts.slice(half, amounts.table.num_rows - half)]
        chunks = [chunk for side in sides for chunk in _figures(measure, digits, side, spread).chunks]
        return pa.chunked_array(chunks, of)


def _as_decimal(scaled: Column, of: pa.Decimal128Type) -> pa.ChunkedArray:
    """Integers scaled by the digits of a decimal type, as that type."""
    wide = pc.cast(scaled, pa.decimal128(WIDE, 0))
    chunks = wide.chunks if isinstance(wide, pa.ChunkedArray) else [wide]
    same = [pa.Array.from_buffers(of, len(one), one.buffers(), offset=one.offset) for one in chunks]
    return pa.chunked_array(same, of)


def _shown(measure: Measure, digits: int, amounts: Amounts, spread: Spread) -> Iterator[Decimal | None]:
    """The figures of each row, one by one."""
    return (shown(value, digits) for value in _fractions(measure, amounts, spread))


def _fractions(measure: Measure, amounts: Amounts, spread: Spread) -> Iterator[Fraction | None]:
    held = tuple(dict.fromkeys(leaves(measure)))
    columns = [amounts.table[amounts.named[leaf]].to_pylist() for leaf in held]
    for place, values in zip(amounts.places(), zip(*columns, strict=True), strict=True):
        yield _fraction(measure, dict(zip(held, values, strict=True)), place, spread)


def _fraction(measure: Measure, row: Mapping[Leaf, int], place: Place, spread: Spread) -> Fraction | None:
    """As `algebra.figures.figure`, of one row."""
    if isinstance(measure, Leaf):
        return Fraction(row[measure], 10 ** digits_of(measure))
    if isinstance(measure, Dispersion):
        return spread[measure].get(place)
    return measure.computed([_fraction(part, row, place, spread) for part in measure.parts])


def _spreads(measures: Iterable[Dispersion], taking: Taking, level: str) -> Spread:
    """The dispersions of each unit of a level (or all), from the pairs of the units among which they are taken."""
    found: dict[Dispersion, dict[Place, Fraction | None]] = {}
    for among, some in groupby(sorted(measures, key=lambda one: one.level), key=lambda one: one.level):
        of_level = list(some)
        beneath = taking.amounts(of_level, among)
        places = list(_grouped(beneath, taking.tree, level))
        for measure in of_level:
            sides = [_alike(part, beneath) for part in measure.parts]
            found[measure] = {
                place: measure.among(zip(*([side[at] for at in held] for side in sides), strict=True))
                for place, held in places
            }
    return found


def _grouped(beneath: Amounts, tree: Tree, level: str) -> Iterator[tuple[Place, list[int]]]:
    """The units of a level (or all), in each cell, with the rows of the units beneath them."""
    numbered = beneath.table.select(beneath.keys).append_column("at", pa.array(np.arange(beneath.table.num_rows)))
    paths = tree.paths(level=level).select(["owner", "unit"])
    owners = numbered.rename_columns(["owner" if name == "unit" else name for name in numbered.column_names])
    above = owners.join(paths, "owner", join_type="inner").sort_by([(key, "ascending") for key in beneath.keys])
    both = zip(Amounts(beneath.keys, {}, above).places(), above["at"].to_pylist(), strict=True)
    return ((place, [at for _place, at in found]) for place, found in groupby(both, key=lambda one: one[0]))


def _alike(measure: Measure, amounts: Amounts) -> Sequence[int | Fraction | None]:
    """The figures of each row, all perhaps times the same number: a dispersion does not depend on it."""
    if _in_columns(measure):
        above, below = amounts.columns.exact(measure)
        if isinstance(below, int):
            numbers: list[int | Fraction | None] = above.to_pylist()
            return numbers
    return list(_fractions(measure, amounts, {}))


def _dispersions(measures: Iterable[Measure]) -> Iterator[Dispersion]:
    for measure in measures:
        if isinstance(measure, Dispersion):
            yield measure
        yield from _dispersions(measure.parts)


def _in_columns(measure: Measure) -> bool:
    """Whether figures of all its parts are computed in columns."""
    return isinstance(measure, Leaf) or (type(measure) in COMPUTED and all(map(_in_columns, measure.parts)))
