"""What people do with imports: upload, say which heading is which column, decide, confirm, cancel, undo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.files.services import store_file
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import cancel_job, start_job
from yaodian.apps.ledgers.access import Action, may, require_for
from yaodian.apps.ledgers.imports.headings import remember, wrong_mapping
from yaodian.apps.ledgers.imports.profiles import profiles_for
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.models import Import, ImportDecision
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.registers.register import Kind, Register

READ, WRITE, UNDO = "ledger.import-read", "ledger.import-write", "ledger.import-undo"
BUSY_STATES = (Import.State.READING, Import.State.WRITING)


@dataclass(frozen=True, slots=True)
class Options:
    """How a sheet is to be taken. `whole`: it lists all rows of the units in it, so others of theirs are gone."""

    blanks: Import.Blanks = Import.Blanks.KEEP
    whole: bool = False
    known_only: bool = False
    profile: str = ""
    period: str = ""


def upload_import(
    *, register: Register, name: str, chunks: Iterable[bytes], by: Acting, options: Options | None = None
) -> Import:
    """Keep an uploaded sheet and queue its reading; nothing is written to the register before `confirm_import`.

    BadInput for a file that is too big or a wrong option; NotAllowed for who may not fill the register.
    """
    options = options or Options()
    require_for(by, Action.FILL, register)
    _refuse_options(register, options)
    stored = store_file(name=name, chunks=chunks, unit=by.post.unit, by=by, limit=settings.IMPORT_LIMIT_BYTES)
    run = Import.objects.create(
        register=register.key,
        file=stored,
        unit=by.post.unit,
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
        created_at=now(),
        blanks=options.blanks,
        whole=options.whole,
        known_only=options.known_only,
        profile=options.profile,
        period=options.period if register.kind is Kind.PERIODIC else "",
    )
    _start(READ, run, f"导入《{register.title}》：读取核对", by)
    return run


def _refuse_options(register: Register, options: Options) -> None:
    if options.profile and options.profile not in profiles_for(register):
        raise BadInput({"profile": "没有这种来源，请从列表中选。"})
    if register.kind is Kind.PERIODIC and not options.period:
        raise BadInput({"period": f"请选《{register.title}》填的是哪一期。"})


def set_mapping(*, run: Import, mapping: Mapping[str, str], by: Acting) -> None:
    """Say which column each heading is ("" = leave it out); kept for the next sheet with these headings; reads on."""
    register = _open_for(run, by, Import.State.MAPPING, Import.State.CHECKED, Import.State.FAILED)
    if wrong := wrong_mapping(register, mapping, known_only=run.known_only or bool(run.profile)):
        raise BadInput(wrong)
    with transaction.atomic():
        remember(register, run, mapping, by)
        _go(run, Import.State.READING, mapping=dict(mapping))
    _start(READ, run, f"导入《{register.title}》：读取核对", by)


def read_again(*, run: Import, by: Acting) -> None:
    """Read and compare the kept file anew, after rows were changed by others or a job was lost."""
    register = _open_for(run, by, Import.State.CHECKED, Import.State.FAILED, *BUSY_STATES)
    if run.job is not None and run.job.finished_at is None:
        raise NotNow("这次导入正在办理，请稍候。")
    _go(run, Import.State.READING)
    _start(READ, run, f"导入《{register.title}》：读取核对", by)


def rule_columns(*, run: Import, ours: Iterable[str], by: Acting) -> None:
    """Decide by rule: differing cells of the columns in `ours` stay as they are here; of all others, the sheet's are taken."""
    register = _open_for(run, by, Import.State.CHECKED)
    rules = {key: "ours" for key in ours if key in register.by_key and key not in register.identity}
    run.rules = {**run.rules, "columns": rules}
    run.save(update_fields=["rules"])


def decide(*, run: Import, row: int, column: str, ours: bool | None, by: Acting) -> None:
    """Decide one cell (`column`) or row ("") by hand, whatever the rule; None takes the decision back."""
    register = _open_for(run, by, Import.State.CHECKED)
    if column and column not in register.by_key:
        raise BadInput("没有这一列。")
    if not Staging(register, run.pk).model.filter(row=row, act__in=["changed", "gone"]).exists():
        raise NotNow("这一行不在本次导入的变化里。")
    if ours is None:
        ImportDecision.objects.filter(run=run, row=row, column=column).delete()
    else:
        ImportDecision.objects.update_or_create(run=run, row=row, column=column, defaults={"ours": ours})


def confirm_import(*, run: Import, by: Acting, drop_gone: bool = False) -> Job:
    """Queue the writing of everything that was shown; `drop_gone` also takes out the rows that the sheet lacks.

    NotNow while something is wrong: an import is all or nothing.
    """
    register = _open_for(run, by, Import.State.CHECKED)
    if run.counts.get("errors"):
        raise NotNow("还有没改好的错误，什么也没有写入。请按清单改好后重新上传。")
    rules = {**run.rules, "gone": "drop" if drop_gone and run.whole else ""}
    _go(run, Import.State.WRITING, rules=rules)
    return _start(WRITE, run, f"导入《{register.title}》：写入", by)


def cancel_import(*, run: Import, by: Acting) -> None:
    """Give an import up; what was staged goes. While it reads, it stops at the next step; while it writes it cannot stop."""
    register = _open_for(run, by, Import.State.MAPPING, Import.State.CHECKED, Import.State.FAILED, *BUSY_STATES)
    if run.job is not None and run.job.finished_at is None:
        if run.state == Import.State.WRITING:
            raise NotNow("正在写入，不能取消。写完后可以撤销这次导入。")
        cancel_job(run.job)
    _go(run, Import.State.CANCELLED, finished_at=now())
    Staging(register, run.pk).clear()
    record("ledger.import-cancelled", f"ledgers.import:{run.pk}", f"取消导入《{register.title}》", by=by)


def undo_import(*, run: Import, by: Acting) -> Job:
    """Queue the undoing of a written import. Rows changed, referred to or handed in since are kept and listed."""
    register = _open_for(run, by, Import.State.DONE)
    if run.batch is None or run.batch.undone_by_id is not None:
        raise NotNow("这次导入已经撤销过了。")
    return _start(UNDO, run, f"撤销导入《{register.title}》", by)


def _open_for(run: Import, by: Acting, *states: str) -> Register:
    """The import's register, if the post may go on with it and it stands in one of these states."""
    register = register_named(run.register)
    run.refresh_from_db(fields=["state", "batch", "job"])
    if not may(by, Action.FILL, register) or not by.reaches(run.unit.path):
        raise NotAllowed(f"“{by.post_name}”这个岗位不能办理这次导入。请由导入人或其上级办理。")
    if run.state not in states:
        raise NotNow(f"这次导入现在是“{run.get_state_display()}”，不能这样办。请刷新后再看。")
    return register


def _go(run: Import, state: Import.State, **also: Any) -> None:
    """Move on, unless somebody else did so just now."""
    moved = Import.objects.filter(pk=run.pk, state=run.state).update(state=state, **also)
    if not moved:
        raise NotNow("这次导入刚刚被别人办过了。请刷新后再看。")
    run.refresh_from_db()


def _start(kind: str, run: Import, title: str, by: Acting) -> Job:
    job = start_job(kind=kind, key=f"{kind}:{run.pk}", title=title, arguments={"import_id": run.pk}, by=by)
    Import.objects.filter(pk=run.pk).update(job=job)
    run.refresh_from_db()
    return job


__all__ = [
    "Options",
    "cancel_import",
    "confirm_import",
    "decide",
    "read_again",
    "rule_columns",
    "set_mapping",
    "undo_import",
    "upload_import",
]
