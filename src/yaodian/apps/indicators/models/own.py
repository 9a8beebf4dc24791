"""The bureau's own indicators 自定指标, in versions; published figures keep the one by which they were computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnIndicator(models.Model):
    """One indicator of the bureau's own; its code is `own.n<number>` and never changes."""

    created_at = models.DateTimeField()
    office = models.CharField(max_length=32)  # a duty of registers/offices.yaml: who answers for it
    retired_at = models.DateTimeField(null=True)  # no longer offered; its published figures stay

    class Meta:
        """In the order in which they were made."""

        ordering = ("pk",)

    @property
    def code(self) -> str:
        """How figures name it."""
        return f"own.n{self.pk}"


class OwnVersion(models.Model):
    """One version of a definition: the form as it was filled in, and the nodes that it stands for."""

    indicator = models.ForeignKey(OwnIndicator, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    form = models.JSONField()  # see defining.Definition
    measure = models.JSONField()  # algebra.serial
    reason = models.CharField(max_length=300, blank=True)  # why it was changed
    at = models.DateTimeField()
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)

    class Meta:
        """Newest first; a change says why."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(name="indicator_own_version_once", fields=["indicator", "number"]),
            models.CheckConstraint(
                name="indicator_own_change_says_why",
                condition=models.Q(number=1) | ~models.Q(reason=""),
                violation_error_message=_("修改口径要写明原因"),
            ),
        )
