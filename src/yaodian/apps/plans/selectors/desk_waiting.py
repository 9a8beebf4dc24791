"""What waits for a post (等我办理), and what it waits for itself (等别人): requests, opinions, the plan's next step, instructions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from yaodian.apps.audit.selectors import events_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Comment, Opinion, Plan, Request
from yaodian.apps.plans.selectors.item_history import what_of
from yaodian.apps.plans.selectors.standing import Row
from yaodian.apps.plans.selectors.task_rows import Shares, holder_of, is_led_by, who_leads
from yaodian.apps.plans.services.running_rights import may_decide


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that somebody must do: a verb of two or three characters, what it is about, where it is done."""

    verb: str
    says: str
    note: str
    link: str
    since: date | None = None
    by_day: date | None = None  # until when, where a day is set
    about: str = ""  # the task's page, where the link leads elsewhere


@dataclass(frozen=True, slots=True)
class Known:
    """What the lists are made from; gathered once for the whole desk."""

    by: Acting
    on: date
    plans: Sequence[Plan]  # all that the post may see
    current: Plan | None
    rows: Sequence[Row]
    asks: dict[int, list[Request]]
    shares: dict[int, Shares]
    instructions: dict[int, Comment]  # the newest of each task
    opinions: Sequence[Opinion]  # on the plan whose breakdown is being consulted


def newest_instructions(rows: Iterable[Row]) -> dict[int, Comment]:
    """The newest instruction (批示) on each task. One query."""
    wanted = [row.item.pk for row in rows]
    found = Comment.objects.filter(item__in=wanted, is_instruction=True).order_by("at", "pk")
    return {comment.item_id: comment for comment in found}


def opinions_on(plan: Plan | None) -> list[Opinion]:
    """The opinions given on a plan whose breakdown is being consulted. One query, or none."""
    if plan is None or plan.breakdown != Plan.Breakdown.CONSULTING:
        return []
    return list(Opinion.objects.filter(plan=plan).select_related("unit", "item"))


def waits_for(known: Known) -> list[Wait]:
    """What the post has to do besides its own tasks, the longest waiting first."""
    found = [*_decisions(known), *_asked_of_leader(known), *_instructed(known), *_breakdown(known), *_documents(known)]
    return sorted(found, key=lambda wait: (wait.by_day or date.max, wait.since or date.max))


def waited_for(known: Known) -> list[Wait]:
    """What the post waits for: decisions on its requests, answers, reports on its instructions, shares that are late."""
    found = [*_own_requests(known), *_own_instructions(known), *_own_opinions(known), *_late_shares(known)]
    return sorted(found, key=lambda wait: wait.since or date.max)


# ---- 等我办理 --------------------------------------------------------------------------------------------------------


def _decisions(known: Known) -> Iterator[Wait]:
    for row in known.rows:
        for request in known.asks.get(row.item.pk, []):
            if not may_decide(known.by, request) or _is_for_another(request, known.by):
                continue
            yield Wait(
                verb="核准" if request.kind == Request.Kind.FINISH else "审批",
                says=f"{_named(row)}：申请{what_of(request)}",
                note=f"{request.by_name}：{request.reason}",
                link=reverse("item-decide", args=[request.pk]),
                since=localtime(request.at).date(),
                about=reverse("item", args=[row.item.pk]),
            )


def _is_for_another(request: Request, by: Acting) -> bool:
    """A date is moved by the leader in charge; other leaders may, but it does not wait for them."""
    item = request.item
    return request.kind != Request.Kind.FINISH and item.leader_id not in (None, by.post.pk)


