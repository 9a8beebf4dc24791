"""A sheet's cells as they lie, column by column, before anything is understood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import TypeAlias

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.sheet_xml import MOST_CELLS, TOO_FAR
from yaodian.registers.sheets.table import Cell, FormulaError

Raw: TypeAlias = str | int | float | date | datetime | time | timedelta
BATCH = 4096
MOST_REMEMBERED = 20_000  # distinct values per column that share one object; bounds the memory for columns of names
EXACT_BELOW = 10**15  # Excel keeps 15 digits: whole numbers below this are what was typed


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; all four from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """A sheet from A1 on: `columns[c][r]`, all equally long."""

    name: str
    columns: list[list[Cell]]
    merges: Sequence[Merge] = ()
    hidden: frozenset[int] = frozenset()  # row numbers, from 1
    since_1904: bool = False

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, at: int) -> list[Cell]:
        """One row, from 0."""
        return [column[at] for column in self.columns]


class _Cleaned(dict[Raw, Cell]):
    """Each distinct cell of a column in the form of `table.Cell`, so that equal ones are one object."""

    def __missing__(self, raw: Raw) -> Cell:
        cell = _clean(raw)
        self[raw] = cell
        return cell


def _clean(raw: Raw) -> Cell:
    if isinstance(raw, str):
        return raw if raw and not raw.isspace() else None
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < EXACT_BELOW:
        return int(raw)
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date()
    if isinstance(raw, int) and abs(raw) >= EXACT_BELOW:
        return float(raw)
    return raw


@dataclass(slots=True)
class _Columns:
    done: list[list[Cell]] = field(default_factory=list)
    cleaned: list[_Cleaned] = field(default_factory=list)
    height: int = 0

    def take(self, cells: Iterable[tuple[Raw, ...]], many: int) -> None:
        for at, column in enumerate(cells):
            if at == len(self.done):
                self.done.append([None] * self.height)
                self.cleaned.append(_Cleaned())
            cleaned = self.cleaned[at]
            if len(cleaned) > MOST_REMEMBERED:
                cleaned.clear()
            if bool in set(map(type, column)):  # True == 1.0 would share an entry
                column = tuple(str(cell).upper() if isinstance(cell, bool) else cell for cell in column)  # noqa: PLW2901
            self.done[at].extend(map(cleaned.__getitem__, column))
        self.height += many
        for short in self.done:
            short.extend([None] * (self.height - len(short)))


def columns_of(rows: Iterable[Sequence[Raw]], *, left: int = 0) -> list[list[Cell]]:
    """Turn rows, perhaps of unequal width, into columns; `left` empty columns come before them."""
    columns = _Columns()
    for batch in _batches(rows):
        columns.take(zip_longest(*batch, fillvalue=""), len(batch))
        if columns.height * len(columns.done) > MOST_CELLS:
            raise DocumentError(TOO_FAR.format(row=columns.height, column=len(columns.done)))
    empty: list[list[Cell]] = [[None] * columns.height for _ in range(left)]
    return empty + columns.done


def _batches(rows: Iterable[Sequence[Raw]]) -> Iterator[list[Sequence[Raw]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def put_errors(columns: list[list[Cell]], errors: dict[tuple[int, int], FormulaError]) -> None:
    """Formulas without result read as empty, or lie outside of what was read; say so in the cell instead."""
    if not errors:
        return
    height = max(len(columns[0]) if columns else 0, max(row for row, _ in errors) + 1)
    width = max(len(columns), max(column for _, column in errors) + 1)
    if height * width > MOST_CELLS:
        raise DocumentError(TOO_FAR.format(row=height, column=width))
    columns.extend([] for _ in range(width - len(columns)))
    for column in columns:
        column.extend([None] * (height - len(column)))
    for (row, at), error in errors.items():
        if columns[at][row] is None:
            columns[at][row] = error
