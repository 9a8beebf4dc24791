"""Sub-tasks (子任务): an office's step, or a school's share when a task goes to 各学校."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Item, Plan, Subtask
from yaodian.apps.plans.services.breakdown_steps import (
    Who,
    hold_item,
    page_of_item,
    posts_in,
    reason_from,
    said_day,
    tell,
)
from yaodian.apps.plans.services.proposals import answering_in
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

STAGES = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "中职",
    "special": "特教",
}


def may_split(by: Who, item: Item) -> bool:
    """Whether the post may give parts of this task to units: who edits the breakdown, and the lead office."""
    if isinstance(by, System) or (by.may(Permission.PLAN_EDIT) and by.reaches(item.plan.unit.path)):
        return True
    return by.may(Permission.TASK_REPORT) and item.lead_id == by.post.unit_id


def hold_to_split(item: Item, by: Who) -> Item:
    """The task, held, where the post may give parts of it to units."""
    held = hold_item(item)
    if not may_split(by, held):
        raise NotAllowed(f"“{by.post_name}”不能给这项任务分子任务。由办公室或牵头科室办理。")
    return held


def checked_part(item: Item, title: str, due: date | None) -> str:
    """A sub-task's words, and its date within the task's; BadInput by field."""
    words = " ".join(title.split())
    if not 0 < len(words) <= 300:
        raise BadInput({"title": "子任务要写一句话，最多300字。"})
    if due is None:
        raise BadInput({"due": "请填子任务的时限。"})
    if item.due and due > item.due:
        raise BadInput({"due": f"子任务的时限晚于任务的时限{said_day(item.due)}。请改早一些。"})
    return words


def check_unit(item: Item, unit: Unit | None) -> None:
    """BadInput for a unit that is not the bureau's, or not open."""
    if unit is None or not unit.path.startswith(item.plan.unit.path) or unit.valid_to is not None:
        raise BadInput({"unit": "请选一个本局名下的单位。"})


@transaction.atomic
def add_subtask(*, item: Item, title: str, unit: Unit, due: date, owner: Post | None = None, by: Who) -> Subtask:
    """Give one unit a part of the task; its head owes it unless another of its posts is named."""
    held = hold_to_split(item, by)
    words = checked_part(held, title, due)
    check_unit(held, unit)
    if owner is not None and owner.unit_id != unit.pk:
        raise BadInput({"owner": f"“{owner}”不是{unit.name}的岗位。请重新选。"})
    part = Subtask.objects.create(
        item=held, title=words, unit=unit, owner=owner or answering_in(unit).owner(unit.pk), due=due
    )
    says = f"给{unit.short_name}分{held.number}“{held.title[:30]}”的子任务：{words}，{said_day(due)}前"
    record("subtask.added", f"plans.item:{held.pk}", says, by=by)
    tell_units(held, [unit.pk], says, by)
    return part


@transaction.atomic
def fan_out(*, item: Item, title: str, stages: list[str], due: date, by: Who) -> list[Subtask]:
    """Give each school of these stages (kindergartens too) its part in one batch; schools that have the same one already are left out."""
    held = hold_to_split(item, by)
    words = checked_part(held, title, due)
    wanted = [stage for stage in STAGES if stage in stages]
    if not wanted or set(stages) - set(STAGES):
        raise BadInput({"stages": "请至少选一个学段。"})
    names = "、".join(STAGES[stage] for stage in wanted)
    schools = schools_of(held.plan.unit, wanted)
    if not schools:
        raise BadInput({"stages": f"本局名下没有{names}。请选别的学段。"})
    have = set(
        Subtask.objects.filter(item=held, title=words)
        .exclude(state=Subtask.State.WITHDRAWN)
        .values_list("unit_id", flat=True)
    )
    missing = [school for school in schools if school.pk not in have]
    if not missing:
        raise NotNow(f"{names}共{len(schools)}所都已经有“{words}”，没有要加的。")
    people, batch = answering_in(held.plan.unit), f"{today():%Y%m%d}-{uuid4().hex[:12]}"
    parts = Subtask.objects.bulk_create(
        Subtask(item=held, title=words, unit=school, owner=people.owner(school.pk), due=due, batch=batch)
        for school in missing
    )
    says = f"把{held.number}“{held.title[:30]}”分给{names}共{len(parts)}所：{words}，{said_day(due)}前"
    record("subtask.fanned_out", f"plans.item:{held.pk}", says, changes={"batch": ["", batch]}, by=by)
    tell_units(held, [school.pk for school in missing], says, by)
    return parts


def schools_of(bureau: Unit, stages: Iterable[str]) -> list[Unit]:
    """The bureau's schools and kindergartens that teach one of the stages; a kindergarten without stages teaches that."""
    wanted = set(stages)
    units = Unit.objects.filter(path__startswith=bureau.path, kind__in=[Unit.Kind.SCHOOL, Unit.Kind.KINDERGARTEN])
    return [
        unit
        for unit in units.filter(valid_to=None).order_by("path")
        if wanted & set(filter(None, (unit.stages or unit.kind).replace(" ", "").split(",")))
    ]


@transaction.atomic
def withdraw_batch(*, item: Item, batch: str, reason: str, by: Who) -> int:
    """Withdraw a fan-out as one; parts that are finished stay. How many were withdrawn."""
    parts = list(Subtask.objects.filter(item=item, batch=batch)) if batch else []
    return _withdraw(item, parts, "这一批子任务", reason, by)


@transaction.atomic
def withdraw_subtask(*, subtask: Subtask, reason: str, by: Who) -> None:
    """Withdraw one unit's part."""
    _withdraw(subtask.item, [subtask], "这个子任务", reason, by)


def _withdraw(item: Item, parts: list[Subtask], what: str, reason: str, by: Who) -> int:
    held = hold_to_split(item, by)
    reason = reason_from(reason, "reason", "撤销的原因", longest=200)
    going = [part for part in parts if part.state in (Subtask.State.IDLE, Subtask.State.UNDERWAY)]
    if not going:
        raise NotNow(f"{what}已经完成或已撤销，没有可撤的。")
    Subtask.objects.filter(pk__in=[part.pk for part in going]).update(state=Subtask.State.WITHDRAWN)
    kept = len(parts) - len(going)
    says = f"撤销{held.number}的子任务“{going[0].title[:60]}”，{len(going)}个单位"
    says += f"（{kept}个已完成或已撤销的不动）" if kept else ""
    says += f"，原因：{reason}"
    record("subtask.withdrawn", f"plans.item:{held.pk}", says, by=by)
    tell_units(held, [part.unit_id for part in going], says, by)
    return len(going)


def tell_units(item: Item, units: list[int], says: str, by: Who) -> None:
    """Units hear of their parts once the breakdown is issued; before, it is a draft."""
    if item.plan.breakdown == Plan.Breakdown.ISSUED:
        tell(posts_in(units, Permission.TASK_REPORT), kind="subtask", says=says, link=page_of_item(item), by=by)
