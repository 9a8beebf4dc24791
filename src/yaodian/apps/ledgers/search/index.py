"""The index tables, one beside each register with searched columns: made, written, erased, rebuilt; on both databases.

`ledger_<key>_search` holds for each row its tokens (see tokens.py). It is derived from the rows: losing it loses nothing.
SQLite: an FTS5 table without positions. PostgreSQL: a tsvector of plain tokens under GIN. Django does not manage it.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from yaodian.apps.ledgers.access import is_masked
from yaodian.apps.ledgers.search.query import Match
from yaodian.apps.ledgers.search.tokens import tokens_of, unit_token
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import rows_of
from yaodian.registers.columns import Column, IdNumber, Phone, Place, Ref, Text
from yaodian.registers.register import Register

AT_ONCE = 2000  # rows of one statement
SHAPES = "ledgers_search_shape"  # by which declaration each index was built

Document = tuple[int, str]  # a row's number and its tokens, blanks between


def table_of(register: Register) -> str:
    """The index of a register."""
    return f"ledger_{register.key}_search"


def searched(register: Register) -> list[Column]:
    """The columns whose words the index holds; never masked ones."""
    kinds = Text | Place | Phone | IdNumber
    return [c for c in register.columns if c.searched and not is_masked(c) and isinstance(c, kinds)]


def searched_through(register: Register) -> list[Ref]:
    """The references by whose rows' words a row is found too: those declared `searched`, and those that name the row."""
    found = [column for column in register.columns if isinstance(column, Ref) and not is_masked(column)]
    return [column for column in found if column.searched or column.key in register.label]


def stored_words(register: Register) -> list[str]:
    """The stored attributes from which a row's tokens are made: the owner, then the searched columns."""
    return [f"{register.owner}_id", *map(stored_name, searched(register))]


def document(row_id: int, owner: int, texts: Iterable[str | None]) -> Document:
    """What the index holds of a row."""
    return row_id, " ".join(dict.fromkeys((unit_token(owner), *tokens_of(texts))))


def write(register: Register, documents: Iterable[Document]) -> None:
    """Put rows into the index, in place of what it held of them."""
    waiting = iter(documents)
    with connection.cursor() as cursor:
        while some := list(islice(waiting, AT_ONCE)):
            if connection.vendor == "postgresql":
                ids, tokens = zip(*some, strict=True)
                cursor.execute(_PUT_POSTGRESQL.format(table_of(register)), [list(ids), list(tokens)])
            else:
                cursor.executemany(_PUT_SQLITE.format(table_of(register)), some)


def erase(register: Register, row_ids: Sequence[int]) -> None:
    """Take rows out of the index."""
    name = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f'DELETE FROM "{table_of(register)}" WHERE {name} = %s', [[row] for row in row_ids])  # noqa: S608


def rebuild(register: Register) -> int:
    """Make the index anew from the rows; how many there are. 1,000,000 rows take about a minute."""
    with transaction.atomic():
        drop(register)
        with connection.cursor() as cursor:
            cursor.execute(_MAKE[connection.vendor].format(table_of(register)))
        rows = rows_of(register.key)._default_manager.order_by("pk").values_list("pk", *stored_words(register))
        write(register, (document(row, owner, texts) for row, owner, *texts in rows.iterator(AT_ONCE)))
        with connection.cursor() as cursor:
            for statement in _FINISH[connection.vendor]:
                cursor.execute(statement.format(table_of(register)))
            cursor.execute(f"DELETE FROM {SHAPES} WHERE register = %s", [register.key])  # noqa: S608
            cursor.execute(f"INSERT INTO {SHAPES} VALUES (%s, %s)", [register.key, shape(register)])  # noqa: S608
            cursor.execute(f'SELECT count(*) FROM "{table_of(register)}"')  # noqa: S608  # our own name
            return int(cursor.fetchone()[0])


