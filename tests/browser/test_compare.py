"""Comparing in Chromium: two plans, the superior's document uploaded and held against ours, tables saved."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.text.compare.plans import SAMPLE, revised_sample
from tests.world import World
from yaodian.apps.audit.clock import now
from yaodian.apps.plans.models import Plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOTH = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
SUPERIOR = """宁川市教育局2026年工作要点
一、办好人民满意的教育
1.巩固控辍保学成果。九年义务教育巩固率达到97%以上，疑似辍学学生劝返率达到100%。
2.化解大班额。11月底前，小学、初中大班额比例分别控制在2%和2.5%以内。
3.推进中小学生阅读行动。每学期组织读书活动不少于2次。
4.实施人工智能进校园行动。建设人工智能教育示范校20所，培育一批骨干教师，形成可复制的经验。
二、加强队伍建设
5.补充紧缺教师。全市公开招聘教师1500人。
6.保障食品安全。学校食堂“互联网+明厨亮灶”接入率6月底前达到100%。
"""


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(world: World) -> World:
    """The sample plan and its revision, both published."""
    for year, text in ((2027, SAMPLE.read_text(encoding="utf-8")), (2028, revised_sample())):
        Plan.objects.create(
            unit=world.bureau,
            title=f"青澜县教育局{year}年工作要点",
            year=year,
            state=Plan.State.PUBLISHED,
            source_name=f"{year}.txt",
            text=text,
            created_at=now(),
            published_at=now(),
        )
    return world


def save(page: "Page", name: str, folder: Path) -> Path:
    """A table as the browser saves it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    saved = folder / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    return saved


@BOTH
def test_two_plans_are_compared_and_saved(
    *,
    open_page: OpenPage,
    check_page: Callable[["Page"], None],
    world: World,
    size: tuple[int, int],
    tmp_path: Path,
) -> None:
    page = open_page(world.bai, reverse("plan-list"), size=size)
    shot(page, "0-years")
    page.locator("main").get_by_role("link", name="对照", exact=True).click()
    page.wait_for_url("**/plans/compare/")
    shot(page, "1-plans")
    check_page(page)
    assert page.locator(".cp-line").count() == 8
    assert page.get_by_text("仪器配备达标率 95%以上 → 98%以上").is_visible()
    page.get_by_role("link", name="改写 2").click()
    assert page.locator(".cp-line").count() == 2
    assert "常态化开展帮扶" in (page.locator(".cp-line ins").last.text_content() or "")
    with page.expect_navigation():  # or axe looks at a page that is being left
        page.get_by_role("link", name="全部 55").click()
    shot(page, "2-all")
    check_page(page)
    saved = save(page, "导出Excel", tmp_path)
    assert "对照表" in saved.name
    assert load_workbook(saved).active["A3"].value == "类别"


@BOTH
def test_the_superiors_document_is_uploaded_and_held_against_ours(
    *,
    open_page: OpenPage,
    check_page: Callable[["Page"], None],
    world: World,
    size: tuple[int, int],
    tmp_path: Path,
    allowed_errors: list[str],
) -> None:
    allowed_errors.append("status of 422")
    page = open_page(world.of["plan-clerk"], reverse("plan-compare"), size=size)
    page.get_by_role("link", name="与上级文件对照").click()
    shot(page, "3-upload")
    check_page(page)
    page.get_by_role("button", name="上传并比对").click()
    assert page.get_by_role("alert").inner_text() == "请选上级的文件。"
    shot(page, "4-wrong")
    check_page(page)
    file = tmp_path / "宁川市教育局2026年工作要点.txt"
    file.write_text(SUPERIOR, encoding="utf-8")
    page.get_by_label("上级文件").set_input_files(file)
    page.get_by_role("button", name="上传并比对").click()
    page.wait_for_url("**/plans/cover/*/**")
    shot(page, "5-coverage")
    check_page(page)
    assert "2项未落实" in page.locator(".yd-lead").inner_text()
    page.get_by_role("link", name="未落实 2").click()
    assert page.get_by_text("我局没有相近的任务").count() == 2
    assert save(page, "导出Word", tmp_path).suffix == ".docx"
    page.goto(reverse("plan-compare"))
    page.get_by_role("link", name="宁川市教育局2026年工作要点.txt").click()
    assert page.get_by_role("heading", level=1).inner_text() == "上级要求对照"
