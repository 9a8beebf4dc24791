"""Starting, running, cancelling and resuming background work.

A job's function takes a `Progress` and the job's arguments and returns a JSON result: `link` to the page that shows
it, or `says`, one sentence. It must be safe to run again from the start: a job whose worker died is run once more
(`resume_lost`), at most MAX_ATTEMPTS times. Heartbeats are real time, also where the demo lives on a day of its own.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from yaodian.apps.jobs.models import Job
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import YaodianError

LOG = logging.getLogger(__name__)
LOST_AFTER = timedelta(minutes=2)
MAX_ATTEMPTS = 3

Work = Callable[..., dict[str, Any]]
_works: dict[str, Work] = {}


class Cancelled(Exception):
    """The person who waits has asked to stop; raised inside the work at its next step."""


class Superseded(Exception):
    """This run was taken for dead and the job started again; the later run counts."""


class Progress:
    """The work's way to say how far it is; each `step` is a heartbeat and the place where a cancel takes effect."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def step(self, done: int, of: int) -> None:
        """`done` of `of` steps are finished. Call it at least once a minute, or the job counts as lost."""
        same_run = Job.objects.filter(pk=self.job.pk, attempts=self.job.attempts)
        if not same_run.update(steps_done=done, steps_all=of, heartbeat_at=timezone.now()):
            raise Superseded
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def work(kind: str) -> Callable[[Work], Work]:
    """Register a function as the work of one kind of job; its module must be imported by the app's ready()."""

    def register(function: Work) -> Work:
        if kind in _works:
            raise ValueError(f"two works named {kind}")
        _works[kind] = function
        return function

    return register


def start_job(*, kind: str, key: str, title: str, arguments: dict[str, Any], by: Acting) -> Job:
    """Queue work, once: an unfinished job with the same key is returned instead of a second one."""
    if kind not in _works:
        raise ValueError(f"no work named {kind}")
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                key=key,
                title=title,
                arguments=arguments,
                created_at=timezone.now(),
                asked_by=by.user,
                asked_in=by.post,
            )
    except IntegrityError:
        unfinished = Job.objects.filter(key=key, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
        if unfinished is not None:
            return unfinished
        return start_job(kind=kind, key=key, title=title, arguments=arguments, by=by)  # it ended just now
    run_job.enqueue(job.pk)  # should the process die here, resume_lost queues it
    job.refresh_from_db()  # where jobs run at once, it has ended already
    return job


@task()
def run_job(job_id: int) -> None:
    """Carry out one job (called by the worker); errors meant for people become its message."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, heartbeat_at=timezone.now()
    )
    if not claimed:
        return
    job = Job.objects.select_related("asked_by", "asked_in__unit").get(pk=job_id)
    try:
        if job.cancel_asked:
            raise Cancelled
        result = _works[job.kind](Progress(job), **job.arguments)
    except Superseded:
        LOG.warning("job %s (%s): a later run took over", job.pk, job.kind)
    except Cancelled:
        _finish(job, Job.State.CANCELLED)
    except YaodianError as error:
        _finish(job, Job.State.FAILED, message=str(error))
    except Exception:  # a job must end in a state, whatever happens inside it
        LOG.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(
            job, Job.State.FAILED, message="系统没有办成这件事，已记入日志。请稍后再试一次；仍不行请联系系统管理员。"
        )
    else:
        _finish(job, Job.State.DONE, result=result)


def _this_run(job: Job) -> QuerySet[Job]:
    """The job's row, as long as no later run has taken it over."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def _finish(job: Job, state: Job.State, *, message: str = "", result: dict[str, Any] | None = None) -> None:
    _this_run(job).update(state=state, message=message, result=result or {}, finished_at=timezone.now())


def cancel_job(job: Job) -> None:
    """Ask to stop: a waiting job ends at once, a running one at its next step, one that has ended stays as it is."""
    open_states = [Job.State.WAITING, Job.State.RUNNING]
    Job.objects.filter(pk=job.pk, state__in=open_states).update(cancel_asked=True)
    Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(state=Job.State.CANCELLED, finished_at=timezone.now())


def resume_lost() -> int:
    """Queue again what nobody works on any more; how many. The worker's parent calls it at the start and every minute.

    Lost are running jobs whose heartbeat stopped (the worker died) and waiting ones that stand in no queue (the process
    died between the two rows, or the queue was emptied).
    """
    long_ago = timezone.now() - LOST_AFTER
    queued = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=run_job.module_path)
    queued_ids = {row["args"][0] for row in queued.values_list("args_kwargs", flat=True)}
    resumed = 0
    for job in Job.objects.filter(state=Job.State.WAITING, created_at__lt=long_ago).exclude(pk__in=queued_ids):
        run_job.enqueue(job.pk)
        resumed += 1
    for job in Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=long_ago):
        if job.attempts + 1 >= MAX_ATTEMPTS:
            _finish(job, Job.State.FAILED, message="办了几次都中断了。请重新发起；仍不行请联系系统管理员。")
        elif _this_run(job).update(state=Job.State.WAITING, attempts=job.attempts + 1):
            run_job.enqueue(job.pk)
            resumed += 1
    return resumed
