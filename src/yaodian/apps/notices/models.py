"""Messages to posts: whoever holds or deputises for the post sees them."""

from django.db import models


class Notice(models.Model):
    """One message: what happened, and the page where to act on it."""

    post = models.ForeignKey("orgs.Post", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    says = models.CharField(max_length=300)
    link = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)
