"""上级要求对照表 and 两份要点对照表: written and read back."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from yaodian.papers.coverage_table import comparison_table, coverage_table
from yaodian.papers.grid import Grid, fit, grid_document, grid_workbook
from yaodian.text import read_plan
from yaodian.text.compare import compare, cover

SUPERIOR = read_plan(
    "某市教育局2026年工作要点\n一、主要任务\n1.巩固控辍保学成果。九年义务教育巩固率达到97%以上。\n2.推进人工智能进校园，建设实验校20所。"
)
OWN = read_plan(
    "某县教育局2026年工作要点\n一、重点工作\n1.巩固控辍保学成果。九年义务教育巩固率达到96%以上。\n2.=HYPERLINK(1)，更新课桌椅4800套。"
)
COVERAGE = coverage_table(cover(SUPERIOR, OWN), superior="某市教育局2026年工作要点", own="某县教育局2026年工作要点")
COMPARISON = comparison_table(compare(SUPERIOR, OWN), old="旧", new="新")
ROWS = [
    (
        "1.1",
        "1.巩固控辍保学成果。九年义务教育巩固率达到97%以上。",
        "九年义务教育巩固率 97%以上",
        "1.1 巩固控辍保学成果",
        "九年义务教育巩固率 96%以上",
        "低于要求",
        "九年义务教育巩固率要求97%以上，我局96%以上，低1个百分点",
    ),
    (
        "1.2",
        "2.推进人工智能进校园，建设实验校20所。",
        "建设实验校数 20所",
        "—",
        "—",
        "未落实",
        "我局没有相近的任务",
    ),
    ("—", "—", "—", "1.2 =HYPERLINK(1)，更新课桌椅4800套", "更新课桌椅数 4800套", "我局自有", "—"),
]


def test_the_coverage_says_what_is_missing() -> None:
    assert [row.cells for row in COVERAGE.rows] == ROWS
    assert COVERAGE.lines[-1] == "未落实1项　低于要求1项　我局自有1项"
    labels = [column.label for column in COVERAGE.columns]
    assert labels == ["编号", "上级要求（原文）", "上级目标", "我局任务", "我局目标", "对照结果", "差距"]


@pytest.mark.parametrize("grid", [COVERAGE, COMPARISON], ids=["coverage", "comparison"])
def test_a_workbook_holds_every_cell_and_prints_across(grid: Grid) -> None:
    page = load_workbook(io.BytesIO(grid_workbook(grid))).active
    written = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    assert written == [[column.label for column in grid.columns], *([*row.cells] for row in grid.rows)]
    assert page["A1"].value == grid.title
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$3:$3"
    assert page.auto_filter.ref
    assert all(cell.data_type == "s" for row in page.iter_rows(min_row=4) for cell in row)  # no formula came of a text
    assert all(page.row_dimensions[number].height > 15 for number in range(4, 4 + len(grid.rows)))


@pytest.mark.parametrize("grid", [COVERAGE, COMPARISON], ids=["coverage", "comparison"])
def test_a_document_holds_every_cell_and_repeats_its_head(grid: Grid) -> None:
    made = Document(io.BytesIO(grid_document(grid)))
    table = made.tables[0]
    written = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert written == [tuple(column.label for column in grid.columns), *(row.cells for row in grid.rows)]
    assert [paragraph.text for paragraph in made.paragraphs] == [grid.title, *grid.lines]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    section = made.sections[0]
    assert section.page_width > section.page_height
    assert len(made.sections) == 1
    assert (
        sum(column.width for column in table.columns) <= section.page_width - section.left_margin - section.right_margin
    )


def test_the_result_is_shaded() -> None:
    made = Document(io.BytesIO(grid_document(COVERAGE)))
    cell = made.tables[0].rows[1].cells[5]
    assert cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "FFF4DC"


def test_signs_that_xml_cannot_hold_are_left_out_and_long_cells_end() -> None:
    assert fit("甲\x00\x0b乙\r\n丙\ud800") == "甲乙\n丙"
    assert len(fit("长" * 40_000)) == 32_000


def test_nothing_to_compare_still_makes_tables() -> None:
    empty = read_plan("")
    grid = coverage_table(cover(empty, empty), superior="甲", own="乙")
    assert grid.lines[-1] == "没有可以对照的任务"
    assert load_workbook(io.BytesIO(grid_workbook(grid))).active["A3"].value == "编号"
    assert len(Document(io.BytesIO(grid_document(grid))).tables[0].rows) == 1
