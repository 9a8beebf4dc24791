"""Ad-hoc returns (临时填报): an office's form with its columns, the units that are asked, and what each filled in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Return(models.Model):
    """One form that an office asks units to fill. Columns and units stand fast once it is sent."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("草稿")
        OPEN = "open", _("填报中")
        CLOSED = "closed", _("已结束")

    office = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    says = models.TextField(blank=True)  # what it is for, how to fill it in
    due = models.DateField(null=True)
    many = models.BooleanField(default=False)  # several rows a unit, else one
    rows_from = models.CharField(max_length=64, blank=True)  # the register whose rows are offered whole
    whom = models.JSONField(default=dict)  # {"kinds": [...], "townships": [ids], "units": [ids]}
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    asked_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Newest first."""

        app_label = "ledgers"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="ledger_return_sent_is_due",
                condition=Q(state="draft") | Q(sent_at__isnull=False, due__isnull=False),
                violation_error_message=_("发出的填报要有时限"),
            ),
        )


class ReturnColumn(models.Model):
    """One column of a form. `held` is what Yaodian has already: "register.column" or "total:key"; `prefill` offers it."""

    asked = models.ForeignKey(Return, models.CASCADE, related_name="columns")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)  # a key of returns.kinds.KINDS
    required = models.BooleanField(default=False)
    options = models.JSONField(default=list)  # of a choice
    unit = models.CharField(max_length=12, blank=True)
    help = models.CharField(max_length=200, blank=True)
    held = models.CharField(max_length=140, blank=True)
    prefill = models.BooleanField(default=False)

    class Meta:
        """In order, each place once."""

        app_label = "ledgers"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(name="ledger_return_column_once", fields=["asked", "order"]),)


class ReturnUnit(models.Model):
    """A unit that is asked, with what it filled in: `rows` holds a list of values for each row, in the columns' order."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("未报")
        SUBMITTED = "submitted", _("已报")
        RETURNED = "returned", _("已退回")

    asked = models.ForeignKey(Return, models.CASCADE, related_name="units")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    rows = models.JSONField(default=list)
    saved_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)  # rows handed in
    offered = models.PositiveIntegerField(default=0)  # cells that Yaodian filled in, when it was handed in
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=100, blank=True)
    says = models.CharField(max_length=300, blank=True)  # the unit's note, or why it was returned
    chased_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        """Each unit once, in the order of the tree."""

        app_label = "ledgers"
        ordering = ("unit__path",)
        constraints = (models.UniqueConstraint(name="ledger_return_unit_once", fields=["asked", "unit"]),)
