"""Tables of several indicators, and their files."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.pages.pivot import MOST, Wanted, pivot, sheet_of, wanted_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.indicators.sending import sent


def _wanted(request: PageRequest) -> Wanted:
    return wanted_of(request.GET.dict(), request.GET.getlist("code"))


@page(Permission.SIGNED_IN)
def table(request: PageRequest) -> HttpResponse:
    """Choose indicators, sides and periods; see the table."""
    wanted = _wanted(request)
    wrong, found = "", None
    try:
        found = pivot(wanted, request.by)
    except BadInput as error:
        wrong = str(error)
    held = catalogue().indicators
    by_group: dict[str, list[tuple[str, str]]] = {}
    for one in held.values():
        if one.code not in wanted.codes:
            by_group.setdefault(one.group, []).append((one.code, one.title))
    chosen = [(held[code], _without(request, code)) for code in wanted.codes if code in held]
    context = {"wanted": wanted, "table": found, "wrong": wrong, "by_group": by_group, "most": MOST, "chosen": chosen}
    return render(request, "indicators/pivot.html", context, status=422 if wrong else 200)


def _without(request: PageRequest, code: str) -> str:
    """The words of the address without one indicator."""
    words = request.GET.copy()
    words.setlist("code", [each for each in words.getlist("code") if each not in ("", code)])
    return words.urlencode()


@page(Permission.SIGNED_IN, methods="POST")
def export(request: PageRequest) -> HttpResponseBase:
    """The table as .xlsx or .csv."""
    found = pivot(_wanted(request), request.by)
    if found is None:
        return redirect("indicator-pivot")
    return sent(sheet_of(found), request.POST.get("format", "xlsx"), request.by)
