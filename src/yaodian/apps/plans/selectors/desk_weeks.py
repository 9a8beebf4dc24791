"""The chart of what is due in the next six weeks (未来六周到期), by light."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from yaodian.apps.plans.selectors.desk_lines import Line

WEEKS = 6
SHOWN = {"red": "滞后", "yellow": "预警", "green": "正常", "idle": "未开始", "paused": "停钟"}


def chart_of_weeks(lines: Sequence[Line], on: date) -> dict[str, Any]:
    """What `{% chart "weeks" %}` needs; weeks begin on Monday, the first one today."""
    monday = on - timedelta(days=on.weekday())
    starts = [monday + timedelta(weeks=week) for week in range(WEEKS)]
    dated = [(line.light.code, (line.due - monday).days // 7) for line in lines if line.due >= on]
    series = {
        word: [sum(code == found and at == week for found, at in dated) for week in range(WEEKS)]
        for code, word in SHOWN.items()
    }
    series = {word: counts for word, counts in series.items() if any(counts)}
    totals = [sum(counts) for counts in zip(*series.values(), strict=True)] or [0] * WEEKS
    names = ["本周", *(f"{start.month}月{start.day}日起" for start in starts[1:])]
    return {
        "points": {
            "x": ["本周", *(f"{start.month}/{start.day}\n起" for start in starts[1:])],
            "s": series,
            "max": max(totals) + 1.4,
        },
        "says": _says(totals, names),
        "label": f"柱状图：未来六周每周到期的任务数，{'、'.join(map(str, totals))}项",
        "table": {
            "head": ["周", *series],
            "rows": [[name, *counts] for name, *counts in zip(names, *series.values(), strict=True)],
        },
        "total": sum(totals),
    }


def _says(totals: Sequence[int], names: Sequence[str]) -> str:
    whole = sum(totals)
    if not whole:
        return "未来六周没有到期的任务。"
    most = max(totals)
    peak = totals.index(most)
    told = f"六周内到期{whole}项"
    told += f"，其中本周{totals[0]}项" if totals[0] else "，本周没有"
    if peak and most > 1:
        told += f"；{names[peak]}的一周最多，{most}项"
    return f"{told}。"
