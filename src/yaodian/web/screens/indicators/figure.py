"""The page of one figure, the rows behind it, its table as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from yaodian.apps.indicators.bases import FILED
from yaodian.apps.indicators.pages.asking import Asked, periods_of
from yaodian.apps.indicators.pages.by_unit import by_unit, sheet_by_unit
from yaodian.apps.indicators.pages.changes import changes
from yaodian.apps.indicators.pages.courses import courses
from yaodian.apps.indicators.pages.kept import snapshots_for, standing
from yaodian.apps.indicators.pages.mapped import mapped
from yaodian.apps.indicators.pages.one import limit_text, part_titles, told
from yaodian.apps.indicators.pages.origins import FIRST, Origin, origin, rows_behind
from yaodian.apps.indicators.pages.split import split
from yaodian.apps.indicators.pages.spread import spread
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.indicators.fetching import asked_or_404
from yaodian.web.screens.indicators.sending import sent

ROWS = 50


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
        "spread": spread(asked.indicator, table) if table else None,
        "map": mapped(asked, table) if table else None,
        "trend": own,
        "multiples": beneath,
        "changes": changes(asked, request.GET.get("than", "")),
        "split": split(asked, request.GET.get("by", "")),
        "origin": came,
        **_choices(asked),
        **_part(request, asked, came),
        **_publishing(asked),
    }
    return render(request, "indicators/figure.html", context)


@page(Permission.SIGNED_IN)
def rows(request: PageRequest, code: str) -> HttpResponse:
    """All the rows behind one part of a figure, as far as the reader may see them."""
    asked = asked_or_404(request, code)
    held = _part(request, asked, origin(asked), per_page=ROWS)
    if held["part"] is None:
        raise Http404("没有您能看的行。")
    return render(request, "indicators/rows.html", {"asked": asked, "told": told(asked), **held})


@page(Permission.SIGNED_IN, methods="POST")
def export(request: PageRequest, code: str) -> HttpResponseBase:
    """The table by unit as .xlsx or .csv."""
    asked = asked_or_404(request, code)
    return sent(sheet_by_unit(asked, request.GET.get("level", "")), request.POST.get("format", "xlsx"), request.by)


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


def _part(request: PageRequest, asked: Asked, came: Origin, per_page: int = FIRST) -> dict[str, Any]:
    """The rows of the part that is chosen, the first unless another is."""
    behind = came.birth.behind
    said = request.GET.get("part", "")
    number = int(said) if said.isdecimal() and int(said) < len(behind) else 0
    if not behind:
        return {"part": None, "parts": []}
    chosen = behind[number]
    shown = Paginator(chosen.rows, per_page).get_page(request.GET.get("page") if per_page > FIRST else 1)
    return {
        "part": chosen,
        "part_number": number,
        "parts": list(enumerate(zip(part_titles(asked.indicator), behind, strict=True))),
        "page": shown,
        "rows": rows_behind(chosen, asked.by, list(shown)),
    }


def _publishing(asked: Asked) -> dict[str, Any]:
    """Whether and from which snapshots the figure can be published here."""
    may = asked.kind == FILED and asked.by.may(Permission.INDICATOR_PUBLISH)
    return {
        "published": standing(asked),
        "may_publish": may,
        "snapshots": list(snapshots_for(asked)) if may else [],
    }
