"""Undoing a written import as a batch: rows go back to the version before, except those that something has come upon since.

The undo is staged under the import's number with a minus sign: `remove` what it added, `restore` what it changed,
`revive` what it took out, `kept` for what stays and why (in `changes`).
"""

from collections.abc import Mapping

from django.db import IntegrityError, connection, transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.imports.committing import (
    STILL_USED,
    add_versions,
    close_versions,
    delete_rows,
    insert_rows,
    roomy,
    update_rows,
)
from yaodian.apps.ledgers.imports.keeping import referred
from yaodian.apps.ledgers.imports.staging import Staging, quoted
from yaodian.apps.ledgers.locks import kept_rows, locked_units
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.rows import Written, open_batch, tell_followers
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotNow
from yaodian.registers.register import Register

CHANGED = "导入之后又改过"
TAKEN_OUT = "导入之后已被删除"
THERE_AGAIN = "导入之后又登记了同样的行"


def undo_staging(register: Register, run: Import) -> Staging:
    """Where the undo of an import is staged."""
    return Staging(register, -run.pk)


def stage_undo(staging: Staging, batch: Batch) -> None:
    """Stage the reverse of a batch, and mark the rows that must stay."""
    staging.clear()
    names = staging.names
    row, of_batch = quoted("row"), quoted("batch")
    columns = ", ".join(map(quoted, names))
    ours = ", ".join(f"h.{quoted(name)}" for name in names)
    before = ", ".join(f"p.{quoted(name)}" for name in names)
    into = f"INSERT INTO {staging.table} (run, sheet, line, {row}, version, act, changes, {columns})"
    history = f"{staging.history} h"
    previous = f"{history} JOIN {staging.history} p ON p.{row} = h.{row} AND p.version = h.version - 1"
    for act, values, source, which in (
        ("remove", ours, history, "h.version = 1 AND NOT h.gone"),
        ("restore", before, previous, "h.version > 1 AND NOT h.gone"),
        ("revive", ours, history, "h.gone"),
    ):
        staging.execute(
            f"{into} SELECT %s, '', 0, h.{row}, h.version, '{act}', h.changes, {values}"  # noqa: S608  # names are ours
            f" FROM {source} WHERE h.{of_batch} = %s AND {which}",
            [staging.run, batch.pk],
        )
    staging.forget_pieces()
    _keep_what_changed(staging)
    keep(staging, referred(staging, "remove"))
    keep(staging, kept_rows(staging.register, batch))
    keep(staging, _locked(staging))


def _keep_what_changed(staging: Staging) -> None:
    row = quoted("row")
    same = " AND ".join(f"l.{quoted(name)} = s.{quoted(name)}" for name in staging.identity)
    written, there = "act IN ('remove', 'restore')", f"SELECT 1 FROM {staging.live} l WHERE"  # noqa: S608  # names are ours
    marks = (
        (CHANGED, f"{written} AND EXISTS ({there} l.id = s.{row} AND l.version <> s.version)"),
        (TAKEN_OUT, f"{written} AND NOT EXISTS ({there} l.id = s.{row})"),
        (THERE_AGAIN, f"act = 'revive' AND EXISTS ({there} {same} OR l.id = s.{row})"),
    )
    for why, condition in marks:
        staging.execute(
            f"UPDATE {staging.table} AS s SET act = 'kept', changes = %s WHERE run = %s AND {condition}",  # noqa: S608
            [why, staging.run],
        )


def _locked(staging: Staging) -> dict[int, str]:
    """Rows of a period that is closed for their unit."""
    if "period" not in staging.identity:
        return {}
    owner = stored_name(staging.register.by_key[staging.register.owner])
    found: dict[int, str] = {}
    rows = list(staging.model.exclude(act="kept").values_list("row", "period", owner))
    for period in {period for _row, period, _unit in rows}:
        locked = locked_units(staging.register, period, frozenset(unit for _row, p, unit in rows if p == period))
        found |= {row: locked[unit] for row, p, unit in rows if p == period and unit in locked}
    return found


def keep(staging: Staging, reasons: Mapping[int, str]) -> None:
    """Mark rows as kept, with the reason."""
    sql = f"UPDATE {staging.table} SET act = 'kept', changes = %s WHERE run = %s AND {quoted('row')} = %s AND act <> 'kept'"  # noqa: S608
    if reasons:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, [(why, staging.run, row) for row, why in reasons.items()])


def undo(staging: Staging, run: Import, by: Acting | System) -> Batch:
    """Carry out what `stage_undo` staged, in one transaction; the undo's batch."""
    if run.batch is None:
        raise NotNow("这次导入还没有写入，不用撤销。")
    with roomy(), transaction.atomic():
        batch = put_back(staging, run.batch, by, reason="撤销导入")
        says = f"撤销导入《{staging.register.title}》：恢复{batch.changed + batch.added}行，去掉{batch.removed}行"
        record("ledger.import-undone", f"ledgers.import:{run.pk}", says, by=by)
        run.state, run.finished_at = Import.State.UNDONE, now()
        run.save(update_fields=["state", "finished_at"])
    return batch


def put_back(staging: Staging, undone: Batch, by: Acting | System, *, reason: str) -> Batch:
    """Write what `stage_undo` staged of a batch, in one transaction; the batch that undoes it."""
    try:
        with transaction.atomic():
            batch = open_batch(staging.register, Batch.Kind.UNDO, by=by, source=undone.source, reason=reason)
            batch.removed = delete_rows(staging, batch, "remove")
            batch.changed = update_rows(staging, "restore")
            close_versions(staging, batch, ["restore"])
            add_versions(staging, batch, "restore", version="version + 1")
            batch.added = insert_rows(staging, "revive", version="version + 1")
            add_versions(staging, batch, "revive", version="version + 1")
            planned = staging.model.filter(act__in=["remove", "restore", "revive"]).count()
            if batch.added + batch.changed + batch.removed != planned:
                raise NotNow("刚刚有人改了其中的行，什么也没有撤销。请再撤销一次。")
            batch.save(update_fields=["added", "changed", "removed"])
            if Batch.objects.filter(pk=undone.pk, undone_by=None).update(undone_by=batch) != 1:
                raise NotNow("这次写入已经撤销过了。")
            tell_followers(Written(staging.register, batch, by))
    except IntegrityError as error:
        raise NotNow(STILL_USED.replace("写入。请点“重新核对”", "撤销。请先处理用着它们的行")) from error
    return batch
