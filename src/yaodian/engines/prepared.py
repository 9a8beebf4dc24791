"""Queries that are planned once and run over few rows again and again, as after every change of a child's school.

To plan a scan of hundreds of conditions takes DuckDB several times as long as to run it over the rows of two schools. A
prepared query keeps its plan as long as its tables are the same and it was not optimised: so tables are handed over that
give other rows each time, and the plan is taken as it is written, which joins by keys and needs no better one.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from threading import Lock

import pyarrow as pa

from yaodian.algebra.moment import Moment
from yaodian.engines.duck import database, set_days
from yaodian.engines.engine import Limits

MOST = 64  # plans that are kept
AT_ONCE, MANY = 2048, 4096  # rows that DuckDB takes at a time; from how many on a second thread is worth waking


def over_few(sql: str, tables: Mapping[str, pa.Table], limits: Limits, moment: Moment) -> pa.Table:
    """What a query gives over tables of few rows. The same query always has tables of the same columns."""
    threads = 1 if max(table.num_rows for table in tables.values()) < MANY else min(2, limits.threads)
    return _prepared(sql, replace(limits, threads=threads)).run(
        {key: _even(table) for key, table in tables.items()}, moment
    )


def _even(table: pa.Table) -> pa.Table:
    """The same in pieces that DuckDB need not cut or mend."""
    if table.num_columns == 0 or table.column(0).num_chunks <= 1:
        return table
    return pa.Table.from_batches(table.combine_chunks().to_batches(AT_ONCE), table.schema)


@lru_cache(maxsize=MOST)
def _prepared(sql: str, limits: Limits) -> "Prepared":
    return Prepared(sql, limits)


class Rows:
    """A table that is another each time it is read."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_schema__(self) -> object:
        return self.table.schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


class Prepared:
    """A query on a connection of its own; planned when it is first run."""

    def __init__(self, sql: str, limits: Limits) -> None:
        self._sql, self._lock, self._dated = sql, Lock(), "getvariable" in sql.lower()
        self._rows: dict[str, Rows] = {}
        self._connection = database(limits).cursor()
        self._connection.execute("PRAGMA disable_optimizer")

    def run(self, tables: Mapping[str, pa.Table], moment: Moment) -> pa.Table:
        """What it gives over these rows."""
        with self._lock:
            if self._dated:
                set_days(self._connection, moment)
            if self._rows:
                for key, table in tables.items():
                    self._rows[key].table = table
            else:
                self._rows = {key: Rows(table) for key, table in tables.items()}
                for key, rows in self._rows.items():
                    self._connection.register(key, rows)
                self._connection.execute(f"PREPARE scan AS {self._sql}")
            try:
                return self._connection.sql("EXECUTE scan").to_arrow_table()
            finally:
                for rows in self._rows.values():
                    rows.table = rows.table.slice(0, 0)  # not kept beyond
