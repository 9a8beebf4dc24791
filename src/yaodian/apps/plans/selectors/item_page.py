"""All that the page of one task shows, for the post that looks: gathered in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.lights import WORST_FIRST
from yaodian.apps.plans.models import Comment, Item, Plan, Report, Request, Target
from yaodian.apps.plans.promises import RATES
from yaodian.apps.plans.selectors.bound_figures import Below, below, filed_beside
from yaodian.apps.plans.selectors.computed import By
from yaodian.apps.plans.selectors.evidence import Evidence, evidence_of
from yaodian.apps.plans.selectors.item_chart import chart_of
from yaodian.apps.plans.selectors.item_history import Entry, history_of, reports_on, what_of
from yaodian.apps.plans.selectors.plans import items_of, plans_for
from yaodian.apps.plans.selectors.standing import Row, TargetRow, row_of, rows_of
from yaodian.apps.plans.selectors.subtask_standing import SubtaskRow, subtasks_of
from yaodian.apps.plans.services.restoring import may_restore
from yaodian.apps.plans.services.running_rights import Part, is_inside, is_running, may_comment, may_decide, part_of
from yaodian.kernel.figures import plain
from yaodian.registers.indicator import Indicator

BOUNDS = {">=": "{}", "=": "{}", "<=": "不超过{}", "<": "少于{}", ">": "超过{}", "~": "约{}"}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A row of the table of targets: how it stands, and where its figure comes from."""

    row: TargetRow
    promised: str
    report: Report | None  # that brought the figure
    proofs: int
    filed: Figure | None = None  # 上报口径, where anybody has filed
    offer: str = ""  # the indicator that is proposed, by its title
    owner: str = ""  # who answers for this target, where it is not who answers for the task

    @property
    def bound(self) -> str:
        """What stands in place of a progress bar where nothing is to be built up."""
        if self.row.target.comparator in ("<=", "<"):
            return "不超过"
        return "不得出现" if self.row.target.value == 0 else "要保持"

    @property
    def from_to(self) -> str:
        """The way in words: 基数94.5%，目标96%."""
        return way_of(self.row.target)

    @property
    def lacks_baseline(self) -> bool:
        """A rate whose path begins at zero because nobody gave a baseline."""
        target = self.row.target
        return target.unit in RATES and target.baseline is None and self.row.standing.mark is not None


@dataclass(frozen=True, slots=True)
class Ask:
    """A request with what it asks in words, and whether the reader decides on it."""

    request: Request
    what: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The page of one task."""

    row: Row
    crumbs: list[Item]
    targets: list[TargetLine]
    below: Below | None  # the townships and schools of the target that the chart shows
    chart: dict[str, Any] | None
    subtasks: list[SubtaskRow]
    evidence: Evidence
    history: list[Entry]
    inside: bool  # whether the reader sees how the offices work on it, not only the task and his share
    asks: list[Ask]  # the open ones
    part: Part
    stopped: str  # why nothing can be reported now, or ""
    may_comment: bool
    may_reopen: bool
    may_adjust: bool  # the targets' baselines and due dates
    may_restore: bool
    support: list[str]

    @property
    def item(self) -> Item:
        """The task."""
        return self.row.item

    @property
    def computed_count(self) -> int:
        """How many of the targets are computed from registers."""
        return sum(line.row.target.is_bound for line in self.targets)

    @property
    def reported_count(self) -> int:
        """How many are reported."""
        return len(self.targets) - self.computed_count

    @property
    def may_report(self) -> bool:
        """Whether the reader's post reports on the task itself."""
        return self.part in (Part.LEAD, Part.SUPPORT) and not self.stopped

    @property
    def decides(self) -> bool:
        """Whether something waits for the reader's decision."""
        return any(ask.may_decide for ask in self.asks)

    @property
    def may_ask(self) -> list[str]:
        """The kinds of request that the reader's post can make now."""
        if self.part != Part.LEAD or self.stopped:
            return []
        waiting = {ask.request.kind for ask in self.asks}
        return [kind for kind in ("extend", "pause", "finish") if kind not in waiting]


def item_for(by: Acting, item_id: int) -> Item | None:
    """A task of a plan that the post may see, with its plan's text, its sections, units, posts and targets; or None."""
    plan_id = Item.objects.filter(pk=item_id, kind=Item.Kind.TASK).values_list("plan_id", flat=True).first()
    if plan_id is None or not plans_for(by).filter(pk=plan_id).exists():
        return None
    plan = Plan.objects.select_related("unit").defer("places").get(pk=plan_id)
    item = items_of(plan).select_related(
        "lead", "owner__unit", "owner__holder", "leader__holder", "leader__unit", PARENTS
    )
    found = item.filter(pk=item_id).first()
    if found is not None:
        found.plan = plan
    return found


PARENTS = "parent__parent__parent__parent"


