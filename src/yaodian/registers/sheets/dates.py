"""Days and school years as people write them in cells."""

import re
import unicodedata
from datetime import date, timedelta

from yaodian.registers.sheets.table import Cell, FormulaError
from yaodian.registers.sheets.unreadable import Unreadable, check_formula, shown

FIRST_YEAR, LAST_YEAR = 1900, 2199
# day numbers are taken for days only from 1920 to 2099, so that a mere year (2012) never is one
FIRST_SERIAL, LAST_SERIAL = 7306, 73050
ZERO_1900, ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
UNFILLED = frozenset({"/", "\\", "-", "--", "—", "——", "－", "无", "无。"})
LONGEST = 60  # characters of a day, with its time
EXAMPLE = "请写成如 2012-09-01"
EXAMPLE_MONTH = "请写成如 2012-09"
FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ t]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月份?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})")
CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
DIGITS = {"〇": 0, "○": 0, "零": 0, **{digit: at for at, digit in enumerate("一二三四五六七八九", 1)}}
YEARS = re.compile(r"(\d{4})(?:(?:[-~—–―－/至到]+)(\d{4}|\d{2}))?(?:学年度?|年度?)?")


def read_date(raw: Cell, *, months: bool = False, since_1904: bool = False) -> date | None:
    """A day: a date cell, an Excel day number, 2012-9-1, 2012/09/01, 2012.9.1, 2012年9月1日, 20120901, 二〇一二年九月一日.

    With `months` a month alone (2012.9, 2012年9月, 201209) gives its first day; 2012.1 may have been 2012.10, so it is
    refused. A cell with a time of day gives its day. Raises Unreadable.
    """
    if raw is None:
        return None
    if isinstance(raw, date):  # a datetime is one too
        return _day(raw.year, raw.month, raw.day, raw, months=months)
    if isinstance(raw, FormulaError):
        raise check_formula(raw)
    text = raw.strip() if isinstance(raw, str) else shown(raw)
    if text in UNFILLED:
        return None
    if (len(text) == 5 and text.isascii() and text.isdecimal()) or isinstance(raw, float):
        serial = float(text)
        if FIRST_SERIAL <= serial <= LAST_SERIAL:
            return (ZERO_1904 if since_1904 else ZERO_1900) + timedelta(days=int(serial))
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal() and text.isascii():
        return _day(int(text[:4]), int(text[5:7]), int(text[8:]), raw, months=months)
    return _of_text(text, raw, months=months)


def _of_text(text: str, raw: Cell, *, months: bool) -> date:
    if len(text) > LONGEST:
        raise Unreadable(f"“{shown(raw)}”不是日期；{_example(months)}")
    folded = re.sub(r"\s*([-/.年月日号])\s*", r"\1", unicodedata.normalize("NFKC", text).strip().lower())
    folded = folded.replace("。", ".").replace("—", "-").replace("–", "-").replace("、", ".")
    if found := FULL.fullmatch(folded) or COMPACT.fullmatch(folded):
        return _day(int(found[1]), int(found[2]), int(found[3]), raw, months=months)
    if found := CHINESE.fullmatch(folded):
        year = int("".join(str(DIGITS[digit]) for digit in found[1]))
        if found[3]:
            return _day(year, _number(found[2]), _number(found[3]), raw, months=months)
        return _month(year, _number(found[2]), raw, months=months)
    if re.fullmatch(r"\d{4}\.1", folded) and months:
        raise Unreadable(f"“{shown(raw)}”分不清是1月还是10月；请写成 {folded[:4]}-01 或 {folded[:4]}-10")
    if found := MONTH.fullmatch(folded) or COMPACT_MONTH.fullmatch(folded):
        return _month(int(found[1]), int(found[2]), raw, months=months)
    raise Unreadable(f"“{shown(raw)}”不是日期；{_example(months)}")


def _month(year: int, month: int, raw: Cell, *, months: bool) -> date:
    if not months:
        raise Unreadable(f"“{shown(raw)}”没有写明哪一日；{EXAMPLE}")
    return _day(year, month, 1, raw, months=months)


def _day(year: int, month: int, day: int, raw: Cell, *, months: bool) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"“{shown(raw)}”的年份不对；{_example(months)}")
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"“{shown(raw)}”这一天不存在；{_example(months)}") from None


def _example(months: bool) -> str:
    return f"{EXAMPLE}，或 2012-09" if months else EXAMPLE


def _number(text: str) -> int:
    """十二 → 12; 0 where it is none, which no calendar has."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.get(text, 0)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def read_school_year(raw: Cell) -> int | None:
    """The year a school year begins in: 2025-2026, 2025—2026学年, 2025-26, 2025学年, 2025 give 2025. Raises Unreadable."""
    if raw is None:
        return None
    if isinstance(raw, FormulaError):
        raise check_formula(raw)
    if isinstance(raw, int) and FIRST_YEAR <= raw <= LAST_YEAR:
        return raw
    if isinstance(raw, str):
        folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))
        if folded in UNFILLED:
            return None
        found = YEARS.fullmatch(folded)
        if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            first = int(found[1])
            if found[2] and int(found[2]) != (first + 1 if len(found[2]) == 4 else (first + 1) % 100):
                raise Unreadable(f"“{shown(raw)}”的两个年份不相连；请写成如 {first}-{first + 1}")
            return first
    raise Unreadable(f"“{shown(raw)}”不是学年；请写成如 2025-2026")
