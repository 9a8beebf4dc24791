"""The chart of the year: how many tasks should be finished by each month's end by their due dates, and how many are."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from yaodian.apps.plans.models import Plan
from yaodian.apps.plans.selectors.standing import Row


def chart_of_year(plan: Plan, rows: Sequence[Row], on: date) -> dict[str, Any]:
    """What `{% chart "path" %}` needs."""
    now = min(max(on, date(plan.year, 1, 1)), date(plan.year, 12, 31))
    ends = [month_end(date(plan.year, month, 1)) for month in range(1, 13)]
    days = sorted({*ends, now})
    planned = [due_by(rows, day) for day in days]
    actual = [finished_by(rows, day) if day <= now else None for day in days]
    owed, done = due_by(rows, now), finished_by(rows, now)
    says = _says(plan, rows, on, now)
    top, step = _scale(len(rows))
    return {
        "points": {
            "x": [_label(day, now) for day in days],
            "plan": planned,
            "actual": actual,
            "unit": "项",
            "max": top,
            "step": step,
            "today": "今天" if now == on else "年底",
            "planLabel": f"要求 {planned[-1]}",
            "actLabel": f"实际 {done}",
        },
        "says": says,
        "label": f"折线图：截至{now.month}月{now.day}日按时限应办结{owed}项，实际办结{done}项",
        "table": {
            "head": ["截至", "按时限应办结", "实际办结"],
            "rows": [[f"{day.month}月{day.day}日", *pair] for day, *pair in zip(days, planned, actual, strict=True)],
        },
    }


def due_by(rows: Sequence[Row], day: date) -> int:
    """How many tasks have a due date up to a day."""
    return sum(row.clock.due <= day for row in rows)


def finished_by(rows: Sequence[Row], day: date) -> int:
    """How many tasks were finished up to a day."""
    return sum(row.item.finished_on is not None and row.item.finished_on <= day for row in rows)


def next_month_end(on: date) -> date:
    """The end of this month; of the next one in its last week."""
    end = month_end(on)
    return end if (end - on).days >= 7 or on.month == 12 else month_end(date(on.year, on.month + 1, 1))


def coming_due(rows: Sequence[Row], on: date) -> int:
    """How many open tasks are due from today to `next_month_end`."""
    return sum(row.light.code != "done" and on <= row.clock.due <= next_month_end(on) for row in rows)


def _says(plan: Plan, rows: Sequence[Row], on: date, now: date) -> str:
    owed, done = due_by(rows, now), finished_by(rows, now)
    in_time = sum(
        row.item.finished_on is not None and row.item.finished_on <= now and row.clock.due <= now for row in rows
    )
    early = done - in_time
    late = owed - in_time
    told = f"到{'今天' if now == on else f'{plan.year}年底'}按时限应办结{owed}项，办结了其中{in_time}项"
    told += f"，还欠{late}项" if late else ""
    told += f"；另有{early}项提前办结" if early else ""
    return f"{told}。"


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _label(day: date, now: date) -> str:
    if day == now and day != month_end(day):
        return f"{day.month}/{day.day}"
    return f"{day.month}月底" if day.month == now.month and day != now else f"{day.month}月"


def _scale(count: int) -> tuple[int, int]:
    """The axis in whole tasks: about five steps."""
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if size * 6 >= count)
    return (count // step + 1) * step, step