def item_page(by: Acting, item: Item, *, shown: str = "") -> ItemPage:
    """The page of a task from `item_for`; `shown`: the target whose chart and units below are asked for, by its number."""
    row = standing_of(item, by)
    chosen = next((one for one in row.targets if str(one.target.pk) == shown), None)
    reports = reports_on(item)
    requests = list(item.requests.all())
    for request in requests:
        request.item = item
    comments = list(Comment.objects.filter(item=item))
    inside = is_inside(by, item)
    return ItemPage(
        row=row,
        crumbs=_crumbs(item),
        targets=target_lines(row, reports, filed_beside(row.targets, by)),
        below=below(bound, by) if (bound := chosen or bound_main(row)) else None,
        chart=chart_of(row, reports, by=by, chosen=chosen),
        subtasks=subtasks_of(item, by),
        evidence=evidence_of(item, by, inside=inside),
        history=history_of(item, reports=reports, requests=requests, comments=comments, by=by) if inside else [],
        inside=inside,
        asks=[
            Ask(request, what_of(request), may_decide(by, request))
            for request in requests
            if inside and request.state == Request.State.OPEN
        ],
        part=part_of(by, item),
        stopped=is_running(item),
        may_comment=may_comment(by, item),
        may_reopen=may_reopen(by, item),
        may_adjust=may_adjust(by, item),
        may_restore=may_restore(by, item),
        support=[unit.short_name for unit in item.support.all()],
    )


def standing_of(item: Item, by: By = None) -> Row:
    """The row of a task from `item_for`."""
    if item.state == Item.State.WITHDRAWN:
        return row_of(item, by=by)
    return rows_of(item.plan, items=[item], by=by)[0]


def target_lines(row: Row, reports: list[Report], filed: Mapping[int, Figure]) -> list[TargetLine]:
    """The targets with the reports that their figures came in, what was filed, and what is proposed."""
    by_pk = {report.pk: report for report in reports}
    proposed = any(line.target.binding == Target.Binding.PROPOSED for line in row.targets)
    known = catalogue().indicators if proposed else {}
    owners = _owners([one.target for one in row.targets])
    lines = []
    for target_row in row.targets:
        report = by_pk.get(target_row.figure.report_id) if target_row.figure else None
        lines.append(
            TargetLine(
                target_row,
                promised(target_row.target),
                report,
                len(report.files.all()) if report else 0,
                filed.get(target_row.target.pk),
                _offer(target_row.target, known),
                owners.get(target_row.target.owner_id or 0, ""),
            )
        )
    return lines


def bound_main(row: Row) -> TargetRow | None:
    """The bound target whose units below are shown: the one that the list shows, else the worst."""
    if row.main is not None and row.main.computed is not None:
        return row.main
    bound = [one for one in row.targets if one.computed is not None]
    return min(bound, key=lambda one: WORST_FIRST.index(one.light.code), default=None)


def _owners(targets: Iterable[Target]) -> dict[int, str]:
    """Who answers for single targets, by post. One query where there are any."""
    wanted = {target.owner_id for target in targets if target.owner_id}
    posts = Post.objects.filter(pk__in=wanted).select_related("unit", "holder") if wanted else ()
    return {post.pk: f"{post.unit.short_name} {post.holder.name if post.holder else post.title}" for post in posts}


def _offer(target: Target, known: Mapping[str, Indicator]) -> str:
    found = known.get(target.indicator_code) if target.binding == Target.Binding.PROPOSED else None
    return found.title if found else ""


def promised(target: Target) -> str:
    """What a target promises, in words: 49处, 不超过60分钟, 85–90%."""
    if target.comparator == Target.Comparator.RANGE and target.value_max is not None:
        return f"{plain(target.value)}–{plain(target.value_max)}{target.unit}"
    return BOUNDS[target.comparator].format(f"{plain(target.value)}{target.unit}")


def way_of(target: Target) -> str:
    """From where to where a target goes, in words: 基数94.5%，目标96%; without a baseline only 目标96%."""
    goal = f"目标{promised(target)}"
    return goal if target.baseline is None else f"基数{plain(target.baseline)}{target.unit}，{goal}"


def may_adjust(by: Acting, item: Item) -> bool:
    """Whether the post may change the targets' baselines and due dates now."""
    settled = item.state in (Item.State.FINISHED, Item.State.WITHDRAWN)
    open_ = item.plan.state == Plan.State.PUBLISHED and item.plan.breakdown != Plan.Breakdown.APPROVED
    return open_ and not settled and by.may(Permission.PLAN_EDIT) and by.reaches(item.plan.unit.path)


def target_of(item: Item, target_id: int) -> Target | None:
    """One of the promises of a task from `item_for`."""
    found = (target for target in item.targets.all() if target.pk == target_id and target.kind != Target.Kind.FACT)
    return next(found, None)


def request_for(by: Acting, request_id: int) -> Request | None:
    """A request on a task of a plan that the post may see, or None."""
    request = Request.objects.filter(pk=request_id).select_related("item").first()
    if request is None or not plans_for(by).filter(pk=request.item.plan_id).exists():
        return None
    return request


def may_reopen(by: Acting, item: Item) -> bool:
    """Whether the post may take back that the task is finished."""
    return (
        by.may(Permission.TASK_OVERSEE)
        and item.state == Item.State.FINISHED
        and item.plan.state == Plan.State.PUBLISHED
    )


def _crumbs(item: Item) -> list[Item]:
    chain, node = [], item.parent
    while node is not None:
        chain.append(node)
        node = node.parent
    return chain[::-1]
