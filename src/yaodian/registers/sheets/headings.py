"""The header of a sheet: where it stands, over one to three rows, and what each column is called."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from yaodian.registers.sheets.above import is_note_line
from yaodian.registers.sheets.grid import Grid, Merge
from yaodian.registers.sheets.table import Cell, Heading

HEADER_WITHIN = 30  # rows
MOST_HEADER_ROWS = 4
LONGEST_COMPARED = 200
LONGEST_HEADING = 60  # characters; what is longer is a remark
IN_BRACKETS = re.compile(r"[(\[【〔{〈《<][^)\]】〕}〉》>]*[)\]】〕}〉》>]")
MARKS = re.compile(r"[\s*★☆※#:;,。、]|必填项?|选填项?|必录项?")
MEASURE = re.compile(
    r"[(\[【](?:单位[::])?(元|千元|万元|亿元|人|个|所|间|平方米|㎡|m2|亩|公顷|册|台|%|岁|厘米|公斤)[)\]】]"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Rows `top` to `bottom` (from 0) of a sheet; `matched` cells of it are known, 0 where told by its shape."""

    top: int
    bottom: int
    matched: int


@lru_cache(maxsize=20_000)
def normal_heading(text: str) -> str:
    """A heading without spaces, width, case, notes in brackets, asterisks and 必填: what names are compared by.

    >>> normal_heading("＊姓  名\\n（必填，与户口簿一致）")
    '姓名'
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST_COMPARED]).lower()
    bare = MARKS.sub("", IN_BRACKETS.sub("", folded))
    return bare or MARKS.sub("", folded)


def find_header(grid: Grid, known: Collection[str]) -> Header | None:
    """The header by most known names (already normalised), else by its shape; None where there is none."""
    rows = [grid.row(at) for at in range(min(HEADER_WITHIN, grid.height))]
    scores = [sum(1 for cell in row if isinstance(cell, str) and normal_heading(cell) in known) for row in rows]
    if scores and (matched := max(scores)):
        at = scores.index(matched)
        if matched >= 2 or sum(cell is not None for cell in rows[at]) <= 2:
            return Header(*_extended(grid, rows, at), matched)
    shaped = _by_shape(rows)
    return None if shaped is None else Header(*_extended(grid, rows, shaped), 0)


def _by_shape(rows: list[list[Cell]]) -> int | None:
    widest = max((len(_filled(row)) for row in rows), default=0)
    for at, row in enumerate(rows):
        filled = _filled(row)
        if len(filled) >= max(2, 0.6 * widest) and _only_names(row) and not is_note_line(row):
            return at
    return None


def _filled(row: list[Cell]) -> set[int]:
    return {at for at, cell in enumerate(row) if cell is not None}


def _only_names(row: list[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and len(cell) <= LONGEST_HEADING) for cell in row)


def _extended(grid: Grid, rows: list[list[Cell]], at: int) -> tuple[int, int]:
    """The header's first and last row, from the row that was recognised."""
    top = bottom = at
    merges = [merge for merge in grid.merges if merge.top < HEADER_WITHIN]
    for _ in range(MOST_HEADER_ROWS):
        before = top, bottom
        for merge in merges:
            touches = merge.top <= bottom and merge.bottom >= top
            if touches and merge.bottom - merge.top < MOST_HEADER_ROWS and merge.bottom < len(rows):
                top, bottom = min(top, merge.top), max(bottom, merge.bottom)
        if top and _is_group_row(rows, top - 1, merges):
            top -= 1
        if bottom + 1 < len(rows) and _is_sub_row(rows, bottom, merges):
            bottom += 1
        if (top, bottom) == before or bottom - top + 1 >= MOST_HEADER_ROWS:
            break
    return top, bottom


