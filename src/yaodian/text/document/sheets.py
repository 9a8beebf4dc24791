"""Workbooks (.xlsx, .xls) that hold a breakdown table (任务分解表)."""

import io
import re
import zipfile
import zlib

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.apart import read_apart
from yaodian.text.document.breakdown import HEADER_WITHIN, Cell, header_roles, write_table
from yaodian.text.document.model import Builder, Document

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_CELLS = 4_000_000  # calamine lays out the whole rectangle up to the last filled cell
FILLED = re.compile(rb"<(?:\w+:)?c(\s[^>]*[^/>])?>")
PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,3})(\d{1,7})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,7})["']""")
COUNT = re.compile(rb"""[cC]ount\s*=\s*["']\s*\+?([\d&][^"'\s]*)["'\s]""")  # count, uniqueCount
BROKEN = "表格打不开，可能已损坏或设有密码。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
TOO_WIDE = "表格在很远的地方（第{row}行第{column}列）还有内容，未读取。请删去远处的行和列，另存后再上传。"


def open_sheets(data: bytes) -> Document:
    """Every sheet with a breakdown table; where none has one, every sheet row by row."""
    if data.startswith(b"PK"):
        check_workbook(data)
        sheets = rows_of_sheets(data)
    else:
        sheets = read_apart(rows_of_sheets, data, broken=BROKEN)
    told = [rows for rows in sheets if any(header_roles(row) for row in rows[:HEADER_WITHIN])]
    builder = Builder()
    for table, rows in enumerate(told or sheets):
        write_table(rows, builder, table)
    text = builder.joined()
    if not text.strip():
        raise DocumentError("表格里没有内容。请检查是否选错了文件。")
    return Document(text, "xlsx", tuple(builder.places))


def rows_of_sheets(data: bytes) -> list[list[list[Cell]]]:
    """The rows of every sheet; calamine can abort the process on what was not checked before."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_rows(book.get_sheet_by_index(index)) for index in range(len(book.sheet_names))]
    except (CalamineError, ValueError, OSError):
        raise DocumentError(BROKEN) from None


def check_workbook(data: bytes) -> None:
    """Refuse a container that is no plain .xlsx, unpacks too far, or has a cell so far out that the reader would run out of memory."""
    from yaodian.text.document.container import BOMB, MOST_PART, names_in, open_parts  # noqa: PLC0415

    open_parts(data, ("xl/workbook",))  # for its limits
    names = names_in(data)
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise DocumentError("这不是 .xlsx 格式的表格。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():  # a sheet may lie under any name
                with archive.open(entry) as stream:
                    content = stream.read(MOST_PART + 1)
                if len(content) > MOST_PART:
                    raise DocumentError(BOMB)
                _check_extent(content)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error):
        raise DocumentError("表格打不开，可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。") from None


def _check_extent(part: bytes) -> None:
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in part[:8]:
        raise DocumentError("表格里的文字编码不认识，未读取。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。")
    if any(b"&" in count or int(count[:20]) > MOST_CELLS for count in COUNT.findall(part)):
        # the reader reserves room for as many as are announced, and aborts the whole process where there is none
        raise DocumentError("表格打不开，可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。")
    last_row = last_column = 1
    unplaced = False
    for cell in FILLED.finditer(part):
        places = PLACE.findall(cell[1] or b"")
        unplaced = unplaced or not places
        for letters, number in places:  # of two the reader takes the last
            last_row, last_column = max(last_row, int(number)), max(last_column, _column(letters))
    if unplaced:  # such a cell stands in the row that holds it
        last_row = max([last_row, *(int(row[1]) for row in ROW.finditer(part))])
    if last_row * last_column > MOST_CELLS:
        raise DocumentError(TOO_WIDE.format(row=last_row, column=last_column))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _rows(sheet: CalamineSheet) -> list[list[Cell]]:
    values = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    rows = [[Cell(_text(value)) for value in row[:MOST_COLUMNS]] for row in values]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        origin = rows[top][left]
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = Cell(origin.text, repeated=True)
    return rows


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
