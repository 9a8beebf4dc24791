"""Background works of this screen: checking and writing the sheet of all."""

from typing import Any

from django.urls import reverse

from yaodian.apps.audit.clock import today
from yaodian.apps.jobs.selectors import job_for
from yaodian.apps.jobs.services import Progress, work
from yaodian.apps.orgs.acting import acting_as
from yaodian.apps.orgs.roster.cells import Row, WrongCell
from yaodian.apps.orgs.services.roster import Sheets, digest_of, examine, import_roster
from yaodian.kernel.errors import NotAllowed, NotNow
from yaodian.papers.roster_workbook import ReadRoster

CHECK, WRITE = "orgs.import", "orgs.import-write"
MOST_SHOWN = 500


def packed(read: ReadRoster) -> dict[str, Any]:
    """A read workbook as a job's arguments."""
    rows = {key: [[row.number, row.cells] for row in found] for key, found in read.sheets.items()}
    return {"rows": rows, "wrong": [cell.as_json() for cell in read.wrong], "checkable": not read.columns_missing}


def _unpacked(rows: dict[str, Any]) -> Sheets:
    return {key: [Row(number, cells) for number, cells in found] for key, found in rows.items()}


@work(CHECK)
def check(progress: Progress, *, rows: dict[str, Any], wrong: list[dict[str, Any]], checkable: bool) -> dict[str, Any]:
    """Find every wrong cell and what would change; the result is shown before anything is written."""
    result: dict[str, Any] = {"link": reverse("org-roster-result", args=[progress.job.pk])}
    found_wrong = [WrongCell(**cell) for cell in wrong]
    if checkable:
        found = examine(_unpacked(rows), step=progress.step)
        found_wrong += found.wrong
        changes = [
            c.as_json() for part in (found.units, found.people, found.posts) for c in part if c.act != "unchanged"
        ]
        result |= {"counts": found.counts(), "digest": digest_of(found), "changes": changes[:MOST_SHOWN]}
        result["more"] = max(0, len(changes) - MOST_SHOWN)
    shown = [cell.as_json() for cell in found_wrong[:MOST_SHOWN]]
    return {**result, "wrong": shown, "wrong_all": len(found_wrong)}


@work(WRITE)
def write(progress: Progress, *, checked: int) -> dict[str, Any]:
    """Write what an earlier check of the same person showed."""
    asked_in = progress.job.asked_in
    by = acting_as(progress.job.asked_by, today(), post_id=asked_in.pk)
    if by is None or by.post.pk != asked_in.pk:
        raise NotAllowed(f"{asked_in}现在已不是您的岗位，什么也没有写入。")
    job = job_for(by, checked)
    if job is None or job.kind != CHECK or job.result.get("wrong_all") != 0:
        raise NotNow("这次检查的结果已经没有了。请重新上传。")
    found = import_roster(
        sheets=_unpacked(job.arguments["rows"]), expected=job.result["digest"], by=by, step=progress.step
    )
    link = reverse("org-roster-result", args=[progress.job.pk])
    return {"link": link, "counts": found.counts(), "written": True}
