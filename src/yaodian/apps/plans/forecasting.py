"""Where a figure will be on a later day (预计), from its own past. Pure.

* 同期: as much is added as was added from the same day to the same later day in each of at least two past years; the band is
  between the least and the most of them.
* 不变: what is taken on the first day of a period stays until the next one begins.
* 进度: with fewer past years, as much a day as in the last eight weeks; that gives no band, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

LEAST_YEARS, MOST_YEARS = 2, 3
BACK = timedelta(days=56)
SEASONAL, STEADY, PACE = "seasonal", "steady", "pace"
SAYS = {SEASONAL: "按往年同期", STEADY: "本期内不再变", PACE: "按近8周进度，往年不够两年，没有上下限"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected on a day, between what and what, and how it was found; without a band both ends are the middle."""

    day: date
    low: Decimal
    middle: Decimal
    high: Decimal
    how: str

    @property
    def has_band(self) -> bool:
        """Whether it comes with a band that is wider than nothing."""
        return self.low < self.high


def seasonal(now: Decimal, past: Sequence[tuple[Decimal, Decimal]], day: date) -> Outlook | None:
    """From (value on the same day, value on the later day) of past years; None for fewer than two."""
    if len(past) < LEAST_YEARS:
        return None
    changes = [later - then for then, later in past]
    mean = sum(changes, Decimal(0)) / len(changes)
    middle = min(
        max(mean, min(changes)), max(changes)
    )  # a mean that was rounded lies no further out than what it is of
    return Outlook(day, now + min(changes), now + middle, now + max(changes), SEASONAL)


def steady(now: Decimal, day: date) -> Outlook:
    """The figure stays as it is."""
    return Outlook(day, now, now, now, STEADY)


def paced(now: Decimal, gain: Decimal, days: int, day: date) -> Outlook:
    """`gain` a day more for so many days."""
    middle = now + gain * days
    return Outlook(day, middle, middle, middle, PACE)


def within(outlook: Outlook, least: Decimal | None, most: Decimal | None) -> Outlook:
    """The same, no lower than `least` and no higher than `most`: no share beyond 100%, no count below zero."""

    def held(value: Decimal) -> Decimal:
        value = value if least is None else max(value, least)
        return value if most is None else min(value, most)

    return replace(outlook, low=held(outlook.low), middle=held(outlook.middle), high=held(outlook.high))


def years_before(day: date, years: int) -> date:
    """The same day some years before; 28 February for the 29th.

    >>> years_before(date(2024, 2, 29), 1)
    datetime.date(2023, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
