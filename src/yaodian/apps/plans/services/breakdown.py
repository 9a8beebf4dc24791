"""The life of the breakdown (任务分解): draft → offices consulted → approved by a leader → issued; then only recorded adjustments."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import require
from yaodian.apps.orgs.models import Post
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import posts_with
from yaodian.apps.plans.models import Adjustment, Item, Opinion, Plan, Subtask
from yaodian.apps.plans.services.assigning import WORDS, Changes, set_fields
from yaodian.apps.plans.services.breakdown_steps import (
    Who,
    concerned,
    hold_item,
    hold_plan,
    named,
    page_of_breakdown,
    page_of_item,
    page_of_opinions,
    posts_in,
    reason_from,
    said_day,
    tasks_of,
    tell,
)
from yaodian.apps.plans.services.proposals import fill_people, propose_for_plan
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

LONGEST_BASIS = 300
NUMBER = re.compile(r"^(?P<body>[\u4e00-\u9fff]{1,12})〔(?P<year>20\d\d)〕(?P<number>[1-9]\d{0,3})号$")


@transaction.atomic
def assign_item(*, item: Item, changes: dict[str, Any], basis: str = "", version: int | None = None, by: Who) -> Item:
    """Set fields of a task: lead, support, owner, leader (numbers), due, starts_on, evidence, measures, remark, title.

    Before issue a draft is edited; once issued, each change needs a basis and is kept as an adjustment, and those it concerns
    are told. Naming the lead or due date that is proposed already confirms it.
    """
    held = hold_item(item, version)
    require(by, Permission.PLAN_EDIT, unit_path=held.plan.unit.path)
    issued = held.plan.breakdown == Plan.Breakdown.ISSUED
    if held.plan.breakdown == Plan.Breakdown.APPROVED:
        raise NotNow("分解表已经审定，还没有印发。要改请局领导先退回，改后重新审定。")
    if issued:
        basis = reason_from(basis, "basis", "调整的依据（会议纪要、文号或原因）", longest=LONGEST_BASIS)
    before, told, whys = held.version, concerned([held]), (held.lead_why, held.due_why)
    changed = set_fields(held, changes)
    if not changed and whys == (held.lead_why, held.due_why):
        return held
    held.version = before + 1
    held.save(update_fields=["version"])
    fields = "、".join(WORDS[name] for name in changed) or "推荐的分工"
    says = f"{'调整' if issued else '修改' if changed else '确认'}{held.number}“{held.title[:40]}”的{fields}"
    says += f"，依据：{basis}" if issued else ""
    kind = "breakdown.item_adjusted" if issued else "breakdown.item_assigned"
    record(kind, f"plans.item:{held.pk}", says, changes=changed, by=by)
    if issued and changed:
        keep_adjustments(held, changed, basis, by)
        tell([*told, *concerned([held])], kind="breakdown.adjusted", says=says, link=page_of_item(held), by=by)
    return held


def keep_adjustments(item: Item, changed: Changes, basis: str, by: Who) -> None:
    """Keep each changed field as an adjustment."""
    moment = now()
    Adjustment.objects.bulk_create(
        Adjustment(
            item=item, field=name, old=old, new=new, basis=basis, by_name=by.name, by_post=by.post_name, at=moment
        )
        for name, (old, new) in changed.items()
    )


@transaction.atomic
def propose_again(*, plan: Plan, by: Who) -> Plan:
    """Propose once more, e.g. after 职责表 was changed: only what is still empty is filled."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_EDIT, unit_path=held.unit.path)
    if held.breakdown not in (Plan.Breakdown.DRAFT, Plan.Breakdown.CONSULTING):
        raise NotNow(f"分解表{held.get_breakdown_display()}，不能再推荐。")
    propose_for_plan(held)
    record("breakdown.proposed", f"plans.plan:{held.pk}", "重新推荐还空着的分工", by=by)
    return held


@transaction.atomic
def withdraw_item(*, item: Item, basis: str, version: int | None = None, by: Who) -> Item:
    """Withdraw a task (撤销) with its basis: nobody owes it any more, but it stays in the plan and is counted as withdrawn."""
    held = hold_item(item, version)
    require(by, Permission.PLAN_EDIT, unit_path=held.plan.unit.path)
    basis = reason_from(basis, "basis", "撤销的依据", longest=200)
    says, told = withdraw_held(held, basis, by)
    if held.plan.breakdown == Plan.Breakdown.ISSUED:
        tell(told, kind="breakdown.withdrawn", says=says, link=page_of_item(held), by=by)
    return held


