"""Two plans side by side: choosing them, what happened to each task, the table as a file."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.comparing import compared, superiors_seen, tasks_at
from yaodian.papers.coverage_table import comparison_table
from yaodian.text.compare import Comparison, Pair, Part
from yaodian.text.compare.marks import Piece, marked
from yaodian.text.compare.model import LABELS
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.compare.shown import Choice, asked_kind, chips, choice_of, page_of, saved

CHANGED = "changed"


@page(Permission.PLAN_READ)
def side_by_side(request: PageRequest) -> HttpResponse:
    """Choose two plans; below, what happened from the one to the other."""
    choice = choice_of(request)
    old, new = _both(request, choice)
    context: dict[str, Any] = {
        "plans": choice.plans,
        "old": old,
        "new": new,
        "superiors": superiors_seen(request.by),
        "may_edit": request.by.may(Permission.PLAN_EDIT),
    }
    if old and new and old != new:
        context |= _result(request, old, new)
    return render(request, "compare/plans.html", context)


@page(Permission.PLAN_READ)
def download(request: PageRequest, paper: str) -> HttpResponse:
    """The comparison as .xlsx or .docx."""
    old, new = _both(request, choice_of(request))
    if not (old and new):
        raise Http404("没有这两份要点，或您不能看。")
    grid = comparison_table(compared(old, new), old=_name(old), new=_name(new))
    return saved(grid, f"{_name(old)}与{_name(new)}对照表（{today():%Y-%m-%d}）", paper)


def _both(request: PageRequest, choice: Choice) -> tuple[Any, Any]:
    """The two plans that the address names; without, the newest published one and the one before it."""
    old, new = choice.named(request.GET.get("old", "")), choice.named(request.GET.get("new", ""))
    if old is None and new is None and len(choice.plans) > 1:
        new, old = choice.out[:2] if len(choice.out) > 1 else choice.plans[:2]
    return old, new


def _name(plan: Any) -> str:
    return str(plan.title or plan.source_name)


def _result(request: PageRequest, old: Any, new: Any) -> dict[str, Any]:
    told = compared(old, new)
    counts = told.counts
    kind = asked_kind(request, counts, CHANGED)
    shown = page_of(request, _of_kind(told, kind))
    places = tasks_at(old), tasks_at(new)
    return {
        "chips": chips(counts, kind, first=CHANGED, first_label="有变化", quiet="unchanged"),
        "counts": counts,
        "changes": sum(counts.values()) - counts["unchanged"],
        "page": shown,
        "rows": [_row(pair, places) for pair in shown],
    }


def _of_kind(told: Comparison, kind: str) -> Sequence[Pair]:
    if kind == "all":
        return told.pairs
    if kind == CHANGED:
        return [pair for pair in told.pairs if pair.kind != "unchanged"]
    return [pair for pair in told.pairs if pair.kind == kind]


def _row(pair: Pair, places: tuple[dict[int, int], dict[int, int]]) -> dict[str, Any]:
    old, new = pair.old, pair.new
    before: list[Piece] = [Piece(old.text, changed=False)] if old else []
    after: list[Piece] = [Piece(new.text, changed=False)] if new else []
    if old and new and old.text != new.text:
        before, after = marked(old.text, new.text)
    head = new or old
    return {
        "pair": pair,
        "label": LABELS[pair.kind],
        "head": head,
        "sides": (_side(old, before, places[0]), _side(new, after, places[1])),
        "one": pair.kind == "unchanged",
    }


def _side(part: Part | None, pieces: list[Piece], places: dict[int, int]) -> dict[str, Any]:
    return {"part": part, "pieces": pieces, "item": places.get(part.start) if part else None}
