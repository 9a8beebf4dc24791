"""Posts: opening, handing over, deputies, 分管 and lists of schools, closing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs import selectors
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.services import posts as services
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.orgs.fetching import chosen_person, post_at, unit_at
from yaodian.web.screens.orgs.forms import AppointForm, DayForm, DeputyForm, PostEditForm, PostForm, show


@dataclass(frozen=True)
class Step:
    """A form about a post: what sending it does, what is said then, and what the page shows beside it."""

    form: forms.Form
    act: Callable[[], object]
    said: str
    shown: dict[str, Any]


def _answer(request: PageRequest, step: Step) -> HttpResponse:
    """Carry the step out when the form was sent and is right, then back to the unit; else show the form."""
    form, unit = step.form, step.shown["unit"]
    if request.method == "POST" and form.is_valid():
        try:
            step.act()
        except BadInput as wrong:
            show(form, wrong)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, step.said)
            return redirect("org-unit", unit.pk)
    people = selectors.people_found(request.by, "") if "username" in form.fields else ()
    told = {"form": form, "people": people, **step.shown}
    return render(request, "orgs/post_form.html", told, status=422 if form.errors else 200)


@page(Permission.ORG_EDIT, methods="GET POST")
def new(request: PageRequest, unit_id: int) -> HttpResponse:
    """Open a post in a unit."""
    unit = unit_at(request, unit_id)
    form = PostForm(request.POST or None, kind=unit.kind, initial={"since": today()})

    def act() -> None:
        given = dict(form.cleaned_data)
        holder = chosen_person(form, optional=True)
        given.pop("username")
        services.add_post(unit=unit, holder=holder, by=request.by, **given)

    return _answer(request, Step(form, act, _("The post is open."), {"unit": unit, "act": "new"}))


@page(Permission.ORG_EDIT, methods="GET POST")
def appoint(request: PageRequest, post_id: int) -> HttpResponse:
    """Hand a post over, or leave it vacant."""
    post = post_at(request, post_id)
    form = AppointForm(request.POST or None, initial={"since": today()})

    def act() -> None:
        services.appoint(
            post=post, user=chosen_person(form, optional=True), since=form.cleaned_data["since"], by=request.by
        )

    context = {"post": post, "unit": post.unit, "act": "appoint"}
    return _answer(request, Step(form, act, _("Handed over."), context))


@page(Permission.ORG_EDIT, methods="GET POST")
def deputy(request: PageRequest, post_id: int) -> HttpResponse:
    """Let somebody act for the holder on given days."""
    post = post_at(request, post_id)
    form = DeputyForm(request.POST or None, initial={"since": today()})

    def act() -> None:
        given = dict(form.cleaned_data)
        given.pop("username")
        services.add_deputy(post=post, user=chosen_person(form, optional=False), by=request.by, **given)

    context = {"post": post, "unit": post.unit, "act": "deputy"}
    return _answer(request, Step(form, act, _("The deputy is set."), context))


@page(Permission.ORG_EDIT, methods="POST")
def end_deputy(request: PageRequest, deputy_id: int) -> HttpResponse:
    """End a deputy's time."""
    if (found := selectors.deputy_for(request.by, deputy_id)) is None:
        raise Http404
    unit_id = found.post.unit_id
    services.end_deputy(deputy=found, by=request.by)
    messages.success(request, _("The deputy's time is over."))
    return redirect("org-unit", unit_id)


@page(Permission.ORG_EDIT, methods="GET POST")
def edit(request: PageRequest, post_id: int) -> HttpResponse:
    """Title and order; a leader's offices; an inspector's schools."""
    post = post_at(request, post_id)
    initial = {
        "title": post.title,
        "sort": post.sort,
        "in_charge_of": [unit.pk for unit in post.in_charge_of.all()],
        "reaches": [unit.pk for unit in post.reaches.all()],
    }
    form = PostEditForm(request.POST or None, by=request.by, role=post.role, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        services.edit_post(post=post, title=given["title"], sort=given["sort"], by=request.by)
        if "in_charge_of" in given:
            chosen = selectors.offices_of(request.by).filter(pk__in=given["in_charge_of"])
            services.set_in_charge(post=post, units=chosen, by=request.by)
        if "reaches" in given:
            chosen = selectors.schools_for(request.by).filter(pk__in=given["reaches"])
            services.set_reaches(post=post, units=chosen, by=request.by)

    context = {"post": post, "unit": post.unit, "act": "edit"}
    return _answer(request, Step(form, act, _("Saved."), context))


@page(Permission.ORG_EDIT, methods="GET POST")
def close(request: PageRequest, post_id: int) -> HttpResponse:
    """Close a post."""
    post = post_at(request, post_id)
    form = DayForm(request.POST or None, initial={"on": today()})

    def act() -> None:
        services.close_post(post=post, on=form.cleaned_data["on"], by=request.by)

    context = {"post": post, "unit": post.unit, "act": "close"}
    return _answer(request, Step(form, act, _("The post is closed."), context))
