"""Which tasks turn red next (照此进度还会变红): the light that the rule would give in 14 days at the pace of the last eight weeks.

Figures are carried on in a straight line at their own pace; where nothing is counted, nothing is assumed to happen. A task
is listed if the rule then says 滞后 or 逾期: among 预警 ones always, among the others only where the figures say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from yaodian.apps.plans.lights import Light, item_light, standing
from yaodian.apps.plans.models import Figure
from yaodian.apps.plans.selectors.standing import Row, TargetRow, clock_for, promise_of
from yaodian.apps.plans.thresholds import thresholds_on
from yaodian.kernel.figures import plain

AHEAD, BACK = timedelta(days=14), timedelta(days=56)


@dataclass(frozen=True, slots=True)
class Turning:
    """A task that turns red within 14 days if it goes on like this, with the reason in words."""

    row: Row
    then: Light
    says: str


def turning_red(rows: Sequence[Row]) -> list[Turning]:
    """The tasks that turn red next, the earliest due first. One query."""
    waiting = [row for row in rows if row.light.code in ("yellow", "green", "idle")]
    figures: dict[int, list[Figure]] = defaultdict(list)
    targets = [target.target.pk for row in waiting for target in row.targets if target.figure is not None]
    for figure in Figure.objects.filter(target__in=targets).order_by("on", "pk"):
        figures[figure.target_id].append(figure)
    found = [turning for row in waiting if (turning := _turning(row, figures)) is not None]
    return sorted(found, key=lambda turning: (turning.row.clock.due, turning.row.item.order))


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


def _turning(row: Row, figures: dict[int, list[Figure]]) -> Turning | None:
    then = row.on + AHEAD
    rule = thresholds_on(row.on)
    carried = {
        target.target.pk: _carried(target, pace(row, target, figures[target.target.pk]), then) for target in row.targets
    }
    stands = [
        standing(promise_of(target.target), carried[target.target.pk], clock_for(target.target, row.clock), then, rule)
        for target in row.targets
    ]
    light = item_light(
        finished_on=None,
        begun=row.item.state == "underway" or any(value is not None for value in carried.values()),
        last_report_on=row.last.on if row.last else None,
        clock=row.clock,
        targets=stands,
        on=then,
        thresholds=rule,
    )
    if light.code not in ("red", "overdue"):
        return None
    short = [
        target
        for target, stands_then in zip(row.targets, stands, strict=True)
        if target.figure is not None and target.standing.mark is not None and stands_then.light.code != "done"
    ]
    if row.light.code != "yellow" and not short:
        return None
    return Turning(row, light, _says(row, short, figures, light))


def _carried(target: TargetRow, gain: Decimal, then: date) -> Decimal | None:
    if target.figure is None or target.standing.mark is None:
        return target.standing.actual
    return target.figure.value + gain * (then - target.figure.on).days


def _says(row: Row, short: Sequence[TargetRow], figures: dict[int, list[Figure]], light: Light) -> str:
    if not short:
        return row.light.why if row.light.code == "yellow" else light.why
    main = next((target for target in short if target is row.main), short[0])
    target, figure = main.target, main.figure
    value = figure.value if figure is not None else Decimal(0)
    due = target.due or row.clock.due
    week = (pace(row, main, figures[target.pk]) * 7).quantize(Decimal("0.1"), ROUND_HALF_UP)
    weekly = "近8周没有变化" if not week else f"每周{'增加' if week > 0 else '减少'}{plain(abs(week))}{target.unit}"
    left = plain(abs(target.value - value))
    unit = "个百分点" if target.unit == "%" else target.unit
    return f"{plain(value)} / {plain(target.value)}{target.unit}，{weekly}，到{due.month}月{due.day}日还差{left}{unit}"
