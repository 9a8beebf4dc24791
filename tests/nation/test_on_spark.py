"""The whole catalogue over a nation's snapshot on Spark: the same figures as on DuckDB, to the last digit.

Skipped without PySpark (extra `spark`) or Java.
"""

from pathlib import Path

import pytest

from yaodian.cli.nation.computing import Asked
from yaodian.cli.nation.shape import Shape
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.cli.nation.writing import write_nation
from yaodian.engines import spark
from yaodian.packs import catalogue

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,  # to make Spark's plans for 307 indicators takes minutes
]


def test_spark_gives_what_duckdb_gives(tmp_path: Path) -> None:
    write_nation(Shape(7, 2_000, per_school=100), tmp_path / "small")
    asked = Asked.of(catalogue(), Snapshot.read(tmp_path / "small"), (), ())
    wanted = asked.figures(asked.taking(), "school")
    try:
        session = spark.local_session(tmp_path / "spark", threads="1", memory="1g", partitions=1)
    except spark.NoSpark as error:
        pytest.skip(str(error))
    try:
        assert asked.figures(asked.taking(spark.engine(session)), "school").equals(wanted)
    finally:
        session.stop()
