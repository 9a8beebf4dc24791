"""Units, people and accounts in Chromium: log in, set a password, switch posts, reset a clerk, hand a post over, import a sheet."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from tests.browser.conftest import PHONE, WIDE
from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Deputy, Post, User
from yaodian.apps.orgs.roster.exporting import rows_to_export
from yaodian.apps.orgs.services import accounts
from yaodian.papers.roster_workbook import roster_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
both_sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def menu(page: Any, size: tuple[int, int]) -> Any:
    """Open the person's menu: at the top, on the phone at the bottom."""
    box = page.locator(".yd-tabbar .yd-menu" if size == PHONE else ".yd-who")
    box.locator("summary").click()
    return box


@both_sizes
def test_first_login_password_switch_and_logout(
    open_page: Any, check_page: Any, world: World, size: tuple[int, int], allowed_errors: list[str]
) -> None:
    allowed_errors.append("status of 422")
    Deputy.objects.create(
        post=world.bai.post, user=world.an.user, since=today(), until=today() + timedelta(days=3), reason="培训"
    )
    (slip,) = accounts.issue_slips(users=[world.an.user], by=System())
    page = open_page(None, "/", size=size)
    check_page(page)
    page.get_by_label("用户名").fill("an")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_text("用户名或密码不对").wait_for()
    check_page(page)
    page.get_by_label("密码").fill(slip.secret)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/password/")
    check_page(page)
    page.get_by_label("原密码").fill(slip.secret)
    page.get_by_label("新密码").fill("qing-lan-2026")
    page.get_by_label("再输一次").fill("qing-lan-2026")
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_url("**/")
    box = menu(page, size)
    check_page(page)
    box.get_by_role("button", name=re.compile("基础教育科 科长")).click()
    page.wait_for_load_state()
    assert User.objects.get(pk=world.an.user.pk).last_post == world.bai.post
    box = menu(page, size)
    assert "基础教育科 科长" in box.locator("[aria-current=true]").inner_text()
    box.get_by_role("button", name="English").click()
    page.wait_for_selector('html[lang="en"]')
    menu(page, size).get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/")


@both_sizes
def test_a_one_time_link(open_page: Any, check_page: Any, world: World, size: tuple[int, int]) -> None:
    (slip,) = accounts.issue_links(users=[world.an.user], by=System())
    page = open_page(None, f"/first/{slip.secret}/", size=size)
    check_page(page)
    page.get_by_label("新密码").fill("qing-lan-2026")
    page.get_by_label("再输一次").fill("qing-lan-2026")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")
    assert User.objects.get(pk=world.an.user.pk).check_password("qing-lan-2026")


@both_sizes
def test_a_principal_resets_his_clerk_and_prints_the_slip(
    open_page: Any, check_page: Any, world: World, size: tuple[int, int]
) -> None:
    page = open_page(world.of["principal"], "/orgs/", size=size)
    check_page(page)
    page.get_by_role("link", name="石桥镇第一小学").click()
    check_page(page)
    page.get_by_role("button", name="重设密码").click()
    secret = page.locator(".og-secret").inner_text()
    check_page(page)
    assert User.objects.get(pk=world.an.user.pk).check_password(secret)
    page.emulate_media(media="print")
    assert page.locator(".og-slips li").is_visible()
    assert not page.locator(".yd-top").is_visible()


@both_sizes
def test_handing_a_post_over(open_page: Any, check_page: Any, world: World, size: tuple[int, int]) -> None:
    page = open_page(world.of["administrator"], f"/orgs/{world.second.pk}/", size=size)
    page.get_by_role("link", name="交接 经办人").click()
    check_page(page)
    page.get_by_label("用户名").fill("an（安欣）")
    page.locator("main button[type=submit]").click()
    page.get_by_text("已交接").or_(page.get_by_text("交接")).first.wait_for()
    page.wait_for_url(f"**/orgs/{world.second.pk}/")
    check_page(page)
    assert Post.objects.get(pk=world.chang.post.pk).holder == world.an.user


@both_sizes
def test_importing_a_sheet(open_page: Any, check_page: Any, world: World, size: tuple[int, int]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(roster_workbook(rows_to_export())))
    book["人员"].append(["wu", "吴敏", "电话"])

    def sent() -> dict[str, Any]:
        out = io.BytesIO()
        book.save(out)
        return {"name": "表.xlsx", "mimeType": XLSX, "buffer": out.getvalue()}

    page = open_page(world.of["administrator"], "/orgs/roster/", size=size)
    check_page(page)
    page.set_input_files("#file", sent())
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_text("数字以外").wait_for()
    check_page(page)
    book["人员"].cell(row=book["人员"].max_row, column=3).value = "13900000001"
    page.goto("/orgs/roster/")
    page.set_input_files("#file", sent())
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name="全部写入").click()
    page.get_by_role("link", name="首次密码").wait_for()
    check_page(page)
    assert User.objects.filter(username="wu").exists()


@both_sizes
@pytest.mark.parametrize("address", [
    "/orgs/new/", "/orgs/person/new/", "/orgs/slips/", "/roles/", "/log/", "/orgs/?q=没有的", "/log/?words=没有的",
])  # fmt: skip
def test_the_other_pages_are_accessible(
    open_page: Any, check_page: Any, world: World, size: tuple[int, int], address: str
) -> None:
    check_page(open_page(world.of["administrator"], address, size=size))
