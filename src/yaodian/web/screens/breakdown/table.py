"""The whole table with where its life stands, the quick change of one row, and the steps to its issue."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.breakdown import (
    Row,
    Table,
    breakdown_rows,
    lead_choices,
    life_of,
    table_of,
)
from yaodian.apps.plans.services import breakdown
from yaodian.kernel.errors import BadInput, NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.breakdown.fetching import choices_of, may_edit, number_in, plan_at, put_into, task_at
from yaodian.web.screens.breakdown.forms import ConsultForm, IssueForm, ReasonForm, RowForm

OPEN_STATES = ("draft", "consulting")  # the clerk edits freely


@page(Permission.PLAN_READ)
def whole(request: PageRequest, plan_id: int | None = None) -> HttpResponse:
    """All tasks by section; filters `office`, `leader`, `view`."""
    if (plan := plan_at(request, plan_id)) is None:
        return render(request, "breakdown/none.html", {"may_edit": may_edit(request)})
    asked = request.GET
    office, leader, view = number_in(asked.get("office")), number_in(asked.get("leader")), asked.get("view", "")
    table = table_of(breakdown_rows(plan), office=office, leader=leader, view=view)
    context = {
        "plan": plan,
        "table": table,
        "life": life_of(plan, request.by),
        "views": _views(plan, table),
        "words": _words(),
        "office": office,
        "leader": leader,
        "view": view,
        "filtered": bool(office or leader or view),
        "may_edit": may_edit(request) and plan.state == "published" and plan.breakdown != "approved",
        "may_return": request.by.may(Permission.PLAN_APPROVE) and plan.breakdown in ("consulting", "approved"),
        "may_propose": may_edit(request) and plan.state == "published" and plan.breakdown in OPEN_STATES,
    }
    return render(request, "breakdown/table.html", context)


def _words() -> dict[str, str]:
    """The words that stand in every row, looked up once instead of once a row."""
    return {
        "target": _("Target"),
        "lead": _("Lead"),
        "support": _("Support"),
        "owner": _("Responsible"),
        "leader": _("Leader in charge"),
        "due": _("Deadline"),
        "state": _("State"),
        "unset": _("not set"),
        "settled": _("settled"),
        "proposed": _("to be confirmed"),
        "incomplete": _("incomplete"),
        "change": _("Change"),
    }


def _views(plan: Any, table: Table) -> list[dict[str, Any]]:
    """The tabs above the table; before issue those that still wait for somebody."""
    counts = table.counts
    entries: list[dict[str, Any]] = [{"key": None, "label": _("All tasks"), "value": table.total}]
    if plan.breakdown in OPEN_STATES:
        for key, label in (("unconfirmed", _("To be confirmed")), ("no-lead", _("Without lead"))):
            entries.append({"key": key, "label": label, "value": counts[key], "hot": counts[key]})
        if plan.breakdown == "consulting":
            hot = counts["opinions"]
            entries.append({"key": "opinions", "label": _("Opinions open"), "value": hot, "hot": hot})
    if plan.breakdown == "issued":
        entries.append({"key": "adjusted", "label": _("Adjusted"), "value": counts["adjusted"]})
    entries.append({"key": "withdrawn", "label": _("Withdrawn"), "value": counts["withdrawn"]})
    return entries


@page(Permission.PLAN_EDIT, methods="GET POST")
def row(request: PageRequest, item_id: int) -> HttpResponse:
    """A row's lead and due date as a form in its place; saved, or left with `?close=1`, the row again. Without script: the task's page."""
    item = task_at(request, item_id)
    if not request.htmx:
        return redirect("breakdown-item", item_id)
    if request.GET.get("close"):
        return _shown(request, item)
    issued = item.plan.breakdown == "issued"
    initial = {"lead": str(item.lead_id or ""), "due": item.due, "version": item.version}
    leads = choices_of(lead_choices(item.plan), _("not set"))
    form = RowForm(request.POST or None, initial=initial, leads=leads, issued=issued)
    if request.method == "POST" and form.is_valid():
        try:
            basis, version = form.cleaned_data.get("basis", ""), form.cleaned_data["version"]
            breakdown.assign_item(item=item, changes=form.changes(), basis=basis, version=version, by=request.by)
            return _shown(request, task_at(request, item_id))
        except BadInput as error:
            put_into(form, error)
    return render(request, "breakdown/row_form.html", {"item": item, "form": form}, status=422 if form.errors else 200)


def _shown(request: PageRequest, item: Any) -> HttpResponse:
    found: Row = next(row for row in breakdown_rows(item.plan) if row.item.pk == item.pk)
    context = {"row": found, "plan": item.plan, "may_edit": True, "changed": True, "words": _words()}
    return render(request, "breakdown/row.html", context)


# ---- the steps ------------------------------------------------------------------------------------------------------

STEPS: dict[str, type[forms.Form]] = {
    "consult": ConsultForm,
    "propose": forms.Form,
    "submit": forms.Form,
    "approve": forms.Form,
    "return": ReasonForm,
    "issue": IssueForm,
}


@page(Permission.PLAN_READ, methods="GET POST")
def step(request: PageRequest, plan_id: int, act: str) -> HttpResponse:
    """One step of the life: what it needs and what stands in its way, then the act itself."""
    plan = plan_at(request, plan_id)
    if act not in STEPS:
        raise Http404
    _require(request, act)
    initial = {"until": today() + timedelta(days=7), "on": today()}
    form = STEPS[act](request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, plan, act, form.cleaned_data)
            return redirect("breakdown", plan_id)
        except NotAllowed:
            raise
        except YaodianError as error:
            put_into(form, error)
    context = {"plan": plan, "act": act, "form": form, "life": life_of(plan, request.by)}
    return render(request, "breakdown/step.html", context, status=422 if form.errors else 200)


def _require(request: PageRequest, act: str) -> None:
    """Who may take a step; the services ask again."""
    edits, approves = may_edit(request), request.by.may(Permission.PLAN_APPROVE)
    allowed = {"approve": approves, "return": approves, "issue": edits or approves}.get(act, edits)
    if not allowed:
        raise NotAllowed(f"“{request.by.post_name}”不能办这一步。分解由办公室办理，审定由局领导办理。")


def _take(request: PageRequest, plan: Any, act: str, given: dict[str, Any]) -> None:
    match act:
        case "consult":
            breakdown.start_consultation(plan=plan, until=given["until"], by=request.by)
            messages.success(request, _("The offices have been asked for their opinions."))
        case "propose":
            breakdown.propose_again(plan=plan, by=request.by)
            messages.success(request, _("What was empty has been proposed again."))
        case "submit":
            breakdown.submit_breakdown(plan=plan, by=request.by)
            messages.success(request, _("Handed to the leaders for approval."))
        case "approve":
            breakdown.approve_breakdown(plan=plan, by=request.by)
            messages.success(request, _("The breakdown is approved and can be issued."))
        case "return":
            breakdown.return_breakdown(plan=plan, reason=given["reason"], by=request.by)
            messages.success(request, _("Sent back to the office with your reason."))
        case "issue":
            breakdown.issue_breakdown(plan=plan, number=given["number"], on=given["on"], by=request.by)
            messages.success(request, _("Issued; everybody concerned has been told."))
