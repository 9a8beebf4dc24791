"""Reading the log."""

from collections.abc import Iterable

from django.db.models import QuerySet

from yaodian.apps.audit.models import Event


def events_of(subjects: str | Iterable[str]) -> QuerySet[Event]:
    """What happened to these subjects, newest first."""
    wanted = [subjects] if isinstance(subjects, str) else list(subjects)
    return Event.objects.filter(subject__in=wanted).order_by("-at", "-pk")


def all_events() -> QuerySet[Event]:
    """The whole log, newest first; the caller has checked that the post may read it."""
    return Event.objects.order_by("-at", "-pk")