def _is_group_row(rows: list[list[Cell]], at: int, merges: list[Merge]) -> bool:
    """Whether the row above the header names groups of its columns, and is no title or note."""
    row, below = rows[at], rows[at + 1]
    if not _filled(row) or not _only_names(row) or is_note_line(row):
        return False
    spans = [merge for merge in merges if merge.top <= at <= merge.bottom and merge.right > merge.left]
    if any(merge.right - merge.left + 1 >= 0.8 * max(len(_filled(below)), 2) for merge in spans):
        return False
    if any(len({below[c] for c in range(m.left, min(m.right + 1, len(below)))} - {None}) >= 2 for m in spans):
        return True
    return bool(_filled(row) - _filled(below)) and len(_filled(row)) >= 2 and len(_filled(below)) >= 2


def _is_sub_row(rows: list[list[Cell]], bottom: int, merges: list[Merge]) -> bool:
    """Whether the row below the header divides some of its columns, and is no record."""
    row, below = rows[bottom], rows[bottom + 1]
    filled = _filled(below)
    if len(filled) < 2 or not _only_names(below):
        return False
    groups = {
        column
        for merge in merges
        if merge.top <= bottom == merge.bottom and merge.right > merge.left
        for column in range(merge.left, min(merge.right + 1, len(row)))
    }
    for column in sorted(filled - _filled(row)):  # without merges: a group's name stands over its first column
        start = column
        while start and row[start] is None:
            start -= 1
        groups |= {start, column}
    return filled <= groups and bool(filled - _filled(row))


def headings_of(grid: Grid, header: Header) -> tuple[Heading, ...]:
    """What each named column is called; columns without a name are left out."""
    width = len(grid.columns)
    rows = [grid.row(at) for at in range(header.top, header.bottom + 1)]
    upright = _fill_merges(grid, header, rows)
    _carry_groups(rows, upright)
    headings: list[Heading] = []
    for column in range(width):
        texts = [_tidy(row[column]) for row in rows if row[column] is not None]
        parts = tuple(text for at, text in enumerate(texts) if text and text not in texts[:at][-1:])
        if parts:
            headings.append(Heading("/".join(parts), parts, column, letter_of(column), _measure(parts[-1])))
    return tuple(headings)


def _fill_merges(grid: Grid, header: Header, rows: list[list[Cell]]) -> set[int]:
    """Repeat merged names over their range; a name merged over columns in the last row belongs to the first only."""
    upright: set[int] = set()  # columns whose name runs down to the last row
    for merge in grid.merges:
        if merge.top < header.top or merge.bottom > header.bottom or merge.left >= len(grid.columns):
            continue
        text = rows[merge.top - header.top][merge.left]
        right = merge.left if merge.bottom == header.bottom else min(merge.right, len(grid.columns) - 1)
        for row in range(merge.top, merge.bottom + 1):
            for column in range(merge.left, right + 1):
                rows[row - header.top][column] = text
        if merge.bottom == header.bottom and merge.bottom > merge.top:
            upright |= set(range(merge.left, merge.right + 1))
    return upright


def _carry_groups(rows: list[list[Cell]], upright: set[int]) -> None:
    """Without merges (.csv) a group's name stands over its first column only: carry it right over divided columns."""
    for at, row in enumerate(rows[:-1]):
        for column in range(1, len(row)):
            divided = all(any(below[place] is not None for below in rows[at + 1 :]) for place in (column - 1, column))
            free = column not in upright and column - 1 not in upright
            same_group = all(above[column] == above[column - 1] for above in rows[:at])
            if row[column] is None and free and divided and same_group:
                row[column] = row[column - 1]


def _tidy(cell: Cell) -> str:
    words = str(cell).replace("_x000D_", " ").split()
    return "".join(_joined(words))


def _joined(words: list[str]) -> Iterator[str]:
    """Join words without space, but keep one between Latin words."""
    for at, word in enumerate(words):
        if at and words[at - 1][-1].isascii() and word[0].isascii() and word[0].isalnum():
            yield " "
        yield word


def _measure(text: str) -> str | None:
    found = MEASURE.search(unicodedata.normalize("NFKC", text))
    return found[1] if found else None


def letter_of(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
