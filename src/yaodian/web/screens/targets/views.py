"""All targets of a plan with the indicators that they are bound to; confirming many at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.target_list import ALL, BEHIND, STATES, STATES_CLOSED, target_list
from yaodian.apps.plans.selectors.task_rows import plan_among, plans_out
from yaodian.apps.plans.services.target_binding import confirm_bindings, propose_again
from yaodian.web.pages import PageRequest, page

A_PAGE = 100
WORDS = {  # as `Target.Binding` has them, and what has no state of its own
    ALL: gettext_lazy("全部"),
    "open": gettext_lazy("未绑定"),
    "proposed": gettext_lazy("待确认"),
    "bound": gettext_lazy("已绑定"),
    "reported": gettext_lazy("附凭据"),
    BEHIND: gettext_lazy("滞后和逾期"),
}


@page(Permission.PLAN_READ)
def targets(request: PageRequest) -> HttpResponse:
    """The table, narrowed as the address says."""
    plan = _plan(request, request.GET.get("plan", ""))
    if plan is None:
        return render(request, "overview/none.html", {"may_edit": request.by.may(Permission.PLAN_EDIT)})
    closed = plan.state == "closed"
    states = STATES_CLOSED if closed else STATES
    asked = request.GET.get("state", "")
    state = asked if asked in states else ALL
    found = target_list(plan, request.by, state=state)
    context = {
        "plan": plan,
        "plans": plans_out(request.by),
        "found": found,
        "state": state,
        "closed": closed,
        "views": [(key, WORDS[key], found.counts.get(key, 0)) for key in states],
        "words": WORDS,
        "page": Paginator(found.entries, A_PAGE).get_page(request.GET.get("page")),
        "may_edit": _may_edit(request, plan),
    }
    return render(request, "targets/list.html", context)


@page(Permission.PLAN_EDIT, methods="POST")
def confirm(request: PageRequest) -> HttpResponse:
    """Confirm the chosen proposals, or look again for indicators of the targets that have none."""
    if (plan := _plan(request, request.POST.get("plan", ""))) is None:
        raise Http404("没有这份要点，或您不能看。")
    if "again" in request.POST:
        count = propose_again(plan=plan, by=request.by)
        messages.info(request, _("重新找了一遍，新推荐%(n)d个。") % {"n": count})
    else:
        chosen = [int(pk) for pk in request.POST.getlist("target") if pk.isdecimal()]
        count = confirm_bindings(plan=plan, targets=chosen, by=request.by)
        if count:
            messages.success(request, _("确认了%(n)d个目标的指标，从现在起由台账计算。") % {"n": count})
        else:
            messages.info(request, _("没有选中待确认的目标。先打勾，再确认。"))
    return redirect(f"{reverse('targets')}?plan={plan.pk}&state=proposed")


def _plan(request: PageRequest, asked: str) -> Any:
    plan = plan_among(plans_out(request.by), asked)
    if plan is None and asked:
        raise Http404("没有这份要点，或您不能看。")
    return plan


def _may_edit(request: PageRequest, plan: Any) -> bool:
    open_ = plan.state == "published" and plan.breakdown != "approved"
    return bool(open_ and request.by.may(Permission.PLAN_EDIT) and request.by.reaches(plan.unit.path))
