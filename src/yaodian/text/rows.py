"""Rows of breakdown tables that were pasted as text: cells parted by blanks, or each cell on a line of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from yaodian.kernel.span import Span
from yaodian.text.headers import LONGEST_HEADER, column_roles
from yaodian.text.markers import marker_at
from yaodian.text.phrases import compiled

MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: its span without the blanks around, and its folded characters."""

    span: Span
    folded: str
    indented: bool
    after_blank: bool


def tabled(lines: list[Line]) -> list[Line]:
    """Rows of a table whose cells are parted by blanks alone, with a tab for the first of each run of blanks."""
    if not any("  " in line.folded for line in lines):
        return lines
    rows: list[Line] = []
    columns = 0
    gap = compiled("  +")
    for line in lines:
        cells = gap.split(line.folded)
        if len(cells) >= 3 and column_roles(cells):
            columns = len(cells)
        if columns and len(cells) >= max(3, columns - 1):
            rows.append(replace(line, folded=gap.sub(lambda run: "\t" + run[0][1:], line.folded)))
            continue
        if marker_at(line.folded):
            columns = 0  # the next heading ends the table
        rows.append(line)
    return rows


def stacked(lines: list[Line]) -> list[Line]:
    """Lines that are the cells of one row, as web pages leave them, made one line with tabs between the cells."""
    told: list[Line] = []
    columns = at = 0
    while at < len(lines):
        if size := _header(lines, at):
            columns = size
            told.append(_row(lines[at : at + size]))
            at += size
        elif columns and _is_row(lines, at, columns):
            told.append(_row(lines[at : at + columns]))
            at += columns
        else:
            told.append(lines[at])
            at += 1
    return told


def _header(lines: Sequence[Line], at: int) -> int:
    """How many lines from here are the header of a table whose first column numbers its rows; 0 if it is none."""
    if lines[at].folded not in ("序号", "编号", "项号"):
        return 0
    names: list[str] = []
    for line in lines[at : at + MOST_COLUMNS]:
        if len(line.folded) > LONGEST_HEADER or compiled("[0-9。;,\t|]").search(line.folded) or marker_at(line.folded):
            break
        names.append(line.folded)
    return len(names) if len(names) >= 3 and column_roles(names) else 0


def _is_row(lines: Sequence[Line], at: int, columns: int) -> bool:
    """Whether a row of as many cells begins here and ends before the next number, heading or the end."""
    row = lines[at : at + columns]
    if len(row) < columns or not row[0].folded.isdecimal() or any(cell.folded.isdecimal() for cell in row[1:]):
        return False
    following = lines[at + columns : at + columns + 1]
    return not following or following[0].folded.isdecimal() or marker_at(following[0].folded) is not None


def _row(cells: Sequence[Line]) -> Line:
    first, last = cells[0], cells[-1]
    parts = [first.folded]
    for left, right in pairwise(cells):
        parts += ["\t", " " * (right.span.start - left.span.end - 1), right.folded]
    return Line(Span(first.span.start, last.span.end), "".join(parts), first.indented, first.after_blank)
