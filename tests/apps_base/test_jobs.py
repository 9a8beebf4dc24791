"""Background work: once for each key, progress, cancelling, messages for people, and what happens when a worker dies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.world import World, small_world
from yaodian.apps.jobs import services
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.selectors import job_for
from yaodian.apps.jobs.services import (
    LOST_AFTER,
    MAX_ATTEMPTS,
    Progress,
    cancel_job,
    resume_lost,
    run_job,
    start_job,
)
from yaodian.kernel.errors import DocumentError

LATER = LOST_AFTER + timedelta(seconds=1)
Work = Callable[..., dict[str, Any]]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Committed rows: the worker closes its connection between jobs."""
    return small_world()


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> dict[str, Work]:
    """The registered works of this test only."""
    found: dict[str, Work] = {}
    monkeypatch.setattr(services, "_works", found)
    return found


@pytest.fixture
def queue(settings: Any) -> None:
    """The real queue: work waits in the database until a worker comes."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def gives(result: dict[str, Any]) -> Work:
    """A work that ends at once with this result."""
    return lambda _progress: result


def must_not_run(progress: Progress) -> dict[str, Any]:
    pytest.fail("it ran")


def ask(world: World, key: str = "count:1", **arguments: Any) -> Job:
    return start_job(kind="count", key=key, title="数到十", arguments=arguments, by=world.bai)


def work_off() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


@pytest.mark.usefixtures("queue")
def test_a_job_is_queued_once_for_each_key_and_run_by_the_worker(world: World, works: dict[str, Work]) -> None:
    calls = []

    def count(progress: Progress, up_to: int) -> dict[str, Any]:
        calls.append(up_to)
        for done in range(up_to):
            progress.step(done + 1, up_to)
        return {"says": f"数到{up_to}", "link": "/plans/"}

    works["count"] = count
    first, second = ask(world, up_to=3), ask(world, up_to=3)
    assert first.pk == second.pk
    assert first.state == Job.State.WAITING
    assert DBTaskResult.objects.count() == 1

    work_off()

    job = again(first)
    assert (job.state, job.steps_done, job.steps_all, calls) == (Job.State.DONE, 3, 3, [3])
    assert job.result == {"says": "数到3", "link": "/plans/"}
    assert job.finished_at is not None
    assert ask(world, up_to=3).pk != first.pk, "a finished job does not stand in the way of the next"


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (
            DocumentError("文件是扫描图片，没有文字层。请上传Word，或粘贴文字。"),
            "文件是扫描图片，没有文字层。请上传Word，或粘贴文字。",
        ),
        (ZeroDivisionError("1/0"), "系统没有办成这件事，已记入日志。请稍后再试一次；仍不行请联系系统管理员。"),
    ],
    ids=["an error for people is told as it is", "any other is not"],
)
def test_what_goes_wrong_is_told(world: World, works: dict[str, Work], raised: Exception, message: str) -> None:
    def fail(progress: Progress) -> dict[str, Any]:
        raise raised

    works["count"] = fail
    job = ask(world)
    assert (job.state, job.message, job.result) == (Job.State.FAILED, message, {})


@pytest.mark.usefixtures("queue")
def test_cancelling_while_it_waits_ends_it_at_once(world: World, works: dict[str, Work]) -> None:
    works["count"] = must_not_run
    job = ask(world)
    cancel_job(job)
    assert again(job).state == Job.State.CANCELLED
    work_off()
    assert again(job).state == Job.State.CANCELLED


def test_cancelling_while_it_runs_stops_it_at_the_next_step(world: World, works: dict[str, Work]) -> None:
    def count(progress: Progress) -> dict[str, Any]:
        progress.step(1, 10)
        cancel_job(progress.job)
        progress.step(2, 10)
        return {"says": "too late"}

    works["count"] = count
    job = ask(world)
    assert (job.state, job.steps_done, job.result) == (Job.State.CANCELLED, 2, {})
    cancel_job(job)
    assert again(job).state == Job.State.CANCELLED


def test_cancelling_what_is_done_changes_nothing(world: World, works: dict[str, Work]) -> None:
    works["count"] = gives({})
    job = ask(world)
    cancel_job(job)
    assert (again(job).state, job.cancel_asked) == (Job.State.DONE, False)


@pytest.mark.usefixtures("queue")
def test_a_job_whose_worker_died_is_run_again(world: World, works: dict[str, Work]) -> None:
    works["count"] = gives({"says": "second time"})
    job = ask(world)
    Job.objects.update(state=Job.State.RUNNING, heartbeat_at=timezone.now() - LATER)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)

    assert resume_lost() == 1
    work_off()

    assert (again(job).state, job.attempts, job.result) == (Job.State.DONE, 1, {"says": "second time"})
    assert resume_lost() == 0


@pytest.mark.usefixtures("queue")
def test_a_job_that_kills_every_worker_is_given_up(world: World, works: dict[str, Work]) -> None:
    works["count"] = gives({})
    job = ask(world)
    Job.objects.update(state=Job.State.RUNNING, heartbeat_at=timezone.now() - LATER, attempts=MAX_ATTEMPTS - 1)
    assert resume_lost() == 0
    assert again(job).state == Job.State.FAILED
    assert "中断" in job.message


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(
    ("age", "rows_lost", "resumed"),
    [(LATER, True, 1), (LATER, False, 0), (timedelta(seconds=1), True, 0)],
    ids=["its queue row is lost", "it only waits long", "it is quite new"],
)
def test_a_waiting_job_in_no_queue_is_queued_again(
    world: World, works: dict[str, Work], age: timedelta, rows_lost: bool, resumed: int
) -> None:
    works["count"] = gives({})
    job = ask(world)
    Job.objects.update(created_at=timezone.now() - age)
    if rows_lost:
        DBTaskResult.objects.all().delete()
    assert (resume_lost(), resume_lost()) == (resumed, 0), "resuming twice queues once"
    work_off()
    assert again(job).state == (Job.State.WAITING if rows_lost and not resumed else Job.State.DONE)


def test_a_run_taken_for_dead_does_not_overwrite_the_later_one(world: World, works: dict[str, Work]) -> None:
    def slow(progress: Progress) -> dict[str, Any]:
        Job.objects.filter(pk=progress.job.pk).update(attempts=1)  # meanwhile it was resumed
        progress.step(1, 2)
        return {"says": "the slow one"}

    works["count"] = slow
    job = ask(world)
    assert (job.state, job.steps_done, job.result) == (Job.State.RUNNING, 0, {})


def test_a_second_worker_leaves_a_running_job_alone(world: World, works: dict[str, Work]) -> None:
    works["count"] = gives({"runs": 1})
    job = ask(world)
    works["count"] = must_not_run
    run_job.call(job.pk)
    assert again(job).result == {"runs": 1}


def test_only_who_asked_sees_the_job(world: World, works: dict[str, Work]) -> None:
    works["count"] = gives({})
    job = ask(world)
    assert job_for(world.bai, job.pk) == job
    assert job_for(world.an, job.pk) is None


def test_work_nobody_knows_is_refused_when_it_is_asked_for(world: World, works: dict[str, Work]) -> None:
    with pytest.raises(ValueError, match="no work named count"):
        ask(world)
    assert not Job.objects.exists()
