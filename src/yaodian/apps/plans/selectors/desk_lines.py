"""The lines of 我的任务: tasks that a post answers for, supports or oversees, and the shares of its unit, in groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission, Reach
from yaodian.apps.plans.lights import WORST_FIRST, Light
from yaodian.apps.plans.models import Item, Plan, Report, Request, Subtask
from yaodian.apps.plans.selectors.item_history import what_of
from yaodian.apps.plans.selectors.item_page import promised
from yaodian.apps.plans.selectors.standing import Row, TargetRow
from yaodian.apps.plans.selectors.subtask_standing import SubtaskRow
from yaodian.apps.plans.selectors.task_rows import Shares, is_led_by, is_reached, is_supported_by, who_leads

SCHOOLS = (Unit.Kind.SCHOOL, Unit.Kind.KINDERGARTEN)
WATCHED = ("overdue", "red", "yellow")  # what somebody who oversees sees line by line
SHOWN_BELOW = 60  # lines of schools below at once; the rest is counted


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a task, or a unit's share of one (`subtask`). `act`: report, finish, extend or look."""

    item: Item
    light: Light
    due: date
    days_left: int
    last: Report | None
    act: str
    subtask: Subtask | None = None
    main: TargetRow | None = None
    note: str = ""
    shares: Shares | None = None

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.subtask.title if self.subtask else self.item.title

    @property
    def obstacle(self) -> str:
        """The owner's words on what holds it up (卡点)."""
        return self.last.obstacle if self.last and self.light.code != "done" else ""

    @property
    def why(self) -> str:
        """Why the light is bad."""
        return self.light.why if self.light.code in WATCHED else ""

    @property
    def goal(self) -> str:
        """What the main target promises, in words: 49处."""
        return promised(self.main.target) if self.main else ""

    @property
    def who(self) -> str:
        """Who owes it: the unit of a share, else the lead office and its owner."""
        return self.subtask.unit.short_name if self.subtask else who_leads(self.item)

    @property
    def term(self) -> str:
        """In which group of the list it stands."""
        if self.light.code == "overdue":
            return "late"
        if self.light.code == "paused" or self.days_left > 7:
            return "later"
        return "today" if self.days_left <= 0 else "week"


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading: a term (late, today, week, later) or a light's code."""

    key: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the chips above the list: lead, support, unit, below, overseen, all; with the lines of its open tasks."""

    key: str
    lines: list[Line]
    finished: int

    @property
    def watched(self) -> bool:
        """Whether the reader looks after these without owing them: the bad ones first, the rest only counted."""
        return self.key in ("below", "overseen", "all")

    @property
    def answers(self) -> bool:
        """Whether the reader's post answers for these."""
        return self.key in ("lead", "unit")

    @property
    def groups(self) -> list[Group]:
        """The lines as they are listed."""
        if not self.watched:
            found = [Group(key, [line for line in self.lines if line.term == key]) for key in TERMS]
        else:
            found = [Group(key, [line for line in self.lines if line.light.code == key]) for key in WATCHED]
            left = SHOWN_BELOW
            for place, group in enumerate(found):
                found[place] = Group(group.key, group.lines[:left])
                left -= len(found[place].lines)
        return [group for group in found if group.lines]

    @property
    def hidden(self) -> int:
        """How many open ones are not listed."""
        return len(self.lines) - sum(len(group.lines) for group in self.groups)

    def count(self, term: str) -> int:
        """How many lines fall into a term."""
        return sum(line.term == term for line in self.lines)


TERMS = ("late", "today", "week", "later")


def parts_of(
    by: Acting,
    rows: Sequence[Row],
    owed: Iterable[SubtaskRow],
    asks: dict[int, list[Request]],
    shares: dict[int, Shares],
) -> list[Part]:
    """The parts that the post has in these tasks and shares; the first is shown unless another is asked for."""
    mine, below = [], []
    for share in owed:
        (mine if share.subtask.unit_id == by.post.unit_id else below).append(share)
    led = [row for row in rows if is_led_by(row.item, by)]
    supported = [row for row in rows if is_supported_by(row.item, by)]
    overseen = [row for row in rows if row.item.leader_id == by.post.pk]
    chosen: dict[str, Part] = {
        "overseen": _part("overseen", overseen, asks, shares),
        "lead": _part("lead", led, asks, shares),
        "support": _part("support", supported, asks, shares),
        "unit": _part_of_shares("unit", mine, acts=True),
        "below": _part_of_shares("below", below, acts=False),
        "all": _part("all", rows, asks, shares),
    }
    keys = keys_for(by)
    kept = [chosen[key] for key in keys if chosen[key].lines or chosen[key].finished]
    return kept or [chosen[key] for key in keys[:1]]


