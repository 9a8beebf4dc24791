"""Uploading the revised document, reading it again, dropping it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.files.services import store_file
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.revision import waiting_of
from yaodian.apps.plans.services.revising import drop_revision, read_revision_again, start_revision
from yaodian.kernel.errors import BadInput, NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.revise.fetching import plan_at, revision_at


@page(Permission.PLAN_EDIT, methods="GET POST")
def revise(request: PageRequest, plan_id: int) -> HttpResponse:
    """A file or pasted text; while a revision waits, its page."""
    plan = plan_at(request, plan_id)
    waiting = waiting_of(plan)
    if waiting is not None and waiting.state != "failed" and request.method == "GET":
        return redirect("revision", waiting.pk)
    error = None
    if request.method == "POST":
        try:
            return redirect("revision", _start(request, plan).pk)
        except NotAllowed:
            raise
        except YaodianError as refused:
            error = refused
    context = {"plan": plan, "typed": request.POST, "error": error}
    return render(request, "revise/upload.html", context, status=422 if error else 200)


def _start(request: PageRequest, plan: Any) -> Any:
    sent, text = request.FILES.get("file"), request.POST.get("text", "").strip()
    if bool(sent) == bool(text):
        raise BadInput({"file": "请选一个文件，或把修订稿的全文粘贴进来（只用一种）。"})
    by = request.by
    stored = store_file(name=sent.name or "", chunks=sent.chunks(), unit=by.post.unit, by=by) if sent else None
    return start_revision(plan=plan, file=stored, text=text or None, by=by)


@page(Permission.PLAN_EDIT, methods="POST")
def read_again(request: PageRequest, revision_id: int) -> HttpResponse:
    """Read it once more, after that was cancelled or broken off."""
    read_revision_again(revision=revision_at(request, revision_id), by=request.by)
    return redirect("revision", revision_id)


@page(Permission.PLAN_EDIT, methods="GET POST")
def drop(request: PageRequest, revision_id: int) -> HttpResponse:
    """Drop it, after asking; the plan stays as it is."""
    revision = revision_at(request, revision_id)
    if request.method == "POST":
        drop_revision(revision=revision, by=request.by)
        messages.success(request, _("The revision was dropped; the plan is as it was."))
        return redirect("plan-document", revision.plan_id)
    return render(request, "revise/drop.html", {"revision": revision, "plan": revision.plan})
