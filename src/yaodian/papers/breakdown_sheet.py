"""The breakdown as an .xlsx workbook: made to be printed, edited in Excel, WPS or LibreOffice, and imported again.

Each task's row carries its 识别码 in a hidden column; a hidden, locked sheet keeps every cell as it was exported, so that the
import knows what was edited and what has changed in Yaodian meanwhile (`papers/breakdown_reading.py` reads both).
"""

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yaodian.apps.plans.selectors.sheet import BY_KEY, COLUMNS, Column, Sheet, SheetRow, Value
from yaodian.papers.cell_sizes import HIGHEST, height_of, lines_in, shares

MARK = "yaodian-breakdown-1"
CODE = "识别码"
KEPT = "_yaodian"
LONGEST = 32_000  # Excel ends at 32,767 characters
TOO_LONG = "……（本格超过表格的上限，只到这里，全文见系统；此格不要改）"
HEAD_ROW = 2
PAPERS = {"a4": 9, "a3": 8}
TOTAL_UNITS = {"a4": 148.0, "a3": 212.0}  # printable width in landscape at full size
FIXED = {"number": 7, "leader": 8.5, "lead": 10, "support": 11, "owner": 8.5, "due": 13, "light": 9}
POINTS = {"a4": 9.0, "a3": 10.5}
INKS = {
    "done": "#46576A",
    "green": "#1D6B41",
    "yellow": "#8A5F00",
    "red": "#B3261E",
    "overdue": "#84143C",
    "idle": "#5F6D7B",
    "paused": "#5F6D7B",
}
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML has no place for them
HOW = (
    "本表从要点系统导出，改好后可以在“分解表—导入表格”中导入。导入前会先列出每一处改动，确认后才写入。",
    "可以改的列：主要措施、分管领导、牵头科室、配合科室、责任人、完成时限、备注。",
    "不能在表里改的列：序号、重点任务（原文）、目标值（在任务页或核对页改）、进展和灯（由牵头科室报进展后自动得出）。",
    "完成时限写成2026-06-30、2026年6月30日、2026年6月、6月底、年底都可以。",
    "配合科室写几个的，用顿号隔开。责任人、分管领导写姓名；同名的写成“姓名（科室 职务）”。",
    "可以删行、排序、加列、改列的先后；没有删的行、没有改的格不受影响。新增任务不能从这里加。",
    "表格最右边有隐藏的“识别码”列，另有一张隐藏并加锁的表，用来对上每一行和每一格的原样，请不要删改。",
)


def code_of(row: SheetRow) -> str:
    """What tells the row again: plan, task and its version."""
    return f"YD-{row.item.plan_id}-{row.item.pk}-{row.item.version}"


def fit(value: Value) -> Value:
    """A value as a cell can hold it."""
    if isinstance(value, date):
        return value
    clean = UNFIT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + TOO_LONG


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of a workbook with their widths, its size of type and its formats."""

    columns: list[Column]
    widths: list[float]
    points: float
    body: Format
    centred: Format
    day: Format
    head: Format
    title: Format
    line: Format
    line_right: Format
    heading: Format
    lights: dict[str, Format]


def breakdown_workbook(sheet: Sheet, columns: list[Column], *, paper: str = "a4") -> bytes:
    """The workbook with these columns, ready to print on A4 or A3 landscape."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": sheet.title, "comments": sheet.as_of_words})
        page = book.add_worksheet("任务分解表")
        layout = _layout(book, sheet, columns, paper)
        _set_up(page, sheet, layout, paper)
        _write_head(page, sheet, layout)
        last = _write_rows(page, sheet, layout)
        page.print_area(0, 0, last, len(columns) - 1)
        kept = book.add_worksheet(KEPT)
        _write_kept(kept, sheet)
        _offer_offices(page, sheet, columns, last)
        _write_how(book.add_worksheet("填写说明"), book)
    return out.getvalue()


def chosen_columns(keys: list[str]) -> list[Column]:
    """These columns in their order; all, where none of them is one."""
    return [column for column in COLUMNS if column.key in keys] or list(COLUMNS)


