"""Reading messages."""

from django.db.models import QuerySet

from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.models import Post


def notices_for(post: Post) -> QuerySet[Notice]:
    """A post's messages, newest first."""
    return Notice.objects.filter(post=post).order_by("-at", "-pk")


def unread_count(post: Post) -> int:
    """How many messages wait."""
    return Notice.objects.filter(post=post, read_at=None).count()
