"""The page of one task, requests and decisions on them, words."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.item_history import what_of
from yaodian.apps.plans.selectors.item_page import item_page
from yaodian.apps.plans.services import running
from yaodian.apps.plans.services.running_rights import Part, require_part, require_running
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.items.fetching import item_at, put_errors, request_at, shown
from yaodian.web.screens.items.forms import AskForm, CommentForm, DecideForm, ReopenForm


@page(Permission.PLAN_READ)
def item(request: PageRequest, item_id: int) -> HttpResponse:
    """How a task stands, and why."""
    return shown(request, item_at(request, item_id))


@page(Permission.TASK_REPORT, methods="GET POST")
def ask(request: PageRequest, item_id: int, kind: str) -> HttpResponse:
    """Ask for a later date, a stopped clock, or to finish."""
    if kind not in ("extend", "pause", "finish"):
        raise Http404
    asked = item_at(request, item_id)
    require_running(asked)
    require_part(request.by, asked, parts=(Part.LEAD,))
    form = AskForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            running.ask(item=asked, kind=kind, by=request.by, **form.cleaned_data)
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Sent. You get a message when it is decided."))
            return redirect("item", item_id)
    told = item_page(request.by, asked)
    context = {"form": form, "item": asked, "plan": asked.plan, "told": told, "row": told.row, "kind": kind}
    return render(request, "items/ask.html", context, status=422 if form.errors else 200)


@page(Permission.PLAN_READ, methods="GET POST")
def decide(request: PageRequest, request_id: int) -> HttpResponse:
    """Grant a request or send it back with words."""
    asked = request_at(request, request_id)
    about = item_at(request, asked.item_id)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grant = request.POST.get("grant") == "yes"
            running.decide(request=asked, grant=grant, decision=form.cleaned_data["decision"], by=request.by)
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Granted.") if grant else _("Sent back."))
            return redirect("item", asked.item_id)
    told = item_page(request.by, about)
    context = {"asked": asked, "what": what_of(asked), "form": form, "item": about, "plan": about.plan, "told": told}
    context |= {"row": told.row, "mine": any(one.request.pk == asked.pk and one.may_decide for one in told.asks)}
    return render(request, "items/decide.html", context, status=422 if form.errors else 200)


@page(Permission.PLAN_READ, methods="POST")
def comment(request: PageRequest, item_id: int) -> HttpResponse:
    """Add words; a leader's are an instruction."""
    about = item_at(request, item_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            made = running.comment(item=about, says=form.cleaned_data["says"], by=request.by)
        except BadInput as error:
            put_errors(form, error)
        else:
            told = (
                _("Instruction sent to the lead office.") if made.is_instruction else _("Your words are on the page.")
            )
            messages.success(request, told)
            return redirect("item", item_id)
    return shown(request, about, form=form, status=422)


@page(Permission.TASK_OVERSEE, methods="GET POST")
def reopen(request: PageRequest, item_id: int) -> HttpResponse:
    """Take back that a task is finished."""
    about = item_at(request, item_id)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        running.reopen(item=about, reason=form.cleaned_data["reason"], by=request.by)
        messages.success(request, _("Opened again. The lead office gets a message."))
        return redirect("item", item_id)
    told = item_page(request.by, about)
    context = {"form": form, "item": about, "plan": about.plan, "told": told, "row": told.row}
    return render(request, "items/reopen.html", context, status=422 if form.errors else 200)
