"""A register's rows as .xlsx or .csv: what a list shows or all columns, within reach, masked unless for a purpose.

Few rows are written at once; many by a background job, whose file only the person who asked can fetch. Nothing is cut.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from yaodian.apps.audit.services import record
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress, start_job, work
from yaodian.apps.ledgers.access import Action, is_masked, require_for, scope, units_in_reach
from yaodian.apps.ledgers.imports.sheet import sheet_column, writers
from yaodian.apps.ledgers.lists.masking import masked
from yaodian.apps.ledgers.lists.selecting import selected_rows
from yaodian.apps.ledgers.lists.wanted import Wanted, default_columns, query_of, wanted_from
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.ledgers.unmasking import UNMASKED, whole
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput
from yaodian.registers.columns import Column, File
from yaodian.registers.register import Register
from yaodian.registers.sheets.writing import SheetColumn, Value, write_csv, write_rows

EXPORT = "ledger.export"
AT_ONCE = 20_000  # more rows are exported in the background
CHUNK = 500  # numbers in one query
KEPT = timedelta(days=7)
WRITERS: dict[str, Callable[..., int]] = {"xlsx": write_rows, "csv": write_csv}
HIDDEN = "（已遮挡）"  # after a masked column's title, so that an import does not take the masks for values


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: what a list wants, or some `rows` by their numbers, of those within reach, that are `of` something.
    `purpose` is "" for an export with masks."""

    register: Register
    wanted: Wanted
    columns: tuple[Column, ...]
    form: str  # xlsx, csv
    purpose: str = ""
    rows: tuple[int, ...] | None = None
    of: str = ""

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{name_of(self.register, self.of)}.{self.form}"


def name_of(register: Register, of: str) -> str:
    """What an export is called."""
    return f"{of}（{register.title}）" if of else register.title


def exportable(register: Register) -> tuple[Column, ...]:
    """All columns that an export may have: files stay where they are."""
    return tuple(column for column in register.columns if not isinstance(column, File))


def export_of(register: Register, wanted: Wanted, *, whole_rows: bool, form: str, purpose: str, by: Acting) -> Export:
    """What somebody may export; NotAllowed or BadInput else."""
    require_for(by, Action.UNMASK if purpose else Action.READ, register)
    if form not in WRITERS:
        raise BadInput({"format": "请选择 .xlsx 或 .csv。"})
    columns = exportable(register) if whole_rows else tuple(register.by_key[key] for key in wanted.columns)
    return Export(register, replace(wanted, cursor=None), columns, form, purpose)


def export_of_rows(register: Register, rows: Sequence[int], *, of: str, form: str, by: Acting) -> Export:
    """Some rows, with the columns that a list shows, masked as there; NotAllowed or BadInput else."""
    wanted = Wanted(default_columns(register, by))
    return replace(export_of(register, wanted, whole_rows=False, form=form, purpose="", by=by), rows=tuple(rows), of=of)


def is_long(export: Export, by: Acting) -> bool:
    """Whether it is for the background."""
    if export.rows is not None:
        return len(export.rows) > AT_ONCE
    rows = selected_rows(export.register, export.wanted, by).order_by()
    return bool(rows.values("pk")[: AT_ONCE + 1].count() > AT_ONCE)


def write_export(export: Export, to: Path, by: Acting, step: Callable[[int], None] = lambda _done: None) -> int:
    """Write the file and log it; how many rows."""
    register = export.register
    sheet = [_sheet_column(export, column) for column in export.columns]
    lines = _lines(export, by, step)
    written = (
        write_rows(sheet, lines, title=register.title, to=to)
        if export.form == "xlsx"
        else write_csv(sheet, lines, to=to)
    )
    hidden = [column for column in export.columns if is_masked(column)]
    of = f"中“{export.of}”的" if export.of else ""
    says = f"导出《{register.title}》{of}{written}行（.{export.form}，{len(export.columns)}列）"
    with transaction.atomic():
        if export.purpose and hidden:
            titles = "、".join(column.title for column in hidden)
            reach = {"units": units_in_reach(by)}
            record(UNMASKED, whole(register), f"{says}，含{titles}原值；用途：{export.purpose}", changes=reach, by=by)
        else:
            record("ledger.exported", whole(register), says, by=by)
    return written


