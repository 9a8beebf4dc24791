"""Dates as people type them."""

from datetime import date

import pytest

from yaodian.apps.plans.services.sheet_dates import NoDate, read_due
from yaodian.apps.plans.services.sheet_rows import Typed

READ = [
    ("2026-06-30", "2026-06-30"),
    ("2026/6/30", "2026-06-30"),
    ("２０２６．６．３０", "2026-06-30"),
    ("2026年6月30日前", "2026-06-30"),
    ("2026-06-30 00:00:00", "2026-06-30"),
    ("2026年6月", "2026-06-30"),
    ("2026.6", "2026-06-30"),
    ("6月30日", "2026-06-30"),
    ("6.30", "2026-06-30"),
    ("6月底", "2026-06-30"),
    ("六月底前", "2026-06-30"),
    ("2月", "2026-02-28"),
    ("9月上旬", "2026-09-10"),
    ("第三季度", "2026-09-30"),
    ("上半年", "2026-06-30"),
    ("年底", "2026-12-31"),
    ("年内", "2026-12-31"),
    ("2026年底前", "2026-12-31"),
    ("2027年3月", "2027-03-31"),
    ("20260630", "2026-06-30"),
    ("202606", "2026-06-30"),
    (46203.0, "2026-06-30"),
    ("46203", "2026-06-30"),
    (date(2026, 6, 30), "2026-06-30"),
]


@pytest.mark.parametrize(("typed", "day"), READ)
def test_it_is_read(typed: Typed, day: str) -> None:
    assert str(read_due(typed, 2026)) == day


def test_an_empty_cell_is_no_date() -> None:
    assert read_due("  ", 2026) is None


def test_a_school_year_ends_in_the_next_year() -> None:
    assert read_due("6月底", 2026, school_year=True) == date(2027, 6, 30)
    assert read_due("6.30", 2026, school_year=True) == date(2027, 6, 30)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "13月1日", "2月30日", "待定", "长期", "每季度", "3月和9月", 6.3, 12.0, "2126-1-1"]
)
def test_it_is_refused(typed: Typed) -> None:
    with pytest.raises(NoDate):
        read_due(typed, 2026)
