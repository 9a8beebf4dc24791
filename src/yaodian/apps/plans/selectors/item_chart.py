"""The chart of a task's main target: the path, the figures computed or reported, what is expected, today and the deadline."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yaodian.apps.plans.forecasting import SAYS, Outlook
from yaodian.apps.plans.models import Figure, Report
from yaodian.apps.plans.promises import RATES, in_whole_units, is_lowered, wanted_on
from yaodian.apps.plans.selectors.computed import By, computed_on
from yaodian.apps.plans.selectors.item_history import said
from yaodian.apps.plans.selectors.outlook import outlooks, said_outlook
from yaodian.apps.plans.selectors.standing import Row, TargetRow, clock_for, last_day_of
from yaodian.kernel.figures import plain

SHORT = 75  # days: up to here the axis goes by weeks, else by months
NEAR = 12  # lines whose ends are nearer than a twelfth of their height have one label
HIGH = 50  # a rate whose figures all lie above is drawn from below them, not from zero


def chart_of(
    row: Row, reports: Iterable[Report], *, by: By = None, chosen: TargetRow | None = None
) -> dict[str, Any] | None:
    """What `{% chart "path" %}` needs, for the target that was chosen or that the list shows; None where it has no path and is
    not computed, or nothing of it is shown. A bound that is only to be kept stands as a level line."""
    main = chosen or row.main
    if main is None or main.hidden or (main.standing.expected is None and main.computed is None):
        return None
    end = main.target.due or row.clock.due
    last = row.item.finished_on or last_day_of(row.item.plan, row.on)
    days = _days(row.clock.start, end, last)
    plan = [_planned(row, main, day) if day <= end else None for day in days]
    known = [day for day in days if day <= last]
    actual = _computed(main, known, by) if main.computed else _as_reported(main, reports, known)
    expected = _expected(main, [day for day in days if day > last], by) if last == row.on else {}
    says = _says(main, end, row.on, expected.get(end))
    return {
        "points": {
            "x": [_label(day, days, last, end) for day in days],
            "plan": [_number(value) for value in plan],
            "actual": [_number(actual.get(day)) for day in days],
            "due": days.index(end),
            "unit": main.target.unit,
            "today": "今天" if last == row.on else "办结" if row.item.finished_on else "年末",
            **_end_labels(main, expected.get(end)),
            "actLabel": _act_label(main, actual.get(last)),
            **_forecast(days, last, actual.get(last), expected),
            **_bottom(main, [*plan, *actual.values(), *(one.low for one in expected.values())]),
        },
        "says": says,
        "label": f"折线图：{main.target}的计划路径与实际。{says}",
        "table": _table(main, days, plan, actual, expected),
        "title": str(main.target),
        "unit": main.target.unit,
        "forecast": bool(expected),
    }


def _end_labels(main: TargetRow, later: Outlook | None) -> dict[str, str]:
    """What stands at the lines' ends; where they end too near to each other, both at one."""
    plan, unit = f"计划 {plain(main.target.value)}", main.target.unit
    if later is None:
        return {"planLabel": plan}
    forecast = f"预计 {main.promise.said(later.middle).removesuffix(unit)}"
    near = abs(later.middle - main.target.value) * NEAR < max(abs(later.middle), abs(main.target.value))
    return {"planLabel": f"{plan}\n{forecast}", "midLabel": " "} if near else {"planLabel": plan, "midLabel": forecast}


def _act_label(main: TargetRow, now: Decimal | None) -> str:
    """What stands beside the last point; where nothing was reported the line only goes on from the baseline."""
    if main.standing.actual is None or now is None:
        return "还没有数"
    return f"实际 {main.promise.said(now).removesuffix(main.target.unit)}"


def _table(
    main: TargetRow,
    days: list[date],
    plan: list[Decimal | None],
    actual: Mapping[date, Decimal | None],
    expected: Mapping[date, Outlook],
) -> dict[str, Any]:
    def told(value: Decimal | None) -> str | None:
        return None if value is None else main.promise.said(value).removesuffix(main.target.unit)

    head = ["时点", "计划路径", "实际", *(["预计"] if expected else [])]
    rows = []
    for day, wanted in zip(days, plan, strict=True):
        later = expected.get(day)
        more = [said_outlook(later, main) if later else None] if expected else []
        rows.append([said(day), None if wanted is None else plain(round(wanted, 2)), told(actual.get(day)), *more])
    return {"head": head, "rows": rows}


def _computed(main: TargetRow, days: list[date], by: By) -> dict[date, Decimal | None]:
    """The figures of a bound target by its registers, as they are valid on each day."""
    if main.computed is None:
        return {}
    found = computed_on([main.target], {main.target.pk: main.computed.followed}, days, by=by)
    return {day: held.value for (_pk, day), held in found.items()}


def _expected(main: TargetRow, later: list[date], by: By) -> dict[date, Outlook]:
    if main.computed is None or not later:
        return {}
    found = outlooks([main], later, on=main.computed.on, by=by)
    return {day: outlook for (_pk, day), outlook in found.items()}


def _as_reported(main: TargetRow, reports: Iterable[Report], days: list[date]) -> dict[date, Decimal | None]:
    figures = sorted(
        (figure for report in reports for figure in report.figures.all() if figure.target_id == main.target.pk),
        key=lambda figure: (figure.on, figure.pk),
    )
    return {day: _reported(main, figures, day) for day in days}


def _forecast(
    days: list[date], last: date, now: Decimal | None, expected: Mapping[date, Outlook]
) -> dict[str, list[float | int | None]]:
    """The band from today on; it begins at today's figure."""
    if not expected or now is None:
        return {}
    ends = {last: (now, now, now)} | {day: (one.low, one.middle, one.high) for day, one in expected.items()}
    low, middle, high = ([_number(ends[day][at]) if day in ends else None for day in days] for at in range(3))
    return {"lo": low, "mid": middle, "hi": high}


def _bottom(main: TargetRow, values: Iterable[Decimal | None]) -> dict[str, int]:
    """Where the axis of a rate begins: it is read by its differences, so not at zero where all of it is far above."""
    lowest = min(value for value in values if value is not None)
    return {"min": int(lowest // 5 * 5 - 5)} if main.target.unit in RATES and lowest >= HIGH else {}


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


def _planned(row: Row, main: TargetRow, day: date) -> Decimal:
    if main.standing.expected is None:
        return main.promise.value
    return in_whole_units(main.promise, wanted_on(main.promise, clock_for(main.target, row.clock), day))


def _reported(main: TargetRow, figures: list[Figure], day: date) -> Decimal:
    return next((figure.value for figure in reversed(figures) if figure.on <= day), main.target.baseline or Decimal(0))


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), 4)


def _says(main: TargetRow, end: date, on: date, later: Outlook | None) -> str:
    unit, stands = main.target.unit, main.standing
    told = main.promise.without_figure if stands.actual is None else f"实际{main.actual}"
    if on >= end:
        return f"到时限{said(end)}应有{plain(main.target.value)}{unit}，{told}。"
    asked = f"按计划路径今天应到{main.expected}，" if main.expected else ""
    gap = ""
    if stands.actual is not None and stands.expected is not None:
        ahead = stands.actual - stands.expected
        if is_lowered(main.promise):
            ahead = -ahead
        gap = f"，{'超前' if ahead > 0 else '差'}{plain(abs(round(ahead, 2)))}{unit}" if ahead else "，正好跟上"
    forecast = f"；照此预计{said_outlook(later, main)}（{SAYS[later.how]}）" if later else ""
    return f"{asked}{told}{gap}；到{said(end)}要{plain(main.target.value)}{unit}{forecast}。"