def drop(register: Register) -> None:
    """Remove the index."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{table_of(register)}"')
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {SHAPES} (register varchar(64) PRIMARY KEY, shape varchar(1000))")
        cursor.execute(f"DELETE FROM {SHAPES} WHERE register = %s", [register.key])  # noqa: S608  # our own name


def shape(register: Register) -> str:
    """What the index is built from; another shape needs another index."""
    return ",".join(["1", *stored_words(register)])  # the first is the version of tokens.py


def built_shapes() -> dict[str, str]:
    """The shape of each index that is there, by register."""
    with connection.cursor() as cursor:
        if SHAPES not in connection.introspection.table_names(cursor):
            return {}
        cursor.execute(f"SELECT register, shape FROM {SHAPES}")  # noqa: S608  # our own name
        return dict(cursor.fetchall())


def analyse(register: Register) -> None:
    """Let the database look at the values of the register's rows (and index), by which it chooses how to answer."""
    postgresql = connection.vendor == "postgresql"
    tables = [
        rows_of(register.key)._meta.db_table,
        *([table_of(register)] if postgresql and searched(register) else []),
    ]
    with connection.cursor() as cursor:
        if not postgresql:
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows of each index: some milliseconds
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')
        if table_of(register) in tables:  # else searches read what was just added one by one
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{table_of(register)}_tokens"])


def condition(register: Register, match: Match) -> tuple[str, list[Any]]:
    """The numbers of the rows that a match finds, as a query for `IN` (see match.Match)."""
    if connection.vendor == "postgresql":
        return f'SELECT id FROM "{table_of(register)}" WHERE tokens @@ %s::tsquery', [match.tsquery]  # noqa: S608
    table = table_of(register)
    return f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s', [match.fts5]  # noqa: S608  # our own name


def joined(
    register: Register,
    rows: QuerySet[Any],
    match: Match,
    *,
    after: int | None = None,
    before: int | None = None,
    down: bool = False,
) -> QuerySet[Any]:
    """The rows that a match finds, in the order of their numbers, read along the index: for finds too many to be sorted."""
    table, number = table_of(register), "id" if connection.vendor == "postgresql" else "rowid"
    where = [f'"{table}".{number} = "{rows.model._meta.db_table}".id', _FINDS[connection.vendor].format(table)]
    params: list[Any] = [match.tsquery if connection.vendor == "postgresql" else match.fts5]
    for sign, bound in ((">", after), ("<", before)):
        if bound is not None:
            where.append(f'"{table}".{number} {sign} %s')
            params.append(bound)
    order = f"{'-' if down else ''}{table}.{number}"
    found: QuerySet[Any] = rows.extra(tables=[table], where=where, params=params, order_by=[order])  # noqa: S610  # our names
    return found


def number_found(register: Register, match: Match, most: int) -> int:
    """How many rows a match finds, counted in the index alone; not more than `most`."""
    sql, params = condition(register, match)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {most}) AS found", params)  # noqa: S608  # our own names
        return int(cursor.fetchone()[0])


def tokens(register: Register, row_ids: Sequence[int]) -> list[frozenset[str]]:
    """What the index holds of some rows."""
    if not row_ids:
        return []
    marks = ", ".join(["%s"] * len(row_ids))
    with connection.cursor() as cursor:
        cursor.execute(_TOKENS[connection.vendor].format(table_of(register), marks), row_ids)
        return [frozenset(words.split(" ") if isinstance(words, str) else words) for (words,) in cursor.fetchall()]


_FINDS = {"sqlite": '"{}" MATCH %s', "postgresql": '"{}".tokens @@ %s::tsquery'}
_TOKENS = {
    "sqlite": 'SELECT tokens FROM "{}" WHERE rowid IN ({})',
    "postgresql": 'SELECT tsvector_to_array(tokens) FROM "{}" WHERE id IN ({})',
}
_PUT_SQLITE = 'INSERT OR REPLACE INTO "{}" (rowid, tokens) VALUES (%s, %s)'
_PUT_POSTGRESQL = """
INSERT INTO "{}" (id, tokens)
SELECT id, array_to_tsvector(string_to_array(words, ' ')) FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)
ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens
"""
_MAKE = {
    "sqlite": """CREATE VIRTUAL TABLE "{}" USING fts5 (tokens, detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')""",
    "postgresql": 'CREATE TABLE "{}" (id bigint PRIMARY KEY, tokens tsvector NOT NULL)',
}
_FINISH = {
    "sqlite": ("""INSERT INTO "{0}" ("{0}") VALUES ('optimize')""",),
    "postgresql": ('CREATE INDEX "{0}_tokens" ON "{0}" USING gin (tokens)',),
}
