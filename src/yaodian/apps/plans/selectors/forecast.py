"""Which tasks turn red next (照此进度还会变红): the light that the rule would give in 14 days if things go on as they do.

Computed figures go the way that `outlook` expects of them, reported ones on in a straight line at the pace of the last eight
weeks; where nothing is counted, nothing is assumed to happen. A task is listed if the rule then says 滞后 or 逾期: among 预警 ones
always, among the others only where the figures say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from yaodian.apps.plans.forecasting import BACK, Outlook
from yaodian.apps.plans.lights import Light, item_light, standing
from yaodian.apps.plans.models import Figure
from yaodian.apps.plans.selectors.computed import By
from yaodian.apps.plans.selectors.outlook import outlooks, said_outlook
from yaodian.apps.plans.selectors.standing import Row, TargetRow, clock_for
from yaodian.apps.plans.thresholds import thresholds_on
from yaodian.kernel.figures import plain

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Turning:
    """A task that turns red within 14 days if it goes on like this, with the reason in words."""

    row: Row
    then: Light
    says: str


def turning_red(rows: Sequence[Row], *, by: By = None) -> list[Turning]:
    """The tasks that turn red next, the earliest due first. A constant number of queries."""
    waiting = [row for row in rows if row.light.code in ("yellow", "green", "idle")]
    if not waiting:
        return []
    figures: dict[int, list[Figure]] = defaultdict(list)
    targets = [target.target.pk for row in waiting for target in row.targets if target.figure is not None]
    for figure in Figure.objects.filter(target__in=targets).order_by("on", "pk"):
        figures[figure.target_id].append(figure)
    then = waiting[0].on + AHEAD
    expected = outlooks((target for row in waiting for target in row.targets), [then], on=waiting[0].on, by=by)
    ahead = Ahead(then, figures, {pk: outlook for (pk, _day), outlook in expected.items()})
    found = [turning for row in waiting if (turning := _turning(row, ahead)) is not None]
    return sorted(found, key=lambda turning: (turning.row.clock.due, turning.row.item.order))


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of the day in two weeks: the figures reported so far, and what is expected of computed ones."""

    then: date
    figures: Mapping[int, list[Figure]]
    expected: Mapping[int, Outlook]

    def carried(self, row: Row, target: TargetRow) -> Decimal | None:
        """The figure as it will be then."""
        pk = target.target.pk
        if pk in self.expected:
            return self.expected[pk].middle
        if target.figure is None or target.standing.mark is None:
            return target.standing.actual
        gain = pace(row, target, self.figures.get(pk, ()))
        return target.figure.value + gain * (self.then - target.figure.on).days


def pace(row: Row, target: TargetRow, figures: Iterable[Figure]) -> Decimal:
    """What a target gains a day: from its figure eight weeks ago (else the baseline on the first day) to the newest one."""
    known = [(figure.on, figure.value) for figure in figures if figure.on <= row.on]
    if not known:
        return Decimal(0)
    since, base = clock_for(target.target, row.clock).start, target.target.baseline or Decimal(0)
    for on, value in known:
        if on <= row.on - BACK:
            since, base = on, value
    last, value = known[-1]
    days = (max(last, since) - since).days
    return (value - base) / days if days else Decimal(0)


def _turning(row: Row, ahead: Ahead) -> Turning | None:
    rule = thresholds_on(row.on)
    carried = [ahead.carried(row, target) for target in row.targets]
    stands = [
        standing(target.promise, value, clock_for(target.target, row.clock), ahead.then, rule)
        if not target.hidden
        else target.standing
        for target, value in zip(row.targets, carried, strict=True)
    ]
    light = item_light(
        finished_on=None,
        begun=row.item.state == "underway" or any(value is not None for value in carried),
        last_report_on=row.last.on if row.last else None,
        clock=row.clock,
        targets=stands,
        on=ahead.then,
        thresholds=rule,
    )
    if light.code not in ("red", "overdue"):
        return None
    short = [
        target
        for target, stands_then in zip(row.targets, stands, strict=True)
        if target.standing.actual is not None and target.standing.mark is not None and stands_then.light.code != "done"
    ]
    if row.light.code != "yellow" and not short:
        return None
    return Turning(row, light, _says(row, short, ahead, light))


def _says(row: Row, short: Sequence[TargetRow], ahead: Ahead, light: Light) -> str:
    if not short:
        return row.light.why if row.light.code == "yellow" else light.why
    main = next((target for target in short if target is row.main), short[0])
    target, value = main.target, main.standing.actual or Decimal(0)
    due = target.due or row.clock.due
    unit = "个百分点" if target.unit == "%" else target.unit
    left = main.promise.said(abs(target.value - value)).removesuffix(target.unit)
    return (
        f"{main.actual.removesuffix(target.unit)} / {plain(target.value)}{target.unit}，{_going(row, main, ahead)}，"
        f"到{due.month}月{due.day}日还差{left}{unit}"
    )


def _going(row: Row, main: TargetRow, ahead: Ahead) -> str:
    """How the figure goes on, in words."""
    target = main.target
    if outlook := ahead.expected.get(target.pk):
        return f"{ahead.then.month}月{ahead.then.day}日预计{said_outlook(outlook, main)}"
    week = (pace(row, main, ahead.figures.get(target.pk, ())) * 7).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not week:
        return "近8周没有变化"
    return f"每周{'增加' if week > 0 else '减少'}{plain(abs(week))}{target.unit}"
