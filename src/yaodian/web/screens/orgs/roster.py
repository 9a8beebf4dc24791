"""The sheet of all: download, upload, what a check found, writing it."""

import hashlib
import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.jobs.selectors import job_for
from yaodian.apps.jobs.services import start_job
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.roster.exporting import rows_to_export
from yaodian.kernel.errors import BadInput
from yaodian.papers.roster_workbook import MOST_BYTES, read_roster, roster_workbook
from yaodian.web.downloads import download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.orgs import work


@page(Permission.ORG_EDIT, methods="GET POST")
def roster(request: PageRequest) -> HttpResponse:
    """Download and upload; a file that is no such sheet is told beside the field."""
    error = None
    if request.method == "POST":
        try:
            return redirect("job", _check(request).pk)
        except BadInput as refused:
            error = refused
    return render(request, "orgs/roster.html", {"error": error}, status=422 if error else 200)


def _check(request: PageRequest) -> Any:
    """Read the upload here and now (it is never kept: it holds phone numbers) and queue the check."""
    sent = request.FILES.get("file")
    if sent is None:
        raise BadInput({"file": "请选一个文件。"})
    if sent.size > MOST_BYTES:
        raise BadInput({"file": "文件超过20兆。请删去图片和多余的表后另存，再上传。"})
    arguments = work.packed(read_roster(sent.read()))
    print_of = hashlib.sha256(json.dumps(arguments, ensure_ascii=False).encode()).hexdigest()[:40]
    key = f"{work.CHECK}:{request.by.user_id}:{print_of}"
    return start_job(kind=work.CHECK, key=key, title="检查机构人员表", arguments=arguments, by=request.by)


@page(Permission.ORG_EDIT)
def result(request: PageRequest, job_id: int) -> HttpResponse:
    """What the check found, or what was written; the job's page while it is still at work."""
    job = job_for(request.by, job_id)
    if job is None or job.kind not in (work.CHECK, work.WRITE):
        raise Http404
    if not job.result:
        return redirect("job", job_id)
    return render(request, "orgs/roster_result.html", {"job": job, **job.result})


@page(Permission.ORG_EDIT, methods="POST")
def write(request: PageRequest, job_id: int) -> HttpResponse:
    """Write what the check showed; asking twice is one job."""
    job = job_for(request.by, job_id)
    if job is None or job.kind != work.CHECK:
        raise Http404
    started = start_job(
        kind=work.WRITE,
        key=f"{work.WRITE}:{job.pk}",
        title="导入机构人员表",
        arguments={"checked": job.pk},
        by=request.by,
    )
    return redirect("job", started.pk)


@page(Permission.ORG_EDIT)
def template(request: PageRequest) -> HttpResponse:  # noqa: ARG001  # a view takes it
    """The empty sheet with an example."""
    return download(roster_workbook(), "机构人员表模板.xlsx")


@page(Permission.ORG_EDIT)
def export(request: PageRequest) -> HttpResponse:
    """The organisation as it is, to be changed and imported again; who took it away is logged, since it holds phone numbers."""
    data = roster_workbook(rows_to_export())
    record("orgs.exported", "orgs.roster", "导出机构人员表（含电话）", by=request.by)
    return download(data, f"机构人员表{today():%Y%m%d}.xlsx")
