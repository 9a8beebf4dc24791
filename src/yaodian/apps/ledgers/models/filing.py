"""Filings (上报): one unit hands in its rows of one register for one period; what was handed in is pinned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Filing(models.Model):
    """One filing of a unit; an amendment (补报) is a further one with a higher `number` beside the approved one."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("未报")
        SUBMITTED = "submitted", _("已报待审")
        RETURNED = "returned", _("已退回")
        APPROVED = "approved", _("已审定")
        AMENDED = "amended", _("已被补报代替")

    register = models.CharField(max_length=64)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)  # kernel.period key
    number = models.PositiveSmallIntegerField(default=1)
    due = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)  # why it is amended
    handed_in_on = models.DateField(null=True)  # the first time; a return does not take it back, a withdrawal does
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=100, blank=True)
    says = models.CharField(max_length=300, blank=True)  # what the unit adds to it, or the office when it returns it
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    rows = models.PositiveIntegerField(default=0)  # how many were handed in
    warnings = models.PositiveIntegerField(default=0)  # explained ones among them
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 over the pinned (row, version) pairs
    chased_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        """Once for each unit, period and number; one open at a time."""

        app_label = "ledgers"
        ordering = ("register", "period", "unit__path", "number")
        constraints = (
            models.UniqueConstraint(name="ledger_filing_once", fields=["register", "unit", "period", "number"]),
            models.UniqueConstraint(
                name="ledger_filing_one_open",
                fields=["register", "unit", "period"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                violation_error_message=_("这一期已有一份没有办完的上报"),
            ),
            models.CheckConstraint(
                name="ledger_filing_amend_says_why",
                condition=Q(number=1) | ~Q(reason=""),
                violation_error_message=_("补报要写明原因"),
            ),
        )
        indexes = (models.Index(name="ledger_filing_period", fields=["register", "period", "state"]),)


class FiledRow(models.Model):
    """A row version that a filing holds (pins); the version itself stands in the register's history."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="pinned")
    row = models.BigIntegerField()
    version = models.IntegerField()

    class Meta:
        """Each row once."""

        app_label = "ledgers"
        constraints = (models.UniqueConstraint(name="ledger_filed_row_once", fields=["filing", "row"]),)
        indexes = (models.Index(name="ledger_filed_row", fields=["row"]),)


class FilingStep(models.Model):
    """What happened to a filing, in order."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=Filing.State)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        """In order."""

        app_label = "ledgers"
        ordering = ("pk",)
