"""The one clock of the apps. Services and selectors ask it, so that a demo or a test can live on a day of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment (aware). In the demo the day is the demo's (`YAODIAN_TODAY`), the time of day is real."""
    if (moment := _moment.get()) is not None:
        return moment
    real = timezone.now()
    if settings.DEMO_TODAY is None:
        return real
    return timezone.make_aware(datetime.combine(settings.DEMO_TODAY, timezone.localtime(real).time()))


def today() -> date:
    """The present day in the bureau's time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def at(day: date, clock: time = time(9, 0)) -> Iterator[None]:
    """Within this block it is `clock` o'clock on `day`."""
    token = _moment.set(timezone.make_aware(datetime.combine(day, clock)))
    try:
        yield
    finally:
        _moment.reset(token)
