"""Restoring a withdrawn task (恢复): it is owed again as it stood, with the sub-tasks that went with it."""

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Item, Plan, Report, Subtask
from yaodian.apps.plans.services.breakdown import keep_adjustments
from yaodian.apps.plans.services.breakdown_steps import (
    Who,
    concerned,
    hold_plan,
    page_of_item,
    posts_in,
    reason_from,
    refuse_stale,
    tell,
)
from yaodian.apps.plans.services.review_steps import Stale
from yaodian.kernel.errors import NotNow


def may_restore(by: Acting | System, item: Item) -> bool:
    """Whether the post may restore this task now."""
    return (
        item.state == Item.State.WITHDRAWN
        and item.plan.state == Plan.State.PUBLISHED
        and item.plan.breakdown != Plan.Breakdown.APPROVED
        and by.may(Permission.PLAN_EDIT)
        and by.reaches(item.plan.unit.path)
    )


@transaction.atomic
def restore_item(*, item: Item, basis: str, version: int | None = None, by: Who) -> Item:
    """Take back that a task was withdrawn, with the reason; the days between stay days on which nobody owed it.

    Once issued it is recorded as an adjustment, and whom the task concerns is told.
    """
    held = _hold(item, version)
    require(by, Permission.PLAN_EDIT, unit_path=held.plan.unit.path)
    if held.plan.breakdown == Plan.Breakdown.APPROVED:
        raise NotNow("分解表已经审定，还没有印发。要恢复请局领导先退回，改后重新审定。")
    basis = reason_from(basis, "basis", "恢复的原因", longest=200)
    parts = _restore_parts(held)
    changed = {"state": [str(held.get_state_display()), str(Item.State(_state_before(held)).label)]}
    if held.withdrawn_on is not None and held.withdrawn_on < today():
        held.gaps = [*held.gaps, [held.withdrawn_on.isoformat(), today().isoformat()]]
    held.state, held.withdrawn_basis, held.withdrawn_on = _state_before(held), "", None
    held.version += 1
    held.save(update_fields=["state", "withdrawn_basis", "withdrawn_on", "gaps", "version"])
    says = f"恢复{held.number}“{held.title[:40]}”"
    says += f"（连同{len(parts)}个子任务）" if parts else ""
    says += f"，原因：{basis}"
    record("breakdown.item_restored", f"plans.item:{held.pk}", says, changes=changed, by=by)
    if held.plan.breakdown == Plan.Breakdown.ISSUED:
        keep_adjustments(held, changed, basis, by)
        told = [*concerned([held]), *posts_in([part.unit_id for part in parts], Permission.TASK_REPORT)]
        tell(told, kind="breakdown.restored", says=says[:300], link=page_of_item(held), by=by)
    return held


def _hold(item: Item, version: int | None) -> Item:
    plan = hold_plan(item.plan)
    held = Item.objects.select_related("lead", "owner__unit", "leader__unit").filter(pk=item.pk, plan=plan).first()
    if held is None:
        raise Stale("这一项已不在分解表中，请刷新后再看。")
    held.plan = plan
    refuse_stale(held, version)
    if held.state != Item.State.WITHDRAWN:
        raise NotNow("这项任务没有撤销，不用恢复。")
    return held


def _state_before(item: Item) -> str:
    """As its lead said last; a task that nobody reported on had not begun."""
    last = Report.objects.filter(item=item, subtask=None, is_support=False).first()
    return Item.State.UNDERWAY if last is not None and last.state == Item.State.UNDERWAY else Item.State.IDLE


def _restore_parts(item: Item) -> list[Subtask]:
    """The sub-tasks that were withdrawn with the task; those withdrawn before stay withdrawn."""
    parts = list(item.subtasks.filter(gone_with_task=True))
    for part in parts:
        last = part.reports.first()
        begun = last is not None and last.state == Subtask.State.UNDERWAY
        part.state = Subtask.State.UNDERWAY if begun else Subtask.State.IDLE
        part.gone_with_task = False
    Subtask.objects.bulk_update(parts, ["state", "gone_with_task"])
    return parts
