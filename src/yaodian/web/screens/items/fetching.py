"""Fetching what a page is about, within what the post may see; what it may not see is not there."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from yaodian.apps.plans.selectors.item_page import item_for, item_page, request_for
from yaodian.apps.plans.selectors.standing import counts_of
from yaodian.apps.plans.selectors.subtask_standing import subtask_for
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest
from yaodian.web.screens.items.forms import CommentForm, DecideForm
from yaodian.web.templatetags.yaodian import LIGHTS, light_word

FIRST_ENTRIES = 8
SUBTASKS_A_PAGE = 40


def item_at(request: PageRequest, item_id: int) -> Any:
    """The task, or 404."""
    if (item := item_for(request.by, item_id)) is None:
        raise Http404("没有这项任务，或您不能看。")
    return item


def subtask_at(request: PageRequest, subtask_id: int) -> Any:
    """The sub-task, or 404."""
    if (subtask := subtask_for(request.by, subtask_id)) is None:
        raise Http404("没有这项子任务，或不在您的范围内。")
    return subtask


def request_at(request: PageRequest, request_id: int) -> Any:
    """The request (申请), or 404."""
    if (found := request_for(request.by, request_id)) is None:
        raise Http404("没有这份申请，或您不能看。")
    return found


def shown(request: PageRequest, item: Any, *, form: CommentForm | None = None, status: int = 200) -> HttpResponse:
    """The page of a task; with what was typed as a comment where that was refused."""
    told = item_page(request.by, item, shown=request.GET.get("target", ""))
    counts = counts_of(told.subtasks)
    titles = {line.subtask.title for line in told.subtasks}
    context = {
        "told": told,
        "word": light_word(told.row.light.code),
        "item": item,
        "plan": item.plan,
        "row": told.row,
        "first": told.history[:FIRST_ENTRIES],
        "rest": told.history[FIRST_ENTRIES:],
        "subtasks": Paginator(told.subtasks, SUBTASKS_A_PAGE).get_page(request.GET.get("page")),
        "counts": {code: counts[code] for code in LIGHTS if code in counts},
        "one_title": titles.pop() if len(titles) == 1 else "",
        "form": form or CommentForm(),
        "decide_form": DecideForm(),
    }
    return render(request, "items/item.html", context, status=status)


def put_errors(form: Any, error: BadInput) -> None:
    """Put what a service refused beside the fields that it names."""
    for name, text in error.fields.items():
        form.add_error(name if name in form.fields else None, text)
