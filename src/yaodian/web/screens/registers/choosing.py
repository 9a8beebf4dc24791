"""What a form's field offers while somebody types: options for its <datalist>."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yaodian.apps.ledgers.access import Action
from yaodian.apps.ledgers.offers import names_offered, owning_unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404

LONGEST = 60  # characters


@page(Permission.LEDGER_FILL)
def choices(request: PageRequest, register_key: str, column_key: str) -> HttpResponse:
    """Units, people or rows of another register that what is typed may mean."""
    register = register_or_404(request, register_key, Action.FILL)
    column = register.by_key.get(column_key)
    words = request.GET.get(column_key, "").partition("#")[0][:LONGEST]
    told, typed = request.GET.get("unit", ""), request.GET.get(register.owner, "")
    unit = owning_unit(register, request.by, number=told, name=typed)
    offers = names_offered(register, column, request.by, words, unit) if column is not None else None
    if offers is None:
        raise Http404
    return render(request, "registers/offers.html", {"offers": offers})