def withdraw_held(held: Item, basis: str, by: Who) -> tuple[str, list[Post]]:
    """Withdraw a task that is held and checked: what is said of it, and who is concerned."""
    told = concerned([held])
    open_parts = held.subtasks.filter(state__in=[Subtask.State.IDLE, Subtask.State.UNDERWAY])
    told += posts_in(open_parts.values_list("unit_id", flat=True), Permission.TASK_REPORT)
    open_parts.update(state=Subtask.State.WITHDRAWN, gone_with_task=True)
    changed = {"state": [str(held.get_state_display()), str(Item.State.WITHDRAWN.label)]}
    held.state, held.withdrawn_basis, held.withdrawn_on = Item.State.WITHDRAWN, basis, today()
    held.version += 1
    held.save(update_fields=["state", "withdrawn_basis", "withdrawn_on", "version"])
    says = f"撤销{held.number}“{held.title[:40]}”，依据：{basis}"
    record("breakdown.item_withdrawn", f"plans.item:{held.pk}", says, changes=changed, by=by)
    if held.plan.breakdown == Plan.Breakdown.ISSUED:
        keep_adjustments(held, changed, basis, by)
    return says, told


# ---- the life of the whole ------------------------------------------------------------------------------------------


@transaction.atomic
def start_consultation(*, plan: Plan, until: date, by: Who) -> Plan:
    """Ask the offices for their opinion (征求意见) until a day; asked again while it runs, the day is moved."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_EDIT, unit_path=held.unit.path)
    if held.breakdown not in (Plan.Breakdown.DRAFT, Plan.Breakdown.CONSULTING):
        raise NotNow(f"分解表{held.get_breakdown_display()}，不能再征求意见。要改请局领导先退回。")
    if until is None or until < today():
        raise BadInput({"until": f"征求意见的截止日期要在{said_day(today())}或以后。"})
    again = held.breakdown == Plan.Breakdown.CONSULTING
    fill_people(held)
    tasks = tasks_of(held)
    if not tasks:
        raise NotNow("没有一项任务，不用征求意见。")
    held.breakdown, held.consult_until = Plan.Breakdown.CONSULTING, until
    held.save(update_fields=["breakdown", "consult_until"])
    said = f"《{held.title}》任务分解征求意见，请于{said_day(until)}前提出，没有意见也请选“无意见”"
    units = {unit for task in tasks for unit in (task.lead_id, *(one.pk for one in task.support.all())) if unit}
    tell(
        posts_in(units, Permission.OPINION_GIVE),
        kind="breakdown.consult",
        says=said,
        link=page_of_opinions(held),
        by=by,
    )
    says = f"{'延长' if again else '发起'}征求意见，到{said_day(until)}"
    record("breakdown.consulted", f"plans.plan:{held.pk}", says, by=by)
    return held


def blockers_of(plan: Plan) -> list[str]:
    """Why the breakdown cannot be approved now, each with what to do; empty if it can."""
    tasks = tasks_of(plan)
    no_lead, no_due = [item for item in tasks if not item.lead_id], [item for item in tasks if not item.due]
    waiting = Opinion.objects.filter(plan=plan, state=Opinion.State.OPEN).count()
    return [
        *([f"还有{waiting}条意见没有答复。请逐条采纳或说明。"] if waiting else []),
        *([f"{len(no_lead)}项没有定牵头科室：{named(no_lead)}。"] if no_lead else []),
        *([f"{len(no_due)}项没有定时限：{named(no_due)}。"] if no_due else []),
    ]


def _ready(plan: Plan) -> None:
    if plan.breakdown != Plan.Breakdown.CONSULTING:
        first = "请先发起征求意见。" if plan.breakdown == Plan.Breakdown.DRAFT else "不用再审定。"
        raise NotNow(f"分解表现在是“{plan.get_breakdown_display()}”，{first}")
    if blockers := blockers_of(plan):
        raise NotNow("".join(blockers))


@transaction.atomic
def submit_breakdown(*, plan: Plan, by: Who) -> Plan:
    """Hand it to the leaders for approval (送审); refused while an opinion is open or a task lacks lead or due."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_EDIT, unit_path=held.unit.path)
    _ready(held)
    record("breakdown.submitted", f"plans.plan:{held.pk}", "送审任务分解表", by=by)
    says = f"《{held.title}》任务分解表请您审定"
    tell(
        posts_with(Permission.PLAN_APPROVE, unit_path=held.unit.path),
        kind="breakdown.approve",
        says=says,
        link=page_of_breakdown(held),
        by=by,
    )
    return held


