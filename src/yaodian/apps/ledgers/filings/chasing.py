"""Chasing 催报: by the office when it likes, once a day at most; by the system around the due date."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.filings.handing_in import OPEN, name_of, subject_of
from yaodian.apps.ledgers.filings.opening import LINK, fillers_of
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting
from yaodian.packs import registers

REMINDED = (-3, 0, 1, 3)  # days after the due date on which the system reminds


def chase_filings(*, filings: Iterable[Filing], by: Acting) -> int:
    """Remind the units that have not handed in, once a day at most; how many were reminded."""
    day = today()
    wanted = [filing for filing in filings if filing.state in OPEN and filing.chased_on != day]
    for filing in wanted:
        require_for(by, Action.APPROVE, register_named(filing.register), unit=filing.unit)
    told = fillers_of(filing.unit for filing in wanted)
    with transaction.atomic():
        for filing in wanted:
            says = f"{by.post.unit.short_name}催报：{name_of(filing)}{due_in_words(filing.due, day)}。"
            notify(told.get(filing.unit_id, ()), kind="filing.chased", says=says, link=LINK.format(filing.pk))
            record("filing.chased", subject_of(filing), f"催报{filing.unit.short_name}的{name_of(filing)}", by=by)
        Filing.objects.filter(pk__in=[filing.pk for filing in wanted]).update(chased_on=day)
    return len(wanted)


def remind_filings() -> int:
    """Remind of what is due in three days, today, or was due one or three days ago; the worker calls it; how many.

    A day on which the worker did not run is made up for on the next; nobody is reminded twice of the same.
    """
    day = today()
    from_day, to_day = day - timedelta(days=30), day - timedelta(days=REMINDED[0])
    found = Filing.objects.filter(state__in=OPEN, due__gte=from_day, due__lte=to_day, register__in=list(registers()))
    wanted = [filing for filing in found.select_related("unit") if _to_be_reminded(filing, day)]
    told = fillers_of(filing.unit for filing in wanted)
    with transaction.atomic():
        for filing in wanted:
            says = f"{name_of(filing)}{due_in_words(filing.due, day)}，还没有报出。"
            notify(told.get(filing.unit_id, ()), kind="filing.due", says=says, link=LINK.format(filing.pk))
        Filing.objects.filter(pk__in=[filing.pk for filing in wanted]).update(reminded_on=day)
    return len(wanted)


def _to_be_reminded(filing: Filing, day: date) -> bool:
    reached = reminder_reached(filing.due, day)
    opened = localtime(filing.opened_at).date()
    return reached is not None and max(opened, filing.reminded_on or date.min) < reached


def reminder_reached(due: date, day: date) -> date | None:
    """The last of the days of reminding that has come.

    >>> reminder_reached(date(2026, 9, 15), date(2026, 9, 17)), reminder_reached(date(2026, 9, 15), date(2026, 9, 1))
    (datetime.date(2026, 9, 16), None)
    """
    reached = [due + timedelta(days=days) for days in REMINDED if due + timedelta(days=days) <= day]
    return reached[-1] if reached else None


def due_in_words(due: date, day: date) -> str:
    """How far off the due date is.

    >>> due_in_words(date(2026, 9, 15), date(2026, 9, 17)), due_in_words(date(2026, 9, 15), date(2026, 9, 12))
    ('已逾期2天', '9月15日前要报出，还有3天')
    """
    left = (due - day).days
    if left < 0:
        return f"已逾期{-left}天"
    return f"{due.month}月{due.day}日前要报出，还有{left}天" if left else "今天到期"
