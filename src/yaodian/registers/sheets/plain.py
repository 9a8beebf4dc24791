"""Comma-, tab- or semicolon-separated text (.csv, .txt) in the encodings that Excel and WPS write."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.grid import Grid, Raw, columns_of

SEPARATORS = (",", "\t", ";", "|")
SAMPLE = 50  # rows by which the separator is told
GUARDED = "=+-@\t\r'"  # beginnings before which writing.write_csv sets an apostrophe
NOT_TEXT = "文件里的文字编码不认识，或者它不是文本。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
MOST_CELL = 131_072


def open_plain(content: bytes) -> Grid:
    """The one grid of a text file; a quoted cell may span lines, so a row is a record and not a line."""
    text = decode(content)
    separator = _separator(text)
    return Grid("", columns_of(_cells(row) for row in _records(text, separator)))


def decode(content: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16, else GB18030 (which includes GBK)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:200]:
        encodings = ["utf-16-le" if b"\x00" in content[1:200:2] else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DocumentError(NOT_TEXT)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        raise DocumentError(
            f"文件里有超过 {MOST_CELL:,} 个字的单元格，可能是引号没有成对。请检查引号后再上传。"
        ) from None


def _separator(text: str) -> str:
    """The separator that cuts most rows into the same number of cells, more than one."""

    def fit(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in islice(_records(text[:200_000], separator), SAMPLE) if row)
        width, rows = max(((width, rows) for width, rows in widths.items() if width > 1), key=_weight, default=(1, 0))
        return (rows * (width - 1), width)

    return max(SEPARATORS, key=fit)


def _weight(found: tuple[int, int]) -> int:
    width, rows = found
    return rows * (width - 1)


def _cells(row: list[str]) -> Sequence[Raw]:
    """Undo what exporters do against Excel: ="0012", an apostrophe before =, a tab beside a number."""
    return [_cell(cell) if (cell and cell[0] in "='\t") or cell[-1:] == "\t" else cell for cell in row]


def _cell(cell: str) -> str:
    if cell[0] == "'" and len(cell) > 1 and cell[1] in GUARDED:
        return cell[1:]
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 3:
        return cell[2:-1].replace('""', '"')
    return cell.strip("\t")
