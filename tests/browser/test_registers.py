"""The pages of registers in Chromium, wide and on a phone: list, filters, views, form, row, unmasking, problems, export."""

from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, settled, shot
from tests.ledgers.made_rows import add_made_row
from tests.world import World
from yaodian.apps.ledgers.checking.sweep import sweep
from yaodian.apps.ledgers.models import FailedCheck
from yaodian.apps.ledgers.rows import change_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.packs import registers

both_sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def filled(world: World) -> World:
    """Three rows of each register in 一小, and their checks gone through."""
    for register in registers().values():
        alone = register.identity == (register.owner,)
        for n in range(1, 2 if alone else 4):
            add_made_row(register, world.first, n)
        sweep(register)
    return world


@both_sizes
def test_from_the_overview_to_a_row(open_page: Any, check_page: Any, filled: World, size: tuple[int, int]) -> None:
    page = open_page(filled.an, "/registers/", size=size)
    check_page(page)
    shot(page, "overview")
    for key in registers():
        page.goto(f"/registers/{key}/")
        check_page(page)
        shot(page, f"list-{key}")
    page.goto("/registers/pupils/")
    page.locator("tbody th a").first.click()
    settled(page)
    check_page(page)
    shot(page, "row")
    page.get_by_label("用途").select_option("check")
    page.get_by_label("具体事由").fill("核对户口簿上的号码")
    page.get_by_role("button", name="显示原值").click()
    page.get_by_text("已留痕：核对信息：核对户口簿上的号码").wait_for()
    check_page(page)
    shot(page, "unmasked")


@both_sizes
def test_filters_columns_and_views(open_page: Any, check_page: Any, filled: World, size: tuple[int, int]) -> None:
    page = open_page(filled.an, "/registers/pupils/", size=size)
    page.locator(".rg-filters > summary").click()
    check_page(page)
    shot(page, "filters")
    page.locator(".rg-filters").get_by_label("男", exact=True).check()
    page.get_by_role("button", name="按条件查").click()
    settled(page)
    assert page.get_by_label("去掉“性别”").count() == 1
    check_page(page)
    page.get_by_text("视图", exact=True).click()
    shot(page, "views")
    page.get_by_label("把现在的列表存为").fill("男生")
    page.get_by_role("button", name="存为视图").click()
    settled(page)
    assert page.locator(".yd-views [aria-current]").inner_text() == "男生"
    page.locator("summary", has_text="列 ").click()
    check_page(page)
    shot(page, "columns")
    page.locator("summary", has_text="导出").click()
    shot(page, "export")
    with page.expect_download() as download:
        page.locator(".rg-menu-box").get_by_role("button", name="导出").click()
    assert download.value.suggested_filename == "学籍台账.xlsx"


@both_sizes
def test_a_row_is_added_with_suggestions_warned_about_and_changed(
    open_page: Any, check_page: Any, filled: World, size: tuple[int, int], allowed_errors: list[str]
) -> None:
    allowed_errors.append("status of 422")
    page = open_page(filled.an, "/registers/classes/add/", size=size)
    check_page(page)
    shot(page, "add")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("还没有保存：请改正下面标出的几项").wait_for()
    check_page(page)
    shot(page, "wrong")
    field = page.locator("input[name=head_teacher]")
    field.click()
    page.locator("#offers-head_teacher option").first.wait_for(state="attached")
    staff = rows_of("staff")._default_manager.order_by("pk").first()
    field.fill("")
    field.type(staff.name[:2])  # type: ignore[union-attr]
    page.locator(f"#offers-head_teacher option[value$='#{staff.pk}']").wait_for(state="attached")  # type: ignore[union-attr]
    page.goto("/registers/pupils/1/change/")
    check_page(page)
    shot(page, "change")


@both_sizes
def test_problems_are_explained(open_page: Any, check_page: Any, filled: World, size: tuple[int, int]) -> None:
    failed = FailedCheck.objects.filter(severity="warning").first()
    assert failed is not None
    page = open_page(filled.an, f"/registers/{failed.register}/problems/", size=size)
    check_page(page)
    shot(page, "problems")
    page.get_by_label("为什么没有错").first.fill("已核实")
    page.get_by_role("button", name="写说明").first.click()
    page.get_by_text("说明已记下").wait_for()
    assert FailedCheck.objects.filter(explanation="已核实").count() == 1


@both_sizes
def test_history_look_up_and_who_saw_it(open_page: Any, check_page: Any, filled: World, size: tuple[int, int]) -> None:
    register = register_named("buildings")
    row = rows_of("buildings")._default_manager.order_by("pk").first()
    change_row(register=register, row=row, values={"beds": 40}, by=filled.an, reason="新增床位")
    page = open_page(filled.an, f"/registers/buildings/{row.pk}/", size=size)  # type: ignore[union-attr]
    page.get_by_text("新增床位").wait_for()
    check_page(page)
    shot(page, "history")
    page.goto(f"/registers/buildings/{row.pk}/remove/")  # type: ignore[union-attr]
    check_page(page)
    page.goto(f"/registers/buildings/{row.pk}/identity/")  # type: ignore[union-attr]
    check_page(page)
    shot(page, "identity")
    page = open_page(filled.of["principal"], "/registers/pupils/1/seen/", size=size)
    check_page(page)
    page = open_page(filled.bai, "/registers/pupils/look-up/", size=size)
    check_page(page)
    page.get_by_label("完整的号码").fill(rows_of("pupils")._default_manager.get(pk=1).pupil_number[1:])  # type: ignore[attr-defined]
    page.get_by_label("用途").select_option("formalities")
    page.get_by_label("具体事由").fill("家长来电核对")
    page.get_by_role("button", name="查找").click()
    page.get_by_text("找到1条").wait_for()
    check_page(page)
    shot(page, "look-up")
