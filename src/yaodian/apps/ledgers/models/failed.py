"""Checks that stored rows fail, found by the sweep: what schools see as 数据问题 until the row is put right or explained."""

from django.db import models

from yaodian.kernel.breach import Severity


class FailedCheck(models.Model):
    """One row that fails one check. `explanation` is why a warning is right all the same; an error cannot be explained away."""

    register = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Severity])
    row = models.BigIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")  # who owns the row
    since = models.DateTimeField()
    explanation = models.CharField(max_length=300, blank=True)
    explained_by = models.CharField(max_length=100, blank=True)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each row and check; listed by unit."""

        app_label = "ledgers"
        constraints = (models.UniqueConstraint(name="ledger_failed_once", fields=["register", "row", "code"]),)
        indexes = (models.Index(name="ledger_failed_unit", fields=["unit", "register"]),)


class Sweep(models.Model):
    """When a register's checks were last gone through, and whether rows were written since."""

    register = models.CharField(max_length=64, primary_key=True)
    swept_at = models.DateTimeField(null=True)
    dirty = models.BooleanField(default=True)

    class Meta:
        """One row for each register."""

        app_label = "ledgers"
