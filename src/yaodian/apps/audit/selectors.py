"""Reading the log."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from yaodian.apps.audit.models import Event


def events_of(subjects: str | Iterable[str]) -> QuerySet[Event]:
    """What happened to these subjects, newest first."""
    wanted = [subjects] if isinstance(subjects, str) else list(subjects)
    return Event.objects.filter(subject__in=wanted).order_by("-at", "-pk")


def all_events() -> QuerySet[Event]:
    """The whole log, newest first; the caller has checked that the post may read it."""
    return Event.objects.order_by("-at", "-pk")


def events_found(
    *,
    who: str = "",
    words: str = "",
    kind: str = "",
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Event]:
    """The log by person, words, first word of the kind ("plan"), subject, and days (both included), newest first."""
    found = all_events()
    if subject:
        found = found.filter(subject=subject)
    if who:
        found = found.filter(Q(by_name__icontains=who) | Q(on_behalf_of__icontains=who))
    if words:
        found = found.filter(says__icontains=words)
    if kind:
        found = found.filter(kind__startswith=f"{kind}.")
    if since:
        found = found.filter(at__gte=make_aware(datetime.combine(since, time.min)))
    if until:
        found = found.filter(at__lt=make_aware(datetime.combine(until + timedelta(days=1), time.min)))
    return found
