"""Periods 时期: year, school year (学年), term (学期), month, as values that know their days, neighbours and names.

A school year runs from 1 September to 31 August and is named by the calendar year in which it begins; its autumn term
(秋季学期) ends on 31 January, its spring term (春季学期) begins on 1 February (calendar conventions of school returns).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# What somebody may ask for: all these days have school years around them.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)


def day_said(text: str) -> date | None:
    """The day that a word of an address says; None where it is none, or out of range.

    >>> day_said("2026-09-01"), day_said("9999-12-31"), day_said("昨天")
    (datetime.date(2026, 9, 1), None, None)
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


class Cycle(StrEnum):
    """The kinds of period."""

    YEAR = "year"
    SCHOOL_YEAR = "school-year"
    TERM = "term"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period: `year` is the calendar year (of a school year and its terms: in which that school year begins);
    `number` is the month (1–12) or the term (1 autumn, 2 spring), else 0.

    >>> Period.read("2025-2026").name, Period.read("2025-2026/2").name, Period.read("2026-03").name
    ('2025—2026学年', '2025—2026学年春季学期', '2026年3月')
    >>> Period.read("2025-2026/2").first.isoformat(), Period.read("2025-2026/2").last.isoformat()
    ('2026-02-01', '2026-08-31')
    >>> Period.read("2026-12").next().key
    '2027-01'
    """

    span: Cycle
    year: int
    number: int = 0

    @classmethod
    def read(cls, key: str) -> "Period":
        """The period of a key as `key` writes it: 2026, 2026-03, 2025-2026, 2025-2026/1; ValueError for others."""
        years, slash, term = key.partition("/")
        first, dash, second = years.partition("-")
        year = int(first)
        if slash:
            found = cls(Cycle.TERM, year, int(term))
        elif len(second) == 4:
            found = cls(Cycle.SCHOOL_YEAR, year)
        elif dash:
            found = cls(Cycle.MONTH, year, int(second))
        else:
            found = cls(Cycle.YEAR, year)
        if found.key != key:
            raise ValueError(f"not a period: {key!r}")
        return found

    @classmethod
    def of(cls, span: Cycle, day: date) -> "Period":
        """The period of this kind in which a day lies."""
        begun = day.year if day.month >= 9 else day.year - 1
        match span:
            case Cycle.YEAR:
                return cls(span, day.year)
            case Cycle.MONTH:
                return cls(span, day.year, day.month)
            case Cycle.SCHOOL_YEAR:
                return cls(span, begun)
            case Cycle.TERM:
                return cls(span, begun, 2 if 2 <= day.month <= 8 else 1)

    def __post_init__(self) -> None:
        allowed = {Cycle.MONTH: range(1, 13), Cycle.TERM: range(1, 3)}.get(self.span, range(1))
        if self.number not in allowed or not 1900 <= self.year <= 2200:
            raise ValueError(f"no such period: {self.span} {self.year} {self.number}")

    @property
    def key(self) -> str:
        """How it is stored and written in addresses."""
        match self.span:
            case Cycle.YEAR:
                return str(self.year)
            case Cycle.MONTH:
                return f"{self.year}-{self.number:02}"
            case Cycle.SCHOOL_YEAR:
                return f"{self.year}-{self.year + 1}"
            case Cycle.TERM:
                return f"{self.year}-{self.year + 1}/{self.number}"

    @property
    def name(self) -> str:
        """Its Chinese name."""
        match self.span:
            case Cycle.YEAR:
                return f"{self.year}年"
            case Cycle.MONTH:
                return f"{self.year}年{self.number}月"
            case Cycle.SCHOOL_YEAR:
                return f"{self.year}—{self.year + 1}学年"
            case Cycle.TERM:
                return f"{self.year}—{self.year + 1}学年{'秋季' if self.number == 1 else '春季'}学期"

    @property
    def first(self) -> date:
        """Its first day."""
        match self.span:
            case Cycle.YEAR:
                return date(self.year, 1, 1)
            case Cycle.MONTH:
                return date(self.year, self.number, 1)
            case Cycle.SCHOOL_YEAR:
                return date(self.year, 9, 1)
            case Cycle.TERM:
                return date(self.year, 9, 1) if self.number == 1 else date(self.year + 1, 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next().first - timedelta(days=1)

    def next(self) -> "Period":
        """The one that follows."""
        if self.span in (Cycle.MONTH, Cycle.TERM):
            numbers = 12 if self.span is Cycle.MONTH else 2
            if self.number < numbers:
                return Period(self.span, self.year, self.number + 1)
            return Period(self.span, self.year + 1, 1)
        return Period(self.span, self.year + 1)

    def before(self) -> "Period":
        """The one that came before."""
        return Period.of(self.span, self.first - timedelta(days=1))
