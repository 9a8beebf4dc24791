"""Transfers (转学) between two schools of the county: asked by the one, released by the other, carried out on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Transfer(models.Model):
    """One child's change of school. The child counts at the sender until `effective_on`; the file moves on that day."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("待放行")
        RELEASED = "released", _("已放行")
        REFUSED = "refused", _("不同意")
        WITHDRAWN = "withdrawn", _("已撤回")
        DONE = "done", _("已转入")

    class Reason(models.TextChoices):
        """Why, as the form offers it."""

        MOVED = "moved", _("家庭住址变迁")
        WORK = "work", _("父母工作调动或务工")
        MERGED = "merged", _("学校撤并")
        HEALTH = "health", _("身体原因，需就近就读")
        OTHER = "other", _("其他")

    pupil = models.BigIntegerField()  # row of the register of pupils
    sender = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=16)
    class_room = models.BigIntegerField(null=True)  # row of the receiver's classes
    effective_on = models.DateField()  # the first day at the receiver
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    asked_post = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_post = models.CharField(max_length=200, blank=True)
    by_office = models.BooleanField(default=False)  # the bureau released it, since the sender had not answered in time
    answer = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField(null=True)
    trouble = models.CharField(
        max_length=300, blank=True
    )  # why it could not be carried out on its day; tried again daily

    class Meta:
        """One open transfer for each child."""

        app_label = "movements"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="transfer_one_open", fields=["pupil"], condition=Q(state__in=["asked", "released"])
            ),
        )
        indexes = (models.Index(name="transfer_due", fields=["state", "effective_on"]),)

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.state in (self.State.ASKED, self.State.RELEASED)
