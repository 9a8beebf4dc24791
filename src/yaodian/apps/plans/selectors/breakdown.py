"""What the pages of the breakdown show: the whole table, where its life stands, the opinions, one task's assignment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from yaodian.apps.audit.models import Event
from yaodian.apps.audit.selectors import events_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import open_posts, posts_with
from yaodian.apps.plans.models import Adjustment, Item, Opinion, Plan, Subtask
from yaodian.apps.plans.selectors.plans import items_of, plan_or_none
from yaodian.apps.plans.services.breakdown import blockers_of
from yaodian.apps.plans.services.proposing import BEGUN_BY_DUTIES


@dataclass(slots=True)
class Row:
    """A task of the table with what is still to be done on it."""

    item: Item
    opinions: int = 0  # not yet answered
    adjustments: int = 0
    subtasks: int = 0

    @property
    def unconfirmed(self) -> bool:
        """Whether its lead was proposed from 职责表 and nobody has said yes to it."""
        return bool(self.item.lead_id) and self.item.lead_why.startswith(BEGUN_BY_DUTIES)

    @property
    def why(self) -> str:
        """Why this lead is proposed, or why none is."""
        doubts = [doubt.why for doubt in self.item.open_doubts if doubt.field == "lead"]
        return self.item.lead_why or next(iter(doubts), "")

    @property
    def offices(self) -> set[int]:
        """The offices that it is about."""
        return {unit.pk for unit in self.item.support.all()} | ({self.item.lead_id} if self.item.lead_id else set())

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn: shown with its basis, owed by nobody."""
        return self.item.state == Item.State.WITHDRAWN


