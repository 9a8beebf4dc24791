"""When a register is filed (上报): each period has a day by which its units hand it in."""

from dataclasses import dataclass
from datetime import date, timedelta

from yaodian.kernel.period import Cycle, Period


@dataclass(frozen=True, slots=True)
class Calendar:
    """One filing for each period of `cycle`, due on day `day` of the month that lies `months` months after the period's
    last month, or with `from_start` after its first (yearly statistics are filed as the school year begins)."""

    cycle: Cycle
    months: int
    day: int
    from_start: bool = False

    def due(self, period: Period) -> date:
        """The last day to hand in a period's filing; the month's last day where it has no such day."""
        month = Period.of(Cycle.MONTH, period.first if self.from_start else period.last)
        for _ in range(self.months):
            month = month.next()
        return min(month.first + timedelta(days=self.day - 1), month.last)

    def current(self, day: date) -> Period:
        """The period whose filing is due next, seen from a day.

        >>> monthly(due_day=5).current(date(2026, 9, 16)).key, school_yearly(due_day=10).current(date(2026, 9, 16)).key
        ('2026-09', '2026-2027')
        """
        period = Period.of(self.cycle, day).before()
        while self.due(period) < day:
            period = period.next()
        return period


def monthly(*, due_day: int) -> Calendar:
    """Each month, by a day of the following month."""
    return Calendar(Cycle.MONTH, 1, due_day)


def termly(*, months: int = 1, due_day: int) -> Calendar:
    """Each term (学期), by a day so many months after the term's last month."""
    return Calendar(Cycle.TERM, months, due_day)


def yearly(*, months: int = 1, due_day: int) -> Calendar:
    """Each calendar year, by a day so many months after December."""
    return Calendar(Cycle.YEAR, months, due_day)


def school_yearly(*, months: int = 1, due_day: int) -> Calendar:
    """Each school year (学年), by a day so many months after it began in September."""
    return Calendar(Cycle.SCHOOL_YEAR, months, due_day, from_start=True)
