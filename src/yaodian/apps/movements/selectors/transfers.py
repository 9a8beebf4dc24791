"""Transfers and acts as the schools and the office see them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import OFFICE_ROLES, Action, may, scope, units_in_reach
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.limits import limit
from yaodian.apps.movements.models import Movement, Transfer
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.selectors import units_for
from yaodian.registers.register import Register

ON_ROLL = ("10", "20", "30")
OPEN = (Transfer.State.ASKED, Transfer.State.RELEASED)
SCHOOLS = ("school", "kindergarten")


def pupils_register() -> Register:
    """The register of pupils' files."""
    return register_named("pupils")


def schools_for(by: Acting) -> QuerySet[Unit]:
    """The schools whose children the post may see."""
    return units_for(by).filter(kind__in=SCHOOLS)


def reasons() -> list[tuple[str, Any]]:
    """Why a child changes its school, as the form offers it."""
    return list(Transfer.Reason.choices)


def transfers_for(by: Acting) -> QuerySet[Transfer]:
    """The transfers from or to schools within reach, newest first."""
    if not may(by, Action.READ, pupils_register()):
        return Transfer.objects.none()
    units = units_in_reach(by)
    reached = Q() if units is None else Q(sender__in=units) | Q(receiver__in=units)
    return Transfer.objects.filter(reached).select_related("sender", "receiver")


def movements_for(by: Acting) -> QuerySet[Movement]:
    """The acts of schools within reach, newest first."""
    if not may(by, Action.READ, pupils_register()):
        return Movement.objects.none()
    units = units_in_reach(by)
    found = Movement.objects.all() if units is None else Movement.objects.filter(school__in=units)
    return found.select_related("school")


def names_of(pupils: Iterable[int | None]) -> dict[int, str]:
    """The names of children: for lists whose reader is concerned with them, whoever keeps the file now."""
    wanted = {pupil for pupil in pupils if pupil is not None}
    return dict(rows_of("pupils")._default_manager.filter(pk__in=wanted).values_list("pk", "full_name"))


def child_for(by: Acting, pupil: int, action: Action = Action.READ) -> Any:
    """A child's file within reach, or None."""
    return scope(pupils_register(), by, action).filter(pk=pupil).first()


def class_for(by: Acting, class_id: int) -> Any:
    """A class within reach whose children the post may read, or None."""
    if not may(by, Action.READ, pupils_register()):
        return None
    return scope(register_named("classes"), by).filter(pk=class_id).first()


def classes_for(by: Acting, school: Unit) -> QuerySet[Any]:
    """The open classes of a school within reach."""
    found: QuerySet[Any] = scope(register_named("classes"), by).filter(school=school, closed_on=None)
    return found.order_by("grade", "number")


def children_by_class(school: Unit) -> dict[int | None, tuple[int, int]]:
    """How many children of each class of a school are there, and how many are on its roll."""
    rows = rows_of("pupils")._default_manager.filter(school=school, status__in=ON_ROLL).order_by().values("class_room")
    counted = rows.annotate(here=Count("pk", filter=Q(status="10")), all=Count("pk"))
    return {row["class_room"]: (row["here"], row["all"]) for row in counted}


def suspended_for(by: Acting) -> list[tuple[Any, Movement | None]]:
    """Children who are suspended, with the act that says until when; the longest overdue first, at most 200."""
    rows = list(scope(pupils_register(), by).filter(status="20").order_by("status_since", "pk")[:200])
    acts = Movement.objects.filter(kind=Movement.Kind.SUSPENDED, pupil__in=[row.pk for row in rows]).order_by("at")
    latest = {act.pupil: act for act in acts}
    found = [(row, latest.get(row.pk)) for row in rows]
    return sorted(found, key=lambda pair: (pair[1] and pair[1].until) or date.max)


def to_release(by: Acting) -> int:
    """How many children the post may let go to the schools that ask for them; an office only those whose school is late."""
    units = units_in_reach(by)
    if not may(by, Action.FILL, pupils_register()):
        return 0
    waiting = Transfer.objects.filter(state=Transfer.State.ASKED)
    if units is not None:
        waiting = waiting.filter(sender__in=units)
    if by.post.role in OFFICE_ROLES:
        waiting = waiting.filter(asked_at__date__lte=today() - timedelta(days=limit("pupils.transfer_days")))
    return waiting.count()
