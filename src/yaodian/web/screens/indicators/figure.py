"""The page of one figure, the rows behind it, its table as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from yaodian.apps.indicators.bases import FILED
from yaodian.apps.indicators.birth import Behind
from yaodian.apps.indicators.pages.asking import Asked, name_in, periods_of
from yaodian.apps.indicators.pages.by_unit import by_unit, sheet_by_unit
from yaodian.apps.indicators.pages.changes import changes
from yaodian.apps.indicators.pages.courses import courses
from yaodian.apps.indicators.pages.kept import snapshots_for, standing, ways_of
from yaodian.apps.indicators.pages.mapped import mapped
from yaodian.apps.indicators.pages.one import limit_text, part_titles, told
from yaodian.apps.indicators.pages.origins import FIRST, Origin, origin, rows_behind, tell_purpose, wants_purpose
from yaodian.apps.indicators.pages.row_spread import row_spread
from yaodian.apps.indicators.pages.split import split
from yaodian.apps.indicators.pages.spread import spread
from yaodian.apps.indicators.pages.uses import uses
from yaodian.apps.ledgers.exporting import export_of_rows
from yaodian.apps.ledgers.unmasking import PURPOSES, purpose_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.uses import targets_by
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.web.downloads import export_download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.indicators.fetching import asked_or_404
from yaodian.web.screens.indicators.sending import sent

ROWS, MOST_AT_ONCE = 50, 2000  # on a page; on one that is shown for a purpose and kept by nobody


@page(Permission.SIGNED_IN)
def figure(request: PageRequest, code: str) -> HttpResponse:
    """The figure with its birth certificate: definition, parts, how it lies among units, why it changed, where it is from."""
    asked = asked_or_404(request, code)
    head = told(asked)
    table = by_unit(asked, request.GET.get("level", ""))
    own, beneath = courses(asked, table)
    came = origin(asked)
    context = {
        "asked": asked,
        "told": head,
        "limit": limit_text(head.figure, head.judged),
        "table": table,
        "all_units": bool(request.GET.get("all")),
        "row_spread": row_spread(asked, head.figure),
        "spread": spread(asked.indicator, table) if table else None,
        "map": mapped(asked, table) if table else None,
        "trend": own,
        "multiples": beneath,
        "changes": changes(asked, request.GET.get("than", "")),
        "split": split(asked, request.GET.get("by", "")),
        "origin": came,
        "wants_purpose": wants_purpose(asked),
        "uses": uses(code, request.by),
        **_targets(asked),
        **_choices(asked),
        **_part(request, asked, came),
        **_publishing(asked),
    }
    return render(request, "indicators/figure.html", context)


@page(Permission.SIGNED_IN, methods="GET POST")
@never_cache
def rows(request: PageRequest, code: str) -> HttpResponse:
    """All the rows behind one part of a figure, as far as the reader may see them; first for what, if their list is
    sensitive."""
    asked, purpose, per_page = asked_or_404(request, code), "", ROWS
    if wants_purpose(asked):
        chosen, words = request.POST.get("purpose", ""), request.POST.get("words", "")
        context = {"asked": asked, "told": told(asked), "purposes": PURPOSES, "chosen": chosen, "words": words}
        if request.method != "POST":
            return render(request, "indicators/purpose.html", context)
        try:
            purpose, per_page = purpose_of(chosen, words), MOST_AT_ONCE
            tell_purpose(asked, purpose)
        except BadInput as wrong:
            return render(request, "indicators/purpose.html", context | {"wrong": wrong.fields}, status=422)
    held = _part(request, asked, origin(asked, for_purpose=bool(purpose)), per_page=per_page)
    if held["part"] is None:
        raise Http404("没有您能看的行。")
    return render(request, "indicators/rows.html", {"asked": asked, "told": told(asked), "purpose": purpose, **held})


@page(Permission.SIGNED_IN, methods="POST")
def export(request: PageRequest, code: str) -> HttpResponseBase:
    """The table by unit as .xlsx or .csv."""
    asked = asked_or_404(request, code)
    return sent(sheet_by_unit(asked, request.GET.get("level", "")), request.POST.get("format", "xlsx"), request.by)


@page(Permission.SIGNED_IN, methods="POST")
def export_rows(request: PageRequest, code: str) -> HttpResponseBase:
    """The rows behind one part as .xlsx or .csv, as far as the reader may see them, masked as in lists."""
    asked = asked_or_404(request, code)
    chosen, name = _chosen(request, asked, origin(asked))[1:]
    if chosen is None:
        raise Http404("没有您能看的行。")
    of = f"{name_in(asked.tree, asked.unit)}{asked.period.name}{name or asked.indicator.title}"
    form = request.POST.get("format", "xlsx")
    made = export_of_rows(registers()[chosen.register], chosen.rows, of=of, form=form, by=request.by)
    return export_download(made, request.by)


def _choices(asked: Asked) -> dict[str, Any]:
    """What else can be asked for."""
    periods = [(each.key, each.name) for each in periods_of(asked.indicator)]
    here = (asked.period.key, asked.period.name)
    return {
        "periods": periods if here in periods else [*periods, here],
        "path": [(name, asked.words(unit=unit)) for unit, name in asked.path],
        "filed": asked.kind == FILED,
        "words": asked.words(),
    }


def _chosen(request: PageRequest, asked: Asked, came: Origin) -> tuple[int, Behind | None, str]:
    """The part whose rows are asked for, the first unless another is: its number, its rows, what it is called."""
    behind = came.birth.behind
    said = request.GET.get("part", "")
    number = int(said) if said.isdecimal() and int(said) < len(behind) else 0
    if not behind:
        return 0, None, ""
    return number, behind[number], part_titles(asked.indicator)[number]


def _part(request: PageRequest, asked: Asked, came: Origin, per_page: int = FIRST) -> dict[str, Any]:
    """The rows of the part that is chosen."""
    number, chosen, name = _chosen(request, asked, came)
    if chosen is None:
        return {"part": None, "parts": []}
    shown = Paginator(chosen.rows, per_page).get_page(request.GET.get("page") if per_page > FIRST else 1)
    return {
        "part": chosen,
        "part_name": name,
        "part_number": number,
        "parts": list(enumerate(zip(part_titles(asked.indicator), came.birth.behind, strict=True))),
        "page": shown,
        "rows": rows_behind(chosen, asked.by, list(shown)),
    }


def _targets(asked: Asked) -> dict[str, Any]:
    """The targets that the indicator computes; `goals` are those of this unit's own figure, not of one of its parts."""
    found = targets_by(asked.indicator.code, asked.by)
    own = [pair for pair in found if asked.unit == (pair[0].bound_unit_id or pair[0].item.plan.unit_id)]
    return {"targets": found, "goals": [pair for pair in own if not pair[0].bound_split]}


def _publishing(asked: Asked) -> dict[str, Any]:
    """What is published of the figure, and whether, how and from which snapshots it can be here."""
    may = asked.kind == FILED and asked.by.may(Permission.INDICATOR_PUBLISH)
    held, ways = standing(asked), ways_of(asked)
    return {
        "published": held.get(""),
        "publications": [(ways.get(way, way), each) for way, each in held.items()],
        "may_publish": may,
        "ways": [(way, title) for way, title in ways.items() if way not in held],
        "snapshots": list(snapshots_for(asked)) if may else [],
    }
