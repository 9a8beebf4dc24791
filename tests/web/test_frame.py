"""The frame around every page: who sees which entries, posts, messages, errors for people."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests.world import World, add_person, small_world
from yaodian.apps.orgs.models import Post, User
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import NotAllowed, NotNow
from yaodian.web.navigation import sections
from yaodian.web.pages import page


@page(Permission.SIGNED_IN)
def refuse(request: HttpRequest) -> HttpResponse:
    raise NotNow("还有1条没有核对。要通过，请核对第3条。")


@page(Permission.SIGNED_IN)
def forbid(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("您没有石桥学区的查看权限。需要时请找本科室负责人授权。")


@page(Permission.SIGNED_IN)
def tell(request: HttpRequest) -> HttpResponse:
    from django.shortcuts import render

    messages.success(request, "已保存。")
    return render(request, "notices/list.html", {"page": []})


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("refuse/", refuse),
    path("forbid/", forbid),
    path("tell/", tell),
    path("crash/", crash),
    path("", include("yaodian.config.urls")),
]
handler403 = "yaodian.web.errors.forbidden"
handler404 = "yaodian.web.errors.not_found"
handler500 = "yaodian.web.errors.broken"


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture(autouse=True)
def _here(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def signed_in(user: User, **headers: str) -> Client:
    client = Client(raise_request_exception=False, headers=headers)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", ["bureau-leader", "office-clerk", "plan-clerk", "school-clerk", "administrator"])
def test_the_rail_shows_exactly_what_the_post_may_open(world: World, role: str) -> None:
    by = world.of[role]
    html = signed_in(by.user).get("/notices/").content.decode()
    rail = html[html.index('<nav class="yd-rail"') : html.index("</nav>")]
    expected = [section for section in sections() if any(tab.is_open_to(by) for tab in section.tabs)]
    assert rail.count('class="yd-rail-link"') == len(expected)
    assert rail.count('aria-current="page"') == 1


def test_sections_and_tabs_are_in_order_and_none_twice() -> None:
    orders = [section.order for section in sections()]
    assert orders == sorted(orders)
    for section in sections():
        tabs = [tab.order for tab in section.tabs]
        assert tabs == sorted(tabs)
        assert len({tab.url_name for tab in section.tabs}) == len(tabs)


def test_a_page_is_chinese_whatever_the_browser_wishes(world: World) -> None:
    page_shown = signed_in(world.bai.user, accept_language="en").get("/notices/")
    html = page_shown.content.decode()
    assert '<html lang="zh-CN">' in html
    assert '<a class="yd-skip" href="#main">跳到正文</a>' in html
    assert "白慧 · 基础教育科" in html


def test_the_language_cookie_turns_it_english(world: World, settings: Any) -> None:
    client = signed_in(world.bai.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get("/notices/").content.decode()
    assert '<html lang="en">' in html
    assert "Skip to the text" in html


def test_who_holds_several_posts_may_switch(world: World) -> None:
    assert "切换岗位" not in signed_in(world.bai.user).get("/notices/").content.decode()
    Post.objects.create(unit=world.office, role="auditor", title="审计员", holder=world.bai.user)
    html = signed_in(world.bai.user).get("/notices/").content.decode()
    assert "切换岗位" in html
    assert "办公室 审计员" in html


def test_a_person_without_a_post_is_told_so(world: World) -> None:
    person = User.objects.create(username="new", name="新人", must_change_password=False)
    response = signed_in(person).get("/notices/")
    assert response.status_code == 403
    assert "还没有岗位" in response.content.decode()


def test_what_is_refused_says_why_and_leads_back(world: World) -> None:
    response = signed_in(world.bai.user).get("/refuse/", headers={"referer": "http://testserver/notices/"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "还有1条没有核对。要通过，请核对第3条。" in html
    assert 'href="http://testserver/notices/"' in html


def test_the_way_back_never_leads_to_another_host(world: World) -> None:
    response = signed_in(world.bai.user).get("/refuse/", headers={"referer": "http://evil.example/"})
    assert "evil.example" not in response.content.decode()


def test_for_htmx_the_message_goes_to_the_top_of_the_page(world: World) -> None:
    for address, status in (("/refuse/", 422), ("/forbid/", 403)):
        response = signed_in(world.bai.user, hx_request="true").get(address)
        assert response.status_code == status
        assert response["HX-Retarget"] == "#says"
        assert response.content.decode().startswith('<div class="yd-say is-error" role="alert">')


def test_a_missing_right_is_a_page_that_says_who_can_give_it(world: World) -> None:
    response = signed_in(world.bai.user).get("/forbid/")
    assert response.status_code == 403
    assert "需要时请找本科室负责人授权" in response.content.decode()


def test_messages_stand_under_the_head(world: World) -> None:
    html = signed_in(world.bai.user).get("/tell/").content.decode()
    says = html[html.index('id="says"') :]
    assert 'class="yd-say is-ok" role="status"' in says
    assert "已保存。" in says


def test_an_address_that_does_not_exist_is_a_page_of_ours(world: World) -> None:
    for client in (Client(), signed_in(world.bai.user)):
        response = client.get("/nothing/")
        assert response.status_code == 404
        assert "没有这一页" in response.content.decode()


def test_a_broken_page_needs_nothing_that_could_break_again(world: World) -> None:
    response = signed_in(world.bai.user).get("/crash/")
    assert response.status_code == 500
    assert "这一页没有打开" in response.content.decode()


def test_a_stale_form_is_explained(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.bai.user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post("/notices/read/")
    assert response.status_code == 403
    assert "这一页打开得太久" in response.content.decode()


def test_the_demo_says_which_day_it_is(world: World, settings: Any) -> None:
    from datetime import date

    settings.DEMO_TODAY = date(2026, 9, 16)
    assert "示范县，今天是2026年9月16日" in signed_in(world.bai.user).get("/notices/").content.decode()
    settings.DEMO_TODAY = None
    assert "示范县" not in signed_in(world.bai.user).get("/notices/").content.decode()


def test_every_answer_forbids_foreign_and_inline_scripts(world: World) -> None:
    policy = signed_in(world.bai.user).get("/notices/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_frame_costs_the_same_for_much_and_little(
    world: World, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.bai.user)
    with django_assert_max_num_queries(8) as little:
        client.get("/nothing/")
    for number in range(5):
        add_person(f"p{number}", f"人{number}", world.basic, "office-clerk", "科员")
        Post.objects.create(unit=world.basic, role="auditor", title=f"岗位{number}", holder=world.bai.user)
    with django_assert_num_queries(len(little)):
        client.get("/nothing/")
