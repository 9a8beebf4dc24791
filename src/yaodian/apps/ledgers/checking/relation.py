"""Stored rows as Arrow tables for the engine: only the columns that are asked for.

A database file and PostgreSQL are read through ADBC, ten times as fast as a cursor; inside a transaction, whose own rows
another connection cannot see, and for a database in memory, Django's cursor is used.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import adbc_driver_sqlite.dbapi
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from yaodian.algebra.types import Kind, Type
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.engines.arrow import arrow_type, conform, schema

TEXTS = (Kind.TEXT, Kind.ID, Kind.CODE, Kind.DATE)


def live_tables(needed: Mapping[str, Iterable[str]]) -> dict[str, pa.Table]:
    """The rows of each register with these columns (and `id`)."""
    return {key: live_table(key, columns) for key, columns in needed.items()}


def live_table(key: str, columns: Iterable[str], *, ids: Iterable[int] | None = None) -> pa.Table:
    """The rows of a register, all or those with these ids; `id` and the columns, typed as engines.arrow says."""
    types = {name: register_named(key).types[name] for name in sorted(set(columns) - {"id"})}
    named = {name: stored_name(register_named(key).by_key[name]) for name in types}
    table = rows_of(key)._meta.db_table
    if ids is None:
        return read(f'from "{table}"', {"id": "id", **named}, types)
    numbers = ", ".join(str(int(number)) for number in ids) or "null"
    return _by_cursor(f'from "{table}" where "id" in ({numbers})', {"id": "id", **named}, types)


def read(source: str, named: Mapping[str, str], types: Mapping[str, Type]) -> pa.Table:
    """`select … {source}` as Arrow; `named` says which database column is which. `source` is ours, never a user's word."""
    if transaction.get_connection().in_atomic_block or _in_memory():
        return _by_cursor(source, named, types)
    # ADBC's driver guesses a SQLite column's type from its first rows, so texts come as "" where they are unknown.
    sqlite = connection.vendor == "sqlite"
    parts = [
        f'coalesce("{column}", \'\') as "{name}"'
        if sqlite and name in types and types[name].kind in TEXTS
        else f'"{column}" as "{name}"'
        for name, column in named.items()
    ]
    with _adbc() as held, held.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)} {source}")  # names of declared columns
        found = cursor.fetch_arrow_table()
    return conform(_unknown_for_empty(found, types) if sqlite else found, types)


def _unknown_for_empty(table: pa.Table, types: Mapping[str, Type]) -> pa.Table:
    for number, name in enumerate(table.column_names):
        if name in types and types[name].kind in TEXTS:
            column = table[name].cast(pa.string())
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
            table = table.set_column(number, name, column.cast(arrow_type(types[name])))
    return table


def _by_cursor(source: str, named: Mapping[str, str], types: Mapping[str, Type]) -> pa.Table:
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{column}"' for column in named.values())
        cursor.execute(f"select {columns} {source}")  # names of declared columns
        rows = cursor.fetchall()
    wanted = schema(types)
    held = dict(zip(named, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(named, ())
    arrays = [_array(held[field.name], field.type) for field in wanted]
    return pa.table(arrays, schema=wanted)


def _array(values: Iterable[Any], of: pa.DataType) -> pa.Array:
    """Values of a cursor; SQLite gives days as text and yes/no as numbers."""
    found = list(values)
    if pa.types.is_boolean(of):
        return pa.array([None if value is None else bool(value) for value in found], of)
    if pa.types.is_date(of) and any(isinstance(value, str) for value in found):
        return pa.array(found, pa.string()).cast(of)
    return pa.array(found, of)


def _in_memory() -> bool:
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and (not name or "memory" in name)


def _adbc() -> Any:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return adbc_driver_sqlite.dbapi.connect(f"file:{database['NAME']}?mode=ro")
    import adbc_driver_postgresql.dbapi  # noqa: PLC0415  # an extra: only where PostgreSQL is used

    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    words = " ".join(f"{key}='{database[name]}'" for key, name in names.items() if database.get(name))
    return adbc_driver_postgresql.dbapi.connect(words)
