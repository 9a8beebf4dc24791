"""Looking at imports: the list, one of them as it stands, its rows side by side with what is stored, the rows to mend."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from yaodian.apps.files.services import path_of
from yaodian.apps.ledgers.imports.selectors import (
    ACTS,
    ROWS_A_PAGE,
    Import,
    fillable,
    imports_for,
    kept_after_undo,
    shown_problems,
    side_by_side,
    staged_rows,
)
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.imports.fetching import import_or_404
from yaodian.web.screens.imports.forms import MappingForm

IMPORTS_A_PAGE = 30


@page(Permission.LEDGER_FILL)
def imports(request: PageRequest) -> HttpResponse:
    """The imports within reach, and the registers to import into."""
    shown = Paginator(imports_for(request.by), IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"run": run, "register": register_named(run.register)} for run in shown]
    return render(request, "imports/list.html", {"page": shown, "rows": rows, "registers": fillable(request.by)})


@page(Permission.LEDGER_FILL)
def one(request: PageRequest, import_id: int) -> HttpResponse:
    """One import: how far it is, which headings are unknown, what was found, or what was written."""
    run = import_or_404(request, import_id)
    return render(request, "imports/import.html", {**about(request, run), "job": _working(run)})


def about(request: PageRequest, run: Import) -> dict[str, Any]:
    """What the import's page shows in each state."""
    register = register_named(run.register)
    context: dict[str, Any] = {"run": run, "register": register, "counts": run.counts}
    if run.state == Import.State.MAPPING:
        context["form"] = MappingForm(register, run)
    if run.state == Import.State.CHECKED:
        context |= _found(request, run)
    if run.state == Import.State.UNDONE:
        context["kept"] = kept_after_undo(run, request.by)
    return context


def _found(request: PageRequest, run: Import) -> dict[str, Any]:
    register = register_named(run.register)
    changed = list(staged_rows(run, "changed")[:5])
    rules = run.rules.get("columns", {})
    columns = [
        {"key": key, "title": register.title_of(key), "many": many, "ours": key in rules}
        for key, many in run.counts.get("columns", {}).items()
        if key in register.by_key
    ]
    return {
        "problems": shown_problems(run, request.by),
        "sample": side_by_side(run, changed, by=request.by),
        "columns": sorted(columns, key=lambda each: -each["many"]),
        "acts": [(act, label, run.counts[act]) for act, label in ACTS.items() if run.counts.get(act)],
        "has_changes": any(run.counts.get(act) for act in ("new", "changed", "gone")),
    }


def _working(run: Import) -> Any:
    """The job, while there is something to wait for, or where it ended without an end of the import."""
    busy = run.state in (Import.State.READING, Import.State.WRITING)
    unfinished = run.job is not None and run.job.finished_at is None
    return run.job if busy or unfinished else None


@page(Permission.LEDGER_FILL)
def rows(request: PageRequest, import_id: int) -> HttpResponse:
    """The new, changed, moved or gone rows, a page at a time; differing cells side by side."""
    run = import_or_404(request, import_id)
    act = request.GET.get("act", "changed")
    if act not in ACTS or run.state != Import.State.CHECKED:
        raise Http404
    shown = Paginator(staged_rows(run, act), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "register": register_named(run.register),
        "act": act,
        "label": ACTS[act],
        "page": shown,
        "rows": side_by_side(run, list(shown), by=request.by),
        "acts": [(key, label, run.counts[key]) for key, label in ACTS.items() if run.counts.get(key)],
    }
    return render(request, "imports/rows.html", context)


@page(Permission.LEDGER_FILL)
def report(request: PageRequest, import_id: int) -> FileResponse:
    """The rows to mend as a workbook; only for who uploaded them, since nothing in it is masked."""
    run = import_or_404(request, import_id)
    if run.report is None or run.by_user != request.by.user_id or not path_of(run.report.sha256).is_file():
        raise Http404
    response = FileResponse(path_of(run.report.sha256).open("rb"), as_attachment=True, filename=run.report.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
