"""Changing many rows of a register at once, as one batch: whole classes, whole schools. Staged and written like an import."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.checking.acts import refuse_errors
from yaodian.apps.ledgers.imports.committing import add_versions, close_versions, update_rows
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import Written, open_batch, tell_followers
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import NotNow
from yaodian.registers.register import Register

RUNS = -(2 * 10**12)  # staging runs of ours lie below it
AT_ONCE = 500
Change = tuple[Iterable[int], Mapping[str, Any]]  # rows, and what all of them get


def change_many(
    *,
    register: Register,
    changes: Sequence[Change],
    by: Acting | System,
    kind: Batch.Kind,
    reason: str,
    source: str = "",
    checked: bool = True,
) -> Batch:
    """Change the rows, all or none; rows that have the values already are left alone. The values are the caller's, not typed.

    NotNow where a row would fail an error check; not `checked` where the caller has more to write first, or puts back what was.
    """
    with transaction.atomic():
        batch = open_batch(register, kind, by=by, reason=reason[:200], source=source)
        staging = Staging(register, RUNS - batch.pk)
        for rows, values in changes:
            _stage(
                staging, list(rows), {stored_name(register.by_key[key]): value for key, value in values.items()}, values
            )
        _refuse_out_of_reach(staging, by)
        batch.changed = update_rows(staging, "changed")
        if batch.changed != staging.model.count():
            raise NotNow("刚刚有人改了其中的行，什么也没有写入。请刷新后再办一次。")
        close_versions(staging, batch, ["changed"])
        add_versions(staging, batch, "changed", version="version + 1")
        batch.save(update_fields=["changed"])
        staging.clear()
        record(
            "ledger.batch", f"register.{register.key}", f"《{register.title}》修改{batch.changed}行（{reason}）", by=by
        )
        tell_followers(Written(register, batch, by))
        if checked:
            refuse_errors(batch, by)
    return batch


def _stage(staging: Staging, rows: list[int], stored: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    live = rows_of(staging.register.key)._default_manager
    for at in range(0, len(rows), AT_ONCE):
        found = live.select_for_update().filter(pk__in=rows[at : at + AT_ONCE]).order_by("pk")
        staged = []
        for row in found:
            keys = [key for key, name in zip(values, stored, strict=True) if getattr(row, name) != stored[name]]
            if keys:
                kept = [stored.get(name, getattr(row, name)) for name in staging.names]
                staged.append((staging.run, "", 0, "changed", ",".join(keys), row.pk, row.version, *kept))
        if staged:
            staging.add(("run", "sheet", "line", "act", "changes", "row", "version", *staging.names), staged)


def _refuse_out_of_reach(staging: Staging, by: Acting | System) -> None:
    owner = stored_name(staging.register.by_key[staging.register.owner])
    for unit in Unit.objects.filter(pk__in=staging.model.values(owner)):
        require_for(by, Action.FILL, staging.register, unit=unit)
