"""A target's baseline (基数), own due date, path (路径), tolerance and owner, set or changed after the plan was published; once
issued, as adjustments."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Adjustment, Item, Plan, Target
from yaodian.apps.plans.selectors.task_rows import holder_of
from yaodian.apps.plans.services.assigning import Changes
from yaodian.apps.plans.services.breakdown import LONGEST_BASIS
from yaodian.apps.plans.services.breakdown_steps import (
    Who,
    concerned,
    hold_item,
    page_of_item,
    post_in,
    reason_from,
    said_day,
    tell,
)
from yaodian.apps.plans.services.target_values import set_values
from yaodian.apps.plans.services.target_versions import keep_version
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.kernel.figures import plain

WAY = ("path_kind", "path", "behind_yellow", "behind_red")
FIELDS = ("due", "baseline", "baseline_on", "baseline_source", *WAY)
WORDS = {  # what an adjustment is called, and what stands for none
    "target_baseline": ("基数", "没有"),
    "target_due": ("时限", "随任务"),
    "target_path": ("路径", "直线"),
    "target_tolerance": ("容许落后", "按判灯规则"),
    "target_owner": ("责任人", "随任务"),
}


@transaction.atomic
def adjust_target(
    *, target: Target, changes: dict[str, Any], basis: str = "", version: int | None = None, by: Who
) -> Target:
    """Set a target's due (None: the task's), baseline, baseline_on, baseline_source; its way: path_kind, path, behind_yellow,
    behind_red; its owner (a post; None: the task's). `version` is the task's as it was seen.

    The values that held until yesterday are kept for the lights of past days. Once the breakdown is issued a basis is needed,
    and whom the task concerns is told.
    """
    item = hold_item(target.item, version)
    require(by, Permission.PLAN_EDIT, unit_path=item.plan.unit.path)
    issued = item.plan.breakdown == Plan.Breakdown.ISSUED
    if item.plan.breakdown == Plan.Breakdown.APPROVED:
        raise NotNow("分解表已经审定，还没有印发。要改请局领导先退回，改后重新审定。")
    if issued:
        basis = reason_from(basis, "basis", "调整的依据（会议纪要、文号或原因）", longest=LONGEST_BASIS)
    if unknown := set(changes) - {*FIELDS, "owner"}:
        raise BadInput(f"没有这一栏：{'、'.join(sorted(unknown))}")
    held = Target.objects.select_related("owner__holder", "owner__unit").filter(pk=target.pk, item=item).first()
    if held is None:
        raise NotNow("这个目标已被删去，或已由修订稿终止。请刷新这一页。")
    if held.kind == Target.Kind.FACT:
        raise NotNow("这是背景数字，不是目标，不用定基数和时限。")
    before = _told(held)
    values = dict(changes)
    if "owner" in values:
        held.owner = post_in(item.plan.unit, values.pop("owner"), "owner")
    set_values(held, values)
    _check_due(held, item)
    changed = {name: [old, new] for name, old in before.items() if (new := _told(held)[name]) != old}
    if not changed:
        return held
    keep_version(held, basis=basis or "核定基数、时限和路径")
    held.save(update_fields=[*FIELDS, "owner"])
    item.version += 1
    item.save(update_fields=["version"])
    _keep(item, held, changed, basis, issued=issued, by=by)
    return held


def _told(target: Target) -> dict[str, str]:
    """What an adjustment says of it all, as people read it."""
    return {
        "target_baseline": said_baseline(target),
        "target_due": said_day(target.due),
        "target_path": said_path(target),
        "target_tolerance": said_tolerance(target),
        "target_owner": f"{target.owner.unit.short_name} {holder_of(target.owner)}" if target.owner else "",
    }


def said_path(target: Target) -> str:
    """The values on the way: 6月30日60所，9月30日90所; "" for a straight line."""
    return "，".join(
        f"{said_day(date.fromisoformat(on))}{plain(Decimal(value))}{target.unit}" for on, value in target.path
    )


def said_tolerance(target: Target) -> str:
    """How far it may lie behind: 预警5个百分点，滞后20个百分点; "" where the rule's numbers hold."""
    told = (("预警", target.behind_yellow), ("滞后", target.behind_red))
    return "，".join(f"{word}{plain(points)}个百分点" for word, points in told if points is not None)


def said_baseline(target: Target) -> str:
    """The baseline with its day and source: 94.5%（2025年12月31日，统计年报); "" for none."""
    if target.baseline is None:
        return ""
    more = "，".join(filter(None, (said_day(target.baseline_on), target.baseline_source)))
    return f"{plain(target.baseline)}{target.unit}" + (f"（{more}）" if more else "")


def _check_due(target: Target, item: Item) -> None:
    if target.due and item.starts_on and target.due < item.starts_on:
        raise BadInput({"due": f"目标的时限早于任务的开始日期{said_day(item.starts_on)}。请改其中一个。"})
    due = target.due or item.due
    for day, _value in target.path:
        on = date.fromisoformat(day)
        if (item.starts_on and on < item.starts_on) or (due and on >= due):
            raise BadInput({"path": f"{said_day(on)}不在任务的开始日期和时限之间。时限当天要达到目标，不用再写。"})


def _keep(item: Item, target: Target, changed: Changes, basis: str, *, issued: bool, by: Who) -> None:
    """The log, and once issued the adjustments and messages."""
    told = [
        f"{word}{old or none}改为{new or none}" for name, (old, new) in changed.items() for word, none in [WORDS[name]]
    ]
    says = f"{'调整' if issued else '修改'}{item.number}的目标“{str(target)[:40]}”：{'，'.join(told)}"
    says += f"，依据：{basis}" if issued else ""
    record("breakdown.target_adjusted", f"plans.item:{item.pk}", says, changes=changed, by=by)
    if not issued:
        return
    Adjustment.objects.bulk_create(
        Adjustment(
            item=item,
            field=name,
            old=f"{target}{old}" if old else "",
            new=f"{target}{new or WORDS[name][1]}",
            basis=basis,
            by_name=by.name,
            by_post=by.post_name,
            at=now(),
        )
        for name, (old, new) in changed.items()
    )
    tell(concerned([item]), kind="breakdown.adjusted", says=says[:300], link=page_of_item(item), by=by)
