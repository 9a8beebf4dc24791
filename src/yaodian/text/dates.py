"""From a norm (--06-30, 2010-09, --autumn …) to the last day that it means."""

from calendar import monthrange
from datetime import date, timedelta

SEASONS = {"--summer": (8, 31), "--autumn": (9, 1), "--spring": (2, 28), "--winter": (2, 28)}


def due_date(norm: str, *, plan_year: int, school_year: bool = False) -> date | None:
    """The last day by which a time allows; None for recurrences, durations and what is no date.

    In a school year's plan `plan_year` is the year in which it begins, and months before September fall in the next.

    >>> due_date("--06-30", plan_year=2024), due_date("--03", plan_year=2024), due_date("2010-09", plan_year=2024)
    (datetime.date(2024, 6, 30), datetime.date(2024, 3, 31), datetime.date(2010, 9, 30))
    >>> due_date("--06-30", plan_year=2024, school_year=True), due_date("monthly", plan_year=2024)
    (datetime.date(2025, 6, 30), None)
    """
    end_of_school_year = date(plan_year + 1, 8, 31)
    if norm == "school-year":
        return end_of_school_year if school_year else date(plan_year, 12, 31)
    if norm == "--12-31" and school_year:
        return end_of_school_year
    if norm in SEASONS:
        month, day = SEASONS[norm]
        return _day(_year_of(month, plan_year, school_year), month, day)
    # of a span of months the last counts: --04..06, 2024-01..06
    parts = [part.rsplit("..", 1)[-1] for part in norm.removeprefix("--").split("-")]
    if not all(part.isdecimal() for part in parts):
        return None  # a duration, a recurrence
    numbers = [int(part) for part in parts]
    if norm.startswith("--"):
        return _day(_year_of(numbers[0], plan_year, school_year), *numbers)
    return _day(numbers[0], *(numbers[1:] or [12]))


def _year_of(month: int, plan_year: int, school_year: bool) -> int:
    return plan_year + 1 if school_year and month < 9 else plan_year


def _day(year: int, month: int, day: int | None = None) -> date | None:
    if not (1900 < year < 2200 and 1 <= month <= 12):
        return None
    last = monthrange(year, month)[1]
    return date(year, month, min(day, last)) if day else date(year, month, 1) + timedelta(days=last - 1)