def _asked_of_leader(known: Known) -> Iterator[Wait]:
    """请领导定的事 of the newest report, until the leader has given an instruction after it."""
    if not known.by.may(Permission.PLAN_APPROVE):
        return
    for row in known.rows:
        if row.light.code == "done" or row.last is None or not row.last.asks:
            continue
        said = known.instructions.get(row.item.pk)
        if row.item.leader_id not in (None, known.by.post.pk) or (said is not None and said.at > row.last.at):
            continue
        yield Wait(
            verb="批示",
            says=f"{_named(row)}：{row.last.asks}",
            note=f"{row.last.obstacle or row.light.why}（{row.last.by_name}）",
            link=f"{reverse('item', args=[row.item.pk])}#comment",
            since=row.last.on,
            about=reverse("item", args=[row.item.pk]),
        )


def _instructed(known: Known) -> Iterator[Wait]:
    """A leader's instruction on a task that this unit leads, until it reports."""
    if not known.by.may(Permission.TASK_REPORT):
        return
    for row, said in _unanswered(known):
        if is_led_by(row.item, known.by):
            yield Wait(
                verb="落实",
                says=f"{_named(row)}：{said.says}",
                note=f"{said.by_name}批示，办好后报进展",
                link=reverse("item-report", args=[row.item.pk]),
                since=localtime(said.at).date(),
                about=reverse("item", args=[row.item.pk]),
            )


def _breakdown(known: Known) -> Iterator[Wait]:
    """The next step of the breakdown: for its clerk, the offices asked, the leaders."""
    plan, by = known.current, known.by
    if plan is None:
        return
    link = reverse("breakdown", args=[plan.pk])
    name = f"《{plan.title}》"
    without = sum(row.item.lead_id is None or row.item.due is None for row in known.rows)
    gaps = f"{without}项还没有定牵头科室或时限" if without else "牵头科室和时限都已定"
    if plan.breakdown == Plan.Breakdown.DRAFT and by.may(Permission.PLAN_EDIT):
        yield Wait("分解", f"{name}：定好分工，送科室征求意见", gaps, link)
    if plan.breakdown == Plan.Breakdown.CONSULTING:
        yield from _consulting(known, plan, name, gaps, ready=not without)
    if plan.breakdown == Plan.Breakdown.APPROVED and by.may(Permission.PLAN_EDIT):
        yield Wait("印发", f"{name}：分解表已审定，可以印发", "填文号和日期", link)


def _consulting(known: Known, plan: Plan, name: str, gaps: str, *, ready: bool) -> Iterator[Wait]:
    by = known.by
    opinions = reverse("breakdown-opinions", args=[plan.pk])
    waiting = [opinion for opinion in known.opinions if opinion.state == Opinion.State.OPEN]
    if by.may(Permission.PLAN_EDIT):
        if waiting:
            units = "、".join(dict.fromkeys(opinion.unit.short_name for opinion in waiting))
            since = min(localtime(opinion.at).date() for opinion in waiting)
            yield Wait("答复", f"{name}：{len(waiting)}条意见待答复", units, opinions, since, plan.consult_until)
        elif not is_submitted(plan):
            yield Wait(
                "送审", f"{name}：送领导审定", gaps, reverse("breakdown", args=[plan.pk]), None, plan.consult_until
            )
    elif asks_opinion_of(known):
        yield Wait("提意见", f"{name}任务分解", "没有意见也请选“无意见”", opinions, None, plan.consult_until)
    if by.may(Permission.PLAN_APPROVE) and ready and not waiting and is_submitted(plan):
        yield Wait("审定", f"{name}任务分解表", "意见都已答复", reverse("breakdown", args=[plan.pk]))


def asks_opinion_of(known: Known) -> bool:
    """Whether this office has part in the plan and has not yet said anything on the draft."""
    by, unit = known.by, known.by.post.unit
    if not by.may(Permission.OPINION_GIVE) or unit.kind != Unit.Kind.OFFICE:
        return False
    named = any(
        row.item.lead_id == unit.pk or any(office.pk == unit.pk for office in row.item.support.all())
        for row in known.rows
    )
    return named and not any(opinion.unit_id == unit.pk for opinion in known.opinions)


