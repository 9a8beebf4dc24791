"""Figures of all units in columns are those that `figure` gives one by one; large numbers too; trees in columns."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from unittest.mock import patch

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines import measure_examples
from tests.engines.drawing import worlds
from tests.engines.measure_drawing import LEVELS, dimensions, measures, trees
from tests.engines.measure_vocabulary import UNITS, MeasureExample, held
from tests.engines.vocabulary import rows
from yaodian.algebra.figures import Cell, figure, shown
from yaodian.algebra.measure_language import difference, per_head, ratio
from yaodian.algebra.measures import Measure
from yaodian.algebra.units import Dimension, Units
from yaodian.algebra.world import World
from yaodian.engines import columns
from yaodian.engines.columns import figure_columns
from yaodian.engines.exact import COMPUTED
from yaodian.engines.measures import compute
from yaodian.engines.tree import Tree

few = settings(max_examples=settings.default.max_examples // 33)
DIGITS = 3
Shown = dict[tuple[int, Cell], Decimal | None]


def in_columns(measure: Measure, world: World, units: Units, split: Sequence[Dimension] = (), level: str = "") -> Shown:
    """The figures of the rows of the table, none of which are few."""
    with patch.object(columns, "FEW", 0):
        table = figure_columns({"it": (measure, DIGITS)}, held(world), units, split, level)
    by = [table[f"by_{number}"].to_pylist() for number in range(len(split))]
    cells = list(zip(*by, strict=True)) if by else [()] * table.num_rows
    return dict(zip(zip(table["unit"].to_pylist(), cells, strict=True), table["it"].to_pylist(), strict=True))


def one_by_one(measure: Measure, world: World, units: Units, split: Sequence[Dimension], found: Shown) -> Shown:
    """The same figures by `figure`."""
    rolled = compute([measure], held(world), units, split)
    return {(unit, cell): shown(figure(measure, rolled, unit, cell), DIGITS) for unit, cell in found}


@pytest.mark.parametrize("example", measure_examples.EXAMPLES, ids=lambda example: example.says)
def test_an_example_gives_the_same_in_columns(example: MeasureExample) -> None:
    world, split = example.world(), example.dimensions
    found = in_columns(example.built, world, UNITS, split)
    assert found == one_by_one(example.built, world, UNITS, split, found)
    for unit, cell, answer in example.answers():
        if (unit, cell) in found:
            given = found[unit, cell]
            assert (given is None) == (answer == "")


@pytest.mark.parametrize("name", Measure.classes)
@few
@given(st.data())
def test_random_measures_give_the_same_in_columns(name: str, data: st.DataObject) -> None:
    measure = data.draw(measures(name), label=name)
    world, units, split = data.draw(worlds()), data.draw(trees()), data.draw(dimensions())
    level = data.draw(st.sampled_from(["", *LEVELS]))
    found = in_columns(measure, world, units, split, level)
    assert found == one_by_one(measure, world, units, split, found)
    if level:
        assert {units.levels[unit] for unit, _cell in found} <= {level}


def test_units_that_are_not_listed_have_no_rows() -> None:
    pupils = rows()
    count = pupils.count(where=pupils.boarding)
    world = measure_examples.EXAMPLES[0].world()
    found = in_columns(count, world, UNITS)
    rolled = compute([count], held(world), UNITS)
    assert set(found) <= {(unit, ()) for unit in UNITS.parents}
    assert {figure(count, rolled, unit) for unit in UNITS.parents if (unit, ()) not in found} <= {Fraction(0)}


def test_what_64_bits_do_not_hold_is_computed_one_by_one() -> None:
    """Of many units only some are so large; the others stay in columns."""
    pupils = rows()
    boys, girls = pupils.count(where=pupils.sex == "1", unit="人"), pupils.count(where=pupils.sex == "2", unit="人")
    wanted: dict[str, tuple[Measure, int]] = {
        "rate": (ratio(boys, girls), 2),
        "of rates": (difference(ratio(boys, girls), ratio(girls, boys)), 2),
        "each": (per_head(boys, girls), 6),
    }
    amounts = [(unit, unit * 7 + 1, unit * 3 + 2) for unit in range(1, 301)] + [(301, 2**62, 3), (302, 5, -(2**61) - 1)]
    units, *parts = zip(*amounts, strict=True)
    table = pa.table({"unit": units, **{f"part_{number}": held for number, held in enumerate(parts)}})
    kept = columns.Amounts(["unit"], {boys: "part_0", girls: "part_1"}, table)
    for measure, digits in wanted.values():
        given = columns._figures(measure, digits, kept, {}).to_pylist()
        assert given == list(columns._shown(measure, digits, kept, {}))
        assert None not in given


def test_every_measure_but_the_dispersion_is_computed_in_columns() -> None:
    composed = {found for found in Measure.classes.values() if not issubclass(found, columns.Leaf)}
    assert composed - set(COMPUTED) == {columns.Dispersion}


@few
@given(trees(), st.sampled_from(["", *LEVELS]), st.sampled_from(["", *LEVELS]))
def test_a_tree_in_columns_is_the_tree(units: Units, within: str, level: str) -> None:
    wanted = {
        (owner, unit, units.cell(owner, unit, within))
        for owner, path in units.paths.items()
        for unit in path
        if not level or units.levels.get(unit) == level
    }
    found = Tree.of(units).paths(within, level)
    listed = list(zip(*(found[name].to_pylist() for name in ("owner", "unit", "cell")), strict=True))
    assert (set(listed), len(listed)) == (wanted, len(wanted))


@pytest.mark.parametrize("parents", [{1: 2, 2: 1}, {1: 1}, {1: 2, 2: 3, 3: 2, 4: None}])
def test_a_circle_is_refused(parents: dict[int, int | None]) -> None:
    with pytest.raises(ValueError, match="beneath itself"):
        Tree.of(Units(parents)).paths()


def test_a_tree_without_units_has_no_paths() -> None:
    assert Tree.of(Units({})).paths().num_rows == 0
