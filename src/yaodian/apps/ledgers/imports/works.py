"""The background jobs of imports: writing and undoing what was read (reading.py). Each may be run again from the start."""

from typing import Any

from django.urls import reverse

from yaodian.apps.audit.clock import now, today
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Cancelled, Progress, work
from yaodian.apps.ledgers.imports.checks import failed_checks
from yaodian.apps.ledgers.imports.committing import commit, take_row_ids
from yaodian.apps.ledgers.imports.findings import keep
from yaodian.apps.ledgers.imports.matching import compare_again
from yaodian.apps.ledgers.imports.reading import read
from yaodian.apps.ledgers.imports.reconciling import is_decided, settle
from yaodian.apps.ledgers.imports.services import READ, UNDO, WRITE
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.imports.undoing import stage_undo, undo, undo_staging
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, acting_as
from yaodian.kernel.errors import NotAllowed, NotNow, YaodianError


def acting_for(job: Job) -> Acting:
    """Who asked for a job, in the post asked in; NotAllowed where that post is no longer theirs."""
    post = job.asked_in
    by = acting_as(job.asked_by, today(), post_id=post.pk) if job.asked_by and post else None
    if by is None or post is None or by.post.pk != post.pk:
        raise NotAllowed(f"{job.asked_in}现在已不是您的岗位，什么也没有写入。")
    return by


@work(READ)
def read_work(progress: Progress, *, import_id: int) -> dict[str, Any]:
    """Read, stage, compare and check a sheet; the import's page shows what was found."""
    run = Import.objects.select_related("file", "unit").get(pk=import_id)
    result = {"link": reverse("import", args=[run.pk])}
    if run.state != Import.State.READING:
        return result
    staging = Staging(register_named(run.register), run.pk)
    try:
        read(run, staging, acting_for(progress.job), progress)
    except Cancelled:
        staging.clear()
        _end(run, Import.State.CANCELLED)
        raise
    except YaodianError as error:
        staging.clear()
        _end(run, Import.State.FAILED, message=str(error))
    return result


@work(WRITE)
def write_work(progress: Progress, *, import_id: int) -> dict[str, Any]:
    """Write what was confirmed; on any error the import stands where it was, with the reason."""
    run = Import.objects.select_related("file", "unit").get(pk=import_id)
    result = {"link": reverse("import", args=[run.pk])}
    if run.state != Import.State.WRITING:
        return result  # it was written already, by a run taken for dead
    staging = Staging(register_named(run.register), run.pk)
    try:
        write(run, staging, acting_for(progress.job), progress)
    except Cancelled:
        _end(run, Import.State.CHECKED)
        raise
    except YaodianError as error:
        _end(run, Import.State.CHECKED, message=str(error))
        return result
    staging.clear()
    return result


def write(run: Import, staging: Staging, by: Acting, progress: Progress) -> None:
    """Carry out the decisions, give out row numbers, then write all of it at once."""
    steps = 2 * len(staging.pieces()) + 2
    if is_decided(run):
        for done in settle(staging, run):
            progress.step(min(done, steps), steps)
        for done in compare_again(staging):
            progress.step(min(done, steps), steps)
        _refuse_failed(run, staging)
    for _rows in take_row_ids(staging):
        progress.step(steps // 2, steps)
    progress.step(steps - 1, steps)
    commit(staging, run, by, drop_gone=run.rules.get("gone") == "drop")


def _refuse_failed(run: Import, staging: Staging) -> None:
    """After decisions, other combinations of values came about: check them too."""
    failed = failed_checks(staging.register, run.pk)
    errors = sum(problem.severity == "error" for problem in failed)
    if errors:
        keep(run, failed)
        Import.objects.filter(pk=run.pk).update(counts={**run.counts, "errors": errors})
        raise NotNow("按您的取舍写入后，有的行会不符合数据规则，什么也没有写入。请看错误清单，改正取舍后重新核对。")


@work(UNDO)
def undo_work(progress: Progress, *, import_id: int) -> dict[str, Any]:
    """Undo a written import; the rows that stay are listed on its page."""
    run = Import.objects.select_related("file", "unit", "batch").get(pk=import_id)
    result = {"link": reverse("import", args=[run.pk])}
    if run.state != Import.State.DONE or run.batch is None:
        return result
    staging = undo_staging(register_named(run.register), run)
    by = acting_for(progress.job)
    progress.step(1, 3)
    stage_undo(staging, run.batch)
    progress.step(2, 3)
    batch = undo(staging, run, by)
    kept = staging.model.filter(act="kept")
    undone = {"removed": batch.removed, "restored": batch.changed + batch.added, "kept": kept.count()}
    Import.objects.filter(pk=run.pk).update(counts={**run.counts, "undone": undone})
    staging.drop("remove", "restore", "revive")
    return result


def _end(run: Import, state: Import.State, *, message: str = "") -> None:
    finished = now() if state in (Import.State.FAILED, Import.State.CANCELLED) else None
    still = Import.objects.filter(pk=run.pk, state__in=[Import.State.READING, Import.State.WRITING])
    still.update(state=state, message=message, finished_at=finished)
