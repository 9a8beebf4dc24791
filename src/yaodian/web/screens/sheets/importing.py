"""Importing an edited sheet: uploaded, shown as what it would change, confirmed."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.files.selectors import file_for
from yaodian.apps.files.services import read_file, store_file
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.services.sheet_import import WrongSheet, import_sheet, preview_sheet
from yaodian.apps.plans.services.sheet_rows import SentSheet
from yaodian.kernel.errors import BadInput, YaodianError
from yaodian.papers.breakdown_reading import read_breakdown
from yaodian.text.document.opening import MOST_BYTES
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.sheets.fetching import plan_at, plan_or_404


@page(Permission.PLAN_EDIT, methods="GET POST")
def upload(request: PageRequest, plan_id: int | None = None) -> HttpResponse:
    """Choose the file; what cannot be read is told here."""
    if (plan := plan_at(request, plan_id)) is None:
        return render(request, "sheets/none.html")
    error = None
    if request.method == "POST":
        try:
            return redirect(_page_of(plan, _kept(request, plan)))
        except YaodianError as refused:
            error = refused
    return render(request, "sheets/import.html", {"plan": plan, "error": error}, status=422 if error else 200)


@page(Permission.PLAN_EDIT, methods="GET POST")
def preview(request: PageRequest, file_id: int) -> HttpResponse:
    """What the file would change, and the confirmation."""
    plan = plan_or_404(request)
    stored = file_for(request.by, file_id)
    if stored is None or stored.uploaded_by_id != request.by.user_id:
        raise Http404("没有这个文件，或不是您上传的。")
    error: YaodianError | None = None
    try:
        sent = read_breakdown(read_file(stored), stored.name)
        if request.method == "POST":
            done = _import(request, plan, sent, stored.name)
            says = _("Imported: %(tasks)s tasks, %(cells)s cells changed.")
            messages.success(request, says % {"tasks": done.changed, "cells": len(done.changes)})
            return redirect("breakdown", plan.pk)
    except FileNotFoundError:
        raise Http404("文件已不在。请重新上传。") from None
    except (WrongSheet, BadInput) as refused:
        error = refused
    return _shown(request, plan, sent=sent, stored=stored, error=error)


def _shown(
    request: PageRequest, plan: Any, *, sent: SentSheet, stored: Any, error: YaodianError | None
) -> HttpResponse:
    context = {
        "plan": plan,
        "stored": stored,
        "sent": sent,
        "preview": preview_sheet(plan=plan, sent=sent, by=request.by),
        "error": error,
        "fields": error.fields if isinstance(error, BadInput) else {},
        "basis": request.POST.get("basis", ""),
        "chosen": _choices(request),
    }
    return render(request, "sheets/preview.html", context, status=422 if error else 200)


def _kept(request: PageRequest, plan: Any) -> Any:
    """The upload, kept only when it can be read and is this plan's."""
    file = request.FILES.get("file")
    if file is None:
        raise BadInput({"file": "请选一个改好的 .xlsx 文件。"})
    sent = read_breakdown(file.read(MOST_BYTES + 1), file.name or "")
    preview_sheet(
        plan=plan, sent=sent, by=request.by
    )  # refuses another plan's sheet, and a plan that is closed to edits
    file.seek(0)
    return store_file(name=file.name or "", chunks=file.chunks(), unit=request.by.post.unit, by=request.by)


def _page_of(plan: Any, stored: Any) -> str:
    return f"{reverse('sheets-preview', args=[stored.pk])}?{urlencode({'plan': plan.pk})}"


def _choices(request: PageRequest) -> dict[str, str]:
    """keep-12-due=sheet → {"12-due": "sheet"}."""
    return {name[5:]: value for name, value in request.POST.items() if name.startswith("keep-")}


def _import(request: PageRequest, plan: Any, sent: SentSheet, source: str) -> Any:
    return import_sheet(
        plan=plan,
        sent=sent,
        source=source,
        seen=request.POST.get("seen", ""),
        basis=request.POST.get("basis", ""),
        choices=_choices(request),
        by=request.by,
    )
