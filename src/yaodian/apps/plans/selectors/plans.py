"""Finding plans and their items, limited to what the post may see. Unpublished plans are seen only by who may edit them."""

from django.db.models import Count, Prefetch, Q, QuerySet

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Doubt, Item, Plan, Target

OUT = (Plan.State.PUBLISHED, Plan.State.CLOSED)


def plans_for(by: Acting) -> QuerySet[Plan]:
    """The plans this post may see, newest first, without their long texts; `tasks`, `open_items` counted."""
    found = Plan.objects.filter(unit__path__in={by.post.unit.path[:7]}).select_related("unit", "job", "source")
    if not by.may(Permission.PLAN_EDIT):
        found = found.filter(state__in=OUT) if by.may(Permission.PLAN_READ) else found.none()
    return (
        found.defer("text", "places", "reading")
        .annotate(
            tasks=Count("items", filter=Q(items__kind=Item.Kind.TASK)),
            open_items=Count("items", filter=~Q(items__kind=Item.Kind.SECTION) & Q(items__review=Item.Review.OPEN)),
        )
        .order_by("-year", "-pk")  # counting drops the model's own order
    )


def current_plan(by: Acting) -> Plan | None:
    """The newest published plan this post may see, or None."""
    return plans_for(by).filter(state=Plan.State.PUBLISHED).order_by("-year", "-published_at", "-pk").first()


def plan_or_none(by: Acting, plan_id: int) -> Plan | None:
    """One plan this post may see, or None."""
    return plans_for(by).filter(pk=plan_id).first()


def items_of(plan: Plan) -> QuerySet[Item]:
    """The plan's items in document order, with units, posts, targets and unsettled doubts."""
    return (
        Item.objects.filter(plan=plan)
        .select_related("lead", "owner__unit", "leader__unit", "parent")
        .prefetch_related(
            "support",
            Prefetch("targets", Target.objects.order_by("order", "pk")),
            Prefetch("doubts", Doubt.objects.filter(settled_at=None), to_attr="open_doubts"),
        )
        .order_by("order")
    )