def keys_for(by: Acting) -> tuple[str, ...]:
    """Which parts a post may have, in order."""
    if not by.may(Permission.PLAN_READ):
        return ()
    if by.may(Permission.PLAN_APPROVE):
        return ("all", "overseen", "lead") if is_first_leader(by) else ("overseen", "all", "lead")
    if by.may(Permission.TASK_REPORT):
        if is_below_bureau(by):
            return ("unit", "lead", "below")
        return ("lead", "support", "unit", *(["all"] if by.may(Permission.TASK_OVERSEE) else []))
    return ("below",) if by.role.reach is Reach.LISTED else ("all",)


def is_first_leader(by: Acting) -> bool:
    """Whether the post is the first of its unit's leaders (局长): everything comes to him, not only what he is in charge of."""
    first = Post.objects.filter(unit=by.post.unit, role=by.post.role, closed_on=None).order_by("sort", "pk").first()
    return first is not None and first.pk == by.post.pk


def is_below_bureau(by: Acting) -> bool:
    """Whether the post stands in a school, kindergarten or central school."""
    return by.post.unit.kind in (*SCHOOLS, Unit.Kind.TOWNSHIP)


def shares_reached(by: Acting) -> QuerySet[Subtask]:
    """The shares that the post's unit owes; for central schools and inspectors also those of the schools they reach."""
    found = Subtask.objects.filter(item__plan__state=Plan.State.PUBLISHED)
    wide = by.post.unit.kind == Unit.Kind.TOWNSHIP or by.role.reach is Reach.LISTED
    found = found.filter(by.within("unit__path")) if wide else found.filter(unit=by.post.unit)
    found = found.exclude(state=Subtask.State.WITHDRAWN).exclude(
        item__state__in=[Item.State.WITHDRAWN, Item.State.FINISHED]
    )
    return found.select_related("unit", "owner__holder", "item__plan__unit", "item__lead", "item__owner__holder").defer(
        "item__plan__text", "item__plan__places", "item__plan__reading"
    )


def _part(key: str, rows: Sequence[Row], asks: dict[int, list[Request]], shares: dict[int, Shares]) -> Part:
    acts = key in ("lead", "support")
    lines = [
        Line(
            item=row.item,
            light=row.light,
            due=row.clock.due,
            days_left=row.days_left,
            last=row.last,
            act=_act(key, row, asks.get(row.item.pk, []), shares.get(row.item.pk)) if acts else "look",
            main=row.main,
            note="，".join(f"申请{what_of(request)}，待批" for request in asks.get(row.item.pk, [])),
            shares=shares.get(row.item.pk),
        )
        for row in rows
        if row.light.code != "done"
    ]
    return Part(key, _sorted(lines), sum(row.light.code == "done" for row in rows))


def _part_of_shares(key: str, shares: Sequence[SubtaskRow], *, acts: bool) -> Part:
    lines = [
        Line(
            item=share.subtask.item,
            light=share.light,
            due=share.subtask.due,
            days_left=share.days_left,
            last=share.last,
            act="report" if acts else "look",
            subtask=share.subtask,
        )
        for share in shares
        if share.light.code != "done"
    ]
    return Part(key, _sorted(lines), sum(share.light.code == "done" for share in shares))


def _sorted(lines: list[Line]) -> list[Line]:
    def place(line: Line) -> tuple[int, date, int, int]:
        late = -line.light.days if line.light.code == "overdue" else 0
        return late, line.due, WORST_FIRST.index(line.light.code), line.item.order

    return sorted(lines, key=place)


def _act(key: str, row: Row, asks: Iterable[Request], shares: Shares | None) -> str:
    """The next step of who owes the task."""
    if key != "lead":
        return "report"
    asked = {request.kind for request in asks}
    all_in = shares is not None and shares.finished == shares.all and not row.targets
    if (is_reached(row) or all_in) and Request.Kind.FINISH not in asked:
        return "finish"
    stuck = row.light.code == "overdue" and row.last is not None and bool(row.last.obstacle)
    return "extend" if stuck and not asked.intersection({Request.Kind.EXTEND, Request.Kind.PAUSE}) else "report"
