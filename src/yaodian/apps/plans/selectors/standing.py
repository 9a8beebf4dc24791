"""How the tasks of a plan stand on a day: each with its light, its targets' figures and its newest report."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.lights import Clock, Light, Promise, Standing, item_light, standing
from yaodian.apps.plans.models import Figure, Item, Plan, Report, Target
from yaodian.apps.plans.selectors.past import Past, exists_on, past_of, pauses_of
from yaodian.apps.plans.selectors.plans import items_of
from yaodian.apps.plans.thresholds import thresholds_on

NO_PATH = frozenset({"fact"})


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with its newest figure and how it stands."""

    target: Target
    figure: Figure | None
    standing: Standing

    @property
    def light(self) -> Light:
        """The target's light."""
        return self.standing.light


@dataclass(frozen=True, slots=True)
class Row:
    """A task with its light, its targets and its newest report by the owner."""

    item: Item
    light: Light
    targets: tuple[TargetRow, ...]
    last: Report | None
    clock: Clock
    on: date

    @property
    def main(self) -> TargetRow | None:
        """The target shown in a list: the one that gives the light, else the first with a path, else the first."""
        told = next((row for row in self.targets if row.light.why == self.light.why), None)
        return (
            told
            or next((row for row in self.targets if row.standing.mark is not None), None)
            or next(iter(self.targets), None)
        )

    @property
    def days_left(self) -> int:
        """Days from today to the due date; below zero when it has passed."""
        return (self.clock.due - self.on).days

    @property
    def section(self) -> Item:
        """The top section it stands in (itself, if it stands in none); `rows_of` fills the whole chain of parents."""
        top = self.item
        while top.parent is not None:
            top = top.parent
        return top


def rows_of(plan: Plan, *, on: date | None = None, items: Iterable[Item] | None = None) -> list[Row]:
    """The plan's tasks in document order, or those of `items`, that were owed on the day: added by then, not yet withdrawn.

    On a past day the targets, due dates and pauses of that day count. A constant number of queries.
    """
    day = on or today()
    chosen = list(items_of(plan)) if items is None else list(items)
    by_pk = {item.pk: item for item in chosen}
    for item in chosen:
        item.plan = plan
        if item.parent_id in by_pk:
            item.parent = by_pk[item.parent_id]
    tasks = [item for item in chosen if item.kind == Item.Kind.TASK and exists_on(item, day)]
    return _stand(plan, tasks, day)


def row_of(item: Item, *, on: date | None = None) -> Row:
    """One task; also a withdrawn one, whose light then means nothing."""
    return _stand(item.plan, list(items_of(item.plan).filter(pk=item.pk)), on or today())[0]


def withdrawn_of(plan: Plan) -> QuerySet[Item]:
    """The tasks that were withdrawn (撤销) with their basis; they stay countable."""
    return items_of(plan).filter(kind=Item.Kind.TASK, state=Item.State.WITHDRAWN)


def counts_of(rows: Iterable[Row]) -> dict[str, int]:
    """How many of each light."""
    return dict(Counter(row.light.code for row in rows))


def clock_of(plan: Plan, item: Item, pauses: Iterable[tuple[date, date]] = (), *, past: Past | None = None) -> Clock:
    """From the item's start (else the plan's first day) to its due date (else the year's end), as it is or was in the past."""
    start = item.starts_on or date(plan.year, 1, 1)
    due = (item.due if past is None else past.due_of(item)) or date(plan.year, 12, 31)
    return Clock(min(start, due), due, tuple(pauses))


def clock_for(target: Target, clock: Clock) -> Clock:
    """The item's clock for one target: the path of one that a revision added begins on that day."""
    if target.since is None or target.since <= clock.start:
        return clock
    return replace(clock, start=min(target.since, target.due or clock.due))


def promise_of(target: Target) -> Promise:
    """The target without the database."""
    return Promise(
        target.kind, target.comparator, target.value, target.unit, target.value_max, target.baseline, target.due
    )


def _stand(plan: Plan, tasks: list[Item], day: date) -> list[Row]:
    rule = thresholds_on(day)
    figures = _newest_figures(tasks, day)
    reports = _newest_reports(tasks, day)
    pauses, past = pauses_of(tasks, day), past_of(tasks, day)
    rows = []
    for item in tasks:
        clock = clock_of(plan, item, pauses[item.pk], past=past)
        targets = tuple(
            TargetRow(
                target,
                figure,
                standing(promise_of(target), figure and figure.value, clock_for(target, clock), day, rule),
            )
            for target in past.targets_of(item)
            if target.kind not in NO_PATH
            for figure in [figures.get(target.pk)]
        )
        last = reports.get(item.pk)
        light = item_light(
            finished_on=item.finished_on,
            begun=item.state == Item.State.UNDERWAY or any(row.figure for row in targets),
            last_report_on=last.on if last else None,
            clock=clock,
            targets=[row.standing for row in targets],
            on=day,
            thresholds=rule,
        )
        rows.append(Row(item, light, targets, last, clock, day))
    return rows


def _newest_figures(tasks: list[Item], day: date) -> dict[int, Figure]:
    found: dict[int, Figure] = {}
    for figure in Figure.objects.filter(target__item__in=tasks, on__lte=day).order_by("on", "pk"):
        found[figure.target_id] = figure
    return found


def _newest_reports(tasks: list[Item], day: date) -> dict[int, Report]:
    """The lead's newest report of each; those on sub-tasks are the schools' own, those of supporting offices only help."""
    found: dict[int, Report] = {}
    for report in Report.objects.filter(item__in=tasks, subtask=None, is_support=False, on__lte=day).order_by(
        "on", "at", "pk"
    ):
        found[report.item_id] = report
    return found
