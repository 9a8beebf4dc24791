"""How the tasks of a plan stand on a day: each with its light, its targets' figures and its newest report."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.by_day import judged_by_day
from yaodian.apps.plans.lights import Clock, Light, Promise, Standing, Thresholds, item_light, standing
from yaodian.apps.plans.models import Figure, Item, Plan, Report, Target
from yaodian.apps.plans.selectors.computed import By, Computed, computed_on, followed_by
from yaodian.apps.plans.selectors.past import Past, exists_on, past_of, pauses_of
from yaodian.apps.plans.selectors.plans import items_of
from yaodian.apps.plans.thresholds import thresholds_on
from yaodian.kernel.figures import plain
from yaodian.registers.indicator import Indicator

NO_PATH = frozenset({"fact"})
HIDDEN = "人数很少，实际数按规定不对这个岗位显示"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with its figure, computed or the newest reported, and how it stands; what the reader may not see is left out."""

    target: Target
    figure: Figure | None
    standing: Standing
    promise: Promise
    computed: Computed | None = None

    @property
    def light(self) -> Light:
        """The target's light."""
        return self.standing.light

    @property
    def hidden(self) -> bool:
        """Whether there is a figure that the reader may not see."""
        return self.computed is not None and self.computed.hidden

    @property
    def actual(self) -> str:
        """The actual figure as people read it: 95.92%, — for none, 不显示 where it is hidden."""
        if self.standing.actual is None:
            return "不显示" if self.hidden else "—"
        return self.promise.said(self.standing.actual)

    @property
    def expected(self) -> str:
        """What the path asks for today (今天应到), with two digits at most; "" where there is no path."""
        value = self.standing.expected
        return "" if value is None else f"{plain(round(value, 2))}{self.target.unit}"

    @property
    def has_figure(self) -> bool:
        """Whether anything is known, shown or not."""
        return self.figure is not None or self.hidden or (self.computed is not None and self.computed.value is not None)


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


def rows_of(plan: Plan, *, on: date | None = None, items: Iterable[Item] | None = None, by: By = None) -> list[Row]:
    """The plan's tasks in document order, or those of `items`, that were owed on the day: added by then, not yet withdrawn.

    On a past day the targets, due dates and pauses of that day count. Figures that `by` may not see are left out (None:
    those that the public may not), the lights are the same for all. A constant number of queries.
    """
    day = on or today()
    chosen = list(items_of(plan)) if items is None else list(items)
    by_pk = {item.pk: item for item in chosen}
    for item in chosen:
        item.plan = plan
        if item.parent_id in by_pk:
            item.parent = by_pk[item.parent_id]
    tasks = [item for item in chosen if item.kind == Item.Kind.TASK and exists_on(item, day)]
    return _stand(plan, tasks, day, by)


def row_of(item: Item, *, on: date | None = None, by: By = None) -> Row:
    """One task; also a withdrawn one, whose light then means nothing."""
    return _stand(item.plan, list(items_of(item.plan).filter(pk=item.pk)), on or today(), by)[0]


def withdrawn_of(plan: Plan) -> QuerySet[Item]:
    """The tasks that were withdrawn (撤销) with their basis; they stay countable."""
    return items_of(plan).filter(kind=Item.Kind.TASK, state=Item.State.WITHDRAWN)


def counts_of(rows: Iterable[Row]) -> dict[str, int]:
    """How many of each light."""
    return dict(Counter(row.light.code for row in rows))


def last_day_of(plan: Plan, day: date) -> date:
    """The day, but of a plan that is closed none after its year."""
    return min(day, date(plan.year, 12, 31)) if plan.state == Plan.State.CLOSED else day


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


def promise_of(target: Target, indicator: Indicator | None = None) -> Promise:
    """The target without the database; with the indicator that it is bound to."""
    return Promise(
        target.kind,
        target.comparator,
        target.value,
        target.unit,
        target.value_max,
        target.baseline,
        target.due,
        tuple((date.fromisoformat(day), Decimal(value)) for day, value in target.path),
        target.behind_yellow,
        target.behind_red,
        better=str(indicator.direction) if indicator else "",
        digits=indicator.digits if indicator else None,
    )


def _stand(plan: Plan, tasks: list[Item], day: date, by: By) -> list[Row]:
    rule = thresholds_on(day)
    figures = _newest_figures(tasks, day)
    reports = _newest_reports(tasks, day)
    pauses, past = pauses_of(tasks, day), past_of(tasks, day)
    promised = {item.pk: [one for one in past.targets_of(item) if one.kind not in NO_PATH] for item in tasks}
    computed = _computed(plan, [one for targets in promised.values() for one in targets], day, by)
    rows = []
    for item in tasks:
        clock = clock_of(plan, item, pauses[item.pk], past=past)
        targets = tuple(
            _target_row(target, figures.get(target.pk), computed.get(target.pk), clock=clock, day=day, rule=rule)
            for target in promised[item.pk]
        )
        last = reports.get(item.pk)
        light = item_light(
            finished_on=item.finished_on,
            begun=item.state == Item.State.UNDERWAY or any(row.has_figure for row in targets),
            last_report_on=last.on if last else None,
            clock=clock,
            targets=[row.standing for row in targets],
            on=day,
            thresholds=rule,
        )
        rows.append(Row(item, light, targets, last, clock, day))
    return rows


def _target_row(
    target: Target, figure: Figure | None, computed: Computed | None, *, clock: Clock, day: date, rule: Thresholds
) -> TargetRow:
    promise = promise_of(target, computed.indicator if computed else None)
    if target.is_bound:
        figure = None  # what was reported before it was bound is history
    value = computed.value if computed else (figure.value if figure else None)
    stands = standing(promise, value, clock_for(target, clock), day, rule)
    if computed is not None and computed.hidden:
        stands = replace(stands, light=replace(stands.light, why=HIDDEN), actual=None, share=None)
        computed = replace(computed, value=None)
    return TargetRow(target, figure, stands, promise, computed)


def _computed(plan: Plan, targets: list[Target], day: date, by: By) -> dict[int, Computed]:
    """The figures of bound targets, each with whether the reader may see it; the light goes by the figure all the same. Those
    of a closed plan stay what they were on its year's last day."""
    followed = followed_by(targets, plan_unit=plan.unit_id)
    on = last_day_of(plan, day)
    found = computed_on(targets, followed, [on], by=by, figures=judged_by_day)
    return {pk: held for (pk, _on), held in found.items()}


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
