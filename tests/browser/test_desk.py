"""The desk, the overview, the list of tasks and the calendar in Chromium, at both sizes."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.plans.overview.conftest import DAY, grow, instruction, report, request
from tests.world import World, small_world
from yaodian.apps.plans.models import Item

sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
Check = Callable[[Any], None]


@pytest.fixture
def world(transactional_db: None, settings: Any) -> World:
    """The small world on 16 September 2026 with some twenty tasks, reports, requests and shares."""
    settings.DEMO_TODAY = DAY
    built = small_world()
    grow(built, 18)
    report(built.items[0], value=46, obstacle="3所学校未交整改照片", asks="请约谈校长")
    request(built.items[1], "extend", built.bai)
    instruction(built.items[2], built.of["bureau-leader"])
    Item.objects.filter(pk=built.items[1].pk).update(due=date(2026, 9, 20))
    Item.objects.filter(pk=built.items[2].pk).update(due=date(2026, 9, 18))
    return built


@sizes
@pytest.mark.parametrize(
    "role", ["bureau-leader", "plan-clerk", "office-head", "township", "principal", "administrator"]
)
def test_every_desk_is_accessible(
    open_page: OpenPage, world: World, check_page: Check, role: str, size: tuple[int, int]
) -> None:
    page = open_page(world.of[role], size=size)
    for address in ("/", "/desk/waiting/"):
        page.goto(address)
        check_page(page)


@sizes
def test_the_pages_over_all_tasks_are_accessible(
    open_page: OpenPage, world: World, check_page: Check, size: tuple[int, int]
) -> None:
    page = open_page(world.bai, size=size)
    for address in (
        "/overview/",
        "/overview/?by=leader",
        "/tasks/",
        "/tasks/?light=bad&q=项",
        "/tasks/?q=无",
        "/calendar/?mine=1",
    ):
        page.goto(address)
        check_page(page)


def test_from_the_desk_to_the_report(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/")
    page.wait_for_selector(".yd-canvas[data-drawn] svg")
    page.locator(".dk-menu summary").click()
    page.locator(".dk-menu .yd-menu-list a", has_text="消防安全").click()
    page.wait_for_url(f"**/plan/item/{world.items[0].pk}/report/")


def test_the_counts_lead_to_their_rows(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/")
    page.locator(".yd-strip a", has_text="逾期").click()
    assert page.url.endswith("#g-late")
    page.locator(".yd-strip a", has_text="等我办理").click()
    page.wait_for_url("**/desk/waiting/#waiting")
    assert page.locator("#waiting .yd-verb").first.inner_text() == "落实"


def test_a_leader_on_the_phone_reads_in_the_right_order_and_decides(open_page: OpenPage, world: World) -> None:
    page = open_page(world.of["bureau-leader"], "/", size=PHONE)
    tops = [
        page.get_by_role("heading", name=name, exact=True).bounding_box()["y"]
        for name in ("请您定", "红在哪里", "照此进度还会变红", "全年完成进度", "各部分")
    ]
    assert tops == sorted(tops)
    page.locator(".yd-ask", has_text="2 应急演练").get_by_role("link", name="审批").click()
    page.wait_for_url("**/plan/request/*/")
    page.get_by_role("button", name=re.compile("同意")).click()
    page.goto("/")
    assert page.locator(".yd-ask", has_text="2 应急演练").count() == 0


def test_filters_apply_as_they_are_chosen_and_go_by_their_chip(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/tasks/")
    page.get_by_label("牵头科室").select_option(str(world.basic.pk))
    page.wait_for_url(f"**lead={world.basic.pk}*")
    page.locator(".yd-views a", has_text="逾期").click()
    page.wait_for_url("**light=overdue*")
    rows = page.locator("tbody tr")
    assert rows.count() == int(re.sub(r"\D", "", page.locator(".yd-views [aria-current]").inner_text()))
    page.get_by_role("link", name="去掉“基础教育科”").click()
    page.wait_for_url("**/tasks/?*light=overdue*")
    assert page.get_by_label("牵头科室").input_value() == ""
    page.get_by_role("link", name="时限").click()
    assert page.locator("th[aria-sort=ascending]").inner_text() == "时限"


def test_on_the_phone_the_filters_are_folded(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/tasks/", size=PHONE)
    assert not page.get_by_label("牵头科室").is_visible()
    page.locator(".tl-filter summary").click()
    page.get_by_label("查任务名称").fill("消防")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url("**q=*")
    assert page.locator("tbody tr").count() == 1


def test_a_number_of_the_overview_opens_its_tasks(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/overview/")
    page.wait_for_selector(".yd-canvas[data-drawn] svg")
    cell = page.locator("td a.is-overdue").first
    number = cell.inner_text()
    cell.click()
    page.wait_for_url("**/tasks/?*light=overdue*")
    assert page.locator(".tl-count").inner_text().startswith(f"{number}项")


def test_the_overview_prints_without_its_filters(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/overview/")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="打印").is_visible()
    assert page.locator("text=红在哪里，为什么").is_visible()


def test_the_calendar_jumps_and_gives_a_file(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/calendar/", size=PHONE)
    page.locator(".cal-jump a", has_text="12月").click()
    assert page.url.endswith("#m202612")
    with page.expect_download() as found:
        page.get_by_role("link", name="下载日程").click()
    assert found.value.suggested_filename == "yaodian.ics"
