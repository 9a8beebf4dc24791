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

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.composed import Dispersion
from yaodian.algebra.figures import Cell, shown
from yaodian.algebra.measures import Distinct, Leaf, Measure, digits_of, leaves
from yaodian.algebra.needs import by_register
from yaodian.algebra.units import Dimension, Units
from yaodian.engines.exact import COMPUTED, Column, Columns, rounded
from yaodian.engines.measures import Held, Parts, added_up, taken, together, told_apart
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
    """What amounts of any level are made of: parts taken once, and the rows where values are told apart."""

    parts: Parts
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
        return cls(together(kept), held, units if isinstance(units, Tree) else Tree.of(units), dimensions)

    def figures(self, wanted: Wanted, level: str = "") -> pa.Table:
        """`unit`, by_0 … (the dimensions' values), and the figures as decimals, of the units of a level or of all that
        have rows beneath them; in no order."""
        measures = [measure for measure, _digits in wanted.values()]
        amounts = self.amounts(measures, level)
        spread = {one: _spread(one, self, level) for one in dict.fromkeys(_dispersions(measures))}
        table = amounts.table.select(amounts.keys)
        for name, (measure, digits) in wanted.items():
            table = table.append_column(name, _figures(measure, digits, amounts, spread))
        return table

    def amounts(self, measures: Iterable[Measure], level: str) -> Amounts:
        """What some measures need, for the units of a level or all."""
        up = added_up(self.parts, self.tree, self.held.limits, level=level)
        keys = ["unit", *(f"by_{number}" for number in range(len(self.dimensions)))]
        named: dict[Leaf, str] = dict(zip(up.leaves, up.table.column_names[len(keys) :], strict=True))
        tables = [up.table] if up.leaves else []
        distinct = [leaf for measure in measures for leaf in leaves(measure) if isinstance(leaf, Distinct)]
        for number, leaf in enumerate(dict.fromkeys(distinct)):
            named[leaf] = f"distinct_{number}"
            found = told_apart(leaf, self.held, self.tree, self.dimensions, level)
            tables.append(found.rename_columns([*keys, named[leaf]]))
        if len(tables) == 1:
            return Amounts(keys, named, tables[0])
        every = pa.concat_tables(tables, promote_options="permissive")
        met = every.group_by(keys).aggregate([(name, "sum") for name in named.values()])  # each stands once
        filled = [pc.fill_null(met[f"{name}_sum"], 0).cast(pa.int64()) for name in named.values()]
        columns = [*(met[key] for key in keys), *filled]
        return Amounts(keys, named, pa.table(columns, names=[*keys, *named.values()]))


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


def _spread(measure: Dispersion, taking: Taking, level: str) -> dict[Place, Fraction | None]:
    """The dispersion of each unit of a level (or all), from the pairs of the units among which it is taken."""
    beneath = taking.amounts([measure], measure.level)
    pairs = list(zip(*(list(_fractions(part, beneath, {})) for part in measure.parts), strict=True))
    numbered = beneath.table.select(beneath.keys).append_column("at", pa.array(range(len(pairs)), pa.int64()))
    paths = taking.tree.paths(level=level).select(["owner", "unit"])
    owners = numbered.rename_columns(["owner" if name == "unit" else name for name in numbered.column_names])
    above = owners.join(paths, "owner", join_type="inner").sort_by([(key, "ascending") for key in beneath.keys])
    places = Amounts(beneath.keys, {}, above).places()
    grouped = groupby(zip(places, above["at"].to_pylist(), strict=True), key=lambda found: found[0])
    return {place: measure.among([pairs[at] for _place, at in group]) for place, group in grouped}


def _dispersions(measures: Iterable[Measure]) -> Iterator[Dispersion]:
    for measure in measures:
        if isinstance(measure, Dispersion):
            yield measure
        yield from _dispersions(measure.parts)


def _in_columns(measure: Measure) -> bool:
    """Whether figures of all its parts are computed in columns."""
    return isinstance(measure, Leaf) or (type(measure) in COMPUTED and all(map(_in_columns, measure.parts)))
