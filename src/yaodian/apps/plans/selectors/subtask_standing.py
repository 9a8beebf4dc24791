"""How sub-tasks stand: each with its light, by the same rule as the tasks, and its newest report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.lights import WORST_FIRST, Clock, Light, Thresholds, item_light
from yaodian.apps.plans.models import Item, Report, Request, Subtask
from yaodian.apps.plans.thresholds import thresholds_on

Pauses = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class SubtaskRow:
    """A unit's share of a task with its light and its newest report."""

    subtask: Subtask
    light: Light
    last: Report | None
    days_left: int


def subtasks_of(item: Item, by: Acting) -> list[SubtaskRow]:
    """A task's sub-tasks that the post reaches, the worst first, without the withdrawn ones."""
    found = item.subtasks.filter(by.within("unit__path"))
    return subtask_rows(
        found.exclude(state=Subtask.State.WITHDRAWN).select_related("unit", "owner__unit", "item__plan")
    )


def subtask_rows(subtasks: Iterable[Subtask], *, on: date | None = None) -> list[SubtaskRow]:
    """Rows for sub-tasks fetched with their item and plan, the worst first. Two queries whatever their number."""
    day = on or today()
    chosen = list(subtasks)
    reports: dict[int, Report] = {}
    for report in Report.objects.filter(subtask__in=chosen, on__lte=day).order_by("on", "at", "pk"):
        if report.subtask_id is not None:
            reports[report.subtask_id] = report
    pauses: dict[int, list[tuple[date, date]]] = {}
    granted = Request.objects.filter(
        item__in={subtask.item_id for subtask in chosen}, kind=Request.Kind.PAUSE, state=Request.State.GRANTED
    )
    for item_id, since, until in granted.values_list("item_id", "since", "until"):
        if since and until:
            pauses.setdefault(item_id, []).append((since, until))
    rule = thresholds_on(day)
    rows = [
        _row(subtask, reports.get(subtask.pk), tuple(pauses.get(subtask.item_id, ())), day, rule) for subtask in chosen
    ]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row.light.code), -row.light.days, row.subtask.unit.path))


def _row(subtask: Subtask, last: Report | None, pauses: Pauses, day: date, rule: Thresholds) -> SubtaskRow:
    start = subtask.item.starts_on or date(subtask.item.plan.year, 1, 1)
    light = item_light(
        finished_on=subtask.finished_on,
        begun=subtask.state == Subtask.State.UNDERWAY,
        last_report_on=last.on if last else None,
        clock=Clock(min(start, subtask.due), subtask.due, pauses),
        targets=(),
        on=day,
        thresholds=rule,
    )
    return SubtaskRow(subtask, light, last, (subtask.due - day).days)


def subtask_for(by: Acting, subtask_id: int) -> Subtask | None:
    """A sub-task within the post's reach, of a plan that is out; or None."""
    return (
        Subtask.objects.filter(by.within("unit__path"), pk=subtask_id)
        .exclude(item__plan__state__in=["reading", "failed", "review"])
        .select_related("unit", "owner__unit", "item__plan__unit", "item__lead", "item__owner__unit")
        .defer("item__plan__text", "item__plan__places", "item__plan__reading")
        .first()
    )


def reports_of(subtask: Subtask) -> list[Report]:
    """A sub-task's reports with their files, newest first."""
    return list(subtask.reports.prefetch_related("files"))
