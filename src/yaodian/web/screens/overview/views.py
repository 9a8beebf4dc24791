"""The overview of a plan."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.overview import overview_of
from yaodian.apps.plans.selectors.task_rows import plan_among, plans_out
from yaodian.web.pages import PageRequest, page


@page(Permission.PLAN_READ)
def overview(request: PageRequest) -> HttpResponse:
    """How the plan stands: by section or by leader, by office; what is red and why; what turns red next."""
    plans = plans_out(request.by)
    asked = request.GET.get("plan", "")
    plan = plan_among(plans, asked)
    if plan is None:
        if asked:
            raise Http404("没有这份要点，或您不能看。")
        return render(request, "overview/none.html", {"may_edit": request.by.may(Permission.PLAN_EDIT)})
    by_leader = request.GET.get("by") == "leader"
    context = {"told": overview_of(plan, by=request.by), "plan": plan, "plans": plans, "by_leader": by_leader}
    context["plan_words"] = f"plan={plan.pk}&" if asked else ""
    return render(request, "overview/overview.html", context)
