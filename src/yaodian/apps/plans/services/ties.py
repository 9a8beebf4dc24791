"""Open work that keeps a post or unit from being closed (registered with `orgs.ties` when Django is ready)."""

from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.ties import tie_of_posts, tie_of_units
from yaodian.apps.plans.models import Item, Plan, Subtask

ENDED = [Item.State.FINISHED, Item.State.WITHDRAWN]
SUBTASK_ENDED = [Subtask.State.FINISHED, Subtask.State.WITHDRAWN]


def _words(items: int, subtasks: int) -> str:
    told = [f"{items}项没有办结的任务"] if items else []
    return "、".join([*told, f"{subtasks}项没有完成的子任务"] if subtasks else told)


@tie_of_posts
def owed_by_post(post: Post) -> str:
    """Tasks and sub-tasks of plans that are not closed, owned by the post."""
    items = Item.objects.filter(owner=post, kind=Item.Kind.TASK).exclude(state__in=ENDED)
    subtasks = Subtask.objects.filter(owner=post).exclude(state__in=SUBTASK_ENDED)
    return _words(
        items.exclude(plan__state=Plan.State.CLOSED).count(),
        subtasks.exclude(item__plan__state=Plan.State.CLOSED).count(),
    )


@tie_of_units
def owed_by_unit(unit: Unit) -> str:
    """Tasks and sub-tasks of plans that are not closed, led by or given to the unit."""
    items = Item.objects.filter(lead=unit, kind=Item.Kind.TASK).exclude(state__in=ENDED)
    subtasks = Subtask.objects.filter(unit=unit).exclude(state__in=SUBTASK_ENDED)
    return _words(
        items.exclude(plan__state=Plan.State.CLOSED).count(),
        subtasks.exclude(item__plan__state=Plan.State.CLOSED).count(),
    )
