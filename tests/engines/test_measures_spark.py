"""Spark in local mode: every example, and fixed random measures and expressions, in one session.

Skipped without PySpark (extra `spark`) or Java; .ci/run installs the one where it finds the other.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engines import measure_examples, other_examples, row_examples
from tests.engines.drawing import expressions, worlds
from tests.engines.measure_drawing import measures, trees
from tests.engines.measure_vocabulary import UNITS, MeasureExample, by_reference, decimals, held
from tests.engines.vocabulary import TYPES, Example, by_duckdb
from yaodian.algebra.figures import figure, shown
from yaodian.algebra.measures import Measure
from yaodian.algebra.nodes import Node
from yaodian.algebra.world import World
from yaodian.cli.nation.computing import Asked
from yaodian.cli.nation.shape import Shape
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.cli.nation.writing import write_nation
from yaodian.engines import arrow, spark
from yaodian.engines.duck import DUCKDB
from yaodian.engines.measures import Rolled, compute
from yaodian.packs import catalogue

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:unclosed.*socket:ResourceWarning"),  # py4j's
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
one_draw = settings(
    max_examples=1, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ROWS = [*row_examples.EXAMPLES, *other_examples.EXAMPLES]
PHASES = range(3)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One local session for all."""
    try:
        found = spark.local_session(tmp_path_factory.mktemp("spark"), threads="1", memory="1g", partitions=1)
    except spark.NoSpark as error:
        pytest.skip(str(error))
    found.conf.set("spark.sql.session.timeZone", "Asia/Shanghai")  # no figure depends on it
    yield found
    found.stop()


def row_values(session: Any, node: Node, register: str, world: World) -> list[Any]:
    """What an expression gives for each row, on Spark."""
    tables = {
        key: pa.Table.from_pylist(list(rows), schema=arrow.schema(TYPES[key])) for key, rows in world.tables.items()
    }
    found = spark.values(
        {"it": node},
        session=session,
        register=register,
        tables=tables,
        today=world.today,
        parameters=world.parameters,
        moment=world.moment,
    )
    return found["it"].to_pylist()


def rolled(session: Any, measure: Measure, world: World, units: Any, dimensions: Any = ()) -> Rolled:
    """What a measure's figures need, on Spark."""
    return compute([measure], replace(held(world), engine=spark.engine(session)), units, dimensions)


@pytest.mark.parametrize("example", ROWS, ids=lambda example: example.says)
def test_an_expression_gives_the_same_on_spark(session: Any, example: Example) -> None:
    assert row_values(session, example.node, example.register, example.world()) == example.gives()


@pytest.mark.parametrize("example", measure_examples.EXAMPLES, ids=lambda example: example.says)
def test_a_measure_gives_the_same_on_spark(session: Any, example: MeasureExample) -> None:
    found = rolled(session, example.built, example.world(), UNITS, example.dimensions)
    for unit, cell, answer in example.answers():
        given_here = shown(figure(example.built, found, unit, cell), decimals(answer))
        assert (unit, cell, "" if given_here is None else str(given_here)) == (unit, cell, answer)


@pytest.mark.parametrize("name", Node.classes)
@one_draw
@given(data=st.data())
def test_spark_agrees_on_a_random_expression(session: Any, name: str, data: st.DataObject) -> None:
    node, world = data.draw(expressions(name)), data.draw(worlds())
    assert row_values(session, node, "pupils", world) == by_duckdb({"it": node}, "pupils", world)["it"]


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", Measure.classes)
@one_draw
@given(data=st.data())
def test_spark_agrees_on_a_random_measure(session: Any, name: str, phase: int, data: st.DataObject) -> None:
    measure, units = data.draw(measures(name)), data.draw(trees())
    worlds_drawn = [data.draw(worlds()) for _draw in range(phase + 1)]
    found = rolled(session, measure, worlds_drawn[-1], units)
    wanted = by_reference(measure, worlds_drawn[-1], units)
    assert {(unit, ()): figure(measure, found, unit) for unit in units.parents} == wanted


def test_a_nations_flat_snapshot_gives_the_same_on_spark(session: Any, tmp_path: Path) -> None:
    """Parquet files read in place, columns with a dot in their names, figures split up, in columns."""
    write_nation(Shape(7, 1_000, per_school=100), tmp_path / "nation")
    codes = ["compulsory.pupils", "primary.girls_share", "primary.retention_rate", "compulsory.private_share"]
    asked = Asked.of(catalogue(), Snapshot.read(tmp_path / "nation"), codes, ("stage", "sex"))
    ours, theirs = (asked.figures(asked.taking(engine), "school") for engine in (DUCKDB, spark.engine(session)))
    assert ours.num_rows > 10
    assert theirs.equals(ours)
