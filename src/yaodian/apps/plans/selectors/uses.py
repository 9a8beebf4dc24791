"""Which targets an indicator computes: where its figure is used in the plans that somebody sees."""

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Plan, Target
from yaodian.apps.plans.selectors.item_page import promised
from yaodian.apps.plans.selectors.plans import plans_for


def targets_by(code: str, by: Acting) -> list[tuple[Target, str]]:
    """The targets of published plans that are bound to an indicator, newest plan first, with their tasks, and what each
    promises. One query."""
    running = plans_for(by).filter(state=Plan.State.PUBLISHED).order_by().values("pk")
    found = Target.objects.filter(indicator_code=code, binding=Target.Binding.BOUND, item__plan__in=running)
    ordered = found.select_related("item__plan").order_by("-item__plan__year", "item__order", "order")
    return [(target, promised(target)) for target in ordered]
