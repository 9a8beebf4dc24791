"""The list of tasks and the calendar."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import now, today
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.calendar import dues_of, months_of
from yaodian.apps.plans.selectors.overview import LIGHTS
from yaodian.apps.plans.selectors.task_list import BAD, wanted_from
from yaodian.apps.plans.selectors.task_list import task_list as find_tasks
from yaodian.apps.plans.selectors.task_rows import goal_of, plan_among, plans_out
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.tasks.chips import chips_of
from yaodian.web.screens.tasks.ics import calendar_text, events_of

A_PAGE = 50


@page(Permission.PLAN_READ)
def task_list(request: PageRequest) -> HttpResponse:
    """All tasks of a plan, narrowed and sorted as the address says."""
    plans, plan = _plans(request)
    if plan is None:
        return _no_plan(request)
    wanted = wanted_from(request.GET)
    found = find_tasks(plan, wanted, request.by)
    shown = Paginator(found.rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "plans": plans,
        "wanted": wanted,
        "found": found,
        "chips": chips_of(wanted, found),
        "views": [("", sum(found.counts.values())), *((code, found.counts.get(code, 0)) for code in LIGHTS)],
        "bad": BAD,
        "page": shown,
        "tasks": [(row, goal_of(row)) for row in shown],
    }
    return render(request, "tasks/list.html", context)


@page(Permission.PLAN_READ)
def calendar(request: PageRequest) -> HttpResponse:
    """What is due when, month by month."""
    plans, plan = _plans(request)
    if plan is None:
        return _no_plan(request)
    mine = request.GET.get("mine") == "1"
    months = months_of(dues_of(plan, request.by, mine=mine), plan.year)
    context = {"plan": plan, "plans": plans, "months": months, "mine": mine, "today": today()}
    return render(request, "tasks/calendar.html", context)


@page(Permission.PLAN_READ)
def calendar_file(request: PageRequest) -> HttpResponse:
    """The due dates of what is mine, as a file for the calendar of a phone or a mail program."""
    _all, plan = _plans(request)
    dues = dues_of(plan, request.by, mine=True) if plan is not None else []
    open_ones = [due for due in dues if due.light.code != "done"]
    name = _("要点时限 · %(post)s") % {"post": request.by.post}
    text = calendar_text(events_of(open_ones, request.build_absolute_uri), name=name, stamp=now())
    sent = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    sent["Content-Disposition"] = 'attachment; filename="yaodian.ics"'
    return sent


def _plans(request: PageRequest) -> tuple[list[Any], Any]:
    """The plans to choose from and the one that is shown; 404 for one that is asked for and not among them."""
    plans = plans_out(request.by)
    asked = request.GET.get("plan", "")
    plan = plan_among(plans, asked)
    if plan is None and asked:
        raise Http404("没有这份要点，或您不能看。")
    return plans, plan


def _no_plan(request: PageRequest) -> HttpResponse:
    return render(request, "overview/none.html", {"may_edit": request.by.may(Permission.PLAN_EDIT)})
