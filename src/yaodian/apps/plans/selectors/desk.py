"""The desk (我的工作台): what a post owes or oversees, what waits for it, what it waits for; for leaders also the brief."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Deputy
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.selectors.desk_lines import SCHOOLS, Part, parts_of, shares_reached
from yaodian.apps.plans.selectors.desk_waiting import (
    Known,
    Wait,
    newest_instructions,
    opinions_on,
    waited_for,
    waits_for,
)
from yaodian.apps.plans.selectors.desk_weeks import chart_of_weeks
from yaodian.apps.plans.selectors.forecast import Turning, turning_red
from yaodian.apps.plans.selectors.overview import LIGHTS, Red, Share, by_section, most_named, reds_of
from yaodian.apps.plans.selectors.plans import plans_for
from yaodian.apps.plans.selectors.standing import counts_of
from yaodian.apps.plans.selectors.subtask_standing import subtask_rows
from yaodian.apps.plans.selectors.task_rows import open_requests, shares_of, task_rows
from yaodian.apps.plans.selectors.year_chart import chart_of_year


@dataclass(frozen=True, slots=True)
class Brief:
    """What a leader reads first: two sentences, what is red, what turns red next, the year."""

    total: int
    counts: dict[str, int]
    reds: list[Red]
    turning: list[Turning]
    concentrated: list[str]  # the lead offices in which most of what is red lies
    sections: list[Share]
    chart: dict[str, Any]

    @property
    def cells(self) -> list[tuple[str, int]]:
        """How many of each light; 停钟 only where there is one."""
        return [(code, self.counts.get(code, 0)) for code in LIGHTS if code != "paused" or self.counts.get(code)]

    @property
    def bad(self) -> int:
        """How many are late or lagging."""
        return len(self.reds)


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the desk shows."""

    on: date
    plan: Plan | None
    parts: list[Part]
    part: Part | None
    waits: list[Wait]
    others: list[Wait]
    deputies: list[Deputy]
    older: list[tuple[Plan, int]]  # open tasks of this post in plans before the current one
    weeks: dict[str, Any] | None
    brief: Brief | None

    @property
    def owed(self) -> list[Part]:
        """The parts that the counts at the top are of: what the post answers for; where that is nothing, what is shown."""
        answered = [part for part in self.parts if part.answers and part.lines]
        return answered or ([self.part] if self.part is not None else [])


def desk_of(by: Acting, *, part: str = "") -> Desk:
    """The desk of a post. A constant number of queries for each role."""
    on = today()
    known = _known(by, on)
    owed = subtask_rows(shares_reached(by), on=on) if by.may(Permission.PLAN_READ) else []
    parts = parts_of(by, known.rows, owed, known.asks, known.shares) if by.may(Permission.PLAN_READ) else []
    shown = next((found for found in parts if found.key == part), None) or next(
        (found for found in parts if found.lines), next(iter(parts), None)
    )
    return Desk(
        on=on,
        plan=known.current,
        parts=parts,
        part=shown,
        waits=waits_for(known),
        others=waited_for(known),
        deputies=deputies_of(by, on),
        older=_older(known),
        weeks=chart_of_weeks(shown.lines, on) if shown is not None else None,
        brief=_brief(known, shown) if shown is not None and by.may(Permission.PLAN_APPROVE) else None,
    )


def waiting_of(by: Acting) -> tuple[list[Wait], list[Wait]]:
    """Everything that waits for a post, and everything it waits for."""
    known = _known(by, today())
    return waits_for(known), waited_for(known)


def deputies_of(by: Acting, on: date) -> list[Deputy]:
    """Who acts for this post now, and for which other posts this person acts. One query."""
    found = Deputy.objects.filter(Q(user=by.user) | Q(post=by.post), since__lte=on, until__gte=on)
    return list(found.select_related("post__unit", "post__holder", "user").order_by("until", "pk"))


def _known(by: Acting, on: date) -> Known:
    plans = list(plans_for(by))
    published = [plan for plan in plans if plan.state == Plan.State.PUBLISHED]
    current = max(published, key=lambda plan: (plan.year, plan.published_at or plan.created_at, plan.pk), default=None)
    wanted = current is not None and by.post.unit.kind not in SCHOOLS
    rows = task_rows(current, on=on, by=by) if current is not None and wanted else []
    return Known(
        by=by,
        on=on,
        plans=plans,
        current=current,
        rows=rows,
        asks=open_requests(rows) if wanted else {},
        shares=shares_of(rows, on) if wanted else {},
        instructions=newest_instructions(rows) if wanted else {},
        opinions=opinions_on(current) if wanted else [],
    )


def _older(known: Known) -> list[tuple[Plan, int]]:
    """Plans before the current one that still run, with how many open tasks the post has in each. One query, or none."""
    plans = [plan for plan in known.plans if plan.state == Plan.State.PUBLISHED and plan is not known.current]
    if not plans:
        return []
    by = known.by
    mine = Q(lead=by.post.unit) | Q(owner=by.post) | Q(leader=by.post)
    open_ones = Item.objects.filter(mine, plan__in=plans, kind=Item.Kind.TASK).filter(
        state__in=[Item.State.IDLE, Item.State.UNDERWAY]
    )
    counted: dict[int, int] = {}
    for plan_id in open_ones.values_list("plan_id", flat=True):
        counted[plan_id] = counted.get(plan_id, 0) + 1
    return [(plan, counted[plan.pk]) for plan in plans if plan.pk in counted]


def _brief(known: Known, part: Part) -> Brief | None:
    """For what a leader oversees, or for the whole plan; None where it is his own tasks that are shown."""
    if known.current is None or part.key not in ("overseen", "all"):
        return None
    rows = [row for row in known.rows if part.key == "all" or row.item.leader_id == known.by.post.pk]
    reds = reds_of(rows, known.asks)
    return Brief(
        total=len(rows),
        counts=counts_of(rows),
        reds=reds,
        turning=turning_red(rows, by=known.by),
        concentrated=most_named(red.row.item.lead.short_name for red in reds if red.row.item.lead),
        sections=by_section(rows),
        chart=chart_of_year(known.current, rows, known.on),
    )
