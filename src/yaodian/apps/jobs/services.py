"""Starting, running, cancelling and resuming background work.

A job's function takes a `Progress` and the job's arguments and returns a JSON result. It must be safe to run again
from the start: a job whose worker died is run once more (`resume_lost`), at most MAX_ATTEMPTS times.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

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


class Progress:
    """The work's way to say how far it is; each `step` is a heartbeat and the place where a cancel takes effect."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def step(self, done: int, of: int) -> None:
        """`done` of `of` steps are finished."""
        now = timezone.now()
        Job.objects.filter(pk=self.job.pk).update(steps_done=done, steps_all=of, heartbeat_at=now)
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
            run_job.enqueue(job.pk)  # the queue is in the same database: both rows or neither
    except IntegrityError:
        return Job.objects.get(key=key, state__in=[Job.State.WAITING, Job.State.RUNNING])
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


def _finish(job: Job, state: Job.State, *, message: str = "", result: dict[str, Any] | None = None) -> None:
    job.state, job.message, job.result, job.finished_at = state, message, result or {}, timezone.now()
    job.save(update_fields=["state", "message", "result", "finished_at"])


def cancel_job(job: Job) -> None:
    """Ask to stop: a waiting job ends at once, a running one at its next step."""
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(state=Job.State.CANCELLED, finished_at=timezone.now())


def resume_lost() -> int:
    """Queue again the running jobs whose heartbeat stopped (the worker was restarted); how many."""
    lost = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=timezone.now() - LOST_AFTER)
    resumed = 0
    for job in lost:
        if job.attempts + 1 >= MAX_ATTEMPTS:
            _finish(job, Job.State.FAILED, message="办了几次都中断了。请重新发起；仍不行请联系系统管理员。")
            continue
        with transaction.atomic():
            again = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, heartbeat_at=job.heartbeat_at)
            if again.update(state=Job.State.WAITING, attempts=job.attempts + 1):
                resumed += 1
                run_job.enqueue(job.pk)
    return resumed
