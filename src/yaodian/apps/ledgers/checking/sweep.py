"""Going through a register's checks over all stored rows, in the background: after writes and every night.

A write to a register makes dirty the registers whose checks look at it; the worker sweeps what is dirty.
"""

from collections import defaultdict
from functools import cache
from typing import Any

from django.db import transaction

from yaodian.algebra.needs import columns_needed
from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.jobs.services import Progress, start_job, work
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.checking.batch import failing_rows
from yaodian.apps.ledgers.models import FailedCheck, Sweep
from yaodian.apps.ledgers.rows import Written, follows, reference_of
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.breach import Severity
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.packs import registers
from yaodian.registers.register import Register

SWEEP = "ledger.sweep"


@cache
def checked_with(key: str) -> frozenset[str]:
    """The registers whose checks read the rows of this one, itself included."""
    return frozenset(
        other.key
        for other in registers().values()
        if other.key == key or key in columns_needed([check.bad for check in other.checks.values()], other.key)
    )


@follows("*")
def mark_dirty(written: Written) -> None:
    """What was found before may no longer hold."""
    for key in checked_with(written.register.key):
        Sweep.objects.update_or_create(register=key, defaults={"dirty": True})


def dirty_registers() -> list[str]:
    """The registers to go through: written since, or not gone through today (many checks ask how long ago)."""
    clean = set(Sweep.objects.filter(dirty=False, swept_at__date=today()).values_list("register", flat=True))
    return [key for key, register in registers().items() if register.checks and key not in clean]


def sweep(register: Register) -> int:
    """Go through the checks of a register; how many rows fail one. Explanations of warnings that still hold stay."""
    Sweep.objects.update_or_create(
        register=register.key, defaults={"dirty": False}
    )  # writes from here on dirty it anew
    found = {(row, code) for code, rows in failing_rows(register).items() for row in rows}
    with transaction.atomic():
        held = {(each.row, each.code): each.pk for each in FailedCheck.objects.filter(register=register.key)}
        _take_out([key for pair, key in held.items() if pair not in found])
        _add(register, sorted(found - held.keys()))
        Sweep.objects.filter(pk=register.key).update(swept_at=now())
    return len({row for row, _code in found})


def sweep_dirty() -> None:
    """Go through all that is dirty; the worker calls it every minute."""
    for key in dirty_registers():
        sweep(register_named(key))


def _take_out(keys: list[int]) -> None:
    for start in range(0, len(keys), 500):
        FailedCheck.objects.filter(pk__in=keys[start : start + 500]).delete()


def _add(register: Register, pairs: list[tuple[int, str]]) -> None:
    owners = _owners(register, [row for row, _code in pairs])
    moment = now()
    FailedCheck.objects.bulk_create(
        [
            FailedCheck(
                register=register.key,
                code=code,
                severity=register.checks[code].severity,
                row=row,
                unit_id=owners[row],
                since=moment,
            )
            for row, code in pairs
            if row in owners  # not taken out meanwhile
        ],
        batch_size=500,
    )


def _owners(register: Register, rows: list[int]) -> dict[int, int]:
    owners: dict[int, int] = {}
    for start in range(0, len(rows), 500):
        found: Any = rows_of(register.key)._default_manager.filter(pk__in=rows[start : start + 500])
        owners.update(found.values_list("pk", f"{register.owner}_id"))
    return owners


@work(SWEEP)
def sweep_work(progress: Progress, *, keys: list[str]) -> dict[str, Any]:
    """The job: go through some registers."""
    told = defaultdict(int)
    for done, key in enumerate(keys):
        progress.step(done, len(keys))
        told[key] = sweep(register_named(key))
    return {"says": f"核对了{len(keys)}个台账，{sum(told.values())}行有问题。"}


def start_sweep(*, register: Register, by: Acting) -> Any:
    """Go through one register's checks now, in the background."""
    require_for(by, Action.READ, register)
    return start_job(
        kind=SWEEP,
        key=f"sweep:{register.key}",
        title=f"核对《{register.title}》",
        arguments={"keys": [register.key]},
        by=by,
    )


def explain_failed(*, failed: FailedCheck, explanation: str, by: Acting) -> None:
    """Say why a row that a warning points at is right all the same (情况说明); "" takes it back."""
    register = register_named(failed.register)
    require_for(by, Action.FILL, register, unit=failed.unit)
    if failed.severity != Severity.WARNING:
        raise NotNow("这是错误，不是提醒：要把数据改对，不能只写说明。")
    if len(explanation) > 300:
        raise BadInput({"explanation": f"说明最多300个字，现有{len(explanation)}个。"})
    with transaction.atomic():
        failed.explanation = explanation.strip()
        failed.explained_by, failed.explained_at = by.name, now()
        failed.save(update_fields=["explanation", "explained_by", "explained_at"])
        check = register.checks[failed.code]
        record("ledger.explained", reference_of(register, failed.row), f"说明“{check.says}”：{explanation}", by=by)
