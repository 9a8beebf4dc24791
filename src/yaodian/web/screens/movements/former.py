"""Children who left: a school reads the file of its own period, as it stood on the child's last day there."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.ledgers.detail import groups
from yaodian.apps.ledgers.unmasking import PURPOSES, purpose_of
from yaodian.apps.movements.selectors.former import file_on_last_day, former_for, unmask_former
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import PUPILS, former_at, kept_by_nobody, require_read

A_PAGE = 50


@page(Permission.LEDGER_READ)
def former(request: PageRequest) -> HttpResponse:
    """Who left to another school, the last first."""
    require_read(request)
    shown = Paginator(former_for(request.by), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "movements/former.html", {"page": shown})


@page(Permission.LEDGER_READ)
def former_pupil(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """The file as it was, masked."""
    return render(request, "movements/former_pupil.html", _context(request, former_at(request, enrolment_id)))


@page(Permission.LEDGER_UNMASK, methods="POST")
def unmask(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """The same with all values, for a purpose that is logged."""
    spell = former_at(request, enrolment_id)
    chosen, words = request.POST.get("purpose", ""), request.POST.get("words", "")
    try:
        purpose = purpose_of(chosen, words)
        columns = unmask_former(spell=spell, purpose=purpose, by=request.by)
    except BadInput as wrong:
        context = {**_context(request, spell), "wrong": wrong.fields, "chosen": chosen, "words": words}
        return kept_by_nobody(render(request, "movements/former_pupil.html", context, status=422))
    context = _context(request, spell, [column.key for column in columns]) | {"purpose": purpose}
    return kept_by_nobody(render(request, "movements/former_pupil.html", context))


def _context(request: PageRequest, spell: Any, unmasked: list[str] | None = None) -> dict[str, Any]:
    version = file_on_last_day(spell)
    return {
        "spell": spell,
        "name": version.full_name,
        "school": spell.school,
        "groups": groups(PUPILS, version, request.by, unmasked=unmasked or []),
        "may_unmask": request.by.may(Permission.LEDGER_UNMASK),
        "purposes": PURPOSES,
    }
