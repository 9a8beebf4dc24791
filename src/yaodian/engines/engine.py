"""What an engine is to measures: a dialect of SQL and a way to run it over tables."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import pyarrow as pa

from yaodian.algebra.moment import DAYS, Moment
from yaodian.algebra.nodes import Literal, Node
from yaodian.algebra.rewrite import rebuild
from yaodian.algebra.types import DATE

DUCKDB_DIALECT, SPARK_DIALECT = "duckdb", "pyspark"
# a table, or Parquet files (a path, perhaps with *) that are read as they are needed
Source: TypeAlias = "pa.Table | Path"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use. Beyond the memory DuckDB writes to `folder`; without one the query fails."""

    memory: str = "512MB"
    threads: int = 2
    folder: str = ""


class Connected(Protocol):
    """Gives what runs SQL over tables, by their keys; a moment's days are set where the engine has variables."""

    def __call__(
        self, tables: Mapping[str, Source], limits: Limits, moment: Moment | None = None
    ) -> AbstractContextManager[Callable[[str], pa.Table]]: ...


@dataclass(frozen=True, slots=True)
class Target:
    """For what SQL is made: a dialect, and the days that stand in it where the engine has no variables for them."""

    dialect: str = DUCKDB_DIALECT
    written: Moment | None = None


@dataclass(frozen=True)
class Engine:
    """`days_written`: the days of a moment stand in the SQL, which is then made for each moment."""

    dialect: str
    connected: Connected
    days_written: bool = False

    def target(self, moment: Moment | None) -> Target:
        """For what SQL about a moment is made."""
        return Target(self.dialect, moment if self.days_written else None)


def dated(node: Node, moment: Moment | None) -> Node:
    """The same with the moment's days as written values; without one as it is."""
    if moment is None:
        return node
    if name := DAYS.get(type(node)):
        return Literal(moment.days[name], DATE)
    return rebuild(node, lambda child: dated(child, moment))
