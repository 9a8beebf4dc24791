"""An import that breaks off at any moment leaves the old state or the new, and can be taken up again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.ledgers.imports.conftest import Upload, confirmed, line, workbook
from tests.world import World
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import run_job
from yaodian.apps.ledgers.imports import committing, reading, works
from yaodian.apps.ledgers.imports.services import cancel_import, confirm_import, read_again
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.tables import history_of, rows_of, staged_of
from yaodian.kernel.errors import NotNow

State = Import.State


class Killed(BaseException):
    """The process ends here: no handler of ours sees it, as none would."""


def kill(*_args: Any, **_more: Any) -> None:
    raise Killed


def state() -> tuple[list[Any], list[Any], int]:
    """Rows, versions and batches."""
    rows = rows_of("buildings")._default_manager.order_by("pk").values_list("pk", "version", "number", "beds")
    versions = history_of("buildings")._default_manager.order_by("pk").values_list("row", "version", "record_to")
    return list(rows), list(versions), Batch.objects.count()


AT = [
    (reading, "read_tables"),
    (reading, "read_values"),
    (reading, "inspect"),
    (reading, "failed_checks"),
    (reading, "write_report"),
    (works, "take_row_ids"),
    (committing, "open_batch"),
    (committing, "update_rows"),
    (committing, "close_versions"),
    (committing, "insert_rows"),
    (committing, "add_versions"),
    (committing, "delete_rows"),
    (committing, "record"),
    (committing, "tell_followers"),
]


@pytest.mark.parametrize(("module", "step"), AT, ids=[step for _module, step in AT])
def test_killed_at_a_step_it_leaves_the_old_state_and_ends_when_run_again(
    world: World, upload: Upload, monkeypatch: pytest.MonkeyPatch, module: Any, step: str
) -> None:
    confirmed(upload(workbook([line("A1"), line("A2"), line("A3")])), world.an)
    before = state()
    sheet = workbook([line("A1", 宿舍床位=9), line("A2"), line("A4")])
    with monkeypatch.context() as patched:
        patched.setattr(module, step, kill)
        with suppress(NotNow):  # it was killed while reading: there is nothing to confirm yet
            confirm_import(run=upload(sheet, whole=True), by=world.an, drop_gone=True)
    assert state() == before
    job = Job.objects.latest("pk")
    assert job.state == Job.State.RUNNING
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, attempts=1)  # as resume_lost does
    run_job.call(job.pk)
    run = Import.objects.latest("pk")
    if run.state == State.CHECKED:
        run = confirmed(run, world.an, drop_gone=True)
    assert run.state == State.DONE, run.message
    rows, versions, batches = state()
    assert [(version, number, beds) for _pk, version, number, beds in rows] == [
        (2, "A1", 9), (1, "A2", None), (1, "A4", None),
    ]  # fmt: skip
    assert (len(versions), batches) == (6, 2)
    assert not staged_of("buildings")._default_manager.exists()


def test_killed_after_the_write_it_is_not_written_twice(
    world: World, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = upload(workbook([line("A1")]))
    with monkeypatch.context() as patched:
        patched.setattr(works.Staging, "clear", kill)
        confirm_import(run=run, by=world.an)
    after = state()
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, attempts=1)
    run_job.call(job.pk)
    assert state() == after
    assert Import.objects.get().state == State.DONE
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_given_up_it_leaves_nothing_behind(world: World, upload: Upload) -> None:
    run = upload(workbook([line("A1")]))
    cancel_import(run=run, by=world.an)
    assert (run.state, staged_of("buildings")._default_manager.count(), state()) == (State.CANCELLED, 0, ([], [], 0))


def test_read_again_it_compares_with_what_is_there_now(world: World, upload: Upload) -> None:
    run = upload(workbook([line("A1")]))
    confirmed(upload(workbook([line("A1")])), world.an)
    read_again(run=run, by=world.an)
    run.refresh_from_db()
    assert (run.state, run.counts.get("new"), run.counts["same"]) == (State.CHECKED, None, 1)


COUNTY = """
import sys
from django.conf import settings
import django; django.setup()
settings.MIGRATION_MODULES = type("Off", (dict,), {"__contains__": lambda *_: True, "__getitem__": lambda *_: None})()
from django.core.management import call_command
from django.test import override_settings
from tests.ledgers.imports.conftest import line, workbook
from tests.world import small_world
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.imports.services import confirm_import, upload_import
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.orgs.acting import acting_as
from yaodian.apps.orgs.models import User
at_once = override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}})
at_once.enable()
"""
UPLOAD = """
call_command("migrate", run_syncdb=True, verbosity=0)
sheet = workbook([line(f"A{number}") for number in range(3000)])
upload_import(register=register_named("buildings"), name="表.xlsx", chunks=[sheet], by=small_world().an)
"""
WRITE = """
by = acting_as(User.objects.get(username="an"), today())
run = Import.objects.get()
print("begun", flush=True)
confirm_import(run=run, by=by)
"""
TELL = """
print(*(model._default_manager.count() for model in (rows_of("buildings"), history_of("buildings"), Batch)))
"""


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own with an import that waits to be confirmed."""
    home = tmp_path_factory.mktemp("home")
    child = carried_out(home, UPLOAD)
    child.communicate()
    assert child.returncode == 0
    return home


def carried_out(home: Path, script: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "YAODIAN_HOME": str(home), "YAODIAN_DATABASE_URL": ""}
    environment |= {"DJANGO_SETTINGS_MODULE": "yaodian.config.settings", "PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.Popen([sys.executable, "-c", COUNTY + script], env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.04, 0.12, 0.4])
def test_a_process_killed_while_it_writes_leaves_old_or_new(uploaded: Path, tmp_path: Path, after: float) -> None:
    """A real kill -9, at moments before, within and after the transaction."""
    home = shutil.copytree(uploaded, tmp_path / "home")
    with carried_out(home, WRITE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
    told, _errors = carried_out(home, TELL).communicate()
    assert told.split() in (["0", "0", "0"], ["3000", "3000", "1"])
