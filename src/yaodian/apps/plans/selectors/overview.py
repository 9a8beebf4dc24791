"""The overview of a plan (总览): its lights by section, leader and office; what is red and why; what turns red next."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Item, Plan, Request
from yaodian.apps.plans.selectors.computed import By
from yaodian.apps.plans.selectors.forecast import Turning, turning_red
from yaodian.apps.plans.selectors.item_history import what_of
from yaodian.apps.plans.selectors.standing import Row, counts_of
from yaodian.apps.plans.selectors.task_rows import BAD, goal_of, holder_of, open_requests, task_rows, who_leads
from yaodian.apps.plans.selectors.year_chart import chart_of_year, coming_due, next_month_end

CLAUSE = re.compile(r"[，。；：、,;:]")
DIGITS = ("", *"一二三四五六七八九")
LIGHTS = ("done", "green", "yellow", "red", "overdue", "idle", "paused")  # in the order of the guide


@dataclass(frozen=True, slots=True)
class Share:
    """The tasks of one section, leader or office: `key` is what the list of tasks is filtered by."""

    key: str
    label: str
    note: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """How many tasks."""
        return sum(self.counts.values())

    @property
    def cells(self) -> list[tuple[str, int]]:
        """How many of each light, in the order of the guide."""
        return [(code, self.counts.get(code, 0)) for code in LIGHTS]


@dataclass(frozen=True, slots=True)
class Red:
    """A late or lagging task with the reason, what a leader is asked to settle, and who owes it."""

    row: Row
    why: str
    asks: str
    who: str

    @property
    def goal(self) -> str:
        """What its main target promises, in words."""
        return goal_of(self.row)

    @property
    def actual(self) -> str:
        """Its main target's figure, without the unit, which the promise has."""
        main = self.row.main
        return main.actual.removesuffix(main.target.unit) if main is not None else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    plan: Plan
    on: date
    rows: list[Row]
    counts: dict[str, int]
    targets: int
    sections: list[Share]
    leaders: list[Share]
    offices: list[Share]
    reds: list[Red]
    turning: list[Turning]
    chart: dict[str, Any]
    coming: int
    coming_until: date

    @property
    def total(self) -> int:
        """How many tasks."""
        return len(self.rows)

    @property
    def lights(self) -> list[str]:
        """The lights that have a column: 停钟 only where there is one."""
        return [code for code in LIGHTS if code != "paused" or self.counts.get(code)]

    @property
    def whole(self) -> Share:
        """All tasks together."""
        return Share("", "", "", self.counts)

    @property
    def concentrated(self) -> list[str]:
        """The sections in which most of what is red lies, three at most."""
        return most_named(short_title(red.row.section) for red in self.reds)


def overview_of(plan: Plan, *, on: date | None = None, by: By = None) -> Overview:
    """Everything for a plan, as a post sees it. A constant number of queries."""
    day = on or today()
    rows = task_rows(plan, on=day, by=by)
    return Overview(
        plan=plan,
        on=day,
        rows=rows,
        counts=counts_of(rows),
        targets=sum(len(row.targets) for row in rows),
        sections=by_section(rows),
        leaders=by_leader(rows),
        offices=by_office(rows),
        reds=reds_of(rows, open_requests(rows)),
        turning=turning_red(rows, by=by),
        chart=chart_of_year(plan, rows, day),
        coming=coming_due(rows, day),
        coming_until=next_month_end(day),
    )


def by_section(rows: Sequence[Row]) -> list[Share]:
    """One share for each top section in document order; tasks outside any section last."""
    groups = sorted(_groups(rows, _section), key=lambda found: (not found[0], found[1][0].item.order))
    return [
        Share(
            key=str(key),
            label=_section_label(group[0]) if key else "不分部分",
            note="、".join(most_named(holder_of(row.item.leader) for row in group)[:2]),
            counts=counts_of(group),
        )
        for key, group in groups
    ]


def by_leader(rows: Sequence[Row]) -> list[Share]:
    """One share for each leader in charge (分管领导), those with most tasks first; tasks without a leader last."""
    groups = _groups(rows, lambda row: row.item.leader_id or 0)
    return [
        Share(
            str(key),
            holder_of(group[0].item.leader) if key else "未定分管领导",
            group[0].item.leader.title if group[0].item.leader else "",
            counts_of(group),
        )
        for key, group in sorted(groups, key=lambda found: (not found[0], -len(found[1]), found[0]))
    ]


def by_office(rows: Sequence[Row]) -> list[Share]:
    """One share for each lead office (牵头科室), those with most tasks first; tasks without one last."""
    groups = _groups(rows, lambda row: row.item.lead_id or 0)
    return [
        Share(str(key), group[0].item.lead.short_name if group[0].item.lead else "未定牵头科室", "", counts_of(group))
        for key, group in sorted(groups, key=lambda found: (not found[0], -len(found[1]), found[0]))
    ]


def reds_of(rows: Iterable[Row], requests: dict[int, list[Request]]) -> list[Red]:
    """What is late or lagging, the longest overdue first; why: the owner's own words, else the rule's."""
    bad = [row for row in rows if row.light.code in BAD]
    bad.sort(key=lambda row: (BAD.index(row.light.code), -row.light.days, row.item.order))
    return [
        Red(
            row=row,
            why=(row.last.obstacle if row.last else "") or row.light.why,
            asks="；".join(_asked(row, requests.get(row.item.pk, []))),
            who=who_leads(row.item),
        )
        for row in bad
    ]


def most_named(names: Iterable[str]) -> list[str]:
    """The three names that come most often, in that order.

    >>> most_named(["安全", "教师", "安全", ""])
    ['安全', '教师']
    """
    return [name for name, _count in Counter(filter(None, names)).most_common(3)]


def _asked(row: Row, requests: Iterable[Request]) -> list[str]:
    asks = [row.last.asks] if row.last and row.last.asks else []
    who = {Request.Kind.FINISH: "督查"}
    leader = holder_of(row.item.leader) or "局领导"
    return [
        *asks,
        *(f"申请{what_of(request)}，待{who.get(Request.Kind(request.kind), leader)}批" for request in requests),
    ]


def _section(row: Row) -> int:
    return 0 if row.section is row.item else row.section.pk


def _section_label(row: Row) -> str:
    number = row.section.number
    return f"{chinese(int(number))}、{short_title(row.section)}" if number.isdecimal() else short_title(row.section)


def short_title(section: Item) -> str:
    """The first clause of a section's title: 改善办学条件 of 改善办学条件，补齐设施短板."""
    return CLAUSE.split(section.title, maxsplit=1)[0]


def chinese(number: int) -> str:
    """A section's number as plans write it.

    >>> [chinese(number) for number in (1, 10, 12, 20, 21)]
    ['一', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, 10)
    return (
        ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + DIGITS[ones]
        if number < 100
        else str(number)
    )


def _groups(rows: Sequence[Row], key: Callable[[Row], int]) -> list[tuple[int, list[Row]]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return list(found.items())
