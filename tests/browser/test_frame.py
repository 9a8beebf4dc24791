"""The frame in Chromium: accessible, by keyboard, under the strict CSP, with charts, menus, parts fetched by HTMX."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.world import World
from yaodian.apps.jobs.models import Job
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.models import Post

sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
Check = Callable[[Any], None]


@pytest.fixture
def gallery(settings: Any) -> str:
    settings.ROOT_URLCONF = "tests.browser.gallery"
    return "/gallery/"


def job_of(world: World) -> Job:
    return Job.objects.create(
        kind="import", key="k", title="导入分解表", state=Job.State.RUNNING, steps_done=3, steps_all=10,
        created_at=timezone.now(), asked_by=world.bai.user, asked_in=world.bai.post,
    )  # fmt: skip


@sizes
def test_pages_of_the_frame_are_accessible(
    open_page: OpenPage, world: World, check_page: Check, allowed_errors: list[str], size: tuple[int, int]
) -> None:
    allowed_errors.append("status of 404")
    notify(
        [world.bai.post] * 40, kind="x", says="柳塘乡中心学校申请：校门一键报警与公安联网延至10月15日", link="/plans/"
    )
    page = open_page(world.bai, size=size)
    for address in ("/notices/", "/notices/?unread=1", f"/job/{job_of(world).pk}/", "/nothing/"):
        page.goto(address)
        check_page(page)


@sizes
def test_every_component_is_accessible_and_obeys_the_csp(
    open_page: OpenPage, world: World, gallery: str, check_page: Check, size: tuple[int, int]
) -> None:
    page = open_page(world.bai, gallery, size=size)
    page.wait_for_function("document.querySelectorAll('.yd-canvas[data-drawn] svg').length === 7")
    check_page(page)


def test_the_first_tab_skips_to_the_text(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/notices/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "yd-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@sizes
def test_the_menu_opens_by_keyboard_and_closes_with_escape(
    open_page: OpenPage, world: World, size: tuple[int, int]
) -> None:
    Post.objects.create(unit=world.office, role="auditor", title="审计员", holder=world.bai.user)
    page = open_page(world.bai, "/notices/", size=size)
    summary = page.locator("details.yd-menu > summary >> visible=true")
    summary.focus()
    page.keyboard.press("Enter")
    box = page.locator(".yd-menu-box >> visible=true")
    assert box.get_by_role("button", name="办公室 审计员").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".yd-menu-box >> visible=true").count() == 0
    assert summary.evaluate("element => element === document.activeElement")


def test_switching_the_post_by_the_menu(open_page: OpenPage, world: World) -> None:
    Post.objects.create(unit=world.office, role="auditor", title="审计员", holder=world.bai.user)
    page = open_page(world.bai, "/notices/")
    page.locator(".yd-top details.yd-menu > summary").click()
    page.get_by_role("button", name="办公室 审计员").click()
    page.wait_for_load_state()
    assert "白慧 · 办公室" in page.locator(".yd-top .yd-who summary").inner_text()


def test_the_language_by_the_menu_and_back(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/notices/")
    page.locator(".yd-top details.yd-menu > summary").click()
    page.locator(".yd-top").get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert page.locator("h1").inner_text() == "Messages"
    page.locator(".yd-top details.yd-menu > summary").click()
    page.locator(".yd-top").get_by_role("button", name="简体中文").click()
    page.wait_for_selector("html[lang=zh-CN]")


def test_a_wrong_form_keeps_what_was_typed_and_takes_you_to_the_first_wrong_field(
    open_page: OpenPage, world: World, gallery: str
) -> None:
    page = open_page(world.bai, gallery)
    page.locator("form.yd-body").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("时限").fill("2月30日")
    page.get_by_role("button", name="保存").click()
    page.wait_for_selector("[aria-invalid=true]")
    assert page.evaluate("document.activeElement.name") == "title"
    assert page.get_by_label("时限").input_value() == "2月30日"


def test_a_part_is_swapped_and_a_refusal_leaves_it_alone(open_page: OpenPage, world: World, gallery: str,
                                                         allowed_errors: list[str]) -> None:  # fmt: skip
    allowed_errors.append("status of 422")  # Chromium itself notes the status
    page = open_page(world.bai, gallery)
    page.get_by_role("button", name="换上", exact=True).click()
    page.wait_for_selector("#swapped >> text=换上来的一块")
    page.get_by_role("button", name="不让换").click()
    page.wait_for_selector("#says >> text=还有1条没有核对")
    assert page.locator("#swapped").inner_text() == "换上来的一块"


def test_without_the_server_the_page_says_so(open_page: OpenPage, world: World, gallery: str,
                                             allowed_errors: list[str]) -> None:  # fmt: skip
    allowed_errors += ["ERR_FAILED", "htmx:"]  # what Chromium and htmx note themselves
    page = open_page(world.bai, gallery)
    page.route("**/gallery/part/", lambda route: route.abort())
    page.get_by_role("button", name="换上", exact=True).click()
    page.wait_for_selector("#says >> text=没有连上服务器")


def test_progress_goes_on_by_itself_and_leads_to_the_result(open_page: OpenPage, world: World) -> None:
    job = job_of(world)
    page = open_page(world.bai, f"/job/{job.pk}/")
    assert "已办3，共10" in page.locator("[role=status]").inner_text()
    Job.objects.filter(pk=job.pk).update(steps_done=7)
    page.wait_for_selector("text=已办7，共10")
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=timezone.now(), result={"link": "/notices/"})
    page.wait_for_url("**/notices/")


def test_the_print_has_no_navigation_and_a_foot_line(open_page: OpenPage, world: World) -> None:
    page = open_page(world.bai, "/notices/")
    page.emulate_media(media="print")
    assert not page.locator(".yd-rail").is_visible()
    assert not page.locator(".yd-top").is_visible()
    assert "打印人 白慧" in page.locator(".yd-print").inner_text()
    assert "内部资料" in page.locator(".yd-print").inner_text()
