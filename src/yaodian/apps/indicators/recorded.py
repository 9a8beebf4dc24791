"""Rows from their history: as they were recorded at a moment, for figures "as of" a day and for snapshots."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import pyarrow as pa
from django.db import connection
from django.utils import timezone

from yaodian.apps.ledgers.checking.relation import read
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import history_of, register_named


@dataclass(frozen=True)
class Recorded:
    """All rows as they were recorded at a moment, whatever was written since."""

    until: datetime

    @property
    def stamp(self) -> str:
        """Says which rows; those of a moment that is over never change."""
        return f"recorded:{self.until.isoformat()}"

    def tables(self, needed: Mapping[str, Iterable[str]]) -> dict[str, pa.Table]:
        """The rows of each register with these columns (and `id`)."""
        moment = f"'{connection.ops.adapt_datetimefield_value(self.until)}'"
        holds = f'"record_from" <= {moment} and ("record_to" is null or "record_to" > {moment}) and not "gone"'
        return {
            key: history_table(key, columns, f'from "{table_of(key)}" where {holds}') for key, columns in needed.items()
        }


def as_of(day: date) -> Recorded:
    """The rows as they were known at the end of a day."""
    return Recorded(timezone.make_aware(datetime.combine(day, time.max)))


def table_of(key: str) -> str:
    """The table of a register's history."""
    return str(history_of(key)._meta.db_table)


def history_table(key: str, columns: Iterable[str], source: str) -> pa.Table:
    """Versions of a register's rows as if they were the rows; `source` is ours, never a user's word."""
    register = register_named(key)
    types = {name: register.types[name] for name in sorted(set(columns) - {"id"})}
    named = {name: stored_name(register.by_key[name]) for name in types}
    return read(source, {"id": "row", **named}, types)
