"""What reading a spreadsheet gives: tables kept column by column, with everything that was left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FormulaError:
    """A cell whose formula has no result: `text` is Excel's error (#N/A, #REF! …), or "" where nothing was calculated."""

    text: str


Cell: TypeAlias = str | int | float | date | datetime | time | timedelta | FormulaError | None
"""A cell as read. None is an empty cell, "" never occurs; whole numbers below 10**15 are int, a boolean is "TRUE" or
"FALSE", a midnight is a date: so equal cells always mean the same and a column's values can be memoised."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading. `parts` runs from the top row of the header to the bottom one; `text` joins them by "/"."""

    text: str
    parts: tuple[str, ...]
    index: int  # of the column in the sheet, from 0
    letter: str  # of the column in the sheet: A, B … AA
    measure: str | None = None  # 万元, ㎡ … where the heading names it in brackets


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands above the header."""

    title: str = ""
    unit_named: str = ""  # 填报单位
    day: date | None = None  # 填报日期
    measure: str | None = None  # 单位：元
    lines: tuple[str, ...] = ()  # every line above the header as it stands


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no record, or a sheet's column without heading: why, and what it says. `row` counts from 1."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's records, column by column: `columns[i][n]` is the cell under `headings[i]` in sheet row `numbers[n]`."""

    sheet: str
    headings: tuple[Heading, ...]
    header_row: int  # the last row of the header, from 1
    columns: tuple[Sequence[Cell], ...]
    numbers: Sequence[int]
    hidden: frozenset[int] = frozenset()  # numbers of records in hidden rows (.xlsx only)
    notes: Notes = Notes()
    left_out: tuple[LeftOut, ...] = ()
    since_1904: bool = False  # day numbers count from 1904 (Excel for Mac), for cells.read_date

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The records one after the other, each as wide as the headings."""
        return zip(*self.columns, strict=True)


@dataclass(frozen=True, slots=True)
class SkippedSheet:
    """A sheet that was not read, and why."""

    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read: at least one table."""

    name: str
    tables: tuple[Table, ...]
    skipped: tuple[SkippedSheet, ...] = ()