def _widths(columns: list[Column], rows: list[SheetRow], paper: str) -> list[float]:
    """The paper's width: what names and dates need, the rest shared by weight, half as much for a column that is empty."""
    fixed = {column.key: FIXED[column.key] for column in columns if column.key in FIXED}
    filled = {column.key for column in columns if any(row.cells[column.key] for row in rows)}
    weights = {
        column.key: column.weight / (1 if column.key in filled else 2) for column in columns if column.key not in fixed
    }
    stretch = 1 if weights else TOTAL_UNITS[paper] / sum(fixed.values())  # only names and dates: they fill the paper
    spare = TOTAL_UNITS[paper] - sum(fixed.values())
    return [
        round(
            fixed[column.key] * min(stretch, 2.5)
            if column.key in fixed
            else max(spare * weights[column.key] / sum(weights.values()), 10),
            1,
        )
        for column in columns
    ]


def _layout(book: xlsxwriter.Workbook, sheet: Sheet, columns: list[Column], paper: str) -> _Layout:
    points = POINTS[paper]

    def made(**more: Any) -> Format:
        return book.add_format(
            {"font_name": "仿宋", "font_size": points, "text_wrap": True, "valign": "vcenter", **more}
        )

    def boxed(**more: Any) -> Format:
        return made(border=1, border_color="#8A94A0", **more)

    text = {"num_format": "@"}
    return _Layout(
        columns=columns,
        widths=_widths(columns, sheet.tasks, paper),
        points=points,
        body=boxed(**text),
        centred=boxed(align="center", **text),
        day=boxed(align="center", num_format='yyyy"年"m"月"d"日"'),
        head=boxed(align="center", font_name="黑体", bg_color="#EEF2F5"),
        title=made(font_name="宋体", bold=True, font_size=18, align="center"),
        line=made(align="left", text_wrap=False),
        line_right=made(align="right", text_wrap=False),
        heading=boxed(font_name="黑体", bg_color="#F5F7F9", align="left", **text),
        lights={code: boxed(align="center", bold=True, font_color=ink, **text) for code, ink in INKS.items()},
    )


def _set_up(page: Worksheet, sheet: Sheet, layout: _Layout, paper: str) -> None:
    columns = layout.columns
    page.set_landscape()
    page.set_paper(PAPERS[paper])
    page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.repeat_rows(HEAD_ROW)
    page.freeze_panes(HEAD_ROW + 1, 2 if [column.key for column in columns[:2]] == ["number", "task"] else 0)
    page.set_footer(f"&L&9{sheet.number.replace('&', '&&')}&C&9第&P页，共&N页&R&9{sheet.as_of_words}")
    for place, width in enumerate(layout.widths):
        page.set_column(place, place, width)
    page.set_column(len(columns), len(columns), 4, None, {"hidden": True})
    page.hide_gridlines(2)


def _write_head(page: Worksheet, sheet: Sheet, look: _Layout) -> None:
    columns = look.columns
    last = len(columns) - 1
    half = last // 2
    page.set_row(0, 34)
    page.set_row(1, 18)
    page.set_row(HEAD_ROW, 30)
    _across(page, (0, 0, last), str(fit(sheet.title)), look.title)
    if last:
        _across(page, (1, 0, half), str(fit(sheet.number)), look.line)
        _across(page, (1, half + 1, last), sheet.as_of_words, look.line_right)
    else:
        page.write_string(1, 0, sheet.as_of_words, look.line)
    for place, column in enumerate(columns):
        page.write_string(HEAD_ROW, place, column.label, look.head)
    page.write_string(HEAD_ROW, len(columns), CODE)


def _across(page: Worksheet, place: tuple[int, int, int], text: str, look: Format) -> None:
    """A text over several columns: row, first, last. merge_range would take =1+1 for a formula, so the words follow it."""
    row, first, last = place
    if last > first:
        page.merge_range(row, first, row, last, "", look)
    page.write_string(row, first, text, look)


