"""Balance and own indicators in Chromium: wide and on a phone, without faults; trying out, building with a live preview."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage, settled
from tests.movements.children import add_child, add_class
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.models import OwnIndicator
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOTH = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
TODAY = date(2026, 9, 16)


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[World]:
    """Two schools with children, one with a room; on a day in September, in the server's threads too."""
    monkeypatch.setattr(settings, "DEMO_TODAY", TODAY)
    with at(date(2026, 9, 1)):
        for unit, many in ((world.first, 14), (world.second, 9)):
            class_room = add_class(unit)
            for _child in range(many):
                add_child(unit, class_room)
        room = {"school": world.first.pk, "stage": "primary", "multimedia": True, "in_use": True}
        rows = [{**room, "room_kind": "11", "number": "101", "name": "教室", "area": 12000}]
        add_rows(register=register_named("rooms"), rows=rows, by=System(), source="测试")
    with at(TODAY):
        yield world


@BOTH
def test_the_county_and_what_if(
    open_page: OpenPage, world: World, check_page: Callable[["Page"], None], size: tuple[int, int]
) -> None:
    page = open_page(world.bai, reverse("balance"), size=size)
    assert "尚未达到" in page.inner_text(".yd-lead")
    line = page.locator(".bl-entry").first
    line.locator("select[name=school]").select_option(f"{world.second.pk}/primary")
    line.locator("select[name=what]").select_option("teaching_area_per_pupil")
    line.locator("input[name=amount]").fill("41")
    page.wait_for_selector("#tried table")
    assert "4.56平方米" in page.inner_text("#tried")
    check_page(page)
    line.locator("input[name=amount]").fill("-1")
    page.wait_for_selector("#tried [role=alert]")
    page.emulate_media(media="print")
    assert (page.is_visible(".bl-try"), page.is_visible(".bl-matrix")) == (False, True)
    page.emulate_media(media="screen")
    page.locator(".bl-matrix a").first.click()
    settled(page)
    assert page.url.endswith("kind=live")
    check_page(page)
    page.locator("input[name=amount]").nth(1).fill("100")
    page.wait_for_selector("#tried table")


@BOTH
def test_an_indicator_is_built_with_a_live_preview(
    open_page: OpenPage, world: World, check_page: Callable[["Page"], None], size: tuple[int, int]
) -> None:
    page = open_page(world.bai, reverse("own-indicators"), size=size)
    page.click(".yd-actions .btn-primary")
    settled(page)
    page.fill("#title", "女生占比（自定）")
    page.select_option("#kind", "share")
    page.wait_for_selector("text=占其中的哪一部分")
    page.select_option("#part-register", "enrolments")
    page.wait_for_selector("#part-where-2-column")  # who is there on the day is proposed
    page.select_option("#among-0-column", "pupil.sex")
    page.wait_for_selector("#e-among-0:has-text('与什么相比')")
    page.select_option("#among-0-value", "2")
    page.wait_for_selector("#df-preview table")
    assert page.input_value("#title") == "女生占比（自定）"
    assert "0.00%" in page.inner_text("#df-preview")
    page.fill("#digits", "9")
    page.wait_for_selector("#e-digits:has-text('0到6')")
    page.fill("#digits", "1")
    page.wait_for_selector("#df-preview table")
    check_page(page)
    page.click("button[value=save]")
    settled(page)
    check_page(page)
    assert OwnIndicator.objects.get().versions.get().title == "女生占比（自定）"
    page.click(".yd-actions a:first-child")
    settled(page)
    assert page.input_value("#among-0-value") == "2"


def test_without_scripts_it_can_be_built_too(open_page: OpenPage, world: World) -> None:
    browser = open_page(world.bai).context.browser
    assert browser is not None
    held = open_page(world.bai, reverse("own-indicator-new"))
    context = browser.new_context(
        base_url=held.url.partition("/indicators")[0],
        java_script_enabled=False,
        storage_state=held.context.storage_state(),
    )
    page = context.new_page()
    page.goto(reverse("own-indicator-new"))
    page.fill("#title", "留守儿童数（自定）")
    page.select_option("#part-register", "enrolments")
    page.click("noscript button, button[value=draw]")
    page.select_option("#part-where-2-column", "pupil.migrant")
    page.click("button[value=draw]")
    page.select_option("#part-where-2-value", "1")
    page.click("button[value=draw]")
    assert "0" in page.inner_text("#df-preview table")
    page.click("button[value=save]")
    assert OwnIndicator.objects.get().versions.get().form["part"]["where"]["each"][2]["column"] == "pupil.migrant"
    context.close()
