"""The log: one row for everything that somebody did or looked at, with the name and post they had then."""

from django.db import models


class Event(models.Model):
    """One act. Who did it is kept as words as well as by number: posts and names change, the log does not."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=64)  # "plan.published", "user.password_reset" …
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)  # the post's holder, where a deputy acted
    subject = models.CharField(max_length=100)  # a Reference as text: "plans.item:12"
    says = models.TextField()  # one Chinese sentence for people
    changes = models.JSONField(default=dict)  # {field: [old, new]}

    class Meta:
        """Read by subject, newest first."""

        indexes = (models.Index(fields=["subject", "at"]),)
