"""A plain table with a title as .xlsx and .docx, across, ready to print: what the tables of a comparison have in common."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from yaodian.papers.cell_sizes import HIGHEST, height_of, lines_in
from yaodian.papers.official import CENTRE, HEAD, LEFT, SANS, TITLE, dress, new_document, write

LONGEST = 32_000  # Excel ends at 32,767 characters
POINTS = 10.5  # 五号
UNITS = 150.0  # printable width of A4 across, in units of a column's width
MILLIMETRES = 257.0
HEAD_ROW = 2
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML has no place for them


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its label, its share of the width, whether its cells are centred."""

    label: str
    share: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row's cells, and the colour behind the one that says the result (`#FBEAE9`), or ""."""

    cells: tuple[str, ...]
    shade: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its title and the lines below it; `result` is the column that is shaded."""

    title: str
    lines: tuple[str, ...]
    columns: tuple[Heading, ...]
    rows: tuple[Line, ...]
    result: int

    @property
    def shares(self) -> list[float]:
        """The columns' shares of one."""
        whole = sum(column.share for column in self.columns)
        return [column.share / whole for column in self.columns]


def fit(text: str) -> str:
    """A text as a cell can hold it."""
    clean = UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= LONGEST else f"{clean[: LONGEST - 1]}…"


def grid_workbook(grid: Grid) -> bytes:
    """The .xlsx: A4 across, the head repeated on every page, a filter on the columns."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": grid.title})
        page = book.add_worksheet("对照表")
        base = {"font_name": "仿宋", "font_size": POINTS, "text_wrap": True, "valign": "vcenter"}
        boxed = {**base, "border": 1, "border_color": "#8A94A0", "num_format": "@"}
        title = book.add_format(
            {"font_name": "宋体", "bold": True, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        head = book.add_format({**boxed, "font_name": "黑体", "align": "center", "bg_color": "#EEF2F5"})
        widths = [round(share * UNITS, 1) for share in grid.shares]
        last = len(widths) - 1
        page.set_row(0, 34)
        page.merge_range(0, 0, 0, last, fit(grid.title), title)
        page.merge_range(1, 0, 1, last, fit("　".join(grid.lines)), book.add_format({**base, "align": "left"}))
        page.set_row(1, height_of(lines_in("　".join(grid.lines), UNITS, POINTS), POINTS))
        page.set_row(HEAD_ROW, 30)
        looks: dict[tuple[bool, str], Any] = {}
        for at, (column, width) in enumerate(zip(grid.columns, widths, strict=True)):
            page.set_column(at, at, width)
            page.write_string(HEAD_ROW, at, column.label, head)
        for number, row in enumerate(grid.rows, start=HEAD_ROW + 1):
            lines = max(lines_in(cell, width, POINTS) for cell, width in zip(row.cells, widths, strict=True))
            page.set_row(number, min(height_of(lines, POINTS), HIGHEST))
            for at, cell in enumerate(row.cells):
                key = (grid.columns[at].centred, row.shade if at == grid.result else "")
                if key not in looks:
                    shade = {"bg_color": key[1], "bold": True} if key[1] else {}
                    looks[key] = book.add_format({**boxed, **shade, "align": "center" if key[0] else "left"})
                page.write_string(number, at, fit(cell), looks[key])
        _set_up(page, grid)
    return out.getvalue()


def _set_up(page: Any, grid: Grid) -> None:
    last_row, last = HEAD_ROW + len(grid.rows), len(grid.columns) - 1
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.repeat_rows(HEAD_ROW)
    page.freeze_panes(HEAD_ROW + 1, 0)
    page.autofilter(HEAD_ROW, 0, last_row, last)
    page.print_area(0, 0, last_row, last)
    page.set_footer("&C&9第&P页，共&N页")
    page.hide_gridlines(2)


def grid_document(grid: Grid) -> bytes:
    """The .docx: the page of official papers, across, the head repeated, no row broken over two pages."""
    made = new_document(fit(grid.title))
    _turn(made.sections[0])
    write(made, fit(grid.title), font=TITLE, size=20, align=CENTRE)
    for line in grid.lines:
        write(made, fit(line), size=12, align=LEFT).paragraph_format.line_spacing = Pt(19)
    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(share * MILLIMETRES) for share in grid.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    texts = [[column.label for column in grid.columns], *(row.cells for row in grid.rows)]
    shades = ["", *(row.shade for row in grid.rows)]
    for number, (row, cells, shade) in enumerate(zip(table.rows, texts, shades, strict=True)):
        _fill_row(row, cells, grid, shade=shade, is_head=number == 0, widths=widths)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _turn(section: Section) -> None:
    """The page across, as for the annexed tables of official papers."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.left_margin, section.right_margin = Mm(20), Mm(20)
    section.footer_distance = Mm(12)


def _fill_row(row: Any, cells: Sequence[str], grid: Grid, *, shade: str, is_head: bool, widths: list[Any]) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = widths[at]
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if shade and at == grid.result:
            colour = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade.lstrip("#"))):
                colour.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(colour)
        for number, line in enumerate(fit(text).split("\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = CENTRE if is_head or grid.columns[at].centred else LEFT
            paragraph.paragraph_format.space_after = Pt(0)
            dress(paragraph.add_run(line), HEAD if is_head else SANS, POINTS)
