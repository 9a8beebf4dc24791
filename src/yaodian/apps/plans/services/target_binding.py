"""Binding a target to an indicator (绑定指标): proposed from the text, confirmed or changed by a person; or 附凭据上报, where no
register can give the figure. While a plan is reviewed it is a step like others; after that it is recorded as adjustments are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.orgs.acting import require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.binding_candidates import fits, proposal
from yaodian.apps.plans.models import Adjustment, Item, Plan, Target
from yaodian.apps.plans.services.breakdown_steps import Who, concerned, hold_item, page_of_item, tell
from yaodian.apps.plans.services.review_steps import hold_for_review, keep_step
from yaodian.apps.plans.services.review_undo import snapshot
from yaodian.apps.plans.services.target_versions import keep_version
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.kernel.period import Cycle, Period
from yaodian.registers.catalogue import Catalogue, breakdowns
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Indicator, Taken

Binding = Target.Binding
CONFIRMED = "确认取数方式"  # the basis of what needs no other: where a figure comes from does not change the promise


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a target is to be judged by. With a code: bound to it, for a unit (None: the plan's own), one value of a breakdown,
    always the same period ("" for the one that runs). Without: `reported` with evidence, else nothing is said."""

    code: str = ""
    unit: int | None = None
    split: str = ""
    value: str = ""
    period: str = ""
    reported: bool = False
    note: str = ""


@transaction.atomic
def bind_target(*, target: Target, wanted: Wanted, version: int | None = None, by: Who) -> Target:
    """Bind, mark as reported, or take the binding away; BadInput by field (code, unit, split, period) where it does not fit."""
    plan = Plan.objects.only("state").get(pk=target.item.plan_id)
    if plan.state == Plan.State.REVIEW:
        return _while_reviewed(target, wanted, version, by)
    item = hold_item(target.item, version)
    require(by, Permission.PLAN_EDIT, unit_path=item.plan.unit.path)
    if item.plan.breakdown == Plan.Breakdown.APPROVED:
        raise NotNow("分解表已经审定，还没有印发。要改请局领导先退回，改后重新审定。")
    held = _held(target, item)
    before = said_binding(held)
    set_binding(held, wanted, item.plan, by_name=by.name)
    after = said_binding(held)
    if after == before:
        return held
    keep_version(held, basis=wanted.note or CONFIRMED)
    held.save()
    item.version += 1
    item.save(update_fields=["version"])
    _keep(item, held, (before, after), wanted.note or CONFIRMED, by)
    return held


@transaction.atomic
def confirm_bindings(*, plan: Plan, targets: Iterable[int], by: Who) -> int:
    """Confirm the proposed bindings of several targets as they stand; how many were."""
    wanted = Target.objects.filter(pk__in=list(targets), item__plan=plan, binding=Binding.PROPOSED).select_related(
        "item"
    )
    found = list(wanted)
    for target in found:
        bind_target(target=target, wanted=as_it_is(target), by=by)
    return len(found)


