"""Workbooks (.xlsx, .xls) that hold a breakdown table (任务分解表)."""

import io

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.breakdown import HEADER_WITHIN, Cell, header_roles, write_table
from yaodian.text.document.model import Builder, Document

MOST_ROWS = 20_000
MOST_COLUMNS = 60


def open_sheets(data: bytes) -> Document:
    """Every sheet with a breakdown table; where none has one, every sheet row by row."""
    if data.startswith(b"PK"):
        from yaodian.text.document.container import open_parts  # noqa: PLC0415

        open_parts(data, ("xl/workbook",))  # for its limits
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_rows(book.get_sheet_by_index(index)) for index in range(len(book.sheet_names))]
    except (CalamineError, ValueError, OSError):
        raise DocumentError(
            "表格打不开，可能已损坏或设有密码。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
        ) from None
    told = [rows for rows in sheets if any(header_roles(row) for row in rows[:HEADER_WITHIN])]
    builder = Builder()
    for table, rows in enumerate(told or sheets):
        write_table(rows, builder, table)
    text = builder.joined()
    if not text.strip():
        raise DocumentError("表格里没有内容。请检查是否选错了文件。")
    return Document(text, "xlsx", tuple(builder.places))


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
