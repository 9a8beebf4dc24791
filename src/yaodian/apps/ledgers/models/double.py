"""What was decided about two rows that may be one person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Double(models.Model):
    """Two rows of a register, `one` the earlier entered unless merged: then `one` stayed and `other` went into it.

    `batches` are the writes of a merge in their order, which its undoing takes back from the end.
    """

    class State(models.TextChoices):
        """What was decided."""

        APART = "apart", _("不是同一个")
        MERGED = "merged", _("已合并")
        UNDONE = "undone", _("合并已撤销")

    register = models.CharField(max_length=64)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State)
    says = models.CharField(max_length=200)  # what the row that went was called, for people
    reason = models.CharField(max_length=200, blank=True)
    batches = models.JSONField(default=list)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)

    class Meta:
        """Newest first; two rows are merged or told apart once."""

        app_label = "ledgers"
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="ledger_double_once",
                fields=["register", "one", "other"],
                condition=models.Q(state__in=["apart", "merged"]),
            ),
        )