@transaction.atomic
def propose_again(*, plan: Plan, by: Who) -> int:
    """Look again for indicators of the targets that have none, after the catalogue has grown; how many were found."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    targets = list(Target.objects.filter(item__plan=plan, binding=Binding.OPEN).exclude(kind=Target.Kind.FACT))
    propose_for(targets, plan)
    found = [target for target in targets if target.binding == Binding.PROPOSED]
    Target.objects.bulk_update(found, ["binding", "indicator_code", "bound_period"])
    if found:
        record("plan.bindings_proposed", f"plans.plan:{plan.pk}", f"重新推荐指标，找到{len(found)}个", by=by)
    return len(found)


def propose_for(targets: Sequence[Target], plan: Plan) -> None:
    """Propose an indicator for each target where one is clearly meant; they are not saved."""
    held = catalogue()
    for target in targets:
        if target.kind == Target.Kind.FACT or target.binding != Binding.OPEN:
            continue
        offer = proposal(target.indicator, target.subject, target.unit, held=held)
        if offer is not None:
            target.binding, target.indicator_code = Binding.PROPOSED, offer.indicator.code
            target.bound_period = usual_period(offer.indicator, plan.year)


def as_it_is(target: Target) -> Wanted:
    """The binding that a target has or is proposed, as what is wanted."""
    return Wanted(
        target.indicator_code,
        target.bound_unit_id,
        target.bound_split,
        target.bound_value,
        target.bound_period,
        note=target.binding_note,
    )


def usual_period(indicator: Indicator, year: int) -> str:
    """Of what is counted in the course of a period, a plan of a calendar year means that year; of all else, what runs."""
    counted = indicator.taken is Taken.LAST and indicator.unit not in ("%", "‰", "")
    return str(year) if counted and can_be_of(indicator, Period(Cycle.YEAR, year)) else ""


def can_be_of(indicator: Indicator, period: Period) -> bool:
    """Whether the figure can be one of this period: of its own cycle, or counted through another."""
    return period.span is indicator.cycle or (indicator.taken is Taken.LAST and indicator.measure.additive)


def set_binding(target: Target, wanted: Wanted, plan: Plan, *, by_name: str) -> None:
    """Set what is wanted (not saved); BadInput by field."""
    if target.kind == Target.Kind.FACT:
        raise NotNow("这是背景数字，不是目标，不用绑定指标。")
    target.bound_unit_id, target.bound_split, target.bound_value, target.bound_period = None, "", "", ""
    target.binding_note = wanted.note.strip()[:200]
    if not wanted.code:
        target.binding = Binding.REPORTED if wanted.reported else Binding.OPEN
    else:
        held = catalogue()
        indicator = held.indicators.get(wanted.code)
        if indicator is None:
            raise BadInput({"code": "目录中没有这个指标，或已停用。请重新选。"})
        if not fits(indicator, target.unit):
            raise BadInput({"code": _says_no_fit(indicator, target.unit)})
        target.binding, target.indicator_code = Binding.BOUND, indicator.code
        target.bound_unit_id = _unit(wanted.unit, plan)
        target.bound_split, target.bound_value = _cell(wanted, indicator, held)
        target.bound_period = _period(wanted.period, indicator)
    settled = target.binding in (Binding.BOUND, Binding.REPORTED)
    target.bound_by, target.bound_at = (by_name, now()) if settled else ("", None)


def _says_no_fit(indicator: Indicator, unit: str) -> str:
    given = indicator.unit or "比"
    return f"“{indicator.title}”以{given}计，目标写的是“{unit}”，对不上。请换一个指标，或先改目标的单位。"


def said_binding(target: Target) -> str:
    """A binding in words, as the log and adjustments have it."""
    if target.binding in (Binding.OPEN, Binding.PROPOSED):
        return ""
    if target.binding == Binding.REPORTED:
        return "附凭据上报"
    indicator = catalogue().indicators.get(target.indicator_code)
    told = [f"计算：{indicator.title if indicator else target.indicator_code}"]
    told += [target.bound_unit.short_name] if target.bound_unit else []
    told += [said_cell(target.bound_split, target.bound_value)] if target.bound_split else []
    told += [Period.read(target.bound_period).name] if target.bound_period else []
    return "，".join(told)


def said_cell(split: str, value: str) -> str:
    """One value of a breakdown in words: 城乡：乡村."""
    way = breakdowns()[split]
    name = code_list(way.codes).name_of(value) if way.codes else {"yes": "是", "no": "否"}.get(value)
    return f"{way.title}：{name or value}"


def values_of(split: str) -> list[tuple[str, str]]:
    """The values of a breakdown that can be chosen, with their names."""
    way = breakdowns()[split]
    if not way.codes:
        return [("yes", "是"), ("no", "否")]
    return [(code.code, code.name) for code in code_list(way.codes).codes]


def _unit(pk: int | None, plan: Plan) -> int | None:
    if pk is None or pk == plan.unit_id:
        return None
    if not Unit.objects.filter(pk=pk, path__startswith=plan.unit.path).exclude(kind=Unit.Kind.OFFICE).exists():
        raise BadInput({"unit": "选的单位没有指标数，或不在这份要点的范围内。请重新选。"})
    return pk


def _cell(wanted: Wanted, indicator: Indicator, held: Catalogue) -> tuple[str, str]:
    if not wanted.split:
        return "", ""
    if wanted.split not in [way.key for way in held.split_by(indicator)]:
        raise BadInput({"split": f"“{indicator.title}”不能这样细分。请不选细分，或换一种。"})
    if wanted.value not in [value for value, _name in values_of(wanted.split)]:
        raise BadInput({"split": "细分要选一个值，如城乡中的“乡村”。"})
    return wanted.split, wanted.value


def _period(key: str, indicator: Indicator) -> str:
    if not key:
        return ""
    try:
        period = Period.read(key)
    except ValueError:
        raise BadInput({"period": f"“{key}”不是时期。写成2026或2025-2026这样。"}) from None
    if not can_be_of(indicator, period):
        raise BadInput({"period": f"“{indicator.title}”按学年统计，不能按{period.name}算。请选学年，或选“随日期”。"})
    return period.key


def _held(target: Target, item: Item) -> Target:
    held = Target.objects.select_related("bound_unit").filter(pk=target.pk, item=item).first()
    if held is None:
        raise NotNow("这个目标已被删去，或已由修订稿终止。请刷新这一页。")
    return held


def _while_reviewed(target: Target, wanted: Wanted, version: int | None, by: Who) -> Target:
    held = hold_for_review(target.item, version, by)  # type: ignore[arg-type]  # nobody but a person reviews
    before = snapshot([held.pk])
    current = _held(target, held)
    set_binding(current, wanted, held.plan, by_name=by.name)
    current.save()
    says = f"“{held.title[:40]}”的目标“{str(current)[:40]}”{said_binding(current) or '不绑定指标'}"
    keep_step(held, f"edit:binding:t{current.pk}", says, before, by)  # type: ignore[arg-type]  # as above
    return current


def _keep(item: Item, target: Target, told: tuple[str, str], basis: str, by: Who) -> None:
    old, new = (words or "没有绑定" for words in told)
    says = f"{item.number}的目标“{str(target)[:40]}”的实际数：{old}改为{new}"
    record("breakdown.target_bound", f"plans.item:{item.pk}", says, changes={"target_binding": [old, new]}, by=by)
    if item.plan.breakdown != Plan.Breakdown.ISSUED:
        return
    Adjustment.objects.create(
        item=item,
        field="target_binding",
        old=f"{target}：{old}",
        new=f"{target}：{new}",
        basis=basis[:300],
        by_name=by.name,
        by_post=by.post_name,
        at=now(),
    )
    tell(concerned([item]), kind="breakdown.adjusted", says=says[:300], link=page_of_item(item), by=by)
