"""Reading messages."""

from django.db.models import QuerySet

from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.models import Post


def notices_for(post: Post, *, unread: bool = False) -> QuerySet[Notice]:
    """A post's messages, newest first; only those not yet read if `unread`."""
    found = Notice.objects.filter(post=post).order_by("-at", "-pk")
    return found.filter(read_at=None) if unread else found


def notice_for(post: Post, notice_id: int) -> Notice | None:
    """One message of a post, or None."""
    return Notice.objects.filter(post=post, pk=notice_id).first()


def unread_count(post: Post) -> int:
    """How many messages wait."""
    return Notice.objects.filter(post=post, read_at=None).count()
