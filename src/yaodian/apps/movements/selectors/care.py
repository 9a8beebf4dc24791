"""Care: the lists of left-behind, migrant, boarding and disabled children with guardian, helper and last contact."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, scope
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.limits import limit
from yaodian.apps.orgs.acting import Acting

ON_ROLL = ("10", "20", "30")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of children: who belongs to it, the kind of care record it needs ("" any), whether each child needs one."""

    key: str
    title: str
    who: Q
    kind: str
    needed: bool = True


# 残疾 is a sensitive column, by which nobody may list children: that group is who has a record of that kind.
GROUPS = {
    group.key: group
    for group in (
        Group("left-behind", "留守儿童", Q(left_behind__in=["1", "2", "3"]), "1"),
        Group("migrant", "随迁子女", Q(migrant=True), "2"),
        Group("boarding", "寄宿生", Q(attendance="2"), "", needed=False),
        Group("disabled", "残疾儿童", Q(record__isnull=False), "5", needed=False),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """A child with its open record (None: there is none), who helps it, and since when nobody spoke with it."""

    child: Any
    record: Any
    helper: str
    days: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many children there are in a group, how many lack a record, how many had no contact for too long."""

    children: int
    missing: int
    late: int


def children_of(by: Acting, group: Group) -> QuerySet[Any]:
    """The children of a group within reach: who has no record first, then who was not spoken with for longest."""
    records = rows_of("care")._default_manager.filter(pupil=OuterRef("pk"), closed_on=None)
    if group.kind:
        records = records.filter(kind=group.kind)
    spoken = records.annotate(spoken=Coalesce("contacted_on", "opened_on")).order_by("-spoken", "-pk")
    rows = scope(register_named("pupils"), by).filter(status__in=ON_ROLL)
    rows = rows.annotate(record=Subquery(spoken.values("pk")[:1]), last=Subquery(spoken.values("spoken")[:1]))
    found: QuerySet[Any] = rows.filter(group.who).select_related("school", "class_room")
    first = F("last").asc(nulls_first=True) if group.needed else F("last").asc(nulls_last=True)
    return found.order_by(first, "full_name_pinyin", "pk")


def tally(children: QuerySet[Any], group: Group) -> Tally:
    """The counts of a group."""
    late = children.filter(last__lt=latest_day()).count()
    missing = children.filter(record=None).count() if group.needed else 0
    return Tally(children.count(), missing, late)


def lines_of(children: list[Any], by: Acting) -> list[Line]:
    """Some children as lines."""
    records = rows_of("care")._default_manager.in_bulk([child.record for child in children if child.record])
    helpers = labels_of("staff", {record.helper_id for record in records.values() if record.helper_id}, by)  # type: ignore[attr-defined]
    found = []
    for child in children:
        record: Any = records.get(child.record)
        days = (today() - child.last).days if child.last else None
        late = child.last is not None and child.last < latest_day()
        found.append(Line(child, record, helpers.get(record.helper_id, "") if record else "", days, late))
    return found


def helpers_of(by: Acting, school_id: int, most: int = 400) -> list[tuple[int, str]]:
    """The staff of a school that may be a child's helper: number and name."""
    staff = scope(register_named("staff"), by).filter(school=school_id, left_on=None)
    ids = list(staff.order_by("pk").values_list("pk", flat=True)[:most])
    return sorted(labels_of("staff", ids, by).items(), key=lambda pair: pair[1])


def latest_day() -> date:
    """Who was last spoken with before this day has waited too long."""
    return today() - timedelta(days=limit("pupils.contact_days"))


def record_for(by: Acting, care_id: int, action: Action = Action.READ) -> Any:
    """A care record within reach, or None."""
    found = scope(register_named("care"), by, action).filter(pk=care_id)
    return found.select_related("pupil", "school", "helper").first()
