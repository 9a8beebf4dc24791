"""Taking in a document of the superior's (上级文件): only read, never made into tasks; kept so that ours can be held against it.

A Word or text file of ordinary size is read at once. Others may need LibreOffice or many pages: they are read in the background,
and their text is kept as a file of its own, which opens at once from then on.
"""

from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.urls import reverse

from yaodian.apps.audit.services import record
from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.services import read_file, store_file
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress, start_job, work
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Plan
from yaodian.apps.plans.selectors.comparing import covered, subject_of
from yaodian.kernel.errors import DocumentError
from yaodian.text import read_plan
from yaodian.text.compare import parts_of
from yaodian.text.document import open_document

QUICK = (".txt", ".docx")
QUICK_BYTES = 100_000  # a plan of 30 pages has a third of that as text; read and compared within a second
MOST_PARTS = 1500  # the fullest of real plans has 200; many more is a book, or a collection of plans
STEPS = 3  # opened, read, compared


@transaction.atomic
def take_superior(*, file: StoredFile, own: Plan, by: Acting) -> Job | None:
    """Read the document at once (None), or queue its reading. Refuses what holds nothing to compare."""
    require(by, Permission.PLAN_EDIT, unit_path=own.unit.path)
    if PurePosixPath(file.name).suffix.lower() in QUICK and file.size <= QUICK_BYTES:
        _told(open_document(read_file(file), file.name).text)
        _log(file, by)
        return None
    return start_job(
        kind="plan.superior.read",
        key=f"plan.superior.read:{file.pk}",
        title=f"读取上级文件“{file.name}”",
        arguments={"file_id": file.pk, "plan_id": own.pk},
        by=by,
    )


@work("plan.superior.read")
def read_superior(progress: Progress, file_id: int, plan_id: int) -> dict[str, Any]:
    """The work of reading; run again it starts over and keeps the text once more, under the same hash."""
    job = progress.job
    file, own = StoredFile.objects.get(pk=file_id), Plan.objects.select_related("unit").get(pk=plan_id)
    if job.asked_by is None or job.asked_in is None:
        return {"says": "上传的人已经不在这个岗位，请重新上传。"}
    by = Acting(job.asked_by, job.asked_in)
    progress.step(0, STEPS)
    text = open_document(read_file(file), file.name).text
    progress.step(1, STEPS)
    _told(text)
    name = f"{PurePosixPath(file.name).stem[:180]}.txt"
    with transaction.atomic():
        kept = store_file(name=name, chunks=[text.encode("utf-8", "replace")], unit=file.unit, by=by)
        _log(kept, by)
    progress.step(2, STEPS)
    covered(kept, own)
    progress.step(STEPS, STEPS)
    return {"link": f"{reverse('plan-cover', args=[kept.pk])}?plan={own.pk}"}


def _told(text: str) -> None:
    if not (parts := parts_of(read_plan(text))):
        raise DocumentError("没有读出任何一项工作。请检查是否选错了文件，或把正文另存为 .txt 再上传。")
    if len(parts) > MOST_PARTS:
        raise DocumentError(f"这份文件有{len(parts):,}项，超过{MOST_PARTS:,}项，不像一份要点。请只上传其中的一份。")


def _log(file: StoredFile, by: Acting) -> None:
    says = f"上传上级文件“{file.name}”，与本局要点对照"
    record("plan.superior", subject_of(by), says, changes={"file": [None, file.pk]}, by=by)
