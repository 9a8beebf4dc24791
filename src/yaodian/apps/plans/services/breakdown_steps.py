"""What every act on the breakdown begins and ends with: the plan and task held and checked, who is told, how values read."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from yaodian.apps.audit.selectors import events_of
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission, roles
from yaodian.apps.orgs.selectors import open_posts
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.services.review_steps import Stale
from yaodian.kernel.errors import BadInput, NotNow

Who = Acting | System


def hold_plan(plan: Plan) -> Plan:
    """The plan, locked; refused unless it is published."""
    held = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("unit")
        .defer("text", "reading", "places")
        .get(pk=plan.pk)
    )
    if held.state == Plan.State.CLOSED:
        raise NotNow("这份要点已经结束，分解表不能再改。")
    if held.state != Plan.State.PUBLISHED:
        raise NotNow("这份要点还没有发布。请先核对完并发布，再做分解。")
    return held


def hold_item(item: Item, version: int | None = None) -> Item:
    """The task with its plan locked; refused where it is finished, withdrawn, or not as the person saw it."""
    plan = hold_plan(item.plan)
    held = Item.objects.select_related("lead", "owner__unit", "leader__unit").filter(pk=item.pk, plan=plan).first()
    if held is None:
        raise Stale("这一项已不在分解表中，请刷新后再看。")
    held.plan = plan
    refuse_stale(held, version)
    if held.kind != Item.Kind.TASK:
        raise NotNow("这是标题，不是任务，不用分解。")
    if held.state in (Item.State.FINISHED, Item.State.WITHDRAWN):
        raise NotNow(f"这项任务{held.get_state_display()}，不能再改。")
    return held


def refuse_stale(held: Item, version: int | None) -> None:
    """Stale where somebody changed the task since the person saw it, naming who."""
    if version is not None and held.version != version:
        last = events_of(f"plans.item:{held.pk}").first()
        who = f"{last.by_name}于{localtime(last.at):%H:%M}" if last else "别人"
        raise Stale(f"这一项已由{who}改过，您填的没有保存。请看一下现在的内容，再决定怎样改。")


def tasks_of(plan: Plan) -> list[Item]:
    """The tasks that count, in document order."""
    found = Item.objects.filter(plan=plan, kind=Item.Kind.TASK).exclude(state=Item.State.WITHDRAWN)
    return list(found.select_related("lead").prefetch_related("support").order_by("order"))


def named(items: Iterable[Item]) -> str:
    """Tasks in a message: the first three by number and title.

    >>> named([Item(number="1.1", title="消防安全")])
    '1.1“消防安全”'
    """
    items = list(items)
    told = "、".join(f"{item.number}“{item.title[:20]}”" for item in items[:3])
    return f"{told}等{len(items)}项" if len(items) > 3 else told


def said_day(day: date | None) -> str:
    """A date in a message or an adjustment.

    >>> said_day(date(2026, 9, 30)), said_day(None)
    ('2026年9月30日', '')
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def day_from(value: object, field: str, what: str) -> date | None:
    """A date from a form or a caller; BadInput for what is none."""
    if value in (None, "") or isinstance(value, date):
        return value if isinstance(value, date) else None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput({field: f"{what}“{value}”不是日期。写成2026-06-30这样。"}) from None


def reason_from(words: str, field: str, what: str, *, longest: int) -> str:
    """Words that must be there."""
    bare = " ".join(words.split())
    if not bare:
        raise BadInput({field: f"请写明{what}。"})
    if len(bare) > longest:
        raise BadInput({field: f"{what}有{len(bare)}字，最多{longest}字。"})
    return bare


# ---- who is told ----------------------------------------------------------------------------------------------------


def roles_with(permission: Permission) -> list[str]:
    """The keys of the roles that carry a permission."""
    return [key for key, role in roles().items() if permission in role.permissions]


def posts_in(units: Iterable[int], permission: Permission) -> list[Post]:
    """The open posts in these units that carry the permission."""
    return list(open_posts().filter(unit__in=set(units), role__in=roles_with(permission)))


def concerned(items: Iterable[Item]) -> list[Post]:
    """The posts that a task is about: owner, leader in charge, and those who report in the lead and supporting offices."""
    items = list(items)
    posts = {pk for item in items for pk in (item.owner_id, item.leader_id) if pk}
    units = {item.lead_id for item in items if item.lead_id}
    units |= {unit.pk for item in items for unit in item.support.all()}
    mine = Q(unit__in=units, role__in=roles_with(Permission.TASK_REPORT))
    return list(open_posts().filter(Q(pk__in=posts) | mine))


def tell(posts: Iterable[Post], *, kind: str, says: str, link: str, by: Who) -> None:
    """One message to each post but the one that acts."""
    own = None if isinstance(by, System) else by.post.pk
    notify(
        [post for post in {post.pk: post for post in posts}.values() if post.pk != own], kind=kind, says=says, link=link
    )


def page_of_breakdown(plan: Plan) -> str:
    """The address of the whole table."""
    return reverse("breakdown", args=[plan.pk])


def page_of_opinions(plan: Plan) -> str:
    """The address of the opinions."""
    return reverse("breakdown-opinions", args=[plan.pk])


def page_of_item(item: Item) -> str:
    """The address of a task's assignment."""
    return reverse("breakdown-item", args=[item.pk])


def unit_in(bureau: Unit, value: object, field: str) -> Unit | None:
    """A unit of the bureau by its number; BadInput for one that is not."""
    if value in (None, ""):
        return None
    found = Unit.objects.filter(pk=_number(value), path__startswith=bureau.path, valid_to=None).first()
    if found is None:
        raise BadInput({field: "选的单位不在本局名下，或已撤销。请重新选。"})
    return found


def post_in(bureau: Unit, value: object, field: str) -> Post | None:
    """An open post of the bureau by its number; BadInput for one that is not."""
    if value in (None, ""):
        return None
    found = open_posts().filter(unit__path__startswith=bureau.path, pk=_number(value)).first()
    if found is None:
        raise BadInput({field: "选的岗位不在本局名下，或已撤销。请重新选。"})
    return found


def _number(value: object) -> int:
    shown = str(getattr(value, "pk", value))
    return int(shown) if shown.isdecimal() else 0
