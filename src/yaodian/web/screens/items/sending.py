"""Reporting progress: on a task by its offices, on a share of it by a school."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.files.services import store_file
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.breakdown import history_of_part
from yaodian.apps.plans.selectors.evidence import conditions_of, name_for
from yaodian.apps.plans.selectors.item_page import item_page
from yaodian.apps.plans.selectors.subtask_standing import reports_of, subtask_rows
from yaodian.apps.plans.services import running
from yaodian.apps.plans.services.running_rights import Part, is_running, part_of, require_part, require_running
from yaodian.apps.plans.services.subtask_editing import may_change
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.items.fetching import item_at, put_errors, subtask_at
from yaodian.web.screens.items.forms import KINDS_SHOWN, MEGABYTES, ReportForm, SubtaskForm, WordsForm

FILES = {"kinds": KINDS_SHOWN, "megabytes": MEGABYTES}


@page(Permission.TASK_REPORT, methods="GET POST")
def report(request: PageRequest, item_id: int) -> HttpResponse:
    """Report on a task: state, figures, words, evidence."""
    item = item_at(request, item_id)
    require_running(item)
    leads = require_part(request.by, item, parts=(Part.LEAD, Part.SUPPORT)) == Part.LEAD
    told = item_page(request.by, item)
    kept = {"item": item, "lines": told.targets, "leads": leads, "initial": {"state": "underway", "on": today()}}
    form = ReportForm(request.POST or None, request.FILES or None, **kept)
    if request.method == "POST" and form.is_valid() and _sent(request, form, item=item, figures=form.figures()):
        messages.success(request, _("Reported."))
        return redirect("item", item_id)
    context = {"form": form, "item": item, "plan": item.plan, "told": told, "row": told.row, "leads": leads, **FILES}
    return render(request, "items/report.html", context, status=422 if form.errors else 200)


@page(Permission.TASK_REPORT, methods="GET POST")
def subtask_report(request: PageRequest, subtask_id: int) -> HttpResponse:
    """A school's share: what is asked, and its report; for who only reads it, how it stands."""
    subtask = subtask_at(request, subtask_id)
    state = subtask.state if subtask.state != "idle" else "underway"
    kept = {"conditions": conditions_of(subtask.item), "initial": {"state": state, "on": today()}}
    form = SubtaskForm(request.POST or None, request.FILES or None, **kept)
    if request.method == "POST" and form.is_valid() and _sent(request, form, item=subtask.item, subtask=subtask):
        messages.success(request, _("Reported."))
        return redirect("subtask-report", subtask_id)
    stopped = is_running(subtask.item) or ("这项子任务已撤销，不用再报。" if subtask.state == "withdrawn" else "")
    context = {
        "form": form,
        "subtask": subtask,
        "item": subtask.item,
        "row": subtask_rows([subtask])[0],
        "reports": reports_of(subtask),
        "changes": history_of_part(subtask),
        "may_change": may_change(request.by, subtask),
        "may_report": part_of(request.by, subtask.item, subtask) == Part.UNIT and not stopped,
        "stopped": stopped,
        **FILES,
    }
    return render(request, "items/subtask.html", context, status=422 if form.errors else 200)


def _sent(request: PageRequest, form: WordsForm, **about: Any) -> bool:
    """Keep the files and the report, both or neither; what is refused stands in the form."""
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            stored = [
                (condition, store_file(name=name, chunks=sent.chunks(), unit=request.by.post.unit, by=request.by))
                for condition, sent in form.sent_files()
                for name in [name_for(condition, sent.name) if condition else sent.name]
            ]
            running.report_progress(
                says=typed["says"],
                state=typed.get("state", about["item"].state),
                obstacle=typed["obstacle"],
                asks=typed.get("asks", ""),
                on=typed["on"],
                files=[file for _condition, file in stored],
                proves={file.pk: condition for condition, file in stored if condition},
                confirmed=typed["confirm"],
                by=request.by,
                **about,
            )
    except BadInput as error:
        put_errors(form, error)
        return False
    return True
