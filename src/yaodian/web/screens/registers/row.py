"""The page of one row."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.detail import failed_checks, groups, history, label_of, period_of, referring
from yaodian.apps.ledgers.offers import unit_name
from yaodian.apps.ledgers.unmasking import PURPOSES, may_see_who, sensitive_columns
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404, row_or_404


@page(Permission.LEDGER_READ)
def row(request: PageRequest, register_key: str, row_id: int) -> HttpResponse:
    """Its values, what is wrong with it, what belongs to it, and how it came to be so."""
    register = register_or_404(request, register_key)
    found, by = row_or_404(request, register, row_id), request.by
    refers = [
        (each, f"{reverse('register-list', args=[each.register.key])}?{each.column.key}={found.pk}")
        for each in referring(register, found, by)
    ]
    context = {
        "register": register,
        "row": found,
        "label": label_of(register, found, by),
        "unit": unit_name(getattr(found, f"{register.owner}_id")),
        "period": period_of(register, found),
        "groups": groups(register, found, by),
        "failed": failed_checks(register, found),
        "referring": refers,
        "history": history(register, found, by),
        "sensitive": sensitive_columns(register),
        "purposes": PURPOSES,
        "may_fill": may(by, Action.FILL, register),
        "may_unmask": may(by, Action.UNMASK, register),
        "may_see_who": may_see_who(by),
    }
    return render(request, "registers/row.html", context)
