"""Revisions of a published plan (修订稿): each keeps its own text; targets keep the values that held before."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yaodian.apps.plans.models.document import AS_READ, Document
from yaodian.apps.plans.models.plan import Plan, Target
from yaodian.apps.plans.models.promise import BOTH_ENDS, Promised


class Revisions(models.QuerySet["Revision"]):
    """Revisions; the reading cannot be changed in bulk."""

    def update(self, **values: Any) -> int:
        """As Django's, but refuses the text and the reading."""
        if refused := set(values).intersection(AS_READ):
            raise ValueError(f"immutable once read: {', '.join(sorted(refused))}")
        return super().update(**values)


class Revision(Document):
    """A later version of a plan's document. Items and targets whose `text_version` is its number count in its text."""

    class State(models.TextChoices):
        """The revision's life; an unapplied one can be dropped, which deletes it."""

        READING = "reading", _("正在读取")
        FAILED = "failed", _("没有读出来")
        PROPOSED = "proposed", _("待应用")
        APPLIED = "applied", _("已应用")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()  # from 1; the plan's own text is 0
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    comparison = models.JSONField(default=dict)  # the two texts side by side, without the tasks as they are now
    basis = models.CharField(max_length=200, blank=True)  # 依据: 文号 or minutes
    uploaded_by = models.CharField(max_length=100)
    applied_at = models.DateTimeField(null=True)
    applied_on = models.DateField(null=True)  # its values hold from this day
    applied_by = models.CharField(max_length=100, blank=True)
    applied_post = models.CharField(max_length=200, blank=True)

    objects = Revisions.as_manager()

    class Meta:
        """In order; one waits at a time; an applied one has its basis and day."""

        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(name="revision_number_once", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="revision_one_waiting",
                fields=["plan"],
                condition=~Q(state="applied"),
                violation_error_message=_("这份要点已有一份修订稿待应用"),
            ),
            models.CheckConstraint(
                name="revision_applied_has_basis",
                condition=~Q(state="applied") | (Q(applied_at__isnull=False, applied_on__isnull=False) & ~Q(basis="")),
                violation_error_message=_("应用修订稿要写依据"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan.title}修订稿{self.number}"


class TargetVersion(Promised):
    """What a target promised until a day; from the next day on the later version holds, last of all the target itself."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="versions")
    until = models.DateField()  # the last day on which it held
    basis = models.CharField(max_length=300)  # why it changed afterwards

    class Meta:
        """Oldest first."""

        ordering = ("target", "until", "pk")
        constraints = (models.CheckConstraint(name="target_version_range_has_both_ends", condition=BOTH_ENDS),)
