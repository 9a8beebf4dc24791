"""The chart of a task's main target: the path planned, the figures reported, today and the deadline."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yaodian.apps.plans.lights import is_lowered, standing
from yaodian.apps.plans.models import Figure, Report
from yaodian.apps.plans.selectors.item_history import said
from yaodian.apps.plans.selectors.standing import Row, TargetRow, clock_for, promise_of
from yaodian.kernel.figures import plain

SHORT = 75  # days: up to here the axis goes by weeks, else by months


def chart_of(row: Row, reports: Iterable[Report]) -> dict[str, Any] | None:
    """What `{% chart "path" %}` needs, for the target that the list shows; None where it has no path."""
    main = row.main
    if main is None or main.standing.mark is None or main.standing.expected is None:
        return None
    figures = sorted(
        (figure for report in reports for figure in report.figures.all() if figure.target_id == main.target.pk),
        key=lambda figure: (figure.on, figure.pk),
    )
    end = main.target.due or row.clock.due
    last = row.item.finished_on or row.on
    days = _days(row.clock.start, end, last)
    plan = [_planned(row, main, day) if day <= end else None for day in days]
    actual = [_reported(main, figures, day) if day <= last else None for day in days]
    labels = [_label(day, days, last, end) for day in days]
    return {
        "points": {
            "x": labels,
            "plan": [_number(value) for value in plan],
            "actual": [_number(value) for value in actual],
            "due": days.index(end),
            "unit": main.target.unit,
            "today": "今天" if last == row.on else "办结",
            "planLabel": f"计划 {plain(main.target.value)}",
            "actLabel": f"实际 {plain(main.standing.actual)}" if main.standing.actual is not None else "还没有数",
        },
        "says": _says(main, end, row.on),
        "label": f"折线图：{main.target}的计划路径与实际。{_says(main, end, row.on)}",
        "table": {
            "head": ["时点", "计划路径", "实际"],
            "rows": [
                [said(day), *(None if value is None else plain(value) for value in pair)]
                for day, *pair in zip(days, plan, actual, strict=True)
            ],
        },
        "title": str(main.target),
        "unit": main.target.unit,
    }


def _days(start: date, end: date, today: date) -> list[date]:
    """The axis: the first day, week or month ends, today and the deadline."""
    until = max(end, today)
    points = {start, end, max(today, start)}
    if (until - start).days <= SHORT:
        points |= {start + timedelta(days=7 * week) for week in range((until - start).days // 7 + 1)}
    else:
        month = start.replace(day=1)
        while month <= until:
            month = (month + timedelta(days=32)).replace(day=1)
            if start < month - timedelta(days=1) <= until:
                points.add(month - timedelta(days=1))
    fixed = {start, end, max(today, start)}
    crowd = 3 if (until - start).days <= SHORT else 8  # days: so near to a fixed point, a label would lie on another
    near = {day for day in points - fixed if any(abs((day - other).days) <= crowd for other in fixed)}
    return sorted(points - near)


def _label(day: date, days: list[date], today: date, end: date) -> str:
    month_end = (day + timedelta(days=1)).month != day.month
    if month_end and day != today and (end - days[0]).days > SHORT:
        return f"{day.month}月底" if day.month == today.month and day.year == today.year else f"{day.month}月"
    return f"{day.month}/{day.day}"


def _planned(row: Row, main: TargetRow, day: date) -> Decimal | None:
    clock = clock_for(main.target, row.clock)
    if day <= clock.start:
        return main.target.baseline or Decimal(0)
    return standing(promise_of(main.target), None, clock, day).expected


def _reported(main: TargetRow, figures: list[Figure], day: date) -> Decimal:
    return next((figure.value for figure in reversed(figures) if figure.on <= day), main.target.baseline or Decimal(0))


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), 4)


def _says(main: TargetRow, end: date, on: date) -> str:
    unit, stands = main.target.unit, main.standing
    told = "还没有报过数" if stands.actual is None else f"实际{plain(stands.actual)}{unit}"
    if on >= end:
        return f"到时限{said(end)}应有{plain(main.target.value)}{unit}，{told}。"
    asked = "" if stands.expected is None else f"按计划路径今天应到{plain(round(stands.expected, 2))}{unit}，"
    gap = ""
    if stands.actual is not None and stands.expected is not None:
        ahead = stands.actual - stands.expected
        if is_lowered(promise_of(main.target)):
            ahead = -ahead
        gap = f"，{'超前' if ahead > 0 else '差'}{plain(abs(round(ahead, 2)))}{unit}" if ahead else "，正好跟上"
    return f"{asked}{told}{gap}；到{said(end)}要{plain(main.target.value)}{unit}。"
