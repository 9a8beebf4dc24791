"""One sub-task changed: its words, unit and date, with what it was before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.breakdown import history_of_part, part_or_none, unit_choices
from yaodian.apps.plans.services.subtask_editing import edit_subtask
from yaodian.apps.plans.services.subtasks import may_split
from yaodian.kernel.errors import BadInput, NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.breakdown.fetching import choices_of, put_into, task_at
from yaodian.web.screens.breakdown.forms import SubtaskForm


@page(Permission.PLAN_READ, methods="GET POST")
def change(request: PageRequest, item_id: int, subtask_id: int) -> HttpResponse:
    """The form of one sub-task; for who may give parts of the task to units."""
    task = task_at(request, item_id)
    if (part := part_or_none(task, str(subtask_id))) is None:
        raise Http404("没有这个子任务。")
    if not may_split(request.by, task):
        raise NotAllowed(f"“{request.by.post_name}”不能改这个子任务。由办公室或牵头科室办理。")
    units = unit_choices(task.plan)
    initial = {"title": part.title, "unit": str(part.unit_id), "due": part.due}
    form = SubtaskForm(request.POST or None, initial=initial, units=choices_of(units, _("choose")))
    if request.method == "POST" and form.is_valid() and _saved(request, form, part, units):
        messages.success(request, _("Saved."))
        return redirect("breakdown-item", item_id)
    context = {"form": form, "item": task, "plan": task.plan, "part": part, "history": history_of_part(part)}
    return render(request, "breakdown/part.html", context, status=422 if form.errors else 200)


def _saved(request: PageRequest, form: SubtaskForm, part: Any, units: list[Any]) -> bool:
    given = form.cleaned_data
    unit = next(unit for unit in units if str(unit.pk) == given["unit"])
    try:
        edit_subtask(subtask=part, title=given["title"], unit=unit, due=given["due"], by=request.by)
    except NotAllowed:
        raise
    except YaodianError as error:
        put_into(form, error if isinstance(error, BadInput) else BadInput(str(error)))
        return False
    return True
