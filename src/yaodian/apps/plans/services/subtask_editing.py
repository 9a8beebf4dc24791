"""Changing a sub-task (子任务): its words, unit and date, with what it was before in its history."""

from datetime import date

from django.db import transaction

from yaodian.apps.audit.services import record
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.models import Item, Plan, Subtask
from yaodian.apps.plans.services.breakdown_steps import Who, said_day
from yaodian.apps.plans.services.proposals import answering_in
from yaodian.apps.plans.services.subtasks import check_unit, checked_part, hold_to_split, may_split, tell_units
from yaodian.kernel.errors import BadInput, NotNow

WORDS = {"title": "子任务", "unit": "单位", "due": "时限"}


def may_change(by: Who, subtask: Subtask) -> bool:
    """Whether the post may change this sub-task now: who may make and withdraw it."""
    item = subtask.item
    settled = (Subtask.State.FINISHED, Subtask.State.WITHDRAWN)
    running = item.plan.state == Plan.State.PUBLISHED and item.state not in settled
    return running and subtask.state not in settled and may_split(by, item)


@transaction.atomic
def edit_subtask(*, subtask: Subtask, title: str, unit: Unit, due: date, by: Who) -> Subtask:
    """Change a sub-task that is not finished. A new unit's head owes it; one that was reported on keeps its unit.

    A share of a fan-out (各学校) that is worded otherwise leaves the fan-out.
    """
    item = hold_to_split(subtask.item, by)
    held = Subtask.objects.select_related("unit").get(pk=subtask.pk, item=item)
    if held.state in (Subtask.State.FINISHED, Subtask.State.WITHDRAWN):
        raise NotNow(f"这个子任务{held.get_state_display()}，不能再改。")
    before, former = _told(held), held.unit
    words = checked_part(item, title, due)
    if unit != former:
        _move(held, item, unit)
    if words != held.title:
        held.batch = ""
    held.title, held.due = words, due
    changed = {name: [old, new] for name, old in before.items() if (new := _told(held)[name]) != old}
    if not changed:
        return held
    held.save(update_fields=["title", "unit", "owner", "due", "batch"])
    told = "，".join(f"{WORDS[name]}“{old}”改为“{new}”" for name, (old, new) in changed.items())
    says = f"修改{item.number}“{item.title[:30]}”分给{former.short_name}的子任务：{told}"
    record("subtask.edited", f"plans.subtask:{held.pk}", says, changes=changed, by=by)
    tell_units(item, [former.pk, held.unit_id], says[:300], by)
    return held


def _told(subtask: Subtask) -> dict[str, str]:
    return {"title": subtask.title, "unit": subtask.unit.name, "due": said_day(subtask.due)}


def _move(subtask: Subtask, item: Item, unit: Unit) -> None:
    check_unit(item, unit)
    if subtask.reports.exists():
        raise BadInput(
            {
                "unit": f"{subtask.unit.short_name}已经报过进展，不能换单位。请撤销这个子任务，另给{unit.short_name}分一个。"
            }
        )
    same = Subtask.objects.filter(item=item, unit=unit, title=subtask.title).exclude(state=Subtask.State.WITHDRAWN)
    if same.exists():
        raise BadInput({"unit": f"{unit.short_name}已经有“{subtask.title}”。请选别的单位。"})
    if subtask.batch and Subtask.objects.filter(item=item, unit=unit, batch=subtask.batch).exists():
        subtask.batch = ""  # the unit's own share of this fan-out was withdrawn
    subtask.unit, subtask.owner = unit, answering_in(unit).owner(unit.pk)