def is_submitted(plan: Plan) -> bool:
    """Whether the breakdown lies with the leaders (送审) and was not sent back since. One query."""
    last = events_of(f"plans.plan:{plan.pk}").filter(kind__in=["breakdown.submitted", "breakdown.returned"]).first()
    return last is not None and last.kind == "breakdown.submitted"


def _documents(known: Known) -> Iterator[Wait]:
    """Plans that were uploaded and wait to be reviewed, published or sent again."""
    if not known.by.may(Permission.PLAN_EDIT):
        return
    for plan in known.plans:
        link = reverse("plan-review", args=[plan.pk])
        name = f"《{plan.title or plan.source_name}》"
        since = localtime(plan.created_at).date()
        if plan.state == Plan.State.REVIEW:
            left = getattr(plan, "open_items", 0)
            verb, note = ("核对", f"还有{left}项没有核对") if left else ("发布", "都已核对，可以发布")
            yield Wait(verb, name, note, link, since)
        elif plan.state == Plan.State.FAILED:
            yield Wait("重传", name, plan.failure or "没有读出来", link, since)


# ---- 等别人 ----------------------------------------------------------------------------------------------------------


def _own_requests(known: Known) -> Iterator[Wait]:
    for row in known.rows:
        if not is_led_by(row.item, known.by):
            continue
        for request in known.asks.get(row.item.pk, []):
            finish = request.kind == Request.Kind.FINISH
            who = "督查" if finish else holder_of(row.item.leader) or "局领导"
            yield Wait(
                "",
                f"{who} · {_named(row)}：申请{what_of(request)}",
                "",
                reverse("item-decide", args=[request.pk]),
                localtime(request.at).date(),
            )


def _own_instructions(known: Known) -> Iterator[Wait]:
    for row, said in _unanswered(known):
        if said.by_name == known.by.name and said.by_post == known.by.post_name:
            link = reverse("item", args=[row.item.pk])
            yield Wait(
                "", f"{who_leads(row.item)} · {_named(row)}", f"您批示：{said.says}", link, localtime(said.at).date()
            )


def _own_opinions(known: Known) -> Iterator[Wait]:
    plan = known.current
    if plan is None or plan.breakdown != Plan.Breakdown.CONSULTING:
        return
    link = reverse("breakdown-opinions", args=[plan.pk])
    if known.by.may(Permission.PLAN_EDIT):
        asked = {row.item.lead.short_name: row.item.lead_id for row in known.rows if row.item.lead is not None}
        said = {opinion.unit_id for opinion in known.opinions}
        silent = [name for name, unit in asked.items() if unit not in said]
        if silent:
            yield Wait("", f"{len(silent)}个科室 · 分解表征求意见", "、".join(silent), link, None, plan.consult_until)
        return
    for opinion in known.opinions:
        if opinion.unit_id == known.by.post.unit_id and opinion.state == Opinion.State.OPEN:
            yield Wait("", "办公室 · 答复意见", opinion.says, link, localtime(opinion.at).date())


def _late_shares(known: Known) -> Iterator[Wait]:
    if not known.by.may(Permission.TASK_REPORT):
        return
    for row in known.rows:
        shares = known.shares.get(row.item.pk)
        if shares is not None and shares.late and row.light.code != "done" and is_led_by(row.item, known.by):
            note = f"{shares.all}个单位中{shares.finished}个已完成"
            link = f"{reverse('item', args=[row.item.pk])}#subtasks"
            yield Wait("", f"{shares.late}个单位逾期没有完成 · {_named(row)}", note, link)


def _unanswered(known: Known) -> Iterator[tuple[Row, Comment]]:
    """Tasks with an instruction after which the owner has not reported."""
    for row in known.rows:
        said = known.instructions.get(row.item.pk)
        if said is not None and row.light.code != "done" and (row.last is None or row.last.at < said.at):
            yield row, said


def _named(row: Row) -> str:
    return f"{row.item.number} {row.item.title}".strip()
