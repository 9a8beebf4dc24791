"""DuckDB over Arrow tables: the data checks of one register in one query, and what expressions give for its rows.

The tables are those of the registers named by `algebra.needs.columns_needed`, as `engines.arrow.schema` says. Compiled
SQL is kept in the process, by expressions, day and parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_

import duckdb
import ibis
import pyarrow as pa

from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Node, ParameterValue, walk
from yaodian.algebra.world import ParameterSteps, no_parameters
from yaodian.engines.compile import compiled
from yaodian.engines.lower import lower
from yaodian.engines.relations import Relations, unbound

Parameters = tuple[tuple[str, tuple[tuple[date, Decimal | None], ...]], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use. Beyond the memory DuckDB writes to `folder`; without one the query fails."""

    memory: str = "512MB"
    threads: int = 2
    folder: str = ""


DEFAULT_LIMITS = Limits()


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
    sql = _failing_sql(expressions, register, today, _needed(expressions, parameters))
    found = _run(sql, _read(expressions, register, tables), limits).sort_by("id")
    ids = found["id"].combine_chunks()
    return {code: ids.filter(found[f"c{number}"].combine_chunks()) for number, code in enumerate(checks)}


def values(
    expressions: Mapping[str, Node],
    *,
    register: str,
    tables: Mapping[str, pa.Table],
    today: date,
    parameters: ParameterSteps = no_parameters,
    limits: Limits = DEFAULT_LIMITS,
) -> pa.Table:
    """What each expression gives for each row of a register: `id` and a column for each, ordered by id."""
    wanted = tuple(expressions.values())
    sql = _values_sql(wanted, register, today, _needed(wanted, parameters))
    found = _run(sql, _read(wanted, register, tables), limits).sort_by("id")
    return found.rename_columns(["id", *expressions])


@lru_cache(maxsize=256)
def _failing_sql(checks: tuple[Node, ...], register: str, today: date, parameters: Parameters) -> str:
    table = _columns(checks, register, today, parameters)
    flags = {name: table[name].fill_null(False) for name in table.columns if name != "id"}
    found = table.select("id", **flags)
    return str(ibis.to_sql(found.filter(reduce(or_, (found[name] for name in flags))), dialect="duckdb"))


@lru_cache(maxsize=256)
def _values_sql(wanted: tuple[Node, ...], register: str, today: date, parameters: Parameters) -> str:
    return str(ibis.to_sql(_columns(wanted, register, today, parameters), dialect="duckdb"))


def _columns(wanted: tuple[Node, ...], register: str, today: date, parameters: Parameters) -> ibis.Table:
    """`id` and c0, c1 … of a register's rows."""
    lowered = [lower(node) for node in wanted]
    relations = Relations(unbound(lowered, register), today, dict(parameters).__getitem__)
    here = relations.here(register, lowered)
    return here.table.select("id", **{f"c{number}": compiled(node, here) for number, node in enumerate(lowered)})


def _needed(expressions: tuple[Node, ...], parameters: ParameterSteps) -> Parameters:
    """The parameters that expressions name, as a part of the cache's key."""
    keys = {node.key for expression in expressions for node in walk(expression) if isinstance(node, ParameterValue)}
    return tuple((key, tuple(parameters(key))) for key in sorted(keys))


def _read(expressions: tuple[Node, ...], register: str, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with only the columns that are read."""
    needed = columns_needed(expressions, register)
    return {key: tables[key].select(sorted(names)) for key, names in needed.items()}


def _run(sql: str, tables: Mapping[str, pa.Table], limits: Limits) -> pa.Table:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "temp_directory": limits.folder,
        "autoinstall_known_extensions": False,  # a bureau's server has no internet
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        for key, table in tables.items():
            connection.register(key, table)
        return connection.sql(sql).to_arrow_table()
