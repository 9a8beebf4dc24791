"""Opinions on the draft breakdown (征求意见): an office gives them, the clerk accepts each or says why not."""

from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import posts_with
from yaodian.apps.plans.models import Item, Opinion, Plan
from yaodian.apps.plans.services.breakdown_steps import (
    Who,
    hold_plan,
    page_of_opinions,
    posts_in,
    tell,
)
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

LONGEST = 2000
NONE = "无意见"


def _consulting(plan: Plan) -> Plan:
    held = hold_plan(plan)
    if held.breakdown == Plan.Breakdown.DRAFT:
        raise NotNow("分解表还没有征求意见，办公室发起后再提。")
    if held.breakdown != Plan.Breakdown.CONSULTING:
        raise NotNow(f"分解表{held.get_breakdown_display()}，征求意见已经结束。有变化请与办公室联系，按调整办理。")
    return held


@transaction.atomic
def give_opinion(*, plan: Plan, says: str, item: Item | None = None, by: Acting) -> Opinion:
    """Give an opinion for one's office on a task or on the whole; empty words on the whole mean 无意见."""
    if isinstance(by, System):
        raise NotAllowed("意见由科室提出，系统不能代提。")
    held = _consulting(plan)
    require(by, Permission.OPINION_GIVE, unit_path=held.unit.path)
    words = says.replace("\r\n", "\n").strip()
    if item is not None and not words:
        raise BadInput({"says": "意见是空的。请写明要改什么、怎样改。"})
    if len(words) > LONGEST:
        raise BadInput({"says": f"意见有{len(words)}字，最多{LONGEST}字。请分条提。"})
    if item is not None and (item.plan_id != held.pk or item.kind != Item.Kind.TASK):
        raise BadInput({"item": "这一项不在这份分解表中。请重新选。"})
    if not words and (kept := Opinion.objects.filter(plan=held, item=None, unit=by.post.unit, says="").first()):
        return kept
    moment = now()
    opinion = Opinion.objects.create(
        plan=held,
        item=item,
        unit=by.post.unit,
        by_name=by.name,
        says=words,
        at=moment,
        state=Opinion.State.OPEN if words else Opinion.State.ACCEPTED,
        answered_at=None if words else moment,
    )
    about = f"对{item.number}“{item.title[:30]}”" if item else "对分解表"
    said = f"{by.post.unit.short_name}{about}提出意见：{words}" if words else f"{by.post.unit.short_name}对分解表{NONE}"
    record("opinion.given", f"plans.plan:{held.pk}", said[:1000], by=by)
    if words:
        clerks = posts_with(Permission.PLAN_EDIT, unit_path=held.unit.path)
        tell(clerks, kind="opinion.given", says=said, link=page_of_opinions(held), by=by)
    return opinion


@transaction.atomic
def answer_opinion(*, opinion: Opinion, accept: bool, answer: str = "", by: Who) -> Opinion:
    """Accept an opinion, or say why not; an answer may be corrected until the breakdown is approved."""
    held = _consulting(opinion.plan)
    require(by, Permission.PLAN_EDIT, unit_path=held.unit.path)
    kept = Opinion.objects.select_for_update(of=("self",)).select_related("item", "unit").get(pk=opinion.pk)
    if not kept.says:
        raise NotNow("这是“无意见”，不用答复。")
    words = answer.replace("\r\n", "\n").strip()
    if not accept and not words:
        raise BadInput({"answer": "不采纳要说明理由。"})
    kept.state = Opinion.State.ACCEPTED if accept else Opinion.State.ANSWERED
    kept.answer, kept.answered_by, kept.answered_at = words, by.name, now()
    kept.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    said = f"您科室的意见{'已采纳' if accept else '未采纳'}：{kept.says[:60]}{f'（{words}）' if words else ''}"
    record(
        "opinion.answered",
        f"plans.plan:{held.pk}",
        f"{'采纳' if accept else '不采纳'}{kept.unit.short_name}的意见：{kept.says[:100]}{f'；说明：{words}' if words else ''}",
        by=by,
    )
    offices = posts_in([kept.unit_id], Permission.OPINION_GIVE)
    tell(offices, kind="opinion.answered", says=said, link=page_of_opinions(held), by=by)
    return kept
