"""Finding a row by an exact ID number: the number travels in the body alone, never in an address."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.ledgers.access import Action
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.unmasking import PURPOSES, number_columns, purpose_of
from yaodian.apps.ledgers.unmasking import look_up as find
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404


@page(Permission.LEDGER_LOOK_UP, methods="GET POST")
def look_up(request: PageRequest, register_key: str) -> HttpResponse:
    """The form, and the rows that a number finds."""
    register = register_or_404(request, register_key, Action.LOOK_UP)
    context: dict[str, Any] = {
        "register": register,
        "columns": number_columns(register),
        "purposes": PURPOSES,
        "chosen": request.POST.get("purpose", ""),
        "words": request.POST.get("words", ""),
        "wrong": {},
    }
    if request.method == "POST":
        try:
            purpose = purpose_of(context["chosen"], context["words"])
            found = find(register=register, number=request.POST.get("number", ""), purpose=purpose, by=request.by)
            context["labels"] = list(labels_of(register.key, [row.pk for row in found.rows], request.by).items())
            context["today"] = found.today
        except BadInput as wrong:
            context["wrong"] = wrong.fields
    response = render(request, "registers/look_up.html", context, status=422 if context["wrong"] else 200)
    response["Cache-Control"] = "private, no-store"
    return response