@transaction.atomic
def approve_breakdown(*, plan: Plan, by: Who) -> Plan:
    """Approve (审定); refused while an opinion is open or a task lacks lead or due, and says which."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_APPROVE, unit_path=held.unit.path)
    _ready(held)
    held.breakdown = Plan.Breakdown.APPROVED
    held.save(update_fields=["breakdown"])
    record("breakdown.approved", f"plans.plan:{held.pk}", "审定任务分解表", by=by)
    says = f"《{held.title}》任务分解表已由{by.name}审定，可以印发"
    tell(
        posts_with(Permission.PLAN_EDIT, unit_path=held.unit.path),
        kind="breakdown.approved",
        says=says,
        link=page_of_breakdown(held),
        by=by,
    )
    return held


@transaction.atomic
def return_breakdown(*, plan: Plan, reason: str, by: Who) -> Plan:
    """Send it back to be changed (退回) with the reason: it is open to edits and opinions again."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_APPROVE, unit_path=held.unit.path)
    if held.breakdown not in (Plan.Breakdown.CONSULTING, Plan.Breakdown.APPROVED):
        raise NotNow(f"分解表现在是“{held.get_breakdown_display()}”，不能退回。")
    reason = reason_from(reason, "reason", "退回的原因", longest=LONGEST_BASIS)
    held.breakdown = Plan.Breakdown.CONSULTING
    held.save(update_fields=["breakdown"])
    record("breakdown.returned", f"plans.plan:{held.pk}", f"退回任务分解表：{reason}", by=by)
    says = f"{by.name}退回了《{held.title}》任务分解表：{reason}"
    tell(
        posts_with(Permission.PLAN_EDIT, unit_path=held.unit.path),
        kind="breakdown.returned",
        says=says,
        link=page_of_breakdown(held),
        by=by,
    )
    return held


def document_number(typed: str, on: date) -> str:
    """A document number (文号) as GB/T 9704 writes it: six-cornered brackets, no 第, no zeros in front.

    >>> document_number("青教发[2026]第03号", date(2026, 3, 1))
    '青教发〔2026〕3号'
    """
    bare = re.sub(r"\s", "", typed)
    bare = re.sub(r"[\[【（(﹝［](20\d\d)[\]】）)﹞］]", r"〔\1〕", bare)
    bare = re.sub(r"〕第?0*(?=\d)", "〕", bare)
    match = NUMBER.match(bare)
    if match is None:
        raise BadInput(
            {"number": f"文号“{typed}”不完整。写成青教发〔2026〕3号这样：机关代字、六角括号内的年份、序号。"}
        )
    if int(match["year"]) != on.year:
        raise BadInput({"number": f"文号的年份是{match['year']}，印发日期在{on.year}年。请改其中一个。"})
    return bare


@transaction.atomic
def issue_breakdown(*, plan: Plan, number: str, on: date, by: Who) -> Plan:
    """Issue (印发) under a document number: everybody concerned is told what they owe, and changes need a basis from now on."""
    held = hold_plan(plan)
    if not (by.may(Permission.PLAN_EDIT) or by.may(Permission.PLAN_APPROVE)) or not by.reaches(held.unit.path):
        raise NotAllowed(f"“{by.post_name}”不能印发分解表。由办公室的要点管理员或局领导印发。")
    if held.breakdown != Plan.Breakdown.APPROVED:
        raise NotNow(f"分解表现在是“{held.get_breakdown_display()}”，审定后才能印发。")
    if on is None or on > today():
        raise BadInput({"on": f"印发日期要填，不能晚于今天（{said_day(today())}）。"})
    number = document_number(number, on)
    if other := Plan.objects.filter(number=number, unit=held.unit).exclude(pk=held.pk).only("title").first():
        raise BadInput({"number": f"文号{number}已用于《{other.title}》。请核对。"})
    held.breakdown, held.number, held.issued_on = Plan.Breakdown.ISSUED, number, on
    held.save(update_fields=["breakdown", "number", "issued_on"])
    record("breakdown.issued", f"plans.plan:{held.pk}", f"印发任务分解表（{number}，{said_day(on)}）", by=by)
    _tell_all(held, by)
    return held


def _tell_all(plan: Plan, by: Who) -> None:
    """One message a post: how many tasks it answers for; posts with the same sentence in one go."""
    tasks = tasks_of(plan)
    opening = f"《{plan.title}》任务分解表已印发（{plan.number}）"
    owed: dict[int, int] = defaultdict(int)
    watched: dict[int, int] = defaultdict(int)
    for task in tasks:
        owed[task.owner_id or 0] += 1
        watched[task.leader_id or 0] += 1
    parts = Subtask.objects.filter(item__in=tasks).exclude(state=Subtask.State.WITHDRAWN)
    schools = set(parts.values_list("unit_id", flat=True))
    said: dict[str, list[Post]] = defaultdict(list)
    for post in {post.pk: post for post in [*concerned(tasks), *posts_in(schools, Permission.TASK_REPORT)]}.values():
        told = [
            f"您负责{owed[post.pk]}项" if owed[post.pk] else "",
            f"您分管{watched[post.pk]}项" if watched[post.pk] else "",
            "有您单位的子任务" if post.unit_id in schools else "",
        ]
        said["，".join([opening, *filter(None, told)])].append(post)
    for says, posts in said.items():
        tell(posts, kind="breakdown.issued", says=says, link=page_of_breakdown(plan), by=by)
