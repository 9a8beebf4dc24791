"""Batches: every write to a ledger belongs to one, be it a form, an import, an undo or a transfer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One write of one register's rows: who, when, why, and from which import."""

    class Kind(models.TextChoices):
        """How the rows came."""

        FORM = "form", _("填表")
        IMPORT = "import", _("导入")
        UNDO = "undo", _("撤销导入")
        API = "api", _("接口")
        MOVEMENT = "movement", _("学籍异动")
        FOLLOWED = "followed", _("系统随动")  # written by the system because another register's rows changed
        INITIAL = "initial", _("初次装入")  # rows of several registers that agree already: nothing follows from them

    register = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField(db_index=True)
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)  # a file's name, another batch, a transfer's reference
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    undone_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="undoes")

    class Meta:
        """Newest first."""

        app_label = "ledgers"
        ordering = ("-at", "-pk")


class Alias(models.Model):
    """An identity that a row had before it was corrected (`rekey`): imports and search still find the row by it."""

    register = models.CharField(max_length=64)
    identity = models.CharField(max_length=300)  # the old values as text, joined by "\x1f"
    row = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        """One row for each old identity."""

        app_label = "ledgers"
        constraints = (models.UniqueConstraint(name="ledger_alias_once", fields=["register", "identity"]),)


class NextId(models.Model):
    """The next free row number of a register; whoever adds n rows takes n numbers at once."""

    register = models.CharField(max_length=64, primary_key=True)
    free = models.BigIntegerField(default=1)

    class Meta:
        """One row for each register."""

        app_label = "ledgers"
        constraints = (models.CheckConstraint(name="ledger_next_id_positive", condition=Q(free__gt=0)),)


class OfficeInCharge(models.Model):
    """Which duty (registers/offices.yaml) an office of this bureau has, where its name does not say so."""

    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="+")
    duty = models.CharField(max_length=32)

    class Meta:
        """Each duty once for an office; several offices may share one."""

        app_label = "ledgers"
        constraints = (models.UniqueConstraint(name="ledger_office_once", fields=["unit", "duty"]),)
