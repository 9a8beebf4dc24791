"""Spark through PySpark (extra `spark`): the same queries that Ibis makes for DuckDB, run by an existing session.

This module does not import PySpark; whoever has a cluster hands its session over. Days are written into the SQL, as Spark
has no session variables of DuckDB's kind.
"""

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

Session = Any  # pyspark.sql.SparkSession


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
