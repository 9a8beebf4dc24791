"""Who may report on a task, ask for something, decide on it; and which posts are told of it."""

from collections.abc import Iterable
from enum import StrEnum

from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import posts_with
from yaodian.apps.plans.models import Item, Plan, Request, Subtask
from yaodian.kernel.errors import NotAllowed, NotNow


class Part(StrEnum):
    """What a post has to do with a task."""

    LEAD = "lead"  # 牵头: reports all, asks
    SUPPORT = "support"  # 配合: reports words, figures and evidence; the state is the lead's
    UNIT = "unit"  # owes the sub-task, or is the central school above the one that does
    NONE = ""


def part_of(by: Acting | System, item: Item, subtask: Subtask | None = None) -> Part:
    """The post's part in a task, or in one sub-task of it."""
    if isinstance(by, System):
        return Part.UNIT if subtask else Part.LEAD
    unit = by.post.unit
    if not by.may(Permission.TASK_REPORT):
        return Part.NONE
    if subtask is not None:
        above = unit.kind == Unit.Kind.TOWNSHIP and subtask.unit.path.startswith(unit.path)
        return Part.UNIT if above or subtask.unit_id == unit.pk or subtask.owner_id == by.post.pk else Part.NONE
    if item.lead_id == unit.pk or item.owner_id == by.post.pk:
        return Part.LEAD
    return Part.SUPPORT if any(office.pk == unit.pk for office in item.support.all()) else Part.NONE


def require_part(by: Acting | System, item: Item, subtask: Subtask | None = None, *, parts: Iterable[Part]) -> Part:
    """The post's part, if it is one of `parts`; else NotAllowed, naming who can."""
    part = part_of(by, item, subtask)
    if part not in tuple(parts):
        unit = subtask.unit if subtask else item.lead
        who = f"由{unit.name}办理" if unit else "还没有定牵头科室"
        raise NotAllowed(
            f"“{by.post_name}”不能办这件事：这项任务{who}。需要时请切换到那个单位的岗位，或找该单位负责人。"
        )
    return part


def is_running(item: Item) -> str:
    """Why nothing can be reported or asked on this task now; "" if it can."""
    plan = item.plan
    reasons = (
        (item.kind != Item.Kind.TASK, "这是标题，不是任务。"),
        (plan.state == Plan.State.CLOSED, "这一年的要点已经结束，不能再报。"),
        (plan.state != Plan.State.PUBLISHED, "要点还没有发布，不能报进展。核对并发布后再报。"),
        (item.state == Item.State.WITHDRAWN, "这项任务已撤销，不用再报。"),
        (item.state == Item.State.FINISHED, "这项任务已经办结，不用再报。"),
        (item.lead_id is None, "这项任务还没有定牵头科室。请先在分解表中定下，再报进展。"),
    )
    return next((why for holds, why in reasons if holds), "")


def require_running(item: Item) -> None:
    """NotNow where the task's state admits no report."""
    if why := is_running(item):
        raise NotNow(why)


def may_decide(by: Acting | System, request: Request) -> bool:
    """Whether the post decides on requests of this kind on this task; never one's own."""
    if isinstance(by, System):
        return True
    if by.user_id == request.by_user:
        return False
    if request.kind == Request.Kind.FINISH:
        return by.may(Permission.TASK_OVERSEE) and by.reaches(request.item.plan.unit.path)
    own = request.item.leader_id == by.post.pk
    return own or (by.may(Permission.PLAN_APPROVE) and by.reaches(request.item.plan.unit.path))


def is_inside(by: Acting | System, item: Item) -> bool:
    """Whether the post sees how the offices work on a task; others (schools, inspectors) see the task and their own share."""
    return by.reaches(item.plan.unit.path) or part_of(by, item) != Part.NONE


def may_comment(by: Acting | System, item: Item) -> bool:
    """Whether the post may write on a task: leaders and offices on any, a township on what it leads or supports."""
    wide = (Permission.PLAN_APPROVE, Permission.PLAN_EDIT, Permission.OPINION_GIVE)
    return part_of(by, item) != Part.NONE or (
        by.reaches(item.plan.unit.path) and any(by.may(permission) for permission in wide)
    )


# ---- who is told ----------------------------------------------------------------------------------------------------


def overseers_of(item: Item) -> list[Post]:
    """Who confirms that a task is finished (督查)."""
    return posts_with(Permission.TASK_OVERSEE, unit_path=item.plan.unit.path)


def owners_of(item: Item) -> list[Post]:
    """The post that owes the task; without one (or where it was closed), all posts of the lead office that report."""
    if item.owner is not None and item.owner.closed_on is None:
        return [item.owner]
    return posts_with(Permission.TASK_REPORT, unit_path=item.lead.path) if item.lead else []


def leaders_of(item: Item) -> list[Post]:
    """The leader in charge; without one, all who may decide."""
    if item.leader is not None and item.leader.closed_on is None:
        return [item.leader]
    return posts_with(Permission.PLAN_APPROVE, unit_path=item.plan.unit.path)


def others(posts: Iterable[Post], by: Acting | System) -> list[Post]:
    """Each post once, without the one that acts."""
    own = None if isinstance(by, System) else by.post.pk
    return [post for post in {post.pk: post for post in posts}.values() if post.pk != own]
