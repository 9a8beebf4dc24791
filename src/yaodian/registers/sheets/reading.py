"""Reading a spreadsheet as it comes."""

from collections.abc import Collection, Sequence

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.above import read_notes
from yaodian.registers.sheets.grid import Grid
from yaodian.registers.sheets.headings import Header, find_header, headings_of, letter_of, normal_heading
from yaodian.registers.sheets.opening import open_grids
from yaodian.registers.sheets.records import find_records
from yaodian.registers.sheets.table import Cell, Heading, LeftOut, SkippedSheet, Table, Workbook

NO_HEADER = "没有找到列名所在的行"
NOT_KNOWN = "没有这张登记表的列名"
NO_TABLE = "文件里没有找到数据表：{reasons}。请检查是否选错了文件；表里要有一行列名，如“姓名、性别、出生日期”。"
EXPLANATIONS = frozenset({"填写说明", "填表说明", "填报说明"})
SURE = 2  # known names that make a row the header beyond doubt
NO_CONTENT = "工作表是空的"


def read_workbook(name: str, content: bytes, *, known: Collection[str]) -> Workbook:
    """Every table of an .xlsx, .xls, .csv or .txt file; `known` are the titles and synonyms of all columns.

    Where some sheet has known column names, sheets without any are skipped and listed. Raises DocumentError, in Chinese
    and saying what to do, where the file cannot be read or holds no table.
    """
    names = {normal for title in known for part in (title, *title.split("/")) if (normal := normal_heading(part))}
    grids, skipped = open_grids(name, content)
    found: list[tuple[Grid, Header]] = []
    for grid in grids:
        header = find_header(grid, names)
        if grid.name in EXPLANATIONS:
            skipped.append(SkippedSheet(grid.name, "是说明"))
        elif header is None:
            reason = (
                NO_HEADER if any(any(cell is not None for cell in column) for column in grid.columns) else NO_CONTENT
            )
            skipped.append(SkippedSheet(grid.name, reason))
        else:
            found.append((grid, header))
    best = max((header.matched for _, header in found), default=0)
    tables: list[Table] = []
    for grid, header in found:
        if header.matched < min(best, SURE):
            skipped.append(SkippedSheet(grid.name, NOT_KNOWN))
        else:
            tables.append(_table(grid, header))
        grid.columns = []  # a workbook may be large: let go of what was understood
    if not tables:
        raise DocumentError(NO_TABLE.format(reasons="；".join(_reason(sheet) for sheet in skipped) or NO_CONTENT))
    return Workbook(name, tuple(tables), tuple(skipped))


def _reason(sheet: SkippedSheet) -> str:
    return f"工作表“{sheet.sheet}”{sheet.reason}" if sheet.sheet else sheet.reason


def _table(grid: Grid, header: Header) -> Table:
    notes = read_notes([grid.row(at) for at in range(header.top)])
    headings = headings_of(grid, header)
    beyond = _beyond(grid, header, headings)
    records = find_records(grid, header, headings)
    every = len(records.rows) == grid.height - header.bottom - 1
    columns: list[Sequence[Cell]] = []
    for heading in headings:
        column = grid.columns[heading.index]
        columns.append(column[header.bottom + 1 :] if every else [column[row] for row in records.rows])
        grid.columns[heading.index] = []
    numbers = range(header.bottom + 2, grid_end(records.rows)) if every else [row + 1 for row in records.rows]
    return Table(
        sheet=grid.name,
        headings=headings,
        header_row=header.bottom + 1,
        columns=tuple(columns),
        numbers=numbers,
        hidden=grid.hidden.intersection(numbers),
        notes=notes,
        left_out=(*records.left_out, *beyond),
        since_1904=grid.since_1904,
    )


def grid_end(rows: Sequence[int]) -> int:
    """One past the last row's number, as rows count from 0 and numbers from 1."""
    return rows[-1] + 2 if rows else 0


def _beyond(grid: Grid, header: Header, headings: Sequence[Heading]) -> list[LeftOut]:
    """Columns that hold something below the header but have no name."""
    named = {heading.index for heading in headings}
    merged = {
        (row, column)
        for merge in grid.merges
        if merge.top == merge.bottom > header.bottom  # a line over the whole width is no column's
        for row, column in [(merge.top, merge.left)]
    }
    beyond: list[LeftOut] = []
    for at, column in enumerate(grid.columns):
        if at in named:
            continue
        filled = [row for row in range(header.bottom + 1, grid.height) if column[row] is not None]
        filled = [row for row in filled if (row, at) not in merged]
        if filled:
            reason = f"{letter_of(at)} 列没有列名，未读取（共{len(filled)}格）"
            beyond.append(LeftOut(filled[0] + 1, reason, str(column[filled[0]])[:200]))
    return beyond
