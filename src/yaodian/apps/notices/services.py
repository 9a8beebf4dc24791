"""Sending messages."""

from collections.abc import Iterable

from yaodian.apps.audit.clock import now
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.models import Post


def notify(posts: Iterable[Post], *, kind: str, says: str, link: str) -> None:
    """Put one message on the desk of each post."""
    moment = now()
    Notice.objects.bulk_create(Notice(post=post, kind=kind, says=says[:300], link=link, at=moment) for post in posts)


def mark_read(post: Post, *, notice_ids: Iterable[int] | None = None) -> int:
    """Mark a post's messages as read, all of them if none are named; how many were unread."""
    unread = Notice.objects.filter(post=post, read_at=None)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=now())
