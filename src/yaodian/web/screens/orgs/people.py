"""People: adding, changing, stopping an account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.selectors import events_of
from yaodian.apps.orgs import selectors
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.services import accounts
from yaodian.apps.orgs.services.accounts import may_reset
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.orgs.fetching import person_at
from yaodian.web.screens.orgs.forms import PersonForm, show


@page(Permission.ORG_READ)
def person(request: PageRequest, user_id: int) -> HttpResponse:
    """One person: posts now and before, what happened to the account."""
    found = person_at(request, user_id)
    context = {
        "person": found,
        "posts": selectors.posts_held(found),
        "tenures": selectors.tenures_held(found),
        "events": events_of(f"orgs.user:{found.pk}")[:30] if request.by.may(Permission.LOG_READ) else (),
        "may_edit": request.by.may(Permission.ORG_EDIT),
        "may_reset": may_reset(request.by, found),
    }
    return render(request, "orgs/person.html", context)


@page(Permission.ORG_EDIT, methods="GET POST")
def new(request: PageRequest) -> HttpResponse:
    """Add a person."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = accounts.add_user(**form.cleaned_data, by=request.by)
        except BadInput as wrong:
            show(form, wrong)
        else:
            messages.success(
                request, _("Added %(name)s; now give the person a post and a first password.") % {"name": made.name}
            )
            return redirect("org-person", made.pk)
    return render(request, "orgs/person_form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.ORG_EDIT, methods="GET POST")
def edit(request: PageRequest, user_id: int) -> HttpResponse:
    """Change a person's names or phone."""
    found = person_at(request, user_id)
    initial = {"username": found.username, "name": found.name, "phone": found.phone}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.edit_user(user=found, changes=form.cleaned_data, by=request.by)
        except BadInput as wrong:
            show(form, wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect("org-person", user_id)
    told = {"form": form, "person": found}
    return render(request, "orgs/person_form.html", told, status=422 if form.errors else 200)


@page(Permission.ORG_EDIT, methods="POST")
def active(request: PageRequest, user_id: int) -> HttpResponse:
    """Stop an account, or open it again."""
    found = person_at(request, user_id)
    accounts.set_active(user=found, active=not found.is_active, by=request.by)
    return redirect("org-person", user_id)