def _sheet_column(export: Export, column: Column) -> SheetColumn:
    if is_masked(column) and not export.purpose:
        return SheetColumn(f"{column.title}{HIDDEN}")
    return replace(sheet_column(column), required=False)


def _lines(export: Export, by: Acting, step: Callable[[int], None]) -> Iterator[list[Value]]:
    write = writers(export.register, by)
    shows = [
        _hidden(column, write[column.key]) if is_masked(column) and not export.purpose else write[column.key]
        for column in export.columns
    ]
    names = [stored_name(column) for column in export.columns]
    for done, values in enumerate(_stored(export, by, names)):
        if done % 2000 == 0:
            step(done)
        yield [show(value) for show, value in zip(shows, values, strict=True)]


def _stored(export: Export, by: Acting, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    if export.rows is None:
        rows = selected_rows(export.register, export.wanted, by).order_by("pk").values_list(*names)
        yield from rows.iterator(chunk_size=2000)
        return
    within = scope(export.register, by)
    for start in range(0, len(export.rows), CHUNK):
        yield from within.filter(pk__in=export.rows[start : start + CHUNK]).order_by("pk").values_list(*names)


def _hidden(column: Column, write: Callable[[Any], Value]) -> Callable[[Any], Value]:
    return lambda value: None if value is None else masked(column, str(write(value)))


# ---- in the background ----------------------------------------------------------------------------------------------


def start_export(export: Export, by: Acting) -> Job:
    """Write it in the background; the job's page leads to the file."""
    arguments = {
        "register": export.register.key,
        "query": query_of(export.register, export.wanted),
        "columns": [column.key for column in export.columns],
        "form": export.form,
        "purpose": export.purpose,
        "rows": export.rows,
        "of": export.of,
    }
    key = f"export:{export.register.key}:{by.post.pk}:{by.user_id}"
    title = f"导出《{name_of(export.register, export.of)}》"
    found: Job = start_job(kind=EXPORT, key=key, title=title[:200], arguments=arguments, by=by)
    return found


@work(EXPORT)
def export_work(
    progress: Progress,
    *,
    register: str,
    query: dict[str, Any],
    columns: list[str],
    form: str,
    purpose: str,
    rows: list[int] | None = None,
    of: str = "",
) -> dict[str, Any]:
    """The job: write the file where only its asker can fetch it."""
    job = progress.job
    if job.asked_by is None or job.asked_in is None:
        raise BadInput("没有写明是谁要导出的，请重新发起。")
    by, declared = Acting(job.asked_by, job.asked_in), register_named(register)
    require_for(by, Action.UNMASK if purpose else Action.READ, declared)
    wanted = wanted_from(declared, query, by)
    shown = tuple(declared.by_key[key] for key in columns)
    export = Export(declared, wanted, shown, form, purpose, None if rows is None else tuple(rows), of)
    all_rows = len(rows) if rows is not None else selected_rows(declared, wanted, by).order_by().count()
    clear_old(job.created_at - KEPT)
    target = file_of(job.pk, form)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = write_export(export, target, by, lambda done: progress.step(done, all_rows))
    return {"link": reverse("register-exported", args=[register, job.pk]), "says": f"导出了{written}行。"}


def file_of(job_id: int, form: str) -> Path:
    """Where the file of an export lies: beside uploads, but no StoredFile, which all of a unit could fetch."""
    return Path(settings.MEDIA_ROOT) / "exports" / f"{job_id}.{form}"


def exported_by(job_id: int, by: Acting) -> tuple[Path, str] | None:
    """The file of an export that this person asked for in this post, and its name; None for all others, or when it is gone."""
    job = Job.objects.filter(pk=job_id, kind=EXPORT, state=Job.State.DONE, asked_by=by.user, asked_in=by.post).first()
    if job is None:
        return None
    path = file_of(job.pk, job.arguments["form"])
    name = name_of(register_named(job.arguments["register"]), job.arguments.get("of", ""))
    return (path, f"{name}.{job.arguments['form']}") if path.is_file() else None


def clear_old(before: datetime) -> None:
    """Delete exports made before a moment of real time."""
    for path in (Path(settings.MEDIA_ROOT) / "exports").glob("*.*"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
