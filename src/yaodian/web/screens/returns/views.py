"""The first page: what my unit is asked, what my office asked, and what others ask of the units in my reach."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.ledgers.returns.access import mine, returns_for
from yaodian.apps.ledgers.returns.collecting import line_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page

A_PAGE = 30


@page(Permission.LEDGER_READ)
def returns(request: PageRequest) -> HttpResponse:
    """Mine to fill in first, then all that I see, newest first."""
    by = request.by
    own = [line_of(asked) for asked in mine(by)]
    reached = Q(by.within("units__unit__path"))
    found = (
        returns_for(by)
        .order_by("-pk")
        .annotate(
            units_in_reach=Count("units", filter=reached, distinct=True),
            handed_in=Count("units", filter=reached & Q(units__state="submitted"), distinct=True),
        )
    )
    if request.GET.get("office") == "mine":
        found = found.filter(office=by.post.unit)
    context = {
        "mine": sorted(own, key=lambda line: (line.stands == "submitted", line.due)),
        "to_do": sum(line.stands != "submitted" for line in own),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "asks": by.may(Permission.RETURN_ASK),
        "only_mine": request.GET.get("office") == "mine",
    }
    return render(request, "returns/returns.html", context)
