"""Staged rows against stored ones, in SQL: which row each is, what stays where the sheet says nothing, what differs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from yaodian.apps.ledgers.imports.derivations import derive
from yaodian.apps.ledgers.imports.staging import Staging, differs, names_of, quoted
from yaodian.apps.ledgers.models import Alias
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import rows_of
from yaodian.registers.register import Register

ALIASES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rules:
    """What an import may write on rows that are there already. `mapped`: the columns that the sheet has; `clears`: an
    empty cell empties; `sourced`: the profile's columns; `reach`: the units whose rows may be touched, None for all."""

    mapped: frozenset[str]
    clears: bool = False
    sourced: frozenset[str] = frozenset()
    reach: Sequence[int] | None = None

    def writes(self, register: Register, key: str) -> bool:
        """Whether the sheet's value of a column counts for a row that is there."""
        return key in self.mapped and (not register.by_key[key].master or key in self.sourced)


def match(staging: Staging, rules: Rules) -> Iterator[int]:
    """Find each staged row's stored one and fill in what the sheet does not say; then mark new, changed and same.

    A row of a unit out of reach becomes `foreign` and nothing of it is copied. Yields after each short write.
    """
    if rows_of(staging.register.key)._default_manager.exists():
        yield from staging.each(_find_sql(staging, rules))
        yield from _by_alias(staging, rules)
        if rules.reach is not None:
            yield from staging.each(_foreign_sql(staging))
        if staging.register.derivations:
            yield from derive(staging)
        yield from staging.each(_differences_sql(staging))
    elif staging.register.derivations:
        yield from derive(staging)
    yield from staging.each(
        f"UPDATE {staging.table} SET act = CASE WHEN {quoted('row')} IS NULL THEN 'new'"  # noqa: S608  # names are ours
        f" WHEN changes = '' THEN 'same' ELSE 'changed' END WHERE act = '' AND {staging.within()}"
    )


def compare_again(staging: Staging) -> Iterator[int]:
    """After staged values were changed: derive and compare anew; what no longer differs is `same`."""
    if staging.register.derivations:
        yield from derive(staging)
    sql = _differences_sql(staging).replace("s.act IN ('', 'wrong')", "s.act = 'changed'")
    yield from staging.each(sql)
    yield from staging.each(
        f"UPDATE {staging.table} SET act = 'same' WHERE act = 'changed' AND changes = '' AND {staging.within()}"  # noqa: S608
    )


def _same_identity(staging: Staging) -> str:
    return " AND ".join(f"l.{quoted(name)} = s.{quoted(name)}" for name in staging.identity)


def _in_reach(staging: Staging, rules: Rules) -> str:
    if rules.reach is None:
        return ""
    numbers = ", ".join(map(str, map(int, rules.reach))) or "NULL"
    return f" AND l.{_owner(staging)} IN ({numbers})"


def _owner(staging: Staging) -> str:
    return quoted(stored_name(staging.register.by_key[staging.register.owner]))


def _merged(staging: Staging, rules: Rules) -> str:
    """The assignments that keep what is stored wherever the sheet has no word on it."""
    register = staging.register
    parts = [f"{quoted('row')} = l.id", "version = l.version"]
    for column in register.columns:
        if column.key in register.identity or column.derived:
            continue
        for name in map(quoted, names_of(column)):
            if not rules.writes(register, column.key):
                parts.append(f"{name} = l.{name}")
            elif not rules.clears:
                parts.append(f"{name} = COALESCE(s.{name}, l.{name})")
    return ", ".join(parts)


def _find_sql(staging: Staging, rules: Rules) -> str:
    return (
        f"UPDATE {staging.table} AS s SET {_merged(staging, rules)} FROM {staging.live} AS l"  # noqa: S608  # names are ours
        f" WHERE {_same_identity(staging)}{_in_reach(staging, rules)} AND {staging.within('s')}"
    )


def _foreign_sql(staging: Staging) -> str:
    return (
        f"UPDATE {staging.table} AS s SET act = 'foreign' FROM {staging.live} AS l"  # noqa: S608  # names are ours
        f" WHERE {_same_identity(staging)} AND s.{quoted('row')} IS NULL AND {staging.within('s')}"
    )


def _differences_sql(staging: Staging) -> str:
    """Name the columns that differ."""
    parts = []
    for column in staging.register.columns:
        name = quoted(stored_name(column))
        parts.append(f"CASE WHEN {differs(f's.{name}', f'l.{name}')} THEN ',{column.key}' ELSE '' END")
    return (
        f"UPDATE {staging.table} AS s SET changes = substr({' || '.join(parts)}, 2) FROM {staging.live} AS l"  # noqa: S608
        f" WHERE l.id = s.{quoted('row')} AND s.act IN ('', 'wrong') AND {staging.within('s')}"
    )


