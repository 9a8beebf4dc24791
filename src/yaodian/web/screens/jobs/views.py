"""One job's progress, cancelling it, and downloading a stored file."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from yaodian.apps.files.selectors import file_for
from yaodian.apps.files.services import path_of
from yaodian.apps.jobs.selectors import job_for
from yaodian.apps.jobs.services import cancel_job
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page


@page(Permission.SIGNED_IN)
def job(request: PageRequest, job_id: int) -> HttpResponse:
    """How far it is; once done, on to the page that shows the result (`link` in the job's result)."""
    found = job_for(request.by, job_id)
    if found is None:
        raise Http404
    link = found.result.get("link", "")
    if found.state == found.State.DONE and link:
        return HttpResponseClientRedirect(link) if request.htmx else redirect(link)
    return render(request, "parts/job.html" if request.htmx else "jobs/job.html", {"job": found})


@page(Permission.SIGNED_IN, methods="POST")
def cancel(request: PageRequest, job_id: int) -> HttpResponse:
    """Stop one's own job: at once if it still waits, else at its next step."""
    found = job_for(request.by, job_id)
    if found is None:
        raise Http404
    cancel_job(found)
    return redirect("job", job_id=job_id)


@page(Permission.SIGNED_IN)
def file(request: PageRequest, file_id: int) -> FileResponse:
    """An evidence file, always as a download: a page uploaded by somebody must not run as ours."""
    stored = file_for(request.by, file_id)
    if stored is None or not path_of(stored.sha256).is_file():
        raise Http404
    response = FileResponse(
        path_of(stored.sha256).open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
