"""One task's assignment: the form beside the text it came from, sub-tasks, adjustments and history."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.breakdown import (
    adjustments_of,
    batches_of,
    history_of,
    lead_choices,
    leader_choices,
    opinions_on,
    owner_choices,
    part_or_none,
    unit_choices,
)
from yaodian.apps.plans.services import breakdown, subtasks
from yaodian.apps.plans.services.restoring import may_restore, restore_item
from yaodian.kernel.errors import BadInput, NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.breakdown.fetching import choices_of, may_edit, number_in, put_into, task_at
from yaodian.web.screens.breakdown.forms import AssignForm, FanOutForm, ReasonForm, SubtaskForm


@page(Permission.PLAN_READ, methods="GET POST")
def item(request: PageRequest, item_id: int) -> HttpResponse:
    """Show the assignment; who may edit saves it."""
    task = task_at(request, item_id)
    form = _assign_form(request, task)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            breakdown.assign_item(
                item=task,
                changes=form.changes(),
                basis=given.get("basis", ""),
                version=given["version"],
                by=request.by,
            )
            messages.success(request, _("Saved."))
            return redirect("breakdown-item", item_id)
        except NotAllowed:
            raise
        except YaodianError as error:
            put_into(form, error)
    return _show(request, task, {"form": form})


def _assign_form(request: PageRequest, task: Any) -> AssignForm:
    texts = {
        name: getattr(task, name) for name in ("title", "measures", "evidence", "remark", "starts_on", "due", "version")
    }
    leads = lead_choices(task.plan)
    initial = {
        **texts,
        "lead": str(task.lead_id or ""),
        "owner": str(task.owner_id or ""),
        "leader": str(task.leader_id or ""),
        "support": [str(unit.pk) for unit in task.support.all()],
    }
    choices = {
        "lead": choices_of(leads, _("not set")),
        "owner": choices_of(owner_choices(task), _("not set")),
        "leader": choices_of(leader_choices(task.plan), _("not set")),
        "support": choices_of(leads),
    }
    posted = request.POST if request.method == "POST" and "version" in request.POST else None
    return AssignForm(posted, initial=initial, choices=choices, issued=task.plan.breakdown == "issued")


def _show(request: PageRequest, task: Any, given: dict[str, Any]) -> HttpResponse:
    may_split = subtasks.may_split(request.by, task)
    started = {"title": task.title, "due": task.due}
    settled = task.plan.state != "published" or task.state in ("withdrawn", "finished")
    batches = batches_of(task)
    context = {
        "item": task,
        "plan": task.plan,
        "batches": batches,
        "adjustments": adjustments_of(task),
        "opinions": opinions_on(task, request.by),
        "may_give": task.plan.breakdown == "consulting" and request.by.may(Permission.OPINION_GIVE),
        "history": history_of(task, batches) if may_edit(request) or request.by.may(Permission.LOG_READ) else [],
        "may_edit": may_edit(request) and not settled and task.plan.breakdown != "approved",
        "may_split": may_split and not settled,
        "form": given.get("form") or _assign_form(request, task),
        "subtask_form": None,
        "withdraw_form": ReasonForm(auto_id="gone_%s"),
        "may_restore": may_restore(request.by, task),
        "restore_form": ReasonForm(auto_id="back_%s"),
        "fan_form": FanOutForm(initial=started),
        **given,
    }
    if context["may_split"] and context["subtask_form"] is None:
        context["subtask_form"] = SubtaskForm(initial=started, units=choices_of(unit_choices(task.plan), _("choose")))
    wrong = any(isinstance(form, forms.Form) and form.errors for form in given.values())
    return render(request, "breakdown/item.html", context, status=422 if wrong else 200)


@page(Permission.PLAN_READ, methods="POST")
def part(request: PageRequest, item_id: int, act: str) -> HttpResponse:
    """Sub-tasks and withdrawal: subtask, fan-out, withdraw-part, withdraw-batch, withdraw, restore."""
    task = task_at(request, item_id)
    if act not in ACTS:
        raise Http404
    name, form = _form_for(request, task, act)
    if not form.is_valid():
        return _show(request, task, {name: form, "opened": act})
    try:
        messages.success(request, ACTS[act](request, task, form.cleaned_data))
    except NotAllowed:
        raise
    except YaodianError as error:
        put_into(form, error if isinstance(error, BadInput) else BadInput(str(error)))
        return _show(request, task, {name: form, "opened": act})
    return redirect("breakdown-item", item_id)


def _form_for(request: PageRequest, task: Any, act: str) -> tuple[str, forms.Form]:
    if act == "subtask":
        units = choices_of(unit_choices(task.plan), _("choose"))
        return "subtask_form", SubtaskForm(request.POST, units=units)
    if act == "fan-out":
        return "fan_form", FanOutForm(request.POST)
    if act == "restore":
        return "restore_form", ReasonForm(request.POST, auto_id="back_%s")
    return "withdraw_form", ReasonForm(request.POST, auto_id="gone_%s")


def _add(request: PageRequest, task: Any, given: dict[str, Any]) -> str:
    unit = next(unit for unit in unit_choices(task.plan) if str(unit.pk) == given["unit"])
    subtasks.add_subtask(item=task, title=given["title"], unit=unit, due=given["due"], by=request.by)
    return _("Sub-task added for %(unit)s.") % {"unit": unit.short_name}


def _fan(request: PageRequest, task: Any, given: dict[str, Any]) -> str:
    made = subtasks.fan_out(item=task, title=given["title"], stages=given["stages"], due=given["due"], by=request.by)
    return _("Given to %(n)s schools.") % {"n": len(made)}


def _withdraw_batch(request: PageRequest, task: Any, given: dict[str, Any]) -> str:
    gone = subtasks.withdraw_batch(
        item=task, batch=request.POST.get("batch", ""), reason=given["reason"], by=request.by
    )
    return _("Withdrawn from %(n)s units.") % {"n": gone}


def _withdraw_part(request: PageRequest, task: Any, given: dict[str, Any]) -> str:
    if (found := part_or_none(task, request.POST.get("subtask", ""))) is None:
        raise Http404
    subtasks.withdraw_subtask(subtask=found, reason=given["reason"], by=request.by)
    return _("Withdrawn from %(n)s units.") % {"n": 1}


def _withdraw(request: PageRequest, task: Any, given: dict[str, Any]) -> str:
    breakdown.withdraw_item(item=task, basis=given["reason"], by=request.by)
    return _("The task is withdrawn; it stays in the table with its basis.")


def _restore(request: PageRequest, task: Any, given: dict[str, Any]) -> str:
    version = number_in(request.POST.get("version"))
    restore_item(item=task, basis=given["reason"], version=version, by=request.by)
    return _("The task is owed again; those it concerns are told once the breakdown is issued.")


ACTS = {
    "subtask": _add,
    "fan-out": _fan,
    "withdraw-batch": _withdraw_batch,
    "withdraw-part": _withdraw_part,
    "withdraw": _withdraw,
    "restore": _restore,
}
