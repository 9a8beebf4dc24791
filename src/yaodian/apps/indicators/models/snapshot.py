"""Snapshots 快照: the rows that indicators read, as they were on one day, in files named by their hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """One snapshot. `tables` names the file of each register's rows, `tree` that of the units of its day; `digest` is over
    all of this, so that a snapshot whose files or description were changed is told from the one that was taken."""

    class Kind(models.TextChoices):
        """Which rows it holds."""

        LIVE = "live", _("实时")
        FILED = "filed", _("上报口径")

    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()  # the day of figures (统计日) that it is for
    taken_at = models.DateTimeField()
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    tables = models.JSONField()  # register → {"sha256", "rows", "columns"}
    tree = models.CharField(max_length=64)  # SHA-256 of the tree's file
    parameters = models.JSONField()  # key → [[day, value]]: those that definitions name
    coverage = models.JSONField()  # register → {"period", "filed": [unit], "missing": [unit]}; {} for live rows
    digest = models.CharField(max_length=64)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        indexes = (models.Index(name="indicator_snapshot_day", fields=["kind", "on"]),)
