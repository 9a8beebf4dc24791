"""Reminding of returns: by the office, once a day at most; by the system around the due date."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.timezone import localtime

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.filings.chasing import due_in_words, reminder_reached
from yaodian.apps.ledgers.filings.opening import fillers_of
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.ledgers.returns.access import require_managing
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import NotNow

LINK = "/returns/{}/units/{}/"


def chase_return(*, asked: Return, units: Iterable[int] | None = None, by: Acting) -> int:
    """Remind those of the units (None: all) that have not handed in; how many were reminded."""
    require_managing(by, asked)
    if asked.state != Return.State.OPEN:
        raise NotNow("这份填报没有在进行，不用催。")
    day = today()
    found = asked.units.exclude(state=ReturnUnit.State.SUBMITTED).exclude(chased_on=day).select_related("unit")
    wanted = list(found if units is None else found.filter(unit__in=list(units)))
    with transaction.atomic():
        says = f"{by.post.unit.short_name}催报：《{asked.title}》{due_in_words(_due(asked), day)}。"
        _tell(wanted, "return.chased", says)
        ReturnUnit.objects.filter(pk__in=[each.pk for each in wanted]).update(chased_on=day)
        if wanted:
            record("return.chased", f"ledgers.return:{asked.pk}", f"催报《{asked.title}》，{len(wanted)}个单位", by=by)
    return len(wanted)


def remind_returns() -> int:
    """Remind around the due date, as of filings; the worker calls it; how many were reminded."""
    day, reminded = today(), 0
    for asked in Return.objects.filter(state=Return.State.OPEN):
        reached = reminder_reached(_due(asked), day)
        if reached is None or (day - _due(asked)).days > 30 or _sent_on(asked) >= reached:
            continue
        found = asked.units.exclude(state=ReturnUnit.State.SUBMITTED).exclude(reminded_on__gte=reached)
        wanted = list(found.select_related("unit"))
        with transaction.atomic():
            _tell(wanted, "return.due", f"《{asked.title}》{due_in_words(_due(asked), day)}，还没有报出。")
            ReturnUnit.objects.filter(pk__in=[each.pk for each in wanted]).update(reminded_on=day)
        reminded += len(wanted)
    return reminded


def _tell(units: list[ReturnUnit], kind: str, says: str) -> None:
    told = fillers_of(each.unit for each in units)
    for each in units:
        notify(told.get(each.unit_id, ()), kind=kind, says=says, link=LINK.format(each.asked_id, each.unit_id))


def _due(asked: Return) -> date:
    return asked.due or date.max


def _sent_on(asked: Return) -> date:
    return localtime(asked.sent_at).date() if asked.sent_at else date.min
