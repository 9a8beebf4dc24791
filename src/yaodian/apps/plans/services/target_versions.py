"""Keeping what a target promised before it is changed, so that the lights of past days go by it."""

from datetime import timedelta

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Target, TargetVersion
from yaodian.apps.plans.models.promise import PROMISED


def keep_version(target: Target, *, basis: str) -> None:
    """Keep the values that held until yesterday, as they are in the database; of several changes on one day, the first's."""
    last = today() - timedelta(days=1)
    if TargetVersion.objects.filter(target=target, until=last).exists() or (target.since and last < target.since):
        return
    held = Target.ever.get(pk=target.pk)
    values = {name: getattr(held, name) for name in PROMISED}
    TargetVersion.objects.create(target=target, until=last, basis=basis[:300], **values)
