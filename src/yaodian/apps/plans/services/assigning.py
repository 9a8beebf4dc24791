"""Setting a task's fields in the breakdown: each value checked, each change put into words for the log and the adjustments."""

from collections.abc import Callable, Iterable
from typing import Any

from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Item
from yaodian.apps.plans.services.breakdown_steps import day_from, post_in, roles_with, said_day, unit_in
from yaodian.apps.plans.services.proposals import answering_in
from yaodian.apps.plans.services.proposing import BY_PERSON, is_by_person
from yaodian.kernel.errors import BadInput

WORDS = {
    "title": "任务",
    "lead": "牵头科室",
    "support": "配合科室",
    "owner": "责任人",
    "leader": "分管领导",
    "starts_on": "开始日期",
    "due": "时限",
    "measures": "主要措施",
    "evidence": "办结条件",
    "remark": "备注",
}
Changes = dict[str, list[str]]  # field → [old, new], as people read them


def person_of(post: Post | None) -> str:
    """A post with who holds it: 计财科 科长 吴建成."""
    if post is None:
        return ""
    return f"{post} {post.holder.name}" if post.holder else str(post)


def value_of(item: Item, field: str) -> str:
    """A field as people read it."""
    match field:
        case "lead":
            return item.lead.name if item.lead else ""
        case "support":
            return "、".join(unit.short_name for unit in item.support.all())
        case "owner" | "leader":
            return person_of(getattr(item, field))
        case "due" | "starts_on":
            return said_day(getattr(item, field))
        case _:
            return str(getattr(item, field))


def set_fields(item: Item, changes: dict[str, Any]) -> Changes:
    """Set the fields and save; what changed, in words. A new lead brings its head and leader unless these are given."""
    if unknown := set(changes) - set(WORDS):
        raise BadInput(f"没有这一栏：{'、'.join(sorted(unknown))}")
    touched = [name for name in WORDS if name in changes]  # in this order: the owner is checked against the lead
    if "lead" in changes:
        touched = list(dict.fromkeys([*touched, "support", "owner", "leader"]))
    elif "owner" not in touched:
        touched += ["owner", "leader"]
    before = {name: value_of(item, name) for name in touched}
    lead_before = item.lead_id
    for name in WORDS:
        if name in changes:
            _SET.get(name, _set_text(name))(item, changes[name])
    moved = item.lead_id != lead_before
    if moved or not ("owner" in changes or _owner_fits(item)):
        _follow_lead(item, changes, moved=moved)
    _check(item)
    item.save()
    return {name: [before[name], now] for name in touched if (now := value_of(item, name)) != before[name]}


def _set_title(item: Item, value: Any) -> None:
    title = " ".join(str(value).split())
    if not 0 < len(title) <= 300:
        raise BadInput(
            {"title": f"任务名称有{len(title)}字。请写一句话，最多300字。" if title else "任务名称是空的。请写一句话。"}
        )
    item.title = title


def _set_lead(item: Item, value: Any) -> None:
    lead = unit_in(item.plan.unit, value, "lead")
    if lead is not None and lead.kind not in (Unit.Kind.OFFICE, Unit.Kind.TOWNSHIP, Unit.Kind.BUREAU):
        raise BadInput({"lead": f"“{lead.name}”不是科室。牵头的是科室或中心校；学校的任务请用子任务。"})
    if lead != item.lead:
        item.lead, item.lead_why = lead, BY_PERSON
    elif lead is not None and not is_by_person(item.lead_why):
        item.lead_why = f"{BY_PERSON}，原推荐{item.lead_why}"[:200]


def _set_support(item: Item, value: Any) -> None:
    ids = {int(getattr(one, "pk", one)) for one in value or () if str(getattr(one, "pk", one)).isdecimal()}
    found = list(Unit.objects.filter(pk__in=ids, path__startswith=item.plan.unit.path, valid_to=None))
    if len(found) != len(ids):
        raise BadInput({"support": "选的单位不在本局名下，或已撤销。请重新选。"})
    item.support.set(found)


def _set_post(name: str) -> Callable[[Item, Any], None]:
    def set_post(item: Item, value: Any) -> None:
        post = post_in(item.plan.unit, value, name)
        if name == "leader" and post is not None and post.role not in roles_with(Permission.PLAN_APPROVE):
            raise BadInput({"leader": f"“{post}”不是局领导，不能作分管领导。请选一位局领导。"})
        setattr(item, name, post)

    return set_post


def _set_due(item: Item, value: Any) -> None:
    due = day_from(value, "due", "时限")
    if due != item.due:
        item.due, item.due_why = due, BY_PERSON
    elif due is not None and not is_by_person(item.due_why):
        item.due_why = f"{BY_PERSON}，原推荐{item.due_why}"[:200]


def _set_start(item: Item, value: Any) -> None:
    item.starts_on = day_from(value, "starts_on", "开始日期")


def _set_text(name: str) -> Callable[[Item, Any], None]:
    def set_text(item: Item, value: Any) -> None:
        setattr(item, name, str(value or "").replace("\r\n", "\n").strip())

    return set_text


_SET: dict[str, Callable[[Item, Any], None]] = {
    "title": _set_title,
    "lead": _set_lead,
    "support": _set_support,
    "owner": _set_post("owner"),
    "leader": _set_post("leader"),
    "starts_on": _set_start,
    "due": _set_due,
}


def _follow_lead(item: Item, given: Iterable[str], *, moved: bool) -> None:
    """A new lead: its head answers, and the leader in charge of it watches. An owner of another office never stays."""
    people = answering_in(item.plan.unit)
    if "owner" not in given or not _owner_fits(item):
        item.owner = people.owner(item.lead_id)
    if moved and "leader" not in given:
        item.leader = people.leader(item.lead_id) or item.leader


def _owner_fits(item: Item) -> bool:
    if item.owner is None or item.lead is None:
        return item.owner is None
    unit = item.owner.unit
    return unit.kind == Unit.Kind.BUREAU or unit.path.startswith(item.lead.path)


def _check(item: Item) -> None:
    if item.owner is not None and not _owner_fits(item):
        where = f"“{item.lead.name}”" if item.lead else "牵头科室（还没有定）"
        raise BadInput({"owner": f"“{item.owner}”不在{where}。责任人请选牵头科室的岗位。"})
    if item.due and item.starts_on and item.due < item.starts_on:
        raise BadInput({"due": f"时限{said_day(item.due)}早于开始日期{said_day(item.starts_on)}。请改其中一个。"})
    if item.lead is not None:
        item.support.remove(item.lead)
