"""Closing a year's plan (结束): nothing is reported on it any more; it stays among 历年 with what was and was not done."""

from django.db import transaction

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Item, Plan, Request
from yaodian.kernel.errors import NotNow


@transaction.atomic
def close_plan(*, plan: Plan, by: Acting | System) -> Plan:
    """Close a published plan once its year is over; what is not finished stays so and is named in the log."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    held: Plan = Plan.objects.select_for_update(of=("self",)).defer("text", "places", "reading").get(pk=plan.pk)
    if held.state != Plan.State.PUBLISHED:
        raise NotNow("只有已发布的要点可以结束。")
    if today().year <= held.year:
        raise NotNow(f"{held.year}年还没有过完，要点还在执行，不能结束。")
    tasks = Item.objects.filter(plan=held, kind=Item.Kind.TASK).exclude(state=Item.State.WITHDRAWN)
    left = [str(item) for item in tasks.exclude(state=Item.State.FINISHED)]
    Request.objects.filter(item__plan=held, state=Request.State.OPEN).update(
        state=Request.State.REFUSED, decision="要点已结束，不再办理。", decided_by="系统", decided_at=now()
    )
    held.state = Plan.State.CLOSED
    held.save(update_fields=["state"])
    says = f"结束《{held.title}》：{tasks.count() - len(left)}项办结"
    says += f"，{len(left)}项没有办结（{'、'.join(left)[:200]}）" if left else ""
    record("plan.closed", f"plans.plan:{held.pk}", says, by=by)
    return held