def _write_rows(page: Worksheet, sheet: Sheet, layout: _Layout) -> int:
    """Write all rows; the number of the last."""
    points, whole = layout.points, sum(layout.widths)
    at = HEAD_ROW + 1
    for row in sheet.rows:
        if row.heading:
            indent = "　" * (row.level - 1)
            text = indent + str(fit(row.heading))
            page.set_row(at, height_of(lines_in(text, whole, points), points) + 2)
            _across(page, (at, 0, len(layout.columns) - 1), text, layout.heading)
            at += 1
        else:
            at += _write_task(page, at, row, layout)
    return at - 1


def _write_task(page: Worksheet, at: int, row: SheetRow, layout: _Layout) -> int:
    """One task; how many physical rows it took: two or more, merged, where its text is higher than Excel lets a row be."""
    columns = layout.columns
    cells = [fit(row.cells[column.key]) for column in columns]
    lines = max(
        1 if isinstance(cell, date) else lines_in(cell, width, layout.points)
        for cell, width in zip(cells, layout.widths, strict=True)
    )
    heights = shares(max(height_of(lines, layout.points), 24.0))
    for offset, height in enumerate(heights):
        page.set_row(at + offset, min(height, HIGHEST))
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        style = _style(column, row, layout)
        if len(heights) > 1:
            page.merge_range(at, place, at + len(heights) - 1, place, "", style)
        if isinstance(cell, date):
            page.write_datetime(at, place, cell, style)
        elif cell:
            page.write_string(at, place, cell, style)
        else:
            page.write_blank(at, place, None, style)
    page.write_string(at, len(columns), code_of(row))
    return len(heights)


def _style(column: Column, row: SheetRow, look: _Layout) -> Format:
    if column.key == "light":
        return look.lights[row.light]
    if column.key == "due":
        return look.day
    return look.centred if column.key in ("number", "leader", "lead", "owner") else look.body


def _write_kept(page: Worksheet, sheet: Sheet) -> None:
    """Each task's cells as they are exported, whichever columns are shown."""
    page.very_hidden()
    page.protect()
    page.write_string(0, 0, MARK)
    page.write_string(0, 1, str(sheet.plan.pk))
    page.write_string(0, 2, str(fit(sheet.plan.title)))
    page.write_string(0, 3, sheet.as_of_words)
    page.write_row(1, 0, [CODE, *BY_KEY])
    for at, row in enumerate(sheet.tasks, 2):
        page.write_string(at, 0, code_of(row))
        for place, key in enumerate(BY_KEY, 1):
            cell = fit(row.cells[key])
            page.write_string(at, place, cell.isoformat() if isinstance(cell, date) else cell)
    for at, office in enumerate(sheet.offices, 2):
        page.write_string(at, len(BY_KEY) + 2, office)


def _offer_offices(page: Worksheet, sheet: Sheet, columns: list[Column], last: int) -> None:
    """A list of the offices to choose from in 牵头科室; other names may be typed and are judged on import."""
    place = next((place for place, column in enumerate(columns) if column.key == "lead"), None)
    if place is None or not sheet.offices or last <= HEAD_ROW:
        return
    letter = xlsxwriter.utility.xl_col_to_name(len(BY_KEY) + 2)
    source = f"='{KEPT}'!${letter}$3:${letter}${len(sheet.offices) + 2}"
    page.data_validation(
        HEAD_ROW + 1, place, last, place, {"validate": "list", "source": source, "error_type": "information"}
    )


def _write_how(page: Worksheet, book: xlsxwriter.Workbook) -> None:
    wrapped = book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 96)
    page.write_string(0, 1, "填写说明", book.add_format({"font_name": "黑体", "font_size": 14}))
    for at, line in enumerate(HOW, 1):
        page.set_row(at, height_of(lines_in(line, 96, 11), 11))
        page.write_string(at, 0, f"{at}.", wrapped)
        page.write_string(at, 1, line, wrapped)
    page.set_landscape()
    page.set_paper(PAPERS["a4"])
    page.fit_to_pages(1, 0)
