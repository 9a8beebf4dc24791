"""Ours against the superior's document: uploading it, the coverage table, the table as a file."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yaodian.apps.audit.clock import today
from yaodian.apps.files.services import store_file
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.comparing import covered, superior_or_none, superiors_seen, tasks_at, title_of
from yaodian.apps.plans.services.superior import take_superior
from yaodian.kernel.errors import BadInput, YaodianError
from yaodian.papers.coverage_table import coverage_table
from yaodian.text.compare import Coverage, CoverageRow
from yaodian.text.compare.model import LABELS
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.compare.shown import Choice, asked_kind, chips, choice_of, page_of, saved

ASKED = "asked"


@page(Permission.PLAN_EDIT, methods="GET POST")
def upload(request: PageRequest) -> HttpResponse:
    """Choose the superior's document and which of our plans to hold against it."""
    choice, error = choice_of(request), None
    if request.method == "POST":
        try:
            return redirect(_taken(request, choice))
        except YaodianError as refused:
            error = refused
    context = {
        "plans": choice.plans,
        "own": request.POST.get("plan", "") or next((str(plan.pk) for plan in choice.out), ""),
        "error": error,
        "superiors": superiors_seen(request.by),
    }
    return render(request, "compare/upload.html", context, status=422 if error else 200)


def _taken(request: PageRequest, choice: Choice) -> str:
    sent, by = request.FILES.get("file"), request.by
    own = choice.named(request.POST.get("plan", ""))
    if sent is None:
        raise BadInput({"file": "请选上级的文件。"})
    if own is None:
        raise BadInput({"plan": "请选一份本局的要点。"})
    stored = store_file(name=sent.name or "", chunks=sent.chunks(), unit=by.post.unit, by=by)
    job = take_superior(file=stored, own=own, by=by)
    return reverse("job", args=[job.pk]) if job else _address(stored, own)


def _address(stored: Any, own: Any) -> str:
    return f"{reverse('plan-cover', args=[stored.pk])}?{urlencode({'plan': own.pk})}"


@page(Permission.PLAN_READ)
def table(request: PageRequest, file_id: int) -> HttpResponse:
    """The coverage table with its filter."""
    stored, own, choice, told = _told(request, file_id)
    counts = told.counts
    kind = asked_kind(request, counts, ASKED)
    shown = page_of(request, _of_kind(told, kind))
    places = tasks_at(own)
    context = {
        "stored": stored,
        "title": title_of(stored),
        "own": own,
        "plans": choice.plans,
        "counts": counts,
        "asked": sum(counts.values()) - counts["own"],
        "chips": chips(counts, kind, first=ASKED, first_label="上级要求", quiet="own"),
        "page": shown,
        "rows": [_row(row, places) for row in shown],
    }
    return render(request, "compare/coverage.html", context)


@page(Permission.PLAN_READ)
def download(request: PageRequest, file_id: int, paper: str) -> HttpResponse:
    """The coverage table as .xlsx or .docx."""
    stored, own, _choice, told = _told(request, file_id)
    name = str(own.title or own.source_name)
    grid = coverage_table(told, superior=title_of(stored), own=name)
    return saved(grid, f"上级要求对照表（{name}，{today():%Y-%m-%d}）", paper)


def _told(request: PageRequest, file_id: int) -> tuple[Any, Any, Choice, Coverage]:
    """The document, our plan (the newest published one, where the address names none), and the coverage."""
    choice = choice_of(request)
    own = choice.named(request.GET.get("plan", "")) or next(iter(choice.out), None)
    stored = superior_or_none(request.by, file_id)
    if stored is None or own is None:
        raise Http404("没有这份上级文件，或您不能看。")
    try:
        return stored, own, choice, covered(stored, own)
    except FileNotFoundError:
        raise Http404("文件已不在。请重新上传。") from None


def _of_kind(told: Coverage, kind: str) -> Sequence[CoverageRow]:
    if kind == "all":
        return told.rows
    if kind == ASKED:
        return [row for row in told.rows if row.answer != "own"]
    return [row for row in told.rows if row.answer == kind]


def _row(row: CoverageRow, places: dict[int, int]) -> dict[str, Any]:
    return {
        "row": row,
        "label": LABELS[row.answer],
        "ours": [(part, places.get(part.start)) for part in row.ours],
    }
