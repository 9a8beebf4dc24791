"""What ledgers do by themselves once a day: open the filings that are due, remind of what is due and not handed in, drop
uploads that nobody confirms."""

from datetime import date

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.filings.chasing import remind_filings
from yaodian.apps.ledgers.filings.opening import open_due
from yaodian.apps.ledgers.imports.expiring import drop_stale
from yaodian.apps.ledgers.returns.chasing import remind_returns


def daily(done_on: date | None) -> date:
    """Do it unless it was done today; the day on which it was done last. Doing it again on the same day changes nothing."""
    day = today()
    if done_on != day:
        open_due()
        remind_filings()
        remind_returns()
        drop_stale()
    return day