@dataclass(slots=True)
class Group:
    """A top section with its rows."""

    section: Item | None
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table, filtered, with the counts of all rows and what it can be filtered by."""

    groups: list[Group]
    shown: int
    total: int
    counts: dict[str, int]  # unconfirmed, no-lead, no-due, opinions, adjusted, withdrawn
    offices: list[Unit]
    leaders: list[Post]


@dataclass(frozen=True, slots=True)
class Life:
    """Where the breakdown stands: its steps as (code, label, state), who did the last one, what stands in the way."""

    steps: list[tuple[str, str, str, str]]  # code, label, past | now | later, a few words
    submitted: bool
    returned: Event | None  # the last step was 退回
    blockers: list[str]
    next: str  # the one next step for this post: consult, submit, approve, issue or ""


def breakdown_rows(plan: Plan) -> list[Row]:
    """All tasks of a plan with their counts, in document order; sections hang on `item.parent`. Seven queries."""
    items = list(
        items_of(plan).select_related("lead", "owner__unit", "owner__holder", "leader__holder", "leader__unit")
    )
    by_pk = {item.pk: item for item in items}
    for item in items:
        item.plan = plan
        if item.parent_id is not None:
            item.parent = by_pk.get(item.parent_id)
    opinions = Counter(
        Opinion.objects.filter(plan=plan, state=Opinion.State.OPEN, item__isnull=False).values_list(
            "item_id", flat=True
        )
    )
    adjusted = Counter(Adjustment.objects.filter(item__plan=plan).values_list("item_id", flat=True))
    parts = Counter(
        Subtask.objects.filter(item__plan=plan).exclude(state=Subtask.State.WITHDRAWN).values_list("item_id", flat=True)
    )
    return [
        Row(item, opinions[item.pk], adjusted[item.pk], parts[item.pk]) for item in items if item.kind == Item.Kind.TASK
    ]


def _top(item: Item) -> Item | None:
    above = item.parent
    while above is not None and above.parent is not None:
        above = above.parent
    return above


def _is_in_view(row: Row, view: str) -> bool:
    return {
        "unconfirmed": row.unconfirmed,
        "no-lead": row.item.lead_id is None and not row.withdrawn,
        "opinions": row.opinions > 0,
        "adjusted": row.adjustments > 0,
        "withdrawn": row.withdrawn,
    }.get(view, True)


def table_of(rows: list[Row], *, office: int | None = None, leader: int | None = None, view: str = "") -> Table:
    """The rows by section, limited to an office (lead or support), a leader, or a view."""
    chosen = [
        row
        for row in rows
        if (office is None or office in row.offices)
        and (leader is None or row.item.leader_id == leader)
        and _is_in_view(row, view)
    ]
    groups: list[Group] = []
    for row in chosen:
        section = _top(row.item)
        if not groups or groups[-1].section != section:
            groups.append(Group(section))
        groups[-1].rows.append(row)
    living = [row for row in rows if not row.withdrawn]
    offices = {unit.pk: unit for row in rows for unit in (row.item.lead, *row.item.support.all()) if unit}
    leaders = {row.item.leader_id: row.item.leader for row in rows if row.item.leader}
    return Table(
        groups=groups,
        shown=len(chosen),
        total=len(living),
        counts={
            "unconfirmed": sum(row.unconfirmed for row in living),
            "no-lead": sum(row.item.lead_id is None for row in living),
            "no-due": sum(row.item.due is None for row in living),
            "opinions": sum(row.opinions > 0 for row in living),
            "adjusted": sum(row.adjustments > 0 for row in living),
            "withdrawn": len(rows) - len(living),
        },
        offices=sorted(offices.values(), key=lambda unit: (unit.sort, unit.code)),
        leaders=sorted(leaders.values(), key=lambda post: (post.sort, post.pk)),
    )


def life_of(plan: Plan, by: Acting) -> Life:
    """Where the breakdown stands and the one next step that this post may take."""
    order = list(Plan.Breakdown)
    now_at = order.index(Plan.Breakdown(plan.breakdown))
    acts = list(events_of(f"plans.plan:{plan.pk}").filter(kind__startswith="breakdown.")[:20])
    last = {act.kind: act for act in reversed(acts)}
    words = {
        Plan.Breakdown.CONSULTING: last.get("breakdown.consulted"),
        Plan.Breakdown.APPROVED: last.get("breakdown.approved"),
        Plan.Breakdown.ISSUED: last.get("breakdown.issued"),
    }
    steps = [
        (
            state.value,
            str(state.label),
            "past"
            if place < now_at or plan.breakdown == Plan.Breakdown.ISSUED
            else "now"
            if place == now_at
            else "later",
            _told(words.get(state), place <= now_at),
        )
        for place, state in enumerate(order)
    ]
    turning = next((act for act in acts if act.kind in ("breakdown.submitted", "breakdown.returned")), None)
    consulting = plan.breakdown == Plan.Breakdown.CONSULTING
    submitted = consulting and turning is not None and turning.kind == "breakdown.submitted"
    return Life(
        steps=steps,
        submitted=submitted,
        returned=turning if consulting and turning is not None and not submitted else None,
        blockers=blockers_of(plan) if consulting and _may_settle(by) else [],
        next=_next(plan, by, submitted),
    )


def _told(act: Event | None, reached: bool) -> str:
    return f"{act.by_name}，{act.says}" if act is not None and reached else ""


def _may_settle(by: Acting) -> bool:
    return by.may(Permission.PLAN_EDIT) or by.may(Permission.PLAN_APPROVE)


def _next(plan: Plan, by: Acting, submitted: bool) -> str:
    edits, approves = by.may(Permission.PLAN_EDIT), by.may(Permission.PLAN_APPROVE)
    if plan.state != Plan.State.PUBLISHED:
        return ""
    match plan.breakdown:
        case Plan.Breakdown.DRAFT:
            return "consult" if edits else ""
        case Plan.Breakdown.CONSULTING:
            return "approve" if approves else "submit" if edits and not submitted else ""
        case Plan.Breakdown.APPROVED:
            return "issue" if edits or approves else ""
    return ""


# ---- one task -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Batch:
    """A fan-out as one line: its title, how many units have finished, and its parts."""

    code: str
    title: str
    parts: list[Subtask]

    @property
    def finished(self) -> int:
        """How many have finished."""
        return sum(part.state == Subtask.State.FINISHED for part in self.parts)

    @property
    def open(self) -> list[Subtask]:
        """Those that can still be withdrawn."""
        return [part for part in self.parts if part.state in (Subtask.State.IDLE, Subtask.State.UNDERWAY)]


def item_or_none(by: Acting, item_id: int) -> Item | None:
    """A task of a plan that this post may see, with what its assignment shows."""
    found = Item.objects.filter(pk=item_id, kind=Item.Kind.TASK).values_list("plan_id", flat=True).first()
    plan = plan_or_none(by, found) if found else None
    if plan is None:
        return None
    return (
        items_of(plan)
        .select_related(
            "lead", "owner__unit", "owner__holder", "leader__unit", "leader__holder", "parent", "plan__unit"
        )
        .filter(pk=item_id)
        .first()
    )


def batches_of(item: Item) -> list[Batch]:
    """The sub-tasks, fan-outs as one, in the order they were made."""
    found: dict[str, list[Subtask]] = {}
    for part in Subtask.objects.filter(item=item).select_related("unit", "owner__holder").order_by("pk"):
        found.setdefault(part.batch or f"one-{part.pk}", []).append(part)
    return [
        Batch("" if code.startswith("one-") else code, parts[0].title, sorted(parts, key=lambda part: part.unit.path))
        for code, parts in found.items()
    ]


def adjustments_of(item: Item) -> list[Adjustment]:
    """The recorded changes since issue, newest first."""
    return list(Adjustment.objects.filter(item=item))


def history_of(item: Item, batches: Iterable[Batch] = ()) -> list[Event]:
    """What was done on the task's assignment and on its sub-tasks' words, units and dates, newest first."""
    parts = [f"plans.subtask:{part.pk}" for batch in batches for part in batch.parts]
    return list(events_of([f"plans.item:{item.pk}", *parts]).exclude(kind="subtask.reported")[:50])


def history_of_part(part: Subtask) -> list[Event]:
    """How a sub-task's words, unit and date were changed, newest first."""
    return list(events_of(f"plans.subtask:{part.pk}").filter(kind="subtask.edited")[:50])


