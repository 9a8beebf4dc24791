"""Writing what was staged: ids, versions, rows and history in one short transaction, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import units_in_reach
from yaodian.apps.ledgers.imports.staging import Staging, quoted
from yaodian.apps.ledgers.locks import refuse_locked
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.rows import Written, open_batch, take_ids, tell_followers
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotAllowed, NotNow

SQLITE_CACHE_KB = 64_000
CHANGED_SINCE = "核对以后，表中有的行已被别人改过或登记过，什么也没有写入。请点“重新核对”，看过新的结果再写入。"
STILL_USED = "表中有的行被别的台账用着，或用到了已经删除的行，什么也没有写入。请点“重新核对”。"


@contextmanager
def roomy() -> Iterator[None]:
    """Give SQLite room to hold the pages of a big write (its usual cache makes it write them again and again)."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def take_row_ids(staging: Staging) -> Iterator[int]:
    """Give row numbers to the new rows, in the order of the sheet, before the transaction; yields after each write."""
    row = quoted("row")
    new = staging.model.filter(act="new", row=None).count()
    if not new:
        return
    first = take_ids(staging.register, new)
    size, done = staging.rows_at_once, 0
    while done < new:
        done += staging.execute(
            f"UPDATE {staging.table} AS s SET {row} = %s + r.place FROM"  # noqa: S608  # names are ours
            f" (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM {staging.table}"
            f" WHERE run = %s AND act = 'new' AND {row} IS NULL ORDER BY id LIMIT %s) AS r WHERE s.id = r.id",
            [first + done, staging.run, size],
        )
        yield done


def commit(staging: Staging, run: Import, by: Acting | System, *, drop_gone: bool) -> Batch:
    """Write the run's new, changed and (with `drop_gone`) gone rows; NotNow where something changed since it was compared."""
    try:
        with roomy(), transaction.atomic():
            _refuse_out_of_reach(staging, by)
            _refuse_locked(staging, run)
            batch = open_batch(staging.register, Batch.Kind.IMPORT, by=by, source=run.file.name if run.file else "")
            _write(staging, batch, drop_gone=drop_gone)
            counts = f"新增{batch.added}行，修改{batch.changed}行，删除{batch.removed}行"
            says = f"导入《{staging.register.title}》：{counts}"
            record("ledger.imported", f"ledgers.import:{run.pk}", says, by=by)
            tell_followers(Written(staging.register, batch, by))
            run.state, run.batch, run.finished_at = Import.State.DONE, batch, now()
            run.save(update_fields=["state", "batch", "finished_at"])
    except IntegrityError as error:
        raise NotNow(STILL_USED if "foreign" in str(error).lower() else CHANGED_SINCE) from error
    return batch


def _refuse_out_of_reach(staging: Staging, by: Acting | System) -> None:
    """The last word on scope: who confirms must reach the unit of every row, before and after."""
    units = units_in_reach(by)
    if units is None:
        return
    owner = quoted(stored_name(staging.register.by_key[staging.register.owner]))
    numbers = ", ".join(map(str, units)) or "NULL"
    outside = staging.fetch(
        f"SELECT count(*) FROM {staging.table} s LEFT JOIN {staging.live} l ON l.id = s.{quoted('row')}"  # noqa: S608
        f" WHERE s.run = %s AND s.act IN ('new', 'changed', 'gone')"
        f" AND (s.{owner} NOT IN ({numbers}) OR l.{owner} NOT IN ({numbers}))",
        [staging.run],
    )[0][0]
    if outside:
        raise NotAllowed(
            f"表中有{outside}行不在“{by.post_name}”管的范围内，什么也没有写入。请由能管这些单位的岗位写入。"
        )


def _refuse_locked(staging: Staging, run: Import) -> None:
    """A filing may have been handed in since the rows were compared: asked again inside the transaction."""
    if not run.period:
        return
    owner = stored_name(staging.register.by_key[staging.register.owner])
    touched = staging.model.filter(act__in=["new", "changed", "gone"])
    units = frozenset(touched.order_by().values_list(owner, flat=True).distinct())
    refuse_locked(staging.register, run.period, *units)


