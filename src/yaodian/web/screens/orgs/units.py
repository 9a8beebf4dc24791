"""The tree of units, one unit, founding, changing and closing units."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.selectors import events_of
from yaodian.apps.orgs import selectors
from yaodian.apps.orgs.acting import require
from yaodian.apps.orgs.permissions import Permission, roles
from yaodian.apps.orgs.services import units as services
from yaodian.apps.orgs.services.accounts import resettable
from yaodian.apps.orgs.services.units import STAGES, stages_of
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.orgs.fetching import unit_at
from yaodian.web.screens.orgs.forms import KINDS, CloseForm, UnitForm, show

EVENTS = 30


def _may_edit(request: PageRequest) -> bool:
    return request.by.may(Permission.ORG_EDIT)


@page(Permission.ORG_READ)
def tree(request: PageRequest) -> HttpResponse:
    """All units within reach as a tree; `q` looks for name, code or person, `kind` for a kind of unit."""
    words, kind = request.GET.get("q", "").strip()[:40], request.GET.get("kind", "")
    rows = selectors.flat(selectors.tree_for(request.by, words=words, kind=kind))
    context = {
        "rows": rows,
        "q": words,
        "kind": kind,
        "kinds": KINDS,
        "may_edit": _may_edit(request),
    }
    return render(request, "orgs/tree.html", context)


@page(Permission.ORG_READ)
def unit(request: PageRequest, unit_id: int) -> HttpResponse:
    """One unit: facts, posts with holders, who was there before, what happened."""
    found = unit_at(request, unit_id)
    posts = selectors.posts_in(found)
    subjects = [f"orgs.unit:{found.pk}", *(f"orgs.post:{post.pk}" for post in posts)]
    context = {
        "unit": found,
        "stages": [STAGES[stage] for stage in stages_of(found.stages)],
        "posts": [(post, roles()[post.role]) for post in posts],
        "resettable": resettable(request.by, [post.holder for post in posts if post.holder is not None]),
        "below": selectors.units_for(request.by).filter(parent=found),
        "tenures": selectors.tenures_of(found)[:EVENTS],
        "events": events_of(subjects)[:EVENTS],
        "may_edit": _may_edit(request),
    }
    return render(request, "orgs/unit.html", context)


@page(Permission.ORG_EDIT, methods="GET POST")
def new(request: PageRequest) -> HttpResponse:
    """Found a unit."""
    form = UnitForm(request.POST or None, by=request.by, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_unit(**form.changes(request.by), by=request.by)
        except BadInput as wrong:
            show(form, wrong)
        else:
            messages.success(request, _("Founded %(name)s.") % {"name": made.name})
            return redirect("org-unit", made.pk)
    return render(request, "orgs/unit_form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.ORG_EDIT, methods="GET POST")
def edit(request: PageRequest, unit_id: int) -> HttpResponse:
    """Change a unit."""
    found = unit_at(request, unit_id)
    initial = UnitForm.initial_of(found)
    form = UnitForm(request.POST or None, by=request.by, fixed_kind=found.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_unit(unit=found, changes=form.changes(request.by), by=request.by)
        except BadInput as wrong:
            show(form, wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect("org-unit", unit_id)
    return render(request, "orgs/unit_form.html", {"form": form, "unit": found}, status=422 if form.errors else 200)


@page(Permission.ORG_EDIT, methods="GET POST")
def close(request: PageRequest, unit_id: int) -> HttpResponse:
    """Close a unit."""
    found = unit_at(request, unit_id)
    require(request.by, Permission.ORG_EDIT, unit_path=found.path)
    form = CloseForm(request.POST or None, by=request.by, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        heir = unit_at(request, given["successor"]) if given["successor"] else None
        try:
            services.close_unit(unit=found, on=given["on"], successor=heir, by=request.by)
        except BadInput as wrong:
            show(form, wrong)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Closed %(name)s.") % {"name": found.name})
            return redirect("org-unit", unit_id)
    return render(request, "orgs/close.html", {"form": form, "unit": found}, status=422 if form.errors else 200)
