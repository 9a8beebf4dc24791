"""Reviewing what was read (核对): confirm, edit, add, split, merge, mark as no task; publish when nothing is open.

Every act takes the version of the item that the person saw; where somebody changed it since, nothing is overwritten and
the person is told who did.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Doubt, Item, Plan, Target
from yaodian.apps.plans.services.drafting import split_points
from yaodian.apps.plans.services.order import renumber
from yaodian.apps.plans.services.proposals import answering_in
from yaodian.apps.plans.services.review_steps import Stale, hold_for_review, keep_step
from yaodian.apps.plans.services.review_targets import add_target, delete_target, edit_target
from yaodian.apps.plans.services.review_undo import snapshot, undo_last
from yaodian.apps.plans.wordings import document_of, text_of
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.text.parts import first_words, tight

__all__ = [
    "Stale",
    "add_item",
    "add_target",
    "confirm_item",
    "delete_target",
    "edit_item",
    "edit_target",
    "mark_no_task",
    "mark_task",
    "merge_item",
    "publish_plan",
    "split_item",
    "split_points",
    "undo_last",
]


def _title(value: Any) -> str:
    title = " ".join(str(value).split())
    if not title:
        raise BadInput({"title": "任务名称是空的。请写一句话。"})
    if len(title) > 300:
        raise BadInput({"title": f"任务名称有{len(title)}字，最多300字。细节请写在主要措施里。"})
    return title


def _due(value: Any) -> date | None:
    if value in (None, "") or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput({"due": f"“{value}”不是日期。写成2026-06-30这样。"}) from None


def _offices(plan: Plan, ids: Iterable[Any], field: str) -> list[Unit]:
    wanted = {int(pk) for pk in ids if str(pk).isdecimal()}
    found = list(Unit.objects.filter(pk__in=wanted, path__startswith=plan.unit.path))
    if len(found) != len(wanted):
        raise BadInput({field: "选的单位不在本局名下。请重新选。"})
    return found


WORDS = {
    "title": "任务",
    "lead": "牵头科室",
    "support": "配合科室",
    "due": "时限",
    "evidence": "办结条件",
    "measures": "主要措施",
}


@transaction.atomic
def edit_item(*, item: Item, version: int | None = None, changes: dict[str, Any], by: Acting) -> Item:
    """Change fields: title, lead (unit id), support (unit ids), due (date or ISO text), evidence, measures."""
    held = hold_for_review(item, version, by)
    if unknown := set(changes) - set(WORDS):
        raise BadInput(f"没有这一栏：{'、'.join(sorted(unknown))}")
    before = snapshot([held.pk])
    for name, value in changes.items():
        _SET.get(name, _set_text(name))(held, value)
    held.save()
    held.doubts.filter(field__in=changes, target=None, settled_at=None).update(settled_at=now())
    says = f"修改{held.number}“{held.title[:40]}”的{'、'.join(WORDS[name] for name in changes)}"
    keep_step(held, f"edit:{','.join(sorted(changes))}:{held.pk}", says, before, by)
    return held


def _set_title(item: Item, value: Any) -> None:
    item.title = _title(value)


def _set_lead(item: Item, value: Any) -> None:
    found = _offices(item.plan, [value], "lead") if value not in (None, "") else []
    if (found[0].pk if found else None) != item.lead_id:
        item.lead, item.lead_why = (found[0] if found else None), "人工指定"
        people = answering_in(item.plan.unit)  # whoever answered for the office before does not answer for this one
        item.owner, item.leader = people.owner(item.lead_id), people.leader(item.lead_id)


def _set_support(item: Item, value: Any) -> None:
    item.support.set(_offices(item.plan, value or [], "support"))


def _set_due(item: Item, value: Any) -> None:
    due = _due(value)
    if due != item.due:
        item.due, item.due_why = due, "人工指定"


def _set_text(name: str) -> Callable[[Item, Any], None]:
    def set_text(item: Item, value: Any) -> None:
        setattr(item, name, str(value).strip())

    return set_text


_SET: dict[str, Callable[[Item, Any], None]] = {
    "title": _set_title,
    "lead": _set_lead,
    "support": _set_support,
    "due": _set_due,
}


@transaction.atomic
def confirm_item(*, item: Item, version: int | None = None, by: Acting) -> Item:
    """Confirm an item with its targets; its doubts are settled by that."""
    held = hold_for_review(item, version, by)
    before = snapshot([held.pk])
    _confirm(held, by)
    keep_step(held, "confirm", f"确认{held.number}“{held.title[:40]}”", before, by)
    return held


def _confirm(item: Item, by: Acting) -> None:
    item.review, item.confirmed_by, item.confirmed_at = Item.Review.CONFIRMED, by.name, now()
    item.save(update_fields=["review", "confirmed_by", "confirmed_at", "kind"])
    item.targets.update(review=Item.Review.CONFIRMED)
    item.doubts.filter(settled_at=None).update(settled_at=now())


def _reopen(item: Item) -> None:
    item.review, item.confirmed_by, item.confirmed_at = Item.Review.OPEN, "", None


@transaction.atomic
def mark_no_task(*, item: Item, version: int | None = None, by: Acting) -> Item:
    """Mark as no task (不是任务): the text stays, nobody owes anything for it."""
    held = hold_for_review(item, version, by)
    before = snapshot([held.pk])
    held.kind = Item.Kind.NONE
    _confirm(held, by)
    keep_step(held, "no_task", f"把“{held.title[:40]}”记为不是任务", before, by)
    renumber(held.plan)
    return held


@transaction.atomic
def mark_task(*, item: Item, version: int | None = None, by: Acting) -> Item:
    """Make it a task again (or a heading a task), to be reviewed."""
    held = hold_for_review(item, version, by)
    before = snapshot([held.pk])
    held.kind = Item.Kind.TASK
    _reopen(held)
    held.save()
    keep_step(held, "task", f"把“{held.title[:40]}”记为任务", before, by)
    renumber(held.plan)
    return held


@transaction.atomic
def add_item(*, plan: Plan, start: int, end: int, title: str = "", by: Acting) -> Item:
    """Add a task from a place in the text; it stands under the section in which the place lies."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    if plan.state != Plan.State.REVIEW:
        raise NotNow("这份要点不在核对中，不能再加任务。")
    text = document_of(plan).text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise BadInput("没有选中文字。请先在原文中选一段，再加任务。")
    start, end = tight(text, start, end)
    holder = Item.objects.filter(plan=plan, start__lte=start).order_by("-start", "-order").first()
    if holder is not None and holder.kind != Item.Kind.SECTION:
        holder = holder.parent
    item = Item.objects.create(
        plan=plan,
        parent=holder,
        order=0,
        number="",
        kind=Item.Kind.TASK,
        title=_title(title or first_words(text[start:end])),
        start=start,
        end=end,
        due=date(plan.year, 12, 31),
        due_why="原文没写，默认年底",
    )
    keep_step(item, "add", f"加任务“{item.title[:40]}”", {"items": [], "targets": [], "doubts": []}, by)
    renumber(plan)
    item.refresh_from_db()
    return item


