"""Published figures 公布的数: with the definition, the snapshot and the exact parts from which they are computed again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yaodian.apps.indicators.models.snapshot import Snapshot


class Publication(models.Model):
    """One indicator of one unit and period as it was published; never deleted, but withdrawn or corrected with a reason."""

    class State(models.TextChoices):
        """Whether it holds."""

        CURRENT = "current", _("有效")
        CORRECTED = "corrected", _("已更正")
        WITHDRAWN = "withdrawn", _("已撤回")

    code = models.CharField(max_length=80)
    title = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)  # kernel.period key
    breakdown = models.CharField(max_length=40, blank=True)
    definition = models.JSONField()  # serialised nodes; see publishing.Definition
    engine = models.JSONField()  # what computed it → its version
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="publications")
    figures = models.JSONField()  # [{"cell", "parts", "value"}], exact fractions as text
    hidden = models.JSONField(default=list)  # the cells among them that the public is not shown
    filed = models.PositiveIntegerField()  # units that had filed what it counts
    of = models.PositiveIntegerField()  # of so many that file
    state = models.CharField(max_length=10, choices=State, default=State.CURRENT)
    published_at = models.DateTimeField()
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was withdrawn or corrected

    class Meta:
        """Newest first; one holds for each indicator, unit, period and breakdown."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="indicator_publication_one_current",
                fields=["code", "unit", "period", "breakdown"],
                condition=Q(state="current"),
                violation_error_message=_("这个数已经公布，要改请用更正"),
            ),
            models.CheckConstraint(
                name="indicator_publication_end_says_why",
                condition=Q(state="current") | (~Q(reason="") & Q(ended_at__isnull=False)),
                violation_error_message=_("撤回或更正要写明原因"),
            ),
        )
        indexes = (models.Index(name="indicator_publication_code", fields=["code", "period"]),)
