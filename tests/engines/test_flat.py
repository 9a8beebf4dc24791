"""Flat snapshots: columns beside the row for references, days written in, what is lacking."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drawing import worlds
from tests.engines.measure_drawing import measures, trees
from tests.engines.measure_examples import CLASSES, PUPILS, dimension
from tests.engines.measure_vocabulary import OWNERS, UNITS, MeasureExample, held
from tests.engines.vocabulary import MOMENT, TODAY, rows
from yaodian.algebra.figures import figure
from yaodian.algebra.measure_language import as_of, per_head, share
from yaodian.algebra.measures import Measure
from yaodian.algebra.nodes import Column
from yaodian.algebra.world import World
from yaodian.engines.flat import beside, lacking, on_days, split_beside
from yaodian.engines.measures import compute

few = settings(max_examples=settings.default.max_examples // 33)
pupils, classes = rows(), rows("classes")
first_grade = share(pupils.count(where=pupils.boarding), pupils.class_.grade == "11")
STORED = {"pupils": {"id", "school", "boarding", "class_", "class_.grade"}}
WORLD = MeasureExample("", lambda *_: first_grade, {"pupils": PUPILS, "classes": CLASSES}, "").world()


def flat() -> pa.Table:
    """The pupils with their class's grade beside them."""
    grades = {row["id"]: row["grade"] for row in WORLD.tables["classes"]}
    table = held(WORLD).tables["pupils"]
    return table.append_column(
        "class_.grade", pa.array([grades.get(at) for at in table["class_"].to_pylist()], pa.string())
    )


@pytest.mark.parametrize("on_disk", [False, True], ids=["in memory", "in Parquet"])
def test_a_flat_table_gives_what_the_reference_gives(tmp_path: Path, on_disk: bool) -> None:
    measure = beside(first_grade, STORED)
    table = flat()
    pq.write_table(table, tmp_path / "pupils.parquet")
    source = {"pupils": tmp_path / "*.parquet" if on_disk else table}
    found = compute([measure], replace(held(WORLD), tables=source), UNITS)
    wanted = compute([first_grade], held(WORLD), UNITS)
    assert [figure(measure, found, unit) for unit in UNITS.parents] == [
        figure(first_grade, wanted, unit) for unit in UNITS.parents
    ]


def test_only_references_that_stand_beside_are_replaced() -> None:
    kept = pupils.count(where=pupils.class_.size > 40)
    assert beside(kept, STORED) == kept
    assert beside(first_grade, {}) == first_grade
    by = beside(pupils.class_.grade.node, STORED)
    assert by == Column("pupils", "class_.grade", pupils.class_.grade.node.type)


def test_a_dimension_is_kept_for_the_registers_that_are_there() -> None:
    grade = dimension("grade", pupils.class_.grade, classes.grade)
    (only,) = split_beside(grade, STORED).by
    assert only == ("pupils", beside(pupils.class_.grade.node, STORED))


@pytest.mark.parametrize(
    ("measure", "missing"),
    [
        (first_grade, []),
        (pupils.count(where=pupils.sex == "1"), ["pupils.sex"]),
        (pupils.count(where=pupils.class_.size > 40), ["classes"]),
        (per_head(classes.total("room"), pupils.count(unit="人")), ["classes"]),
    ],
)
def test_what_is_lacking_is_named(measure: Measure, missing: list[str]) -> None:
    assert lacking(beside(measure, STORED), STORED, OWNERS) == missing


@pytest.mark.parametrize("name", ["Count", "Latest", "Distinct", "Flow"])
@few
@given(st.data())
def test_days_written_give_what_the_moment_gives(name: str, data: st.DataObject) -> None:
    measure, units = data.draw(measures(name)), data.draw(trees())
    world: World = data.draw(worlds())
    written = on_days(measure, MOMENT)
    later = replace(MOMENT, on=TODAY.replace(year=TODAY.year + 3), last=TODAY.replace(year=TODAY.year + 3))
    found = compute([written], replace(held(world), moment=later), units)
    wanted = compute([measure], replace(held(world), moment=MOMENT), units)
    assert [figure(written, found, unit) for unit in units.parents] == [
        figure(measure, wanted, unit) for unit in units.parents
    ]


def test_a_day_is_written_once_for_all_its_names() -> None:
    assert on_days(pupils.count(where=pupils.began_on <= as_of()), MOMENT) == pupils.count(
        where=pupils.began_on <= MOMENT.on
    )