def _by_alias(staging: Staging, rules: Rules) -> Iterator[int]:
    """Rows under an identity that was corrected since: they are the corrected row, and take its identity."""
    register = staging.register
    if not Alias.objects.filter(register=register.key).exists():
        return
    names = [stored_name(register.by_key[key]) for key in register.identity]
    columns = ", ".join(map(quoted, names))
    rows = staging.fetch(
        f"SELECT id, {columns} FROM {staging.table} WHERE run = %s AND {quoted('row')} IS NULL ORDER BY id",  # noqa: S608
        [staging.run],
    )
    ours = ", ".join(f"{quoted(name)} = l.{quoted(name)}" for name in staging.identity)
    sql = (
        f"UPDATE {staging.table} AS s SET {_merged(staging, rules)}, {ours} FROM {staging.live} AS l"  # noqa: S608
        f" WHERE l.id = %s AND s.id = %s{_in_reach(staging, rules)}"
    )
    texts = {"\x1f".join(map(str, values)): number for number, *values in rows}
    for some in _some(texts):
        found = Alias.objects.filter(register=register.key, identity__in=some).values_list("identity", "row")
        pairs = [(row, texts[identity]) for identity, row in found]
        if pairs:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(sql, pairs)
        yield len(pairs)


def _some(texts: Mapping[str, int]) -> Iterator[list[str]]:
    remaining = iter(texts)
    while some := list(islice(remaining, ALIASES_AT_ONCE)):
        yield some


def not_taken(staging: Staging, rules: Rules) -> list[tuple[str, int, int]]:
    """Before `match`: the columns of another system in which the sheet differs from what is stored and is not followed,
    as (column key, how many rows, the first one's number)."""
    register = staging.register
    keys = [
        key
        for key in register.by_key
        if key in rules.mapped and not rules.writes(register, key) and key not in register.identity
    ]
    if not keys:
        return []
    parts = []
    for key in keys:
        name = quoted(stored_name(register.by_key[key]))
        condition = f"s.{name} IS NOT NULL AND {differs(f's.{name}', f'l.{name}')}"
        parts += [f"count(CASE WHEN {condition} THEN 1 END)", f"min(CASE WHEN {condition} THEN s.line END)"]
    row = staging.fetch(
        f"SELECT {', '.join(parts)} FROM {staging.table} s JOIN {staging.live} l ON {_same_identity(staging)}"  # noqa: S608
        f"{_in_reach(staging, rules)} WHERE s.run = %s",
        [staging.run],
    )[0]
    counted = zip(keys, row[::2], row[1::2], strict=True)
    return [(key, int(many), int(first)) for key, many, first in counted if many]


def add_gone(staging: Staging, rules: Rules) -> None:
    """Stage as `gone` the rows of the sheet's units that the sheet lacks."""
    names = ", ".join(map(quoted, staging.names))
    ours = ", ".join(f"l.{quoted(name)}" for name in staging.names)
    row, owner = quoted("row"), _owner(staging)
    of_period = ""
    if "period" in staging.identity:
        of_period = f" AND l.period IN (SELECT period FROM {staging.table} WHERE run = %s)"  # noqa: S608
    staging.execute(
        f"INSERT INTO {staging.table} (run, sheet, line, {row}, version, act, changes, {names})"  # noqa: S608
        f" SELECT %s, '', 0, l.id, l.version, 'gone', '', {ours} FROM {staging.live} l"
        f" WHERE l.{owner} IN (SELECT DISTINCT {owner} FROM {staging.table} WHERE run = %s)"
        f" AND l.id NOT IN (SELECT {row} FROM {staging.table} WHERE run = %s AND {row} IS NOT NULL)"
        f"{_in_reach(staging, rules)}{of_period}",
        [staging.run, staging.run, staging.run, *([staging.run] if of_period else [])],
    )
    staging.forget_pieces()


def count(staging: Staging) -> dict[str, int]:
    """How many rows are new, changed, same, gone, wrong …; `moved`: changed ones whose unit changes."""
    rows = staging.fetch(
        f"SELECT act, count(*) FROM {staging.table} WHERE run = %s GROUP BY act",  # noqa: S608  # names are ours
        [staging.run],
    )
    counts = {str(act): int(many) for act, many in rows}
    counts["moved"] = changes_by_column(staging, [staging.register.owner]).get(staging.register.owner, 0)
    return counts


def changes_by_column(staging: Staging, keys: Iterable[str]) -> dict[str, int]:
    """In how many changed rows each column differs; columns without differences are left out."""
    wanted = list(keys)
    parts = ", ".join("count(CASE WHEN ',' || changes || ',' LIKE %s THEN 1 END)" for _ in wanted)
    row = staging.fetch(
        f"SELECT {parts} FROM {staging.table} WHERE run = %s AND act = 'changed'",  # noqa: S608
        [*(f"%,{key},%" for key in wanted), staging.run],
    )[0]
    return {key: int(many) for key, many in zip(wanted, row, strict=True) if many}
