"""DuckDB over Arrow tables: the data checks of one register in one query, and what expressions give for its rows.

The tables are those of the registers named by `algebra.needs.columns_needed`, as `engines.arrow.schema` says. Compiled
SQL is kept in the process, by expressions, day and parameters.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa

from yaodian.algebra.moment import Moment, require_moment
from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Node, ParameterValue, walk
from yaodian.algebra.world import ParameterSteps, no_parameters
from yaodian.engines.arrow import conform
from yaodian.engines.compile import compiled
from yaodian.engines.engine import Engine, Limits, Source, Target, dated
from yaodian.engines.lower import lower
from yaodian.engines.relations import Relations, unbound

Parameters = tuple[tuple[str, tuple[tuple[date, Decimal | None], ...]], ...]


DEFAULT_LIMITS = Limits()
DUCKDB_SQL = Target()


def failing(
    checks: Mapping[str, Node],
    *,
    register: str,
    tables: Mapping[str, pa.Table],
    today: date,
    parameters: ParameterSteps = no_parameters,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, pa.Int64Array]:
    """The ids of the rows for which each condition is true, ascending; all checks of a register in one query."""
    if not checks:
        return {}
    expressions = tuple(checks.values())
    require_moment(expressions, None)
    sql = _failing_sql(expressions, register, today, steps_needed(expressions, parameters))
    found = _run(sql, read_columns(expressions, register, tables), limits).sort_by("id")
    ids = found["id"].combine_chunks()
    return {code: ids.filter(found[f"c{number}"].combine_chunks()) for number, code in enumerate(checks)}


def values(
    expressions: Mapping[str, Node],
    *,
    register: str,
    tables: Mapping[str, pa.Table],
    today: date,
    parameters: ParameterSteps = no_parameters,
    moment: Moment | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> pa.Table:
    """What each expression gives for each row of a register: `id` and a column for each, ordered by id."""
    wanted = tuple(expressions.values())
    require_moment(wanted, moment)
    sql = values_sql(wanted, register, today, steps_needed(wanted, parameters))
    found = _run(sql, read_columns(wanted, register, tables), limits, moment).sort_by("id")
    # DuckDB's sums are of 128 bits; ArrowInvalid for those beyond 64
    return conform(found.rename_columns(["id", *expressions]), {name: node.type for name, node in expressions.items()})


@lru_cache(maxsize=256)
def _failing_sql(checks: tuple[Node, ...], register: str, today: date, parameters: Parameters) -> str:
    table = _columns(checks, register, today, parameters)
    flags = {name: table[name].fill_null(False) for name in table.columns if name != "id"}
    found = table.select("id", **flags)
    return str(ibis.to_sql(found.filter(reduce(or_, (found[name] for name in flags))), dialect="duckdb"))


@lru_cache(maxsize=256)
def values_sql(
    wanted: tuple[Node, ...], register: str, today: date, parameters: Parameters, target: Target = DUCKDB_SQL
) -> str:
    """`id` and c0, c1 … of a register's rows."""
    nodes = tuple(dated(node, target.written) for node in wanted)
    return str(ibis.to_sql(_columns(nodes, register, today, parameters), dialect=target.dialect))


def _columns(wanted: tuple[Node, ...], register: str, today: date, parameters: Parameters) -> ibis.Table:
    """`id` and c0, c1 … of a register's rows."""
    lowered = [lower(node) for node in wanted]
    relations = Relations(unbound(lowered, register), today, dict(parameters).__getitem__)
    here = relations.here(register, lowered)
    return here.table.select("id", **{f"c{number}": compiled(node, here) for number, node in enumerate(lowered)})


def steps_needed(expressions: tuple[Node, ...], parameters: ParameterSteps) -> Parameters:
    """The parameters that expressions name, as a part of the cache's key."""
    keys = {node.key for expression in expressions for node in walk(expression) if isinstance(node, ParameterValue)}
    return tuple((key, tuple(parameters(key))) for key in sorted(keys))


def read_columns(expressions: tuple[Node, ...], register: str, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with only the columns that are read."""
    needed = columns_needed(expressions, register)
    return {key: tables[key].select(sorted(names)) for key, names in needed.items()}


def _run(sql: str, tables: Mapping[str, pa.Table], limits: Limits, moment: Moment | None = None) -> pa.Table:
    with connected(tables, limits, moment) as query:
        return query(sql)


@contextmanager
def connected(
    tables: Mapping[str, Source], limits: Limits, moment: Moment | None = None
) -> Iterator[Callable[[str], pa.Table]]:
    """What runs SQL over the tables, by their keys, and the days of a moment."""
    with database(limits).cursor() as connection:
        for key, table in tables.items():
            connection.register(key, connection.read_parquet(str(table)) if isinstance(table, Path) else table)
        if moment:
            set_days(connection, moment)
        yield lambda sql: connection.sql(sql).to_arrow_table()


def set_days(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    """Give a connection the days by which queries ask for them."""
    for name, day in moment.days.items():
        connection.execute(f"SET VARIABLE {name} = DATE '{day.isoformat()}'")


@lru_cache(maxsize=8)
def database(limits: Limits) -> duckdb.DuckDBPyConnection:
    """An empty database, which all that runs at once within the same limits shares: opening one takes ten milliseconds.
    Tables and variables are a cursor's own."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "temp_directory": limits.folder,
        "autoinstall_known_extensions": False,  # a bureau's server has no internet
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)


DUCKDB = Engine(DUCKDB_SQL.dialect, connected)
