"""The workbook read back cell by cell, as a person would look at it."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.plans.models import Item
from yaodian.apps.plans.selectors.sheet import COLUMNS, Choice, Sheet, sheet_of
from yaodian.papers.breakdown_sheet import LONGEST, breakdown_workbook, chosen_columns
from yaodian.papers.cell_sizes import HIGHEST


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with at(date(2026, 9, 16)):
        yield


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def sheet(world: World, **chosen: Any) -> Sheet:
    return sheet_of(world.plan, world.of["plan-clerk"], Choice(**chosen))


def page_of(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_every_cell_is_there(world: World) -> None:
    first = world.items[0]
    first.measures, first.remark = "先自查，\n再复核。", "重点"
    first.save()
    first.support.add(world.office, world.township)
    page = page_of(breakdown_workbook(sheet(world), list(COLUMNS)))
    assert page["A1"].value == "青澜县教育局2026年工作要点任务分解表"
    assert page["A2"].value == "拟稿"
    assert page["G2"].value == "数据截至2026年9月16日09:00"
    assert [cell.value for cell in page[3]] == [*(column.label for column in COLUMNS), "识别码"]
    assert page["A4"].value == "一、守牢安全底线"
    assert [cell.value for cell in page[5]] == [
        "1",
        "1.消防安全。8月底前49处消防安全隐患全部整改。",
        "整改49处",
        "先自查，\n再复核。",
        "陈立言",
        "基础教育科",
        "办公室、石桥镇中心学校",
        "白慧",
        datetime.combine(first.due, datetime.min.time()),
        None,
        page["K5"].value,
        "重点",
        f"YD-{world.plan.pk}-{first.pk}-1",
    ]
    assert page["K5"].value.startswith("逾期")
    assert page["K5"].font.color.rgb == "FF84143C"
    assert [page[f"A{row}"].value for row in range(4, 9)] == ["一、守牢安全底线", "1", "2", "二、提升教学质量", "3"]


def test_it_is_made_to_be_printed(world: World) -> None:
    page = page_of(breakdown_workbook(sheet(world), list(COLUMNS), paper="a3"))
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 8)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$3:$3"
    assert page.freeze_panes == "C4"
    assert "第&P页" in page.oddFooter.center.text
    assert page.column_dimensions["M"].hidden
    assert page.print_area.endswith("$A$1:$L$8")


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("keys", [["task"], ["number", "task", "lead", "due"], [column.key for column in COLUMNS]])
def test_chosen_columns_fill_the_paper(world: World, paper: str, keys: list[str]) -> None:
    page = page_of(breakdown_workbook(sheet(world), chosen_columns(keys), paper=paper))
    assert len([cell for cell in page[3] if cell.value]) == len(keys) + 1
    total = sum(page.column_dimensions[letter].width for letter in "ABCDEFGHIJKL"[: len(keys)])
    assert total == pytest.approx({"a4": 148, "a3": 212}[paper], abs=14)


def test_the_kept_sheet_is_hidden_and_locked(world: World) -> None:
    kept = load_workbook(io.BytesIO(breakdown_workbook(sheet(world), chosen_columns(["task"]))))["_yaodian"]
    assert kept.sheet_state == "veryHidden"
    assert kept.protection.sheet
    assert kept["A1"].value == "yaodian-breakdown-1"


@pytest.mark.parametrize(
    "text", ["=1+1", "+8610", "-2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "http://example.org", "{=1}"]
)
def test_no_text_becomes_a_formula_or_a_link(world: World, text: str) -> None:
    item = world.items[0]
    item.measures = item.remark = text
    item.save()
    world.plan.title = text
    Item.objects.filter(kind="section").update(title=text)
    made = sheet(world)
    page = page_of(breakdown_workbook(made, list(COLUMNS)))
    found = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in found if cell.data_type == "f" or cell.hyperlink] == []
    assert page["D5"].value == text
    assert page["D5"].number_format == "@"


@pytest.mark.parametrize("length", [100, 700, 5_000, 20_000])
def test_long_text_is_there_whole_and_high_enough(world: World, length: int) -> None:
    item = world.items[0]
    item.measures = "消防安全，" * (length // 5)
    item.save()
    page = page_of(breakdown_workbook(sheet(world), list(COLUMNS)))
    assert page["D5"].value == item.measures
    span = next((one for one in page.merged_cells.ranges if one.min_col == 4 and one.min_row == 5), None)
    rows = range(5, (span.max_row if span else 5) + 1)
    heights = [page.row_dimensions[row].height for row in rows]
    assert max(heights) <= HIGHEST
    per_line = page.column_dimensions["D"].width * 7 / 12
    assert sum(heights) >= length / per_line * 9 * 1.2


def test_what_a_cell_cannot_hold_says_so(world: World) -> None:
    item = world.items[0]
    item.measures = "字" * 40_000
    item.save()
    value = page_of(breakdown_workbook(sheet(world), list(COLUMNS)))["D5"].value
    assert value.startswith("字" * LONGEST)
    assert value.endswith("全文见系统；此格不要改）")


def test_mine_lead_and_light_choose_the_tasks(world: World) -> None:
    last = world.items[2]
    last.lead, last.owner, last.leader = world.office, None, None
    last.save()
    assert len(sheet(world).tasks) == 3
    assert [row.item.number for row in sheet(world, mine=True).tasks] == ["3"]
    assert [row.item.number for row in sheet(world, lead=world.basic.pk).tasks] == ["1", "2"]
    assert [row.item.number for row in sheet(world, light="overdue").tasks] == ["1"]


def test_a_real_size_is_quick_and_costs_the_same_queries(world: World, django_assert_max_num_queries: Any) -> None:
    many(world, 300)
    with django_assert_max_num_queries(13):
        made = sheet(world)
    assert len(made.tasks) == 303
    assert len(breakdown_workbook(made, list(COLUMNS))) > 20_000


def many(world: World, count: int) -> None:
    """More tasks like the first."""
    first = world.items[0]
    Item.objects.bulk_create(
        Item(
            plan=world.plan,
            parent=first.parent,
            order=100 + number,
            number=f"9.{number}",
            kind="task",
            title=f"任务{number}",
            start=first.start,
            end=first.end,
            lead=world.basic,
            owner=first.owner,
            due=first.due,
        )
        for number in range(count)
    )
