"""Pages of the document: all years, upload, the original text, deleting what was never published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.files.services import store_file
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.plans import current_plan, plans_for
from yaodian.apps.plans.selectors.review import document_paragraphs, plan_text
from yaodian.apps.plans.selectors.revision import revisions_of
from yaodian.apps.plans.services import intake
from yaodian.kernel.errors import BadInput, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.plans.fetching import may_edit, plan_at, text_at


@page(Permission.PLAN_READ)
def years(request: PageRequest) -> HttpResponse:
    """All plans by year."""
    return render(request, "plans/years.html", {"plans": list(plans_for(request.by)), "may_edit": may_edit(request)})


@page(Permission.PLAN_EDIT, methods="GET POST")
def upload(request: PageRequest) -> HttpResponse:
    """A file or pasted text; what cannot be taken is told beside the form, and what was typed stays."""
    error = None
    if request.method == "POST":
        try:
            return redirect("plan-review", _start(request).pk)
        except YaodianError as refused:
            error = refused
    context = {"typed": request.POST, "error": error}
    return render(request, "plans/upload.html", context, status=422 if error else 200)


def _start(request: PageRequest) -> Any:
    sent, text, year = (
        request.FILES.get("file"),
        request.POST.get("text", "").strip(),
        request.POST.get("year", "").strip(),
    )
    if bool(sent) == bool(text):
        raise BadInput({"file": "请选一个文件，或把全文粘贴进来（只用一种）。"})
    if year and not (year.isdecimal() and 2000 <= int(year) <= 2100):
        raise BadInput({"year": f"“{year}”不是年份。写成2026这样，或留空。"})
    by = request.by
    stored = store_file(name=sent.name or "", chunks=sent.chunks(), unit=by.post.unit, by=by) if sent else None
    title = request.POST.get("title", "")
    return intake.start_plan(title=title, year=int(year) if year else None, file=stored, text=text or None, by=by)


@page(Permission.PLAN_EDIT, methods="POST")
def reading(request: PageRequest, plan_id: int, act: str) -> HttpResponse:
    """Cancel the reading, or read again."""
    plan = plan_at(request, plan_id)
    if act == "cancel":
        intake.cancel_reading(plan=plan, by=request.by)
    else:
        intake.read_again(plan=plan, by=request.by)
    return redirect("plan-review", plan_id)


@page(Permission.PLAN_EDIT, methods="GET POST")
def delete(request: PageRequest, plan_id: int) -> HttpResponse:
    """Delete a plan that was never published, after asking."""
    plan = plan_at(request, plan_id)
    if request.method == "POST":
        intake.delete_plan(plan=plan, by=request.by)
        messages.success(request, _("Deleted “%(title)s”.") % {"title": plan.title or plan.source_name})
        return redirect("plan-list")
    return render(request, "plans/delete.html", {"plan": plan})


@page(Permission.PLAN_READ)
def document(request: PageRequest, plan_id: int | None = None) -> HttpResponse:
    """A text with its marks, the current one or that of `?version=`; every paragraph and item is an anchor that 出处 links to."""
    if plan_id is None:
        if (current := current_plan(request.by)) is None:
            return render(request, "plans/none.html", {"may_edit": may_edit(request)})
        plan = plan_text(current.pk)
    else:
        plan = text_at(request, plan_id)
    versions = list(revisions_of(plan).filter(state="applied")) if plan.text_version else []
    version = _version(request, [0, *(one.number for one in versions)], plan.text_version)
    context = {
        "plan": plan,
        "paragraphs": document_paragraphs(plan, version),
        "may_edit": may_edit(request),
        "versions": versions,
        "version": version,
    }
    return render(request, "plans/document.html", context)


def _version(request: PageRequest, known: list[int], current: int) -> int:
    """The version asked for, or 404; without one the current."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else None if asked else current
    if number not in known:
        raise Http404("没有这一版原文。")
    return number
