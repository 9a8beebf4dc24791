"""The staging table of a register: one run's rows, written in short pieces so that nobody else waits for an import."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from yaodian.apps.ledgers.storage import pinyin_name, stored_name, stored_names
from yaodian.apps.ledgers.tables import history_of, rows_of, staged_of
from yaodian.registers.columns import Column
from yaodian.registers.register import Kind, Register

CELLS = 250_000  # written by one statement: about 0.1 s on SQLite
OWN = ("run", "sheet", "line", "act", "changes")
DATES_AS_TEXT = connection.vendor == "sqlite"


def quoted(name: str) -> str:
    """A table's or column's name in SQL."""
    return connection.ops.quote_name(name)


def differs(left: str, right: str) -> str:
    """SQL for "not the same", where two unknowns are the same."""
    return f"{left} {'IS NOT' if connection.vendor == 'sqlite' else 'IS DISTINCT FROM'} {right}"


def names_of(column: Column) -> list[str]:
    """The database columns that hold a column's value and its sort key."""
    return [name for name in (stored_name(column), pinyin_name(column)) if name]


@dataclass
class Staging:
    """One run's staged rows. Its methods write in pieces of their own transactions; `step` hears how far they are."""

    register: Register
    run: int
    _pieces: list[tuple[int, int]] | None = field(default=None, repr=False)

    @property
    def model(self) -> QuerySet[Any]:
        """The run's rows through Django."""
        found: QuerySet[Any] = staged_of(self.register.key)._default_manager.filter(run=self.run)
        return found

    @cached_property
    def table(self) -> str:
        """The staging table's name, quoted."""
        return quoted(staged_of(self.register.key)._meta.db_table)

    @cached_property
    def live(self) -> str:
        """The table of the rows, quoted."""
        return quoted(rows_of(self.register.key)._meta.db_table)

    @cached_property
    def history(self) -> str:
        """The table of versions, quoted."""
        return quoted(history_of(self.register.key)._meta.db_table)

    @cached_property
    def names(self) -> list[str]:
        """The stored columns that rows, history and staging share."""
        return stored_names(self.register)

    @cached_property
    def identity(self) -> list[str]:
        """The stored columns that name a row."""
        period = ["period"] if self.register.kind is Kind.PERIODIC else []
        return period + [stored_name(self.register.by_key[key]) for key in self.register.identity]

    @property
    def rows_at_once(self) -> int:
        """How many rows one statement may touch."""
        return max(500, CELLS // (len(self.names) + len(OWN)))

    def clear(self) -> None:
        """Drop the run's rows."""
        for piece in self.pieces():
            self.execute(f"DELETE FROM {self.table} WHERE {self.within()}", [*piece, self.run])  # noqa: S608  # names are ours
        self._pieces = None

    def drop(self, *acts: str) -> None:
        """Drop the run's rows of these acts, in one statement: for what is few or waits for nobody."""
        self.model.filter(act__in=acts).delete()
        self._pieces = None

    def add(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows (values in the order of `names`), one piece each transaction."""
        places = ", ".join(["%s"] * len(names))
        columns = ", ".join(map(quoted, names))
        sql = f"INSERT INTO {self.table} ({columns}) VALUES ({places})"  # noqa: S608  # names are ours
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(sql, list(rows))
        self._pieces = None

    def pieces(self) -> list[tuple[int, int]]:
        """The run's rows as ranges of staged ids, each small enough for one short statement."""
        if self._pieces is None:
            ids = list(self.model.order_by("id").values_list("id", flat=True))
            size = self.rows_at_once
            self._pieces = [(ids[at], ids[min(at + size, len(ids)) - 1]) for at in range(0, len(ids), size)]
        return self._pieces

    def forget_pieces(self) -> None:
        """After rows were added otherwise than by `add`."""
        self._pieces = None

    def within(self, alias: str = "") -> str:
        """The condition for one piece; its parameters are the piece's two ids and the run."""
        at = f"{alias}." if alias else ""
        # +run keeps SQLite off the index by run, which would be read whole for every piece
        return f"{at}{quoted('id')} BETWEEN %s AND %s AND +{at}{quoted('run')} = %s"

    def each(self, sql: str, *parameters: Any) -> Iterator[int]:
        """Execute a statement for every piece (`{within}` stands last in it); yields how many pieces are done."""
        for done, piece in enumerate(self.pieces(), 1):
            self.execute(sql, [*parameters, *piece, self.run])
            yield done

    def execute(self, sql: str, parameters: Sequence[Any]) -> int:
        """One statement in its own transaction (or in the caller's); how many rows it touched."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return int(cursor.rowcount)

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())
