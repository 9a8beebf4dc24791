"""What the pages over many tasks share: all tasks of a plan with the people behind them, and what hangs on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post
from yaodian.apps.plans.models import Item, Plan, Request, Subtask
from yaodian.apps.plans.selectors.computed import By
from yaodian.apps.plans.selectors.item_page import promised
from yaodian.apps.plans.selectors.plans import OUT, items_of, plans_for
from yaodian.apps.plans.selectors.standing import Row, rows_of

BAD = ("overdue", "red")
RUNNING = ("yellow", "red", "overdue", "idle", "paused", "green")  # all but those that are done


@dataclass(frozen=True, slots=True)
class Shares:
    """How far the sub-tasks of one task are: how many, how many finished, how many late."""

    all: int
    finished: int
    late: int


def plans_out(by: Acting) -> list[Plan]:
    """The plans that are out and the post may see, newest first. One query."""
    return list(plans_for(by).filter(state__in=OUT))


def plan_among(plans: Sequence[Plan], asked: str = "") -> Plan | None:
    """The plan asked for by its number; without one the newest that runs, else the newest."""
    if asked:
        return next((plan for plan in plans if str(plan.pk) == asked), None)
    return next((plan for plan in plans if plan.state == Plan.State.PUBLISHED), next(iter(plans), None))


def task_rows(plan: Plan, *, on: date | None = None, by: By = None) -> list[Row]:
    """The tasks in document order, each with its sections, owner and leader by name. A constant number of queries."""
    items = items_of(plan).select_related("owner__holder", "leader__holder")
    return rows_of(plan, on=on, items=items, by=by)


def open_requests(rows: Iterable[Row]) -> dict[int, list[Request]]:
    """The requests that wait for a decision, by task. One query."""
    by_item = {row.item.pk: row.item for row in rows}
    found: dict[int, list[Request]] = {}
    for request in Request.objects.filter(item__in=by_item, state=Request.State.OPEN).order_by("at", "pk"):
        request.item = by_item[request.item_id]
        found.setdefault(request.item_id, []).append(request)
    return found


def shares_of(rows: Iterable[Row], on: date) -> dict[int, Shares]:
    """How far the sub-tasks of these tasks are, by task. One query."""
    counted = (
        Subtask.objects.filter(item__in=[row.item.pk for row in rows])
        .exclude(state=Subtask.State.WITHDRAWN)
        .order_by()
        .values("item")
        .annotate(
            all=Count("pk"),
            finished=Count("pk", filter=Q(state=Subtask.State.FINISHED)),
            late=Count("pk", filter=~Q(state=Subtask.State.FINISHED) & Q(due__lt=on)),
        )
    )
    return {row["item"]: Shares(row["all"], row["finished"], row["late"]) for row in counted}


def holder_of(post: Post | None) -> str:
    """The name of who holds a post; its title where it is vacant."""
    if post is None:
        return ""
    return post.holder.name if post.holder is not None else post.title


def who_leads(item: Item) -> str:
    """The lead office with the owner's name: 安全科 李静."""
    if item.lead is None:
        return "未定牵头科室"
    return f"{item.lead.short_name} {holder_of(item.owner)}".rstrip()


def is_led_by(item: Item, by: Acting) -> bool:
    """Whether the post or its unit answers for the task."""
    return item.lead_id == by.post.unit_id or item.owner_id == by.post.pk


def is_supported_by(item: Item, by: Acting) -> bool:
    """Whether the post's unit supports the task."""
    return not is_led_by(item, by) and any(unit.pk == by.post.unit_id for unit in item.support.all())


def goal_of(row: Row) -> str:
    """What the task's main target promises, in words: 49处; "" where nothing is counted."""
    return promised(row.main.target) if row.main is not None else ""


def is_reached(row: Row) -> bool:
    """Whether all targets that are built up are reached, so that the owner can ask to finish."""
    counted = [target.light.code for target in row.targets if target.standing.mark is not None]
    return bool(counted) and set(counted) == {"done"}
