"""Drop-out control: open spells with what is due, children without a spell, figures by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, scope
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.limits import limit
from yaodian.apps.movements.models import Movement
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.period import Cycle, Period

COMPULSORY = ("11", "12", "13", "14", "15", "16", "21", "22", "23", "24")  # grades
NOT_IN_SCHOOL = ("30", "60", "90")  # status 辍学, 退学, 注销


@dataclass(frozen=True, slots=True)
class Spell:
    """An open spell: days out of school, visits so far, when the next one is due."""

    row: Any
    days: int
    visits: int
    last: date | None
    due: date

    @property
    def days_late(self) -> int:
        """Days by which the next visit is late; 0 if it is not."""
        return max((today() - self.due).days, 0)


@dataclass(frozen=True, slots=True)
class Month:
    """One month's figures, as counts of spells."""

    period: Period
    began: int
    returned: int
    ended: int  # with any result
    open: int  # at the end of the month, or today


def spell_for(by: Acting, dropout_id: int, action: Action = Action.READ) -> Any:
    """A spell within reach, or None."""
    return scope(register_named("dropouts"), by, action).filter(pk=dropout_id).select_related("pupil", "school").first()


def open_spells(by: Acting) -> list[Spell]:
    """All open spells within reach; whose visit is the most overdue first."""
    visits = rows_of("visits")._default_manager.filter(dropout=OuterRef("pk")).order_by().values("dropout")
    rows = scope(register_named("dropouts"), by).filter(returned_on=None).select_related("pupil", "school")
    rows = rows.annotate(
        visits=Subquery(visits.annotate(n=Count("pk")).values("n")),
        last=Subquery(visits.annotate(on=Max("visited_on")).values("on")),
    )
    first, again, day = limit("pupils.first_visit_days"), limit("pupils.visit_interval_days"), today()
    found = []
    for row in rows:
        due = row.last + timedelta(days=again) if row.last else row.left_on + timedelta(days=first)
        found.append(Spell(row, (day - row.left_on).days, row.visits or 0, row.last, due))
    return sorted(found, key=lambda spell: (spell.due, spell.row.pk))


def visits_of(spell: Any) -> QuerySet[Any]:
    """The visits of a spell, newest first."""
    found: QuerySet[Any] = rows_of("visits")._default_manager.filter(dropout=spell.pk)
    return found.order_by("-visited_on", "-pk")


def without_spell(by: Acting, most: int = 200) -> list[tuple[Any, str]]:
    """Children of compulsory age who are not in school and have no open spell, each with why it is listed."""
    day = today()
    until = limit("pupils.compulsory_until_age")
    young = Q(born_on__gt=_years_before(day, until), grade__in=COMPULSORY)
    opened = rows_of("dropouts")._default_manager.filter(returned_on=None).values("pupil")
    rows = scope(register_named("pupils"), by).filter(young).exclude(pk__in=opened).select_related("school")
    away = [(row, "") for row in rows.filter(status__in=NOT_IN_SCHOOL).order_by("status_since", "pk")[:most]]
    suspended = rows.filter(status="20")
    acts = Movement.objects.filter(kind=Movement.Kind.SUSPENDED, pupil__in=suspended.values("pk")).order_by("at")
    until_when = {act.pupil: act.until for act in acts}
    overdue = [pk for pk, back in until_when.items() if back is not None and back < day]
    late = [(row, f"休学到{_said(until_when[row.pk])}，没有复学") for row in suspended.filter(pk__in=overdue)[:most]]
    return away + late


def months(by: Acting) -> list[Month]:
    """The figures of each month of this school year up to now."""
    day = today()
    periods = []
    period = Period.of(Cycle.MONTH, Period.of(Cycle.SCHOOL_YEAR, day).first)
    while period.first <= day:
        periods.append(period)
        period = period.next()
    counts: dict[str, Any] = {}
    for at, each in enumerate(periods):
        within = (each.first, each.last)
        counts[f"began{at}"] = Count("pk", filter=Q(left_on__range=within))
        counts[f"returned{at}"] = Count("pk", filter=Q(returned_on__range=within, result="1"))
        counts[f"ended{at}"] = Count("pk", filter=Q(returned_on__range=within))
        held = Q(left_on__lte=each.last) & (Q(returned_on=None) | Q(returned_on__gt=each.last))
        counts[f"open{at}"] = Count("pk", filter=held)
    told = scope(register_named("dropouts"), by).order_by().aggregate(**counts)
    kinds: Sequence[str] = ("began", "returned", "ended", "open")
    return [Month(each, *(told[f"{kind}{at}"] for kind in kinds)) for at, each in enumerate(periods)]


def _said(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _years_before(day: date, years: int) -> date:
    """The day of birth of who has this age today; 29 February counts as 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
