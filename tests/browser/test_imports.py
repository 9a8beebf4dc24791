"""Importing in Chromium: upload, a wrong cell, the mended sheet, what would change, written, undone; wide and on a phone."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.ledgers.imports.conftest import HEADINGS, line, workbook
from tests.world import World
from yaodian.apps.ledgers.tables import rows_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOTH = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def send(page: "Page", folder: Path, content: bytes) -> None:
    """Choose the file and upload it."""
    sheet = folder / "校舍.xlsx"
    sheet.write_bytes(content)
    page.goto("/registers/buildings/import/")
    shot(page, "upload")
    page.set_input_files("input[type=file]", str(sheet))
    page.get_by_role("button", name="上传并检查").click()


@BOTH
def test_a_sheet_is_mended_imported_and_undone(
    open_page: OpenPage, world: World, tmp_path: Path, size: tuple[int, int]
) -> None:
    page = open_page(world.an, size=size)
    send(page, tmp_path, workbook([line("A1"), line("A2", 层数="四层楼")]))
    page.get_by_text("有1处错误").wait_for()
    shot(page, "wrong")
    send(page, tmp_path, workbook([line("A1", 宿舍床位=1), line("A2")]))
    shot(page, "new")
    page.get_by_role("button", name="全部写入").click()
    page.get_by_text("已写入：新增2行").wait_for()
    shot(page, "done")
    send(page, tmp_path, workbook([line("A1", 宿舍床位=2), line("A2"), line("A3")]))
    page.get_by_role("link", name="有变化 1").click()
    shot(page, "rows")
    page.get_by_role("button", name="宿舍床位：保留系统里的").click()
    page.get_by_role("button", name="宿舍床位：采用表里的").wait_for()
    page.go_back()
    page.goto(page.url.split("rows/")[0])
    page.get_by_role("button", name="全部写入").click()
    page.get_by_text("已写入：新增1行").wait_for()
    assert rows_of("buildings")._default_manager.get(number="A1").beds == 1
    page.get_by_role("link", name="撤销这次导入").click()
    shot(page, "undo")
    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_text("这次导入已撤销").wait_for()
    shot(page, "undone")
    page.goto("/imports/")
    shot(page, "list")


@BOTH
def test_unknown_headings_are_said(open_page: OpenPage, world: World, tmp_path: Path, size: tuple[int, int]) -> None:
    page = open_page(world.an, size=size)
    send(page, tmp_path, workbook([[*line("A1")[:-1], 12]], [*HEADINGS[:-1], "铺位几张"]))
    page.get_by_label("铺位几张").select_option(label="宿舍床位")
    shot(page, "mapping")
    page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name="全部写入").wait_for()