def _write(staging: Staging, batch: Batch, *, drop_gone: bool) -> None:
    batch.changed = update_rows(staging, "changed")
    if batch.changed != staging.model.filter(act="changed").count():
        raise NotNow(CHANGED_SINCE)
    close_versions(staging, batch, ["changed"])
    batch.added = insert_rows(staging, "new", version="1")
    add_versions(staging, batch, "new", version="1")
    add_versions(staging, batch, "changed", version="version + 1")
    if drop_gone:
        batch.removed = delete_rows(staging, batch, "gone")
        if batch.removed != staging.model.filter(act="gone").count():
            raise NotNow(CHANGED_SINCE)
    batch.save(update_fields=["added", "changed", "removed"])


def update_rows(staging: Staging, act: str) -> int:
    """Overwrite the stored rows by the staged ones, where their version is still the one compared; how many."""
    names = ", ".join(f"{quoted(name)} = s.{quoted(name)}" for name in staging.names)
    return staging.execute(
        f"UPDATE {staging.live} AS l SET version = s.version + 1, {names} FROM {staging.table} AS s"  # noqa: S608
        f" WHERE l.id = s.{quoted('row')} AND l.version = s.version AND s.run = %s AND s.act = %s",
        [staging.run, act],
    )


def insert_rows(staging: Staging, act: str, *, version: str) -> int:
    """Insert the staged rows under their row numbers; how many."""
    names = ", ".join(map(quoted, staging.names))
    return staging.execute(
        f"INSERT INTO {staging.live} (id, version, {names}) SELECT {quoted('row')}, {version}, {names}"  # noqa: S608
        f" FROM {staging.table} WHERE run = %s AND act = %s ORDER BY id",
        [staging.run, act],
    )


def close_versions(staging: Staging, batch: Batch, acts: list[str]) -> None:
    """End the present versions of the staged rows."""
    places = ", ".join(["%s"] * len(acts))
    row = quoted("row")
    staging.execute(
        f"UPDATE {staging.history} SET record_to = %s WHERE record_to IS NULL AND {row} IN"  # noqa: S608
        f" (SELECT {row} FROM {staging.table} WHERE run = %s AND act IN ({places}))",
        [moment(batch), staging.run, *acts],
    )


def add_versions(staging: Staging, batch: Batch, act: str, *, version: str, gone: bool = False) -> None:
    """Add the staged values as the rows' newest versions."""
    names = ", ".join(map(quoted, staging.names))
    columns = ", ".join(map(quoted, ["row", "version", "record_from", "record_to", "batch", "gone", "changes"]))
    changes = "''" if act in ("new", "gone") else "changes"
    at = moment(batch)
    staging.execute(
        f"INSERT INTO {staging.history} ({columns}, {names})"  # noqa: S608  # names are ours
        f" SELECT {quoted('row')}, {version}, %s, %s, %s, %s, {changes}, {names}"
        f" FROM {staging.table} WHERE run = %s AND act = %s ORDER BY id",
        [at, at if gone else None, batch.pk, gone, staging.run, act],
    )


def delete_rows(staging: Staging, batch: Batch, act: str) -> int:
    """Take the staged rows out, where their version is still the one compared; their history goes on. How many."""
    row = quoted("row")
    close_versions(staging, batch, [act])
    add_versions(staging, batch, act, version="version + 1", gone=True)
    return staging.execute(
        f"DELETE FROM {staging.live} WHERE id IN (SELECT s.{row} FROM {staging.table} s JOIN {staging.live} l"  # noqa: S608
        f" ON l.id = s.{row} AND l.version = s.version WHERE s.run = %s AND s.act = %s)",
        [staging.run, act],
    )


def moment(batch: Batch) -> Any:
    """The batch's time as raw SQL takes it."""
    return connection.ops.adapt_datetimefield_value(batch.at)
