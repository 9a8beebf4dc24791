"""Ad-hoc returns in Chromium: an office makes a form of a sheet and sends it, a school fills it in, it is collected."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.ledgers.returns.conftest import workbook
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.models import Return
from yaodian.apps.ledgers.returns.asking import Details, Wanted, change_return, draft_return, send_return
from yaodian.apps.ledgers.returns.kinds import Kept
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named

if TYPE_CHECKING:
    from playwright.sync_api import Page

Seen = Callable[["Page", str], None]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def seen(check_page: Callable[["Page"], None]) -> Seen:
    """Check a page, and keep a picture."""

    def look(page: "Page", name: str) -> None:
        check_page(page)
        shot(page, name)

    return look


@SIZES
def test_an_office_asks_and_a_school_answers(
    open_page: OpenPage, world: World, seen: Seen, tmp_path: Path, size: tuple[int, int]
) -> None:
    add_row(register=register_named("buildings"), values=building(world), by=world.an)
    sheet = tmp_path / "食堂情况.xlsx"
    headings = ["序号", "学校名称", "校舍栋数", "食堂面积（平方米）", "是否自营", "备注"]
    sheet.write_bytes(workbook(headings, title="学校食堂情况统计表"))
    page = open_page(world.bai, reverse("return-new"), size=size)
    seen(page, "1-new")
    page.get_by_label("表格").set_input_files(str(sheet))
    page.get_by_role("button", name="读取表头").click()
    page.get_by_text("有1列台账里已经有了").wait_for()
    page.get_by_label("必填: 食堂面积").check()
    seen(page, "2-edit")
    page.get_by_role("button", name="保存并发出").click()
    page.get_by_text("已发给2个单位").wait_for()
    seen(page, "3-sent")

    asked = Return.objects.get()
    page = open_page(world.an, reverse("returns"), size=size)
    seen(page, "4-mine")
    page = open_page(world.an, reverse("return-unit", args=[asked.pk, world.first.pk]), size=size)
    page.get_by_text("已从本单位台账代填1格").wait_for()
    assert page.get_by_label("校舍栋数").input_value() == "1"
    page.get_by_label("食堂面积").fill("120.5")
    page.get_by_label("是否自营").select_option("是")
    seen(page, "5-fill")
    page.get_by_role("button", name="报出").click()
    page.get_by_text("已报出。").wait_for()
    seen(page, "6-handed-in")

    seen(open_page(world.bai, reverse("return", args=[asked.pk]), size=size), "7-progress")
    seen(open_page(world.bai, reverse("return-unit", args=[asked.pk, world.first.pk]), size=size), "8-unit")
    seen(open_page(world.of["bureau-leader"], reverse("return-burden"), size=size), "9-burden")


@SIZES
def test_rows_typed_wrong_stay_and_say_why(
    open_page: OpenPage, world: World, seen: Seen, allowed_errors: list[str], *, tmp_path: Path, size: tuple[int, int]
) -> None:
    allowed_errors.append("status of 422")
    draft = draft_return(name="隐患.xlsx", content=workbook(["部位", "隐患等级", "整改日期"]), by=world.bai)
    columns = [
        Kept("部位", "text", required=True),
        Kept("隐患等级", "choice", options=("一般", "重大")),
        Kept("整改日期", "date"),
    ]
    details = Details("消防隐患", "逐处填写。", due=today() + timedelta(days=3), many=True, kinds=("school",))
    draft = change_return(asked=draft, details=details, columns=[Wanted(column) for column in columns], by=world.bai)
    asked = send_return(asked=draft, by=world.bai)
    page = open_page(world.an, reverse("return-fill", args=[asked.pk, world.first.pk]), size=size)
    page.get_by_label("部位 1", exact=True).fill("教学楼一层")
    page.get_by_label("整改日期 1", exact=True).fill("2026-02-30")
    page.get_by_role("button", name="先保存").click()
    page.get_by_text("有1格要改").wait_for()
    assert page.get_by_label("部位 1", exact=True).input_value() == "教学楼一层"
    seen(page, "10-rows-wrong")
    wrong = tmp_path / "填好.xlsx"
    wrong.write_bytes(workbook(["部位", "隐患等级", "整改日期"], ["食堂", "很大", "2026-03-01"]))
    page.get_by_label("填好的表格").set_input_files(str(wrong))
    page.get_by_role("button", name="上传表格").click()
    page.get_by_text("表里有1格要改").wait_for()
    seen(page, "11-sheet-wrong")
