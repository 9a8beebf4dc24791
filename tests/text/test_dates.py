"""From a norm to the last day that it means."""

from datetime import date

import pytest

from yaodian.text import due_date


@pytest.mark.parametrize(
    ("norm", "day"),
    [
        ("--06-30", date(2024, 6, 30)),
        ("--12-31", date(2024, 12, 31)),
        ("--03", date(2024, 3, 31)),
        ("--02", date(2024, 2, 29)),
        ("--04..06", date(2024, 6, 30)),
        ("--07..12", date(2024, 12, 31)),
        ("2010", date(2010, 12, 31)),
        ("2010-09", date(2010, 9, 30)),
        ("2010-12-31", date(2010, 12, 31)),
        ("2024-01..06", date(2024, 6, 30)),
        ("--summer", date(2024, 8, 31)),
        ("--autumn", date(2024, 9, 1)),
        ("--spring", date(2024, 2, 28)),
        ("school-year", date(2024, 12, 31)),
        ("monthly", None),
        ("yearly", None),
        ("", None),
        ("--xx", None),
        ("--02-31", date(2024, 2, 29)),
    ],
)
def test_the_last_day_of_a_calendar_year_s_plan(norm: str, day: date | None) -> None:
    assert due_date(norm, plan_year=2024) == day


@pytest.mark.parametrize(
    ("norm", "day"),
    [
        ("--06-30", date(2025, 6, 30)),
        ("--10", date(2024, 10, 31)),
        ("--12-31", date(2025, 8, 31)),
        ("school-year", date(2025, 8, 31)),
        ("--spring", date(2025, 2, 28)),
        ("--autumn", date(2024, 9, 1)),
    ],
)
def test_the_last_day_of_a_school_year_s_plan(norm: str, day: date) -> None:
    assert due_date(norm, plan_year=2024, school_year=True) == day
