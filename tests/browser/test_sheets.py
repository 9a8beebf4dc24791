"""The sheet in Chromium: columns chosen, downloaded, edited, uploaded, its wrong cells read, its changes chosen and imported."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, PICTURES, WIDE, OpenPage, shot
from tests.plans.sheets.conftest import with_cells
from tests.world import World
from yaodian.apps.plans.models import Adjustment, Item, Plan
from yaodian.apps.plans.services.breakdown import assign_item

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOTH = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(world: World) -> World:
    """Issued, with measures and a remark."""
    first = world.items[0]
    first.measures, first.remark = "先学校自查，再由第三方复核，逐处销号。", "重点"
    first.save()
    first.support.add(world.office, world.township)
    Plan.objects.update(breakdown="issued", number="青教发〔2026〕3号", issued_on=date(2026, 3, 1))
    return world


def download(page: "Page", folder: Path) -> Path:
    """The exported workbook as the browser saves it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出Excel表格").click()
    saved = folder / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    return saved


@BOTH
def test_a_sheet_is_exported_edited_and_imported(
    *,
    open_page: OpenPage,
    check_page: Callable[["Page"], None],
    world: World,
    size: tuple[int, int],
    tmp_path: Path,
    allowed_errors: list[str],
) -> None:
    allowed_errors.append("status of 422")
    page = open_page(world.of["plan-clerk"], reverse("sheets-export"), size=size)
    shot(page, "1-export")
    check_page(page)
    saved = download(page, tmp_path)
    assert saved.name.startswith("青澜县教育局2026年工作要点任务分解表（")

    wrong = tmp_path / "有错的表.xlsx"
    wrong.write_bytes(
        with_cells(
            saved.read_bytes(),
            {
                ("1", "牵头科室"): "基础教肓科",
                ("1", "完成时限"): "2月30日",
                ("2", "责任人"): "白惠",
                ("3", "备注"): "好",
            },
        )
    )
    page.get_by_role("link", name="导入改好的表").click()
    shot(page, "2-import")
    check_page(page)
    program = tmp_path / "程序.xlsx"
    program.write_bytes(b"MZ\x90\x00 not a sheet")
    page.get_by_label("改好的表").set_input_files(str(program))
    page.get_by_role("button", name="上传并比对").click()
    page.get_by_text("不是 .xlsx 表格").wait_for()
    check_page(page)
    page.get_by_label("改好的表").set_input_files(str(wrong))
    page.get_by_role("button", name="上传并比对").click()
    page.get_by_text("3格要改，尚未写入").wait_for()
    assert page.get_by_text("是不是“基础教育科”？").is_visible()
    shot(page, "3-wrong")
    check_page(page)

    good = tmp_path / "改好的表.xlsx"
    good.write_bytes(
        with_cells(
            saved.read_bytes(),
            {("1", "备注"): "重点，按周调度", ("2", "牵头科室"): "办公室", ("3", "完成时限"): "10月底"},
        )
    )
    assign_item(item=world.items[2], changes={"due": date(2026, 11, 15)}, basis="纪要4号", by=world.of["plan-clerk"])
    page.get_by_label("改好的表").set_input_files(str(good))
    page.get_by_role("button", name="上传并比对").click()
    page.get_by_text("有1格在导出以后系统里也改过").wait_for()
    shot(page, "4-preview")
    check_page(page)
    page.get_by_label("用表里的").check()
    page.get_by_label("调整依据").fill("局长办公会纪要〔2026〕9号")
    page.get_by_role("button", name="处改动").click()
    page.wait_for_url("**" + reverse("breakdown", args=[world.plan.pk]))
    page.get_by_text("已导入：改了3项任务").wait_for()
    assert Item.objects.get(pk=world.items[2].pk).due == date(2026, 10, 31)
    assert Adjustment.objects.filter(basis="局长办公会纪要〔2026〕9号").count() >= 3


@BOTH
@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_print_view_fits_the_paper(
    open_page: OpenPage, check_page: Callable[["Page"], None], world: World, size: tuple[int, int], paper: str
) -> None:
    page = open_page(world.bai, f"{reverse('sheets-print')}?paper={paper}", size=size)
    assert page.get_by_role("heading", level=1).inner_text() == "青澜县教育局2026年工作要点任务分解表"
    shot(page, f"5-print-{paper}")
    check_page(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="打印").is_visible()
    width = {"a4": 1047, "a3": 1512}[paper]
    page.set_viewport_size({"width": width, "height": 700})
    wide = page.evaluate("document.querySelector('.yd-papertable').getBoundingClientRect().width")
    assert wide <= width
    cells = "[...document.querySelectorAll('.yd-papertable td')].filter(td => td.scrollWidth > td.clientWidth + 1)"
    assert (
        page.evaluate(f"{cells}.map(td => td.className + td.innerText + td.clientWidth + '<' + td.scrollWidth)") == []
    )
    assert (
        page.locator(".yd-papertable thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    )
    if PICTURES:
        page.pdf(path=f"{PICTURES}/print-{paper}.pdf", prefer_css_page_size=True)
