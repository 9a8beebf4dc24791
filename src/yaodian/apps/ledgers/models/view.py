"""Saved views: a list's columns, filters, words and order under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """One view of one register's list, kept by a person; who shares it lets all posts of a role use it."""

    register = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=40)
    wanted = models.JSONField()  # the words of an address, as lists.wanted.query_of gives them
    shared_with = models.CharField(max_length=32, blank=True)  # a key of roles.yaml; "" for nobody
    first = models.BooleanField(default=False)  # what its owner sees when he opens the list
    made_at = models.DateTimeField()

    class Meta:
        """A person's views of a register have different names; one at most is the first."""

        app_label = "ledgers"
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(name="ledger_view_name", fields=["user", "register", "name"]),
            models.UniqueConstraint(name="ledger_view_first", fields=["user", "register"], condition=Q(first=True)),
        )
