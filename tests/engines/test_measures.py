"""Every example of a measure gives the same on every engine; one scan; parts that are kept; other sources of rows."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engines import measure_examples
from tests.engines.measure_vocabulary import (
    COUNTY,
    EAST,
    ENGINES,
    FIRST,
    OWNERS,
    SECOND,
    THIRD,
    UNITS,
    MeasureExample,
    Taken,
    decimals,
    held,
)
from tests.engines.vocabulary import TYPES, rows
from yaodian.algebra.errors import DeclarationError, NotAdditive
from yaodian.algebra.figures import added, figure, shown
from yaodian.algebra.language import Rows, strangers
from yaodian.algebra.measure_language import as_of, difference, dispersion, per_head, period_start, ratio, share, sum_of
from yaodian.algebra.measures import Measure, leaves
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import measures_need
from yaodian.algebra.resolve import resolve_measure
from yaodian.algebra.units import Units
from yaodian.engines import scan
from yaodian.engines.measures import Parts, Rolled, added_up, compute, rolled, taken

EXAMPLES = measure_examples.EXAMPLES
WORLD = MeasureExample(
    "", lambda *_: pupils.count(), {"pupils": measure_examples.PUPILS, "classes": measure_examples.CLASSES}, ""
).world()
pupils, classes = rows(), rows("classes")
CATALOGUE = [
    share(pupils.count(), pupils.boarding),
    per_head(classes.total("room"), pupils.count(unit="人")),
    dispersion(classes.total("room"), pupils.count(unit="人")),
    sum_of(pupils.count(where=pupils.sex == "1"), pupils.count(where=pupils.sex == "2")),
    pupils.distinct("sex"),
]


@pytest.fixture(params=ENGINES.values(), ids=ENGINES.keys())
def engine(request: pytest.FixtureRequest) -> Taken:
    """Each engine in turn; a further one is a line in `measure_vocabulary.ENGINES`."""
    return request.param


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
def test_a_measure_gives_the_same_on_every_engine(engine: Taken, example: MeasureExample) -> None:
    found = engine(example.built, example.world(), UNITS, example.dimensions)
    for unit, cell, answer in example.answers():
        given = shown(found[unit, cell], decimals(answer))
        assert (unit, cell, "" if given is None else str(given)) == (unit, cell, answer)


def test_every_measure_has_an_example() -> None:
    def inside(measure: Measure) -> set[type[Measure]]:
        return {type(measure)}.union(*(inside(part) for part in measure.made_of()))

    shown_here = set().union(*(inside(example.built) for example in EXAMPLES))
    assert set(Measure.classes.values()) == shown_here, "add an example to measure_examples"


def test_all_that_is_taken_from_a_register_is_one_scan_without_a_day() -> None:
    count = pupils.count(where=pupils.began_on.between(period_start(), as_of()))
    found = [leaf for measure in [*CATALOGUE, count] for leaf in leaves(measure) if leaf.register == "pupils"]
    before = scan.parts_sql.cache_info()
    for month in (1, 2, 3):
        moment = Moment(date(2026, month, 1), date(2025, 9, 1), date(2026, 8, 31))
        parts = taken("pupils", dict.fromkeys(found), replace(held(WORLD), moment=moment))
    after = scan.parts_sql.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 2)
    assert parts.table.column_names == ["unit", *(f"part_{number}" for number in range(6))]
    assert {column.type for column in parts.table.columns} == {pa.int64()}


def test_kept_parts_of_units_give_the_same_as_computing_all() -> None:
    measures = CATALOGUE[:4]
    whole = compute(measures, held(WORLD), UNITS)
    found = dict.fromkeys(leaf for measure in measures for leaf in leaves(measure))
    kept = rolled([taken(register, found, held(WORLD)) for register in ("pupils", "classes")], UNITS)
    for measure in measures:
        assert [figure(measure, kept, unit) for unit in UNITS.parents] == [
            figure(measure, whole, unit) for unit in UNITS.parents
        ]


def test_parts_follow_the_tree_of_another_day() -> None:
    """The second school moves to the western township and the parts need not be taken again."""
    count = pupils.count()
    parts = taken("pupils", [count], held(WORLD))
    moved = Units({**UNITS.parents, SECOND: 3}, UNITS.levels)
    assert [figure(count, rolled([parts], tree), EAST) for tree in (UNITS, moved)] == [4, 3]


def test_what_does_not_add_up_is_refused() -> None:
    distinct, rate = pupils.distinct("sex"), share(pupils.count(), pupils.boarding)
    with pytest.raises(NotAdditive, match="computed for each unit"):
        Parts((distinct,), (), pa.table({"unit": [1], "part_0": [1]}))
    for measure in (distinct, rate, dispersion(pupils.total("siblings"), pupils.count(unit="人"))):
        with pytest.raises(NotAdditive, match="do not add up"):
            added(measure, [Fraction(1), Fraction(2)])
    assert added(difference(pupils.count(), pupils.count()), [Fraction(1), Fraction(2)]) == 3


def test_a_sum_beyond_64_bits_is_refused() -> None:
    parts = taken("pupils", [pupils.count()], held(WORLD))
    huge = pa.table({"unit": [FIRST, SECOND], "part_0": [2**62, 2**62]})
    with pytest.raises(pa.ArrowInvalid):
        added_up(Parts(parts.leaves, (), huge), UNITS)


def test_parquet_files_are_read_in_place(tmp_path: Path) -> None:
    in_memory = held(WORLD)
    for key, table in in_memory.tables.items():
        pq.write_table(table, tmp_path / f"{key}.parquet")
    on_disk = replace(in_memory, tables={key: tmp_path / f"{key}.parquet" for key in TYPES})
    first, second = (compute(CATALOGUE, found, UNITS) for found in (in_memory, on_disk))
    assert first.held == second.held


def test_only_named_columns_are_read() -> None:
    assert measures_need(CATALOGUE, OWNERS) == {
        "pupils": {"id", "school", "boarding", "sex"},
        "classes": {"id", "school", "room"},
    }


def test_cells_of_a_unit_are_listed_unknown_ones_last() -> None:
    from_sex = measure_examples.dimension("sex", pupils.sex)
    share_of = share(pupils.count(), pupils.boarding)
    found = compute([share_of], held(WORLD), UNITS, [from_sex])
    assert [found.cells(share_of, unit) for unit in (COUNTY, THIRD)] == [[("1",), ("2",)], [("1",)]]


def test_what_was_not_computed_is_refused() -> None:
    with pytest.raises(DeclarationError, match="was not computed"):
        figure(pupils.count(), Rolled(UNITS), COUNTY)


def test_measures_over_registers_not_known_yet_are_resolved() -> None:
    early = Rows("pupils", TYPES["pupils"])
    measure = ratio(early.count(where=early.class_["grade"] == "11"), early.count())
    with pytest.raises(DeclarationError, match=r"resolve\.validate"):
        compute([measure], held(WORLD), UNITS)
    done = resolve_measure(measure, TYPES)
    assert done == ratio(pupils.count(where=pupils.class_.grade == "11"), pupils.count())
    assert figure(done, compute([done], held(WORLD), UNITS), COUNTY) == 60
    wrong = ratio(early.count(where=early.class_["grade"] == 3), early.count())
    with pytest.raises(DeclarationError, match="do not go together"):
        resolve_measure(wrong, TYPES)


def test_a_measure_over_another_packs_register() -> None:
    measure = per_head(strangers("classes").total("room"), pupils.count(unit="人"), scale=100)
    assert measure.type.unit == ""
    done = resolve_measure(measure, TYPES)
    assert str(done.type) == "平方米/百人"
    assert done == per_head(classes.total("room"), pupils.count(unit="人"), scale=100)
    with pytest.raises(DeclarationError, match="in its own pack"):
        strangers("aid").latest("amount", at="paid_on")
    with pytest.raises(DeclarationError, match="has no column 'rooms'"):
        resolve_measure(strangers("classes").total("rooms"), TYPES)
