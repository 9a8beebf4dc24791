"""The overview: every register that the post may read."""

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.ledgers.overview import standings
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page


@page(Permission.LEDGER_READ)
def overview(request: PageRequest) -> HttpResponse:
    """How many rows, when they changed, what is wrong with them and what is due next."""
    found = standings(request.by)
    failing = {
        "errors": sum(each.failing.errors for each in found),
        "warnings": sum(each.failing.warnings for each in found),
    }
    return render(request, "registers/overview.html", {"standings": found, "failing": failing})
