"""What every act of the review begins and ends with: the item held and checked, the step kept for undo and the log."""

from collections.abc import Iterable

from django.utils.timezone import localtime

from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Edit, Item, Plan
from yaodian.apps.plans.services.review_undo import Snapshot, keep_edit
from yaodian.kernel.errors import NotNow


class Stale(NotNow):
    """Somebody else changed the item since this page showed it; nothing was overwritten."""


def hold_for_review(item: Item, version: int | None, by: Acting) -> Item:
    """The item, locked and checked: the right, the plan's state, and that it is as the person saw it."""
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("unit")
        .defer("reading", "places")
        .get(pk=item.plan_id)
    )
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    if plan.state != Plan.State.REVIEW:
        raise NotNow("这份要点不在核对中，不能再改。")
    held = Item.objects.filter(pk=item.pk, plan=plan).first()
    if held is None:
        raise Stale("这一项已被并入上项或撤销，请看列表中的其他项。")
    held.plan = plan
    if version is not None and held.version != version:
        recent = Edit.objects.filter(plan=plan)[:50]
        last = next((edit for edit in recent if any(row["pk"] == item.pk for row in edit.after["items"])), None)
        who = f"{last.by_name}于{localtime(last.at):%H:%M}" if last else "别人"
        raise Stale(f"这一项已由{who}改过，您填的没有保存，仍留在框里。请看一下现在的内容，再决定怎样改。")
    return held


def keep_step(item: Item, act: str, says: str, before: Snapshot, by: Acting, *, also: Iterable[int] = ()) -> None:
    """Grow the version, keep the step for undo and write the log."""
    item.version += 1
    item.save(update_fields=["version"])
    keep_edit(plan=item.plan, act=act, says=says, before=before, touched=[item.pk, *also], by=by)
    record(f"plan.item_{act.split(':', maxsplit=1)[0]}", f"plans.item:{item.pk}", says, by=by)
