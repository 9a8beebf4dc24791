"""The small world with a second head and a second leader, on a fixed day, and sheets to edit as a person would."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.world import World, add_person, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.plans.selectors.sheet import Choice, sheet_of
from yaodian.apps.plans.services.sheet_rows import SentSheet
from yaodian.papers.breakdown_reading import read_breakdown
from yaodian.papers.breakdown_sheet import breakdown_workbook, chosen_columns

Edit = Callable[[Worksheet, dict[str, int]], None]
HEAD = 3  # the row of headings, counted from 1


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with at(date(2026, 9, 16)):
        yield


@pytest.fixture
def world(db: None) -> World:
    """Two people called 王伟 in 办公室, and 罗敏 who heads it."""
    world = small_world()
    add_person("luo", "罗敏", world.office, "office-head", "主任")
    add_person("wang1", "王伟", world.basic, "office-clerk", "科员")
    add_person("wang2", "王伟", world.basic, "office-clerk", "副科长")
    world.of["second-leader"] = add_person("shenf", "沈副", world.bureau, "bureau-leader", "副局长")
    first = world.items[0]
    first.measures, first.remark = "先自查，再复核。\n逐处销号。", "=1+1"
    first.save()
    first.support.add(world.office, world.township)
    return world


def exported(world: World, choice: Choice | None = None, *, columns: tuple[str, ...] = (), paper: str = "a4") -> bytes:
    """The workbook that 赵晓彤 gets."""
    sheet = sheet_of(world.plan, world.of["plan-clerk"], choice)
    return breakdown_workbook(sheet, chosen_columns(list(columns)), paper=paper)


def edited(data: bytes, edit: Edit) -> bytes:
    """The workbook after a person has edited its first sheet; columns by heading, counted from 1."""
    book: Workbook = load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    where = {str(cell.value): cell.column for cell in page[HEAD] if cell.value}
    edit(page, where)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(page: Worksheet, number: str, where: dict[str, int]) -> int:
    """The row of a task by its 序号."""
    return next(at for at in range(HEAD + 1, page.max_row + 1) if str(page.cell(at, where["序号"]).value) == number)


def with_cells(data: bytes, changes: dict[tuple[str, str], Any]) -> bytes:
    """The workbook with cells typed over: {(序号, heading): value}."""

    def edit(page: Worksheet, where: dict[str, int]) -> None:
        rows = {number: row_of(page, number, where) for number, _ in changes}  # before a 序号 is typed over
        for (number, heading), value in changes.items():
            page.cell(rows[number], where[heading]).value = value

    return edited(data, edit)


def sent(data: bytes) -> SentSheet:
    """The uploaded workbook as it is read."""
    return read_breakdown(data, "任务分解表.xlsx")
