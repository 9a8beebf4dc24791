"""What happens, in the order of its days: events are noted in any order and carried out on their day, at their hour."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from yaodian.apps.audit.clock import at

OPENS, EVENTS_APART = time(8, 40), 7  # minutes


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody does."""

    on: date
    rank: int
    act: Callable[[], object]


@dataclass
class Chronicle:
    """The events of the year."""

    say: Callable[[str], None]
    events: list[Event] = field(default_factory=list)

    def note(self, on: date, act: Callable[[], object]) -> None:
        """On that day, after what was noted for it before, this is done."""
        self.events.append(Event(on, len(self.events), act))

    def run(self, *, until: date) -> None:
        """Carry out everything up to and including a day; what comes later has not happened."""
        month, today, done_today = 0, None, 0
        for event in sorted(self.events, key=lambda event: (event.on, event.rank)):
            if event.on > until:
                break
            if event.on.month != month:
                month = event.on.month
                self.say(f"{event.on.year}年{month}月")
            done_today = done_today + 1 if event.on == today else 0
            today = event.on
            with at(event.on, hour_of(done_today)):
                event.act()


def hour_of(rank: int) -> time:
    """When on its day the event of this rank takes place: one after the other, within working hours.

    >>> [str(hour_of(rank)) for rank in (0, 2, 500)]
    ['08:40:00', '08:54:00', '17:30:00']
    """
    minutes = min(OPENS.hour * 60 + OPENS.minute + rank * EVENTS_APART, 17 * 60 + 30)
    return time(*divmod(minutes, 60))


def working_days(first: date, last: date, count: int) -> list[date]:
    """`count` days from first to last, Mondays to Fridays, evenly spread.

    >>> [on.day for on in working_days(date(2026, 9, 4), date(2026, 9, 8), 3)]
    [4, 7, 8]
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    open_days = [on for on in days if on.weekday() < 5]
    return [open_days[rank * len(open_days) // count] for rank in range(count)]
