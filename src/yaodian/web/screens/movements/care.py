"""Care (关爱服务): who has no record and whom nobody spoke with for long; logging a contact in one step."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action
from yaodian.apps.movements.limits import limit
from yaodian.apps.movements.selectors.care import GROUPS, children_of, helpers_of, lines_of, tally
from yaodian.apps.movements.services.caring import close_care, log_contact, open_care
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import care_at, child_at, may_fill, require_read, shown
from yaodian.web.screens.movements.forms import CareForm, CloseForm, ContactForm, number_in, put_errors

A_PAGE = 50
FACTS = (
    "school", "kind", "opened_on", "guardian", "relation", "guardian_phone", "parents_at", "helper", "contacted_on", "plan",
    "closed_on", "close_reason",
)  # fmt: skip


@page(Permission.LEDGER_READ)
def work(request: PageRequest) -> HttpResponse:
    """A group of children: who has no record, and who was not spoken with, first."""
    require_read(request, "care")
    group = GROUPS.get(request.GET.get("group", ""), GROUPS["left-behind"])
    found = children_of(request.by, group)
    shown_page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    counts = tally(found, group)
    context: dict[str, Any] = {
        "group": group,
        "groups": GROUPS.values(),
        "page": shown_page,
        "lines": lines_of(list(shown_page), request.by),
        "counts": counts,
        "days": limit("pupils.contact_days"),
        "may_fill": may_fill(request, key="care"),
    }
    return render(request, "movements/care.html", context)


@page(Permission.LEDGER_FILL, methods="GET POST")
def open_one(request: PageRequest, pupil_id: int) -> HttpResponse:
    """Open a record for a child."""
    row = child_at(request, pupil_id, Action.FILL)
    form = CareForm(
        request.POST or None,
        helpers=helpers_of(request.by, row.school_id),
        initial={"kind": request.GET.get("kind", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record = open_care(row=row, values=_typed(form), by=request.by)
        except BadInput as error:
            put_errors(form, error, {"pupil": "kind", "closed_on": "kind"})
        else:
            messages.success(request, _("The record is open."))
            return redirect("care-record", record.pk)
    facts = shown(request, "pupils", row, ("school", "grade", "class_room", "left_behind", "migrant", "attendance"))
    context = {"form": form, "child": row, "facts": facts}
    return render(request, "movements/care_open.html", context, status=422 if form.errors else 200)


@page(Permission.LEDGER_READ)
def one(request: PageRequest, care_id: int) -> HttpResponse:
    """One record."""
    return _shown(request, care_at(request, care_id))


@page(Permission.LEDGER_FILL, methods="POST")
def contact(request: PageRequest, care_id: int) -> HttpResponse:
    """Log a contact; without a day it was today. Back to where it was pressed."""
    record = care_at(request, care_id, Action.FILL)
    form = ContactForm(request.POST if request.POST.get("contacted_on") else {"contacted_on": today().isoformat()})
    if form.is_valid():
        try:
            log_contact(record=record, on=form.cleaned_data["contacted_on"], by=request.by)
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The contact is logged."))
            back = request.POST.get("next", "")
            safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
            return redirect(back) if back and safe else redirect("care-record", care_id)
    return _shown(request, record, contact_form=form, status=422)


@page(Permission.LEDGER_FILL, methods="POST")
def close(request: PageRequest, care_id: int) -> HttpResponse:
    """Close the record."""
    record, form = care_at(request, care_id, Action.FILL), CloseForm(request.POST)
    if form.is_valid():
        try:
            close_care(
                record=record,
                on=form.cleaned_data["closed_on"],
                reason=form.cleaned_data["close_reason"],
                by=request.by,
            )
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The record is closed."))
            return redirect("care-record", care_id)
    return _shown(request, record, close_form=form, status=422)


def _typed(form: forms.Form) -> dict[str, Any]:
    values = {key: value or None for key, value in form.cleaned_data.items()}
    return {**values, "helper": number_in(form.cleaned_data["helper"])}


def _shown(
    request: PageRequest,
    record: Any,
    *,
    contact_form: forms.Form | None = None,
    close_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "record": record,
        "child": record.pupil,
        "facts": shown(request, "care", record, FACTS),
        "contact_form": contact_form or ContactForm(),
        "close_form": close_form or CloseForm(),
        "may_fill": may_fill(request, record.school, "care") and record.closed_on is None,
    }
    return render(request, "movements/care_record.html", context, status=status)
