"""Drop-out control (控辍保学): what is due, opening a spell, visits, the end of a spell."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action
from yaodian.apps.movements.limits import limit
from yaodian.apps.movements.selectors.dropouts import months, open_spells, visits_of, without_spell
from yaodian.apps.movements.services.dropping_out import close_spell, log_visit, open_spell
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.registers.code_lists import code_list
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import (
    child_at,
    dropout_at,
    may_fill,
    require_read,
    room_choices,
    shown,
)
from yaodian.web.screens.movements.forms import BackForm, DropoutForm, VisitForm, number_in, put_errors

A_PAGE = 50
FACTS = (
    "school",
    "left_on",
    "reason",
    "reason_note",
    "helper",
    "helper_phone",
    "whereabouts",
    "result",
    "returned_on",
    "note",
)


@page(Permission.LEDGER_READ)
def control(request: PageRequest) -> HttpResponse:
    """Open spells with what is due, children who have none, figures by month."""
    require_read(request, "dropouts")
    spells, missing, figures = open_spells(request.by), without_spell(request.by), months(request.by)
    reasons = code_list("dropout_reason")
    shown_spells = Paginator(spells, A_PAGE).get_page(request.GET.get("page"))
    late = sum(spell.days_late > 0 for spell in spells)
    context: dict[str, Any] = {
        "page": shown_spells,
        "lines": [(spell, reasons.name_of(spell.row.reason) or "") for spell in shown_spells],
        "missing": [(row, why or status_name(row.status)) for row, why in missing],
        "months": figures,
        "may_fill": may_fill(request, key="dropouts"),
        "first": limit("pupils.first_visit_days"),
        "again": limit("pupils.visit_interval_days"),
        "until": limit("pupils.compulsory_until_age"),
        "strip": [
            {"label": _("Out of school"), "value": len(spells), "unit": "人", "href": "#spells", "light": ""},
            {
                "label": _("Visit overdue"),
                "value": late,
                "unit": "人",
                "href": "#spells",
                "light": "red" if late else "",
            },
            {
                "label": _("Without a spell"),
                "value": len(missing),
                "unit": "人",
                "href": "#missing",
                "light": "yellow" if missing else "",
            },
            {
                "label": _("Back this month"),
                "value": figures[-1].returned if figures else 0,
                "unit": "人",
                "href": "#months",
                "light": "",
            },
        ],
    }
    return render(request, "movements/dropouts.html", context)


@page(Permission.LEDGER_FILL, methods="GET POST")
def open_one(request: PageRequest, pupil_id: int) -> HttpResponse:
    """A child is out of school: its status and the spell in one act."""
    row = child_at(request, pupil_id, Action.FILL)
    first = {"left_on": row.status_since or today()} if row.status in ("20", "30") else {}
    form = DropoutForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            spell = open_spell(
                row=row, on=said["left_on"], reason=said["reason"], note=said["note"], helper=said["helper"],
                helper_phone=said["helper_phone"], by=request.by,
            )  # fmt: skip
        except BadInput as error:
            put_errors(form, error, {"reason_note": "note", "pupil": "", "returned_on": ""})
        else:
            messages.success(
                request,
                _("Entered. The first visit is due within %(n)s days.") % {"n": limit("pupils.first_visit_days")},
            )
            return redirect("dropout", spell.pk)
    facts = shown(request, "pupils", row, ("school", "grade", "class_room", "status", "status_since"))
    context = {"form": form, "child": row, "facts": facts}
    return render(request, "movements/dropout_open.html", context, status=422 if form.errors else 200)


@page(Permission.LEDGER_READ)
def one(request: PageRequest, dropout_id: int) -> HttpResponse:
    """One spell with its visits."""
    return _shown(request, dropout_at(request, dropout_id))


@page(Permission.LEDGER_FILL, methods="POST")
def visit(request: PageRequest, dropout_id: int) -> HttpResponse:
    """Log a visit."""
    spell, form = dropout_at(request, dropout_id, Action.FILL), VisitForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            log_visit(spell=spell, on=said.pop("visited_on"), by=request.by, **said)
        except BadInput as error:
            put_errors(form, error, {"dropout": "visited_on"})
        else:
            messages.success(request, _("The visit is logged."))
            return redirect("dropout", dropout_id)
    return _shown(request, spell, visit_form=form, status=422)


@page(Permission.LEDGER_FILL, methods="POST")
def close(request: PageRequest, dropout_id: int) -> HttpResponse:
    """The child is back, or the spell ends otherwise."""
    spell = dropout_at(request, dropout_id, Action.FILL)
    form = BackForm(request.POST, rooms=room_choices(request, spell.school))
    if form.is_valid():
        said = form.cleaned_data
        try:
            close_spell(
                spell=spell,
                on=said["returned_on"],
                result=said["result"],
                class_id=number_in(said["class_room"]),
                by=request.by,
            )
        except BadInput as error:
            put_errors(form, error, {"status_since": "returned_on", "left_on": "returned_on"})
        else:
            messages.success(request, _("Entered. The child's file has been changed with it."))
            return redirect("dropout", dropout_id)
    return _shown(request, spell, back_form=form, status=422)


def status_name(code: str) -> str:
    """A status in words."""
    return code_list("pupil_status").name_of(code) or ""


def _shown(
    request: PageRequest,
    spell: Any,
    *,
    visit_form: forms.Form | None = None,
    back_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    results = code_list("dropout_result")
    visits = [(each, results.name_of(each.result) or "") for each in visits_of(spell)]
    initial = {"class_room": spell.pupil.class_room_id}
    writes = may_fill(request, spell.school, "dropouts") and spell.returned_on is None
    context = {
        "spell": spell,
        "child": spell.pupil,
        "days": ((spell.returned_on or today()) - spell.left_on).days,
        "facts": shown(request, "dropouts", spell, FACTS),
        "visits": visits,
        "visit_form": visit_form or VisitForm(initial={"visitors": spell.helper or ""}),
        "back_form": back_form or BackForm(rooms=room_choices(request, spell.school), initial=initial),
        "may_fill": writes,
    }
    return render(request, "movements/dropout.html", context, status=status)
