"""Spark through PySpark (extra `spark`): the same queries that Ibis makes for DuckDB, run by an existing session.

Whoever has a cluster hands its session over; `local_session` makes one on this machine, and only there is PySpark
imported. Days are written into the SQL, as Spark has no session variables of DuckDB's kind.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from yaodian.algebra.moment import Moment, require_moment
from yaodian.algebra.nodes import Node
from yaodian.algebra.world import ParameterSteps, no_parameters
from yaodian.engines.arrow import conform
from yaodian.engines.duck import read_columns, steps_needed, values_sql
from yaodian.engines.engine import SPARK_DIALECT, Engine, Limits, Source, Target
from yaodian.kernel.errors import YaodianError

Session = Any  # pyspark.sql.SparkSession


class NoSpark(YaodianError):
    """There is no PySpark or no Java; the message says what to install."""


def local_session(folder: Path, *, threads: str = "*", memory: str = "4g", partitions: int = 8) -> Session:
    """A session in this process's machine, with its files in a folder; NoSpark where it cannot be had."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise NoSpark("没有 Java：Spark 需要 Java 17，请安装后再试，或改用 --engine duckdb。")
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra
    except ImportError:
        raise NoSpark(
            "没有安装 PySpark：请执行 pip install -r requirements-spark.lock，或改用 --engine duckdb。"
        ) from None
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(partitions),
        "spark.sql.warehouse.dir": str(folder),
        "spark.local.dir": str(folder),
        "spark.driver.memory": memory,
        "spark.driver.maxResultSize": "0",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = SparkSession.builder.master(f"local[{threads}]").appName("yaodian")
    for key, value in options.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def engine(session: Session) -> Engine:
    """Spark for `measures.Held(engine=…)`. The session's time zone does not matter: only days are computed with."""

    @contextmanager
    def connected(
        tables: Mapping[str, Source],
        limits: Limits,  # noqa: ARG001  # the cluster has its own
        moment: Moment | None = None,  # noqa: ARG001  # its days are written
    ) -> Iterator[Callable[[str], pa.Table]]:
        for key, table in tables.items():
            frame = session.read.parquet(str(table)) if isinstance(table, Path) else session.createDataFrame(table)
            frame.createOrReplaceTempView(key)
        try:
            yield lambda sql: session.sql(sql).toArrow()
        finally:
            for key in tables:
                session.catalog.dropTempView(key)

    return Engine(SPARK_DIALECT, connected, days_written=True)


def values(
    expressions: Mapping[str, Node],
    *,
    session: Session,
    register: str,
    tables: Mapping[str, pa.Table],
    today: date,
    parameters: ParameterSteps = no_parameters,
    moment: Moment | None = None,
) -> pa.Table:
    """What each expression gives for each row of a register, as `duck.values`."""
    wanted = tuple(expressions.values())
    require_moment(wanted, moment)
    sql = values_sql(wanted, register, today, steps_needed(wanted, parameters), Target(SPARK_DIALECT, moment))
    with engine(session).connected(read_columns(wanted, register, tables), Limits(), moment) as query:
        found = query(sql).sort_by("id").rename_columns(["id", *expressions])
    return conform(found, {name: node.type for name, node in expressions.items()})
