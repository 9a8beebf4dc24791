"""Background work as rows: what is asked, how far it is, how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of background work. Its function is registered under `kind`; django-tasks carries only the number of this row."""

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("没有完成")
        CANCELLED = "cancelled", _("已取消")

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=100)  # idempotency: one unfinished job for each key
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    steps_done = models.PositiveIntegerField(default=0)
    steps_all = models.PositiveIntegerField(default=0)  # 0: not known yet
    cancel_asked = models.BooleanField(default=False)
    heartbeat_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    message = models.TextField(blank=True)  # why it failed, for people
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_in = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        """One unfinished job for each key."""

        constraints = (
            models.UniqueConstraint(
                name="job_one_open_for_key", fields=["key"], condition=Q(state__in=["waiting", "running"])
            ),
        )
