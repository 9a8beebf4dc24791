"""The catalogue of indicators."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.indicators.pages.listing import Wanted, found, groups, lines, offices_named
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page

PER_PAGE, LONGEST = 40, 40


@page(Permission.SIGNED_IN)
def catalogue(request: PageRequest) -> HttpResponse:
    """Indicators by group, with the newest figure of the reader's unit; narrowed by words, group, office, norm."""
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("q", "group", "office")}
    wanted = Wanted(asked["q"], asked["group"], asked["office"], bool(request.GET.get("failing")))
    shown = Paginator(found(wanted, request.by), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": shown,
        "lines": lines(list(shown), request.by),
        "groups": groups(),
        "offices": offices_named(),
        "narrowed": any((*asked.values(), wanted.failing)),
    }
    return render(request, "indicators/catalogue.html", context)
