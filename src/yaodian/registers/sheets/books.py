"""Workbooks through calamine: every visible sheet as a grid."""

import io

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.grid import Grid, Merge, columns_of, put_errors
from yaodian.registers.sheets.package import LOCKED, Package
from yaodian.registers.sheets.sheet_xml import BROKEN, SheetFacts
from yaodian.registers.sheets.table import SkippedSheet

MOST_SHEETS = 500
MOST_MERGES = 200_000


def open_book(content: bytes, package: Package) -> tuple[list[Grid], list[SkippedSheet]]:
    """Visible sheets as grids, and the others with the reason; DocumentError where calamine cannot read the file."""
    grids: list[Grid] = []
    skipped: list[SkippedSheet] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for at, sheet in enumerate(book.sheets_metadata[:MOST_SHEETS]):
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                skipped.append(SkippedSheet(sheet.name, "是图表，不是数据表"))
            elif sheet.visible is not SheetVisibleEnum.Visible:
                skipped.append(SkippedSheet(sheet.name, "工作表是隐藏的；要读入，请取消隐藏后再上传"))
            else:
                facts = package.facts.get(sheet.name, SheetFacts())
                grids.append(_grid(sheet.name, book.get_sheet_by_index(at), facts, since_1904=package.since_1904))
    except PasswordError:
        raise DocumentError(LOCKED) from None
    except (CalamineError, ValueError, OSError):
        raise DocumentError(BROKEN) from None
    return grids, skipped


def _grid(name: str, sheet: CalamineSheet, facts: SheetFacts, *, since_1904: bool) -> Grid:
    columns = columns_of(sheet.iter_rows(), left=sheet.start[1] if sheet.start else 0)
    put_errors(columns, facts.errors)
    merges = [
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:MOST_MERGES]
        if top <= bottom and left <= right
    ]
    return Grid(name, columns, merges, facts.hidden, since_1904)
