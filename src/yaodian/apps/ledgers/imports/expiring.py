"""Uploads that nobody confirms: what they staged is dropped after some time, since it holds people's data to no end."""

from datetime import timedelta

from django.urls import reverse

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Post

KEPT_DAYS = 14  # since it was uploaded: long enough for a holiday
WAITING = (Import.State.MAPPING, Import.State.CHECKED, Import.State.FAILED)


def drop_stale() -> int:
    """Give up the imports that wait for more than KEPT_DAYS and tell who uploaded them; how many."""
    day = now() - timedelta(days=KEPT_DAYS)
    stale = Import.objects.filter(state__in=WAITING, finished_at=None, created_at__lt=day)
    dropped = 0
    for run in stale.select_related("unit", "file"):
        dropped += _drop(run)
    return dropped


def _drop(run: Import) -> bool:
    """Give one up, unless somebody goes on with it just now."""
    register = register_named(run.register)
    given_up = Import.objects.filter(pk=run.pk, state=run.state)
    says = f"上传后{KEPT_DAYS}天没有确认，已自动取消。需要时请重新上传。"
    if not given_up.update(state=Import.State.CANCELLED, finished_at=now(), message=says):
        return False
    Staging(register, run.pk).clear()
    run.problems.all().delete()
    record("ledger.import-cancelled", f"ledgers.import:{run.pk}", f"导入《{register.title}》{says}", by=System())
    posts = Post.objects.filter(holder=run.by_user, unit=run.unit, closed_on=None)
    link = reverse("import", args=[run.pk])
    notify(posts, kind="import.stale", says=f"您导入的《{register.title}》{says}暂存的数据已清除。", link=link)
    return True
