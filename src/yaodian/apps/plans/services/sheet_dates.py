"""Dates as people type them into a sheet (2026-06-30, 2026.6.30, 6月底, 年底, Excel's own number) → the last day they mean."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from yaodian.apps.plans.services.sheet_rows import Typed
from yaodian.text.dates import due_date
from yaodian.text.times import read_times

HOW = "写成2026-06-30、2026年6月30日、2026年6月、6月底或年底。"
EXCEL_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000 to 2099
NUMERIC = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})?[日号]?)?")
MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
CLOCK = re.compile(r"[ T]0?0:00(?::00)?$")  # a date cell that was turned into text
ENDS = re.compile("(?:之前|以前|前)$")


class NoDate(ValueError):
    """What was typed is no date; `str()` says why in Chinese."""


def read_due(typed: Typed, year: int, *, school_year: bool = False) -> date | None:
    """The day meant by a cell of 完成时限 in a plan of `year`; None for an empty one. Raises NoDate.

    >>> read_due("2026.6.30", 2026), read_due("6月底前", 2026), read_due("年底", 2026), read_due(46203.0, 2026)
    (datetime.date(2026, 6, 30), datetime.date(2026, 6, 30), datetime.date(2026, 12, 31), datetime.date(2026, 6, 30))
    """
    if isinstance(typed, date):
        return _near(typed, year)
    text = re.sub(r"\s+", "", CLOCK.sub("", unicodedata.normalize("NFKC", str(typed))))
    if isinstance(typed, float) or re.fullmatch(r"\d+(?:\.0)?", text):
        return _near(_of_number(float(text)), year)
    if not text:
        return None
    return _near(_of_text(ENDS.sub("", text), year, school_year), year)


def _of_number(number: float) -> date:
    if FIRST_SERIAL <= number < LAST_SERIAL:
        return EXCEL_ZERO + timedelta(days=int(number))
    digits = str(int(number))
    if number.is_integer() and len(digits) == 8:
        return _exact(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if number.is_integer() and len(digits) == 6 and digits.startswith("20"):
        return _last(int(digits[:4]), int(digits[4:]))
    raise NoDate(f"“{number:g}”看不出是哪一天")


def _of_text(text: str, year: int, school_year: bool) -> date:
    if found := NUMERIC.fullmatch(text):
        whole, month, day = int(found[1]), int(found[2]), found[3]
        return _exact(whole, month, int(day)) if day else _last(whole, month)
    if found := MONTH_DAY.fullmatch(text):
        return _exact(_year_of(int(found[1]), year, school_year), int(found[1]), int(found[2]))
    times = read_times(text)
    if len(times) == 1 and (times[0].start, times[0].end) == (0, len(text)):
        norm = times[0].norm
        if (day := due_date(norm, plan_year=year, school_year=school_year)) is not None:
            return day
    if len(times) > 1:
        raise NoDate("写了不止一个时间")
    raise NoDate("看不出是哪一天" if not times else "不是一个具体的期限")


def _year_of(month: int, year: int, school_year: bool) -> int:
    return year + 1 if school_year and month < 9 else year


def _exact(year: int, month: int, day: int) -> date:
    _last(year, month)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise NoDate(f"{year}年{month}月没有{day}日")
    return date(year, month, day)


def _last(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise NoDate(f"没有{month}月")
    if not 1900 < year < 2200:
        raise NoDate(f"没有{year}年")
    return date(year, month, monthrange(year, month)[1])


def _near(day: date, year: int) -> date:
    """A year's plan has no task due long before or after it: a slip of a key otherwise."""
    if day.year < 1902:  # 6.3 typed into a cell that is formatted as a date
        raise NoDate("填的数看不出是哪一天，表格软件当成了1900年")
    if not year - 1 <= day.year <= year + 5:
        raise NoDate(f"{day.year}年离{year}年的要点太远")
    return day
