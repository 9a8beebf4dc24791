"""The edits that people made while reviewing a plan: who changed what, and how it was before, so that it can be undone."""

from django.db import models

from yaodian.apps.plans.models.plan import Plan


class Edit(models.Model):
    """One step of the review. `before` and `after` hold the touched items whole, with their targets and doubts."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="edits")
    act = models.CharField(max_length=200)  # "edit:title", "confirm", "split" …; equal acts in a row become one step
    says = models.CharField(max_length=300)
    before = models.JSONField()
    after = models.JSONField()
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=["plan", "undone_at"]),)