@transaction.atomic
def split_item(*, item: Item, at: int, version: int | None = None, by: Acting) -> Item:
    """Split at a sentence's beginning; targets and doubts go with their place. The new second part is returned, open."""
    held = hold_for_review(item, version, by)
    if held.kind == Item.Kind.SECTION:
        raise NotNow("标题不能拆分。")
    if at not in split_points(text_of(held), held):
        raise BadInput({"at": "请在句子之间拆分。"})
    moved = Target.objects.filter(item=held, start__gte=at)
    if Target.objects.filter(item=held, start__lt=at, end__gt=at).exists():
        raise BadInput({"at": "这里是一个数值的中间，不能拆。请换一处。"})
    before = snapshot([held.pk])
    support = list(held.support.all())
    second = Item.objects.create(
        plan=held.plan,
        parent=held.parent,
        order=held.order,
        number="",
        kind=Item.Kind.TASK,
        title=first_words(text_of(held)[at : held.end]) or held.title,
        start=at,
        end=held.end,
        **{
            name: getattr(held, name)
            for name in ("lead", "lead_why", "owner", "leader", "starts_on", "due", "due_text", "due_why")
        },
    )
    second.support.set(support)
    Doubt.objects.filter(item=held).filter(Q(target__start__gte=at) | Q(target=None, start__gte=at)).update(item=second)
    moved.update(item=second)
    held.end = at
    _reopen(held)
    held.save()
    keep_step(held, "split", f"拆分{held.number}“{held.title[:40]}”", before, by, also=[second.pk])
    renumber(held.plan)
    second.refresh_from_db()
    return second


@transaction.atomic
def merge_item(*, item: Item, version: int | None = None, by: Acting) -> Item:
    """Merge into the task before it (并入上项): its place, targets, doubts and supporting offices join that one's."""
    held = hold_for_review(item, version, by)
    first = Item.objects.filter(plan=held.plan, order__lt=held.order).order_by("-order").first()
    if first is None or Item.Kind.SECTION in (first.kind, held.kind) or held.children.exists():
        raise NotNow("上面是标题，不是任务，不能并入。")
    first.plan = held.plan
    before = snapshot([first.pk, held.pk])
    last = first.targets.order_by("-order").values_list("order", flat=True).first() or 0
    for order, target in enumerate(held.targets.all(), start=last + 1):
        target.item, target.order = first, order
        target.save(update_fields=["item", "order"])
    held.doubts.update(item=first)
    first.support.add(*held.support.exclude(pk=first.lead_id))
    for name in ("measures", "evidence"):
        setattr(first, name, "\n".join(filter(None, (getattr(first, name), getattr(held, name)))))
    first.start, first.end = min(first.start, held.start), max(first.end, held.end)
    first.kind = Item.Kind.TASK
    _reopen(first)
    first.save()
    number, title = held.number, held.title
    held.delete()
    keep_step(first, "merge", f"把{number}“{title[:40]}”并入“{first.title[:40]}”", before, by)
    renumber(first.plan)
    return first


@transaction.atomic
def publish_plan(*, plan: Plan, by: Acting) -> Plan:
    """Publish; refused while anything is open or doubtful, and says what."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.state != Plan.State.REVIEW:
        raise NotNow("只有核对中的要点可以发布。")
    items = Item.objects.filter(plan=held).exclude(kind=Item.Kind.SECTION)
    waiting = list(items.filter(review=Item.Review.OPEN).order_by("order").values_list("number", "title"))
    if waiting:
        named = "、".join(f"{number}“{title[:20]}”" for number, title in waiting[:3])
        more = "等" if len(waiting) > 3 else ""
        raise NotNow(f"还有{len(waiting)}项没有核对：{named}{more}。核对完才能发布。")
    if not items.filter(kind=Item.Kind.TASK).exists():
        raise NotNow("没有一项任务，不能发布。请先在原文中选中文字，加一项任务。")
    held.state, held.published_at = Plan.State.PUBLISHED, now()
    held.save(update_fields=["state", "published_at"])
    record("plan.published", f"plans.plan:{held.pk}", f"发布《{held.title}》", by=by)
    return held
