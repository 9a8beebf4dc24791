"""Writing templates and exports; what is written here, reading and cells give back as it was."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yaodian.kernel.errors import BadInput
from yaodian.registers.sheets.plain import GUARDED

Kind: TypeAlias = Literal["text", "number", "decimal", "money", "date", "choice", "yesno"]
Value: TypeAlias = str | int | bool | date | None
MOST_ROWS = 1_048_575  # of a sheet, below its header
MOST_CELL = 32_767  # characters, Excel's limit
MOST_EXACT = 10**15  # Excel keeps 15 digits
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML or Excel has no place for them
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
HEAD = {
    "bold": True,
    "bg_color": "#E9F1F8",
    "border": 1,
    "border_color": "#CFD6DE",
    "text_wrap": True,
    "valign": "vcenter",
}
WIDTHS: dict[Kind, int] = {"text": 16, "number": 10, "decimal": 12, "money": 14, "date": 12, "choice": 14, "yesno": 8}
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a template or export; values are the stored ones (decimal scaled by 10**digits, money in 分)."""

    title: str
    kind: Kind = "text"
    required: bool = False
    help: str = ""
    options: Sequence[str] = ()  # of a choice: what people pick, written and read as it stands
    digits: int = 2  # of a decimal
    width: int = 0  # in characters; 0 = by kind and title

    @property
    def number_format(self) -> str:
        """Excel's format for the whole column; all but numbers and days are text, so that no digit is lost."""
        places = {"decimal": self.digits, "money": 2}.get(self.kind, 0)
        if self.kind in ("number", "decimal", "money"):
            return "0" + ("." + "0" * places if places else "")
        return "yyyy-mm-dd" if self.kind == "date" else "@"

    @property
    def characters(self) -> int:
        """The column's width."""
        return self.width or max(WIDTHS[self.kind], min(40, 2 * len(self.title) + 3))


def write_rows(
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
    *,
    title: str,
    to: Path | BinaryIO,
    most_rows: int = MOST_ROWS,
) -> int:
    """Write an .xlsx, row by row; returns how many rows. Beyond `most_rows` (Excel's limit) it goes on in a further sheet.

    BadInput where a text is longer than a cell holds: nothing is cut silently.
    """
    book = xlsxwriter.Workbook(str(to) if isinstance(to, Path) else to, {**OPTIONS, "constant_memory": True})
    try:
        return _write_sheets(book, columns, iter(rows), sheet_name(title), most_rows)
    finally:
        book.close()


def _write_sheets(
    book: xlsxwriter.Workbook,
    columns: Sequence[SheetColumn],
    rows: Iterator[Sequence[Value]],
    name: str,
    most_rows: int,
) -> int:
    formats = [book.add_format({"num_format": column.number_format}) for column in columns]
    head = book.add_format(HEAD)
    text = book.add_format({"num_format": "@"})
    written = 0
    for sheet in range(1, 1000):
        page = book.add_worksheet(name if sheet == 1 else f"{name[:27]}_{sheet}")
        _write_head(page, columns, formats, head)
        writers = [_writer(page, column, form, text) for column, form in zip(columns, formats, strict=True)]
        for at, row in enumerate(islice(rows, most_rows), 1):
            for column, (value, write) in enumerate(zip(row, writers, strict=True)):
                if value is not None:
                    write(at, column, value)
            written += 1
        following = next(rows, None)
        if following is None:
            break
        rows = chain([following], rows)
    return written


def _write_head(page: Worksheet, columns: Sequence[SheetColumn], formats: Sequence[Format], head: Format) -> None:
    page.freeze_panes(1, 0)
    for at, (column, form) in enumerate(zip(columns, formats, strict=True)):
        page.set_column(at, at, column.characters, form)
        page.write_string(0, at, _fit(column.title) + ("*" if column.required else ""), head)


def _writer(page: Worksheet, column: SheetColumn, form: Format, text: Format) -> Callable[[int, int, Value], None]:
    """How cells of this column are written."""
    places = {"number": 0, "decimal": column.digits, "money": 2}.get(column.kind)

    def write_text(row: int, at: int, value: Value) -> None:
        written = "是" if value is True else "否" if value is False else _fit(str(value))
        if 2 * len(written) > MOST_CELL and len(written.encode("utf-16-le")) > 2 * MOST_CELL:  # Excel counts so
            raise BadInput(
                f"第{row + 1}行“{column.title}”有{len(written)}个字，超过表格一格的上限{MOST_CELL}字；请改导出 .csv，或先缩短该项。"
            )
        page.write_string(row, at, written, form)

    def write_number(row: int, at: int, value: Value) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{column.title}: {value!r} is no whole number")
        if abs(value) >= MOST_EXACT:
            page.write_string(row, at, scaled_text(value, places or 0), text)
        else:
            page.write_number(row, at, value / 10**places if places else value, form)

    def write_day(row: int, at: int, value: Value) -> None:
        if not isinstance(value, date):
            raise TypeError(f"{column.title}: {value!r} is no day")
        if value.year < 1920 or value.year > 2099:  # beyond what is read back as a day number without doubt
            page.write_string(row, at, value.isoformat(), text)
        else:
            page.write_datetime(row, at, value, form)

    if places is not None:
        return write_number
    return write_day if column.kind == "date" else write_text


def scaled_text(value: int, digits: int) -> str:
    """A scaled number as people write it: 123450, 2 → 1234.50."""
    if not digits:
        return str(value)
    whole, rest = divmod(abs(value), 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}}"


def _fit(text: str) -> str:
    """Without characters that a workbook cannot hold; line breaks as \\n."""
    fitted = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNFIT.sub("", fitted)


def sheet_name(title: str) -> str:
    """A title as a sheet's name: at most 28 characters, none that Excel forbids."""
    return FORBIDDEN_IN_NAME.sub("", title).strip()[:28] or "数据"


def write_csv(columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]], *, to: Path | BinaryIO) -> int:
    """Write UTF-8 with BOM, row by row; returns how many rows.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, which `plain` takes off again.
    """
    if isinstance(to, Path):
        with to.open("wb") as stream:
            return write_csv(columns, rows, to=stream)
    text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([_guarded(column.title) + ("*" if column.required else "") for column in columns])
    written = 0
    for row in rows:
        out.writerow([_csv_cell(column, value) for column, value in zip(columns, row, strict=True)])
        written += 1
    text.flush()
    text.detach()  # the stream stays the caller's
    return written


def _csv_cell(column: SheetColumn, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return scaled_text(value, {"decimal": column.digits, "money": 2}.get(column.kind, 0))
    return value.isoformat() if isinstance(value, date) else _guarded(UNFIT.sub("", value))


def _guarded(text: str) -> str:
    return f"'{text}" if text[:1] and text[0] in GUARDED else text
