"""First passwords: printed slips or one-time links for a unit's people, a new one for one person."""

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.orgs import selectors
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.services import accounts
from yaodian.kernel.errors import NotAllowed, NotNow
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.orgs.fetching import person_at, unit_at


def _show(request: PageRequest, slips: list[accounts.Slip], *, links: bool) -> HttpResponse:
    """The slips, this once; nothing on the way may keep the page."""
    root = request.build_absolute_uri("/")
    response = render(request, "orgs/slips.html", {"slips": slips, "links": links, "root": root})
    response["Cache-Control"] = "no-store"
    return response


def _issue(request: PageRequest, people: list[object]) -> HttpResponse:
    links = request.POST.get("as") == "links"
    issue = accounts.issue_links if links else accounts.issue_slips
    return _show(request, issue(users=people, by=request.by), links=links)


@page(Permission.ORG_EDIT, methods="GET POST")
def slips(request: PageRequest) -> HttpResponse:
    """For all people of a unit and below it (by default only those who never set a password)."""
    if request.method == "GET":
        units = [row.unit for row in selectors.flat(selectors.tree_for(request.by))]
        chosen = request.GET.get("unit", "")
        return render(request, "orgs/slips_form.html", {"units": units, "chosen": chosen})
    chosen = request.POST.get("unit", "")
    unit = unit_at(request, int(chosen) if chosen.isdecimal() else 0)
    people = selectors.people_below(unit, without_password="all" not in request.POST)
    people = [person for person in people if person.pk != request.by.user_id]
    if not people:
        raise NotNow("这些单位里没有需要首次密码的人：都已登录过并设了自己的密码。要重设，请勾选“包括已设过密码的”。")
    return _issue(request, people)


@page(Permission.ORG_READ, methods="POST")
def reset(request: PageRequest, user_id: int) -> HttpResponse:
    """For one person: an administrator for anybody, a principal for the clerks of his school."""
    found = person_at(request, user_id)
    if not accounts.may_reset(request.by, found):
        raise NotAllowed(f"您不能重设{found.name}的密码。校长可以重设本校经办人的，其他人请找系统管理员。")
    return _issue(request, [found])
