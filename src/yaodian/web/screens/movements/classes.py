"""Whole classes: graduating them, changing the class of several children, promoting a school and undoing that."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.movements.selectors.counting import grade_name
from yaodian.apps.movements.selectors.transfers import children_by_class, classes_for, schools_for
from yaodian.apps.movements.services.classes import change_class, children_of, graduate
from yaodian.apps.movements.services.promoting import NEXT, last_promotion, promote, steps_of, undo_promotion
from yaodian.apps.movements.services.works import AT_ONCE, graduate_later, promote_later, undo_later
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import (
    PUPILS,
    class_at,
    kept_by_nobody,
    may_fill,
    movement_at,
    require_read,
    room_choices,
    school_of,
)
from yaodian.web.screens.movements.forms import number_in


@page(Permission.LEDGER_READ)
def rooms(request: PageRequest) -> HttpResponse:
    """The open classes of a school with how many children are in them."""
    require_read(request)
    school = school_of(request)
    if school is None:
        return _choose(request, "movement-classes", _("Classes"))
    counts = children_by_class(school)
    found = [(room, grade_name(room.grade), *counts.get(room.pk, (0, 0))) for room in classes_for(request.by, school)]
    context = {"school": school, "rooms": found, "may_fill": may_fill(request, school), "others": _several(request)}
    return render(request, "movements/classes.html", context)


@page(Permission.LEDGER_READ)
def room(request: PageRequest, class_id: int) -> HttpResponse:
    """The children of a class, to be graduated (all ticked) or to change their class (none ticked)."""
    return _room(request, class_at(request, class_id))


@page(Permission.LEDGER_FILL, methods="POST")
def graduate_class(request: PageRequest, class_id: int) -> HttpResponse:
    """Graduate the ticked ones; more than a page should wait for in the background."""
    found, chosen = class_at(request, class_id), _chosen(request)
    on = _day(request)
    if on is None:
        return _room(request, found, {"on": _("This is not a day. Write it as 2026-06-30 or choose it.")}, chosen)
    if len(chosen) > AT_ONCE:
        require_for(request.by, Action.FILL, PUPILS, unit=found.school)
        return redirect("job", graduate_later(room=found, pupils=chosen, on=on, by=request.by).pk)
    try:
        kept = graduate(room=found, pupils=chosen, on=on, by=request.by)
    except BadInput as error:
        return _room(request, found, error.fields, chosen)
    messages.success(request, _("%(n)s children graduated.") % {"n": kept.count})
    return redirect("movement-class", class_id)


@page(Permission.LEDGER_FILL, methods="POST")
def change(request: PageRequest, class_id: int) -> HttpResponse:
    """Put the ticked ones into another class."""
    found, chosen, target = class_at(request, class_id), _chosen(request), request.POST.get("target", "")
    try:
        if not target.isdigit():
            raise BadInput({"target": "请选另一个班。"})
        reason = request.POST.get("reason", "")[:200]
        kept = change_class(room=found, pupils=chosen, target_id=number_in(target) or 0, reason=reason, by=request.by)
    except BadInput as error:
        return _room(request, found, error.fields, chosen)
    messages.success(request, _("%(n)s children changed their class.") % {"n": kept.count})
    return redirect("movement-class", class_id)


@page(Permission.LEDGER_FILL, methods="GET POST")
def promotion(request: PageRequest) -> HttpResponse:
    """What a promotion would do, and doing it."""
    require_for(request.by, Action.FILL, PUPILS)
    school = school_of(request)
    if school is None:
        return _choose(request, "promotion", _("Promotion"))
    steps = steps_of(school)
    if request.method == "POST":
        if sum(step.children for step in steps) > AT_ONCE:
            return redirect("job", promote_later(school=school, by=request.by).pk)
        kept = promote(school=school, by=request.by)
        messages.success(request, _("%(n)s children went up a grade.") % {"n": kept.count})
        return redirect(f"{request.path}?school={school.pk}")
    context = {
        "school": school,
        "steps": [(step, grade_name(step.room.grade), grade_name(step.grade) if step.grade else "") for step in steps],
        "last_grades": [step.room for step in steps if not step.grade],
        "children": sum(step.children for step in steps),
        "last": last_promotion(school),
        "others": _several(request),
    }
    return render(request, "movements/promotion.html", context)


@page(Permission.LEDGER_FILL, methods="POST")
def undo(request: PageRequest, movement_id: int) -> HttpResponse:
    """Undo a promotion."""
    act = movement_at(request, movement_id)
    if act.count > AT_ONCE:
        require_for(request.by, Action.FILL, PUPILS, unit=act.school)
        return redirect("job", undo_later(movement=act, by=request.by).pk)
    left = undo_promotion(movement=act, by=request.by)
    if left:
        messages.warning(request, _("Undone, but for %(n)s children whose files were changed since.") % {"n": left})
    else:
        messages.success(request, _("Undone."))
    return redirect(f"{reverse('promotion')}?school={act.school_id}")


def _room(
    request: PageRequest, found: Any, wrong: dict[str, str] | None = None, chosen: Sequence[int] | None = None
) -> HttpResponse:
    status_of = PUPILS.by_key["status"].code_list  # type: ignore[attr-defined]
    children = [(child, status_of.name_of(child.status)) for child in children_of(found)]
    last_grade = found.grade not in NEXT
    asked = "change" if "target" in request.POST else "graduate" if request.POST else request.GET.get("do")
    graduating = asked == "graduate" or (asked != "change" and last_grade)
    here = {child.pk for child, _status in children if child.status == "10"}
    ticked = here if chosen is None and graduating else set(chosen or ())
    context = {
        "room": found,
        "school": found.school,
        "grade": grade_name(found.grade),
        "children": children,
        "ticked": ticked,
        "graduating": graduating,
        "targets": [pair for pair in room_choices(request, found.school) if pair[0] != found.pk],
        "wrong": wrong or {},
        "typed": request.POST,
        "on": _day(request) or today(),
        "may_fill": may_fill(request, found.school) and found.closed_on is None,
    }
    return kept_by_nobody(render(request, "movements/class.html", context, status=422 if wrong else 200))


def _choose(request: PageRequest, url_name: str, title: str) -> HttpResponse:
    """The page on which one of several schools is chosen."""
    return render(
        request, "movements/schools.html", {"schools": schools_for(request.by), "url_name": url_name, "title": title}
    )


def _several(request: PageRequest) -> bool:
    return schools_for(request.by).count() > 1


def _chosen(request: PageRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("pupils") if pk.isdigit()]


def _day(request: PageRequest) -> date | None:
    try:
        return parse_date(request.POST.get("on", ""))
    except ValueError:
        return None
