"""Tokens with which other systems read and write rows through the API, as a post of a person."""

from django.db import models


class ApiToken(models.Model):
    """A token: only its hash is kept. It acts as the post that it was given for, in the registers named, until it ends.

    `purpose` is why it may see sensitive columns unmasked ("" = it may not); each use of that is logged.
    """

    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    post = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+")
    registers = models.JSONField(default=list)  # keys; empty: none
    writes = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=100)
    expires_on = models.DateField()  # the last day
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        app_label = "ledgers"
        ordering = ("-pk",)