def lead_choices(plan: Plan) -> list[Unit]:
    """Who may lead: offices and central schools."""
    units = Unit.objects.filter(path__startswith=plan.unit.path, valid_to=None)
    return list(units.filter(kind__in=[Unit.Kind.OFFICE, Unit.Kind.TOWNSHIP]).order_by("kind", "sort", "code"))


def unit_choices(plan: Plan) -> list[Unit]:
    """Who may get a sub-task: any unit but the bureau itself, in the order of the tree."""
    units = Unit.objects.filter(path__startswith=plan.unit.path, valid_to=None)
    return list(units.exclude(kind=Unit.Kind.BUREAU).order_by("path"))


def unit_of(plan: Plan, unit_id: int | None) -> Unit | None:
    """One of `unit_choices`."""
    return next((unit for unit in unit_choices(plan) if unit.pk == unit_id), None) if unit_id else None


def owner_choices(item: Item) -> list[Post]:
    """Whose task it may be: the posts of the lead office."""
    return list(open_posts().filter(unit=item.lead_id or 0).order_by("sort", "pk"))


def leader_choices(plan: Plan) -> list[Post]:
    """The leaders of the bureau."""
    return sorted(posts_with(Permission.PLAN_APPROVE, unit_path=plan.unit.path), key=lambda post: (post.sort, post.pk))


# ---- opinions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opinions:
    """The consultation as one post sees it."""

    mine: list[Row]  # tasks that concern the post's office
    others: list[Row]
    given: list[Opinion]  # those the post may read: its office's own, or all
    waiting: int
    silent: list[Unit]  # concerned offices that have said nothing yet
    concerned: int
    sees_all: bool
    none_said: bool  # this office has said 无意见


def opinions_for(plan: Plan, rows: list[Row], by: Acting) -> Opinions:
    """Own tasks first; clerks and leaders read all opinions, an office its own."""
    sees_all = _may_settle(by)
    all_given = list(Opinion.objects.filter(plan=plan).select_related("item", "unit"))
    living = [row for row in rows if not row.withdrawn]
    offices = {unit.pk: unit for row in living for unit in (row.item.lead, *row.item.support.all()) if unit}
    heard = {opinion.unit_id for opinion in all_given}
    mine = [row for row in living if by.post.unit_id in row.offices]
    given = [opinion for opinion in all_given if sees_all or opinion.unit_id == by.post.unit_id]
    return Opinions(
        mine=mine,
        others=[row for row in living if by.post.unit_id not in row.offices],
        given=[opinion for opinion in given if opinion.says] + _none(given),
        waiting=sum(opinion.state == Opinion.State.OPEN for opinion in given),
        silent=sorted(
            (unit for pk, unit in offices.items() if pk not in heard), key=lambda unit: (unit.sort, unit.code)
        ),
        concerned=len(offices),
        sees_all=sees_all,
        none_said=any(not opinion.says and opinion.unit_id == by.post.unit_id for opinion in all_given),
    )


def _none(given: Iterable[Opinion]) -> list[Opinion]:
    return [opinion for opinion in given if not opinion.says]


def opinions_on(item: Item, by: Acting) -> list[Opinion]:
    """What was said on a task: all of it for clerks and leaders, else the own office's."""
    found = Opinion.objects.filter(item=item).select_related("unit")
    return list(found if _may_settle(by) else found.filter(unit=by.post.unit))


def opinion_or_none(by: Acting, opinion_id: int) -> Opinion | None:
    """An opinion on a plan of the post's bureau."""
    found = Opinion.objects.select_related("plan__unit", "unit", "item").filter(pk=opinion_id)
    return found.filter(plan__unit__path=by.post.unit.path[:7]).first()


def part_or_none(item: Item, subtask_id: str) -> Subtask | None:
    """One of the task's sub-tasks."""
    return Subtask.objects.filter(item=item, pk=int(subtask_id)).first() if subtask_id.isdecimal() else None
