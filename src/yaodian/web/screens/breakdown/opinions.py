"""The consultation: an office reads its tasks and gives opinions; the clerk answers each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.breakdown import breakdown_rows, opinion_or_none, opinions_for
from yaodian.apps.plans.services.opinions import answer_opinion, give_opinion
from yaodian.kernel.errors import NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.breakdown.fetching import may_edit, plan_at, put_into
from yaodian.web.screens.breakdown.forms import OpinionForm


@page(Permission.PLAN_READ, methods="GET POST")
def consultation(request: PageRequest, plan_id: int | None = None) -> HttpResponse:
    """Own tasks first, the form, the opinions with their answers; `none` sent means 无意见."""
    if (plan := plan_at(request, plan_id)) is None:
        return render(request, "breakdown/none.html", {"may_edit": may_edit(request)})
    rows = breakdown_rows(plan)
    seen = opinions_for(plan, rows, request.by)
    tasks = {str(row.item.pk): row.item for row in (*seen.mine, *seen.others)}
    posted = request.POST if request.method == "POST" else None
    form = OpinionForm(posted, initial={"item": request.GET.get("item", "")}, items=_choices(seen.mine, seen.others))
    if request.method == "POST":
        if "none" in request.POST:
            give_opinion(plan=plan, says="", by=request.by)
            messages.success(request, _("Noted: no opinion."))
            return redirect("breakdown-opinions", plan.pk)
        if form.is_valid() and _give(request, plan, form, tasks):
            return redirect("breakdown-opinions", plan.pk)
    context = {
        "plan": plan,
        "seen": seen,
        "form": form,
        "may_give": plan.breakdown == "consulting" and request.by.may(Permission.OPINION_GIVE),
        "may_answer": plan.breakdown == "consulting" and may_edit(request),
    }
    return render(request, "breakdown/opinions.html", context, status=422 if form.errors else 200)


def _choices(mine: list[Any], others: list[Any]) -> list[Any]:
    def listed(rows: list[Any]) -> list[tuple[str, str]]:
        return [(str(row.item.pk), f"{row.item.number} {row.item.title[:40]}") for row in rows]

    whole = ("", _("the whole breakdown"))
    return [whole, (_("Tasks of my office"), listed(mine)), (_("Other tasks"), listed(others))]


def _give(request: PageRequest, plan: Any, form: OpinionForm, tasks: dict[str, Any]) -> bool:
    try:
        item = tasks.get(form.cleaned_data["item"])
        give_opinion(plan=plan, item=item, says=form.cleaned_data["says"], by=request.by)
    except NotAllowed:
        raise
    except YaodianError as error:
        put_into(form, error)
        return False
    messages.success(request, _("Your opinion was sent to the office."))
    return True


@page(Permission.PLAN_EDIT, methods="POST")
def answer(request: PageRequest, opinion_id: int) -> HttpResponse:
    """Accept an opinion, or say why not."""
    if (opinion := opinion_or_none(request.by, opinion_id)) is None:
        raise Http404
    accept = request.POST.get("accept") == "yes"
    answer_opinion(opinion=opinion, accept=accept, answer=request.POST.get("answer", ""), by=request.by)
    messages.success(request, _("Accepted.") if accept else _("Answered."))
    return redirect(reverse("breakdown-opinions", args=[opinion.plan_id]) + f"#opinion-{opinion_id}")
