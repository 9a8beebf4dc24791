"""Carrying out what was decided about differing cells: by rule for a column, by hand for a cell or row (hand wins)."""

from collections.abc import Iterator

from django.db import connection, transaction

from yaodian.apps.ledgers.imports.staging import Staging, names_of, quoted
from yaodian.apps.ledgers.models import Import

IDS_AT_ONCE = 500


def settle(staging: Staging, run: Import) -> Iterator[int]:
    """Put our value back into the staged rows wherever it is to stay; yields after each short write.

    Afterwards the rows must be compared and checked again, since other combinations of values came about.
    """
    columns: dict[str, str] = run.rules.get("columns", {})
    taken: dict[str, list[int]] = {}
    for row, column in run.decisions.filter(ours=False).values_list("row", "column"):
        taken.setdefault(column, []).append(row)
    for key in columns:
        except_rows = {*taken.get(key, ()), *taken.get("", ())}
        yield from _ours(staging, key, except_rows)
    for row, column in run.decisions.filter(ours=True).values_list("row", "column"):
        staging.model.filter(row=row, act="gone").update(act="stays")
        keys = [column] if column else [key for key in staging.register.by_key if key not in staging.register.identity]
        theirs = set(run.decisions.filter(row=row, ours=False).exclude(column="").values_list("column", flat=True))
        yield _ours_in_row(staging, [key for key in keys if key not in theirs], row)


def is_decided(run: Import) -> bool:
    """Whether anything was decided otherwise than taking the sheet's values."""
    return bool(run.rules.get("columns")) or run.decisions.exists()


def _assigned(staging: Staging, keys: list[str]) -> str:
    names = [quoted(name) for key in keys for name in names_of(staging.register.by_key[key])]
    return ", ".join(f"{name} = l.{name}" for name in names)


def _ours(staging: Staging, key: str, except_rows: set[int]) -> Iterator[int]:
    """Our values of a whole column, but for some rows (whose staged values are put back afterwards by leaving them out)."""
    row = quoted("row")
    excepted = f" AND s.{row} NOT IN ({', '.join(map(str, sorted(except_rows)))})" if except_rows else ""
    yield from staging.each(
        f"UPDATE {staging.table} AS s SET {_assigned(staging, [key])} FROM {staging.live} AS l"  # noqa: S608
        f" WHERE l.id = s.{row} AND s.act = 'changed'{excepted} AND {staging.within('s')}"
    )


def _ours_in_row(staging: Staging, keys: list[str], row: int) -> int:
    if not keys:
        return 0
    sql = (
        f"UPDATE {staging.table} AS s SET {_assigned(staging, keys)} FROM {staging.live} AS l"  # noqa: S608
        f" WHERE l.id = s.{quoted('row')} AND s.act = 'changed' AND s.run = %s AND s.{quoted('row')} = %s"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [staging.run, row])
        return int(cursor.rowcount)
