"""Derived columns of staged rows, computed by the reference evaluator once for each distinct set of values."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction

from yaodian.algebra.nodes import Column as ColumnNode
from yaodian.algebra.nodes import walk
from yaodian.algebra.reference import evaluate_row
from yaodian.algebra.types import Kind as Values
from yaodian.algebra.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.imports.staging import Staging, quoted
from yaodian.apps.ledgers.numbers import numbers
from yaodian.apps.ledgers.storage import stored_name
from yaodian.registers.register import Register


def inputs(register: Register) -> list[str]:
    """The typed columns that the derived ones are computed from."""
    named = {
        node.name for derived in register.derivations.values() for node in walk(derived) if isinstance(node, ColumnNode)
    }
    return [column.key for column in register.columns if column.key in named and not column.derived]


def typed(register: Register, key: str, value: Any) -> Any:
    """A value as raw SQL gives it (SQLite: days as text, yes/no as 0 and 1) in its Python type."""
    kind = register.by_key[key].type.kind
    if kind is Values.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if kind is Values.YESNO and value is not None:
        return bool(value)
    return value


def derive(staging: Staging) -> Iterator[int]:
    """Compute the derived columns of all staged rows; yields after each short write."""
    register = staging.register
    needed = inputs(register)
    names = [stored_name(register.by_key[key]) for key in needed]
    targets = [stored_name(register.by_key[key]) for key in register.derivations]
    select = ", ".join(map(quoted, ["id", *names]))
    update = ", ".join(f"{quoted(name)} = %s" for name in targets)
    world = World(tables={}, today=today(), parameters=numbers())
    known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for done, piece in enumerate(staging.pieces(), 1):
        rows = staging.fetch(
            f"SELECT {select} FROM {staging.table} WHERE {staging.within()}",  # noqa: S608  # names are ours
            [*piece, staging.run],
        )
        written = []
        for number, *values in rows:
            key = tuple(values)
            if key not in known:
                known[key] = _derived(register, dict(zip(needed, values, strict=True)), world)
            written.append((*known[key], number))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {staging.table} SET {update} WHERE id = %s", written)  # noqa: S608
        yield done


def _derived(register: Register, values: Mapping[str, Any], world: World) -> tuple[Any, ...]:
    row = {key: typed(register, key, values.get(key)) for key in register.by_key}
    for key, node in register.derivations.items():
        row[key] = evaluate_row(node, row, world)
    return tuple(row[key] for key in register.derivations)
