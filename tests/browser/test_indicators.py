"""The pages of indicators in Chromium, at both sizes."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.indicators.provenance.conftest import Schools, build
from tests.indicators.provenance.filing import filed
from yaodian.apps.indicators.publishing import publish
from yaodian.apps.indicators.snapshots import take_snapshot
from yaodian.apps.orgs.acting import System
from yaodian.kernel.period import Period

sizes = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
Check = Callable[[Any], None]
YEAR = Period.read("2026-2027")


@pytest.fixture
def schools(transactional_db: None, settings: Any) -> Schools:
    """Two small schools on 16 September 2026, filed, a snapshot, and a figure published from it."""
    settings.DEMO_TODAY = YEAR.first.replace(day=16)
    found = build()
    for unit in (found.world.first, found.world.second):
        filed(found, unit)
    snapshot = take_snapshot(kind="filed", on=YEAR.first, by=System())
    publish(code="primary.girls_share", unit=found.county, period=YEAR, snapshot=snapshot, by=System())
    return found


@sizes
def test_every_page_is_accessible(
    open_page: OpenPage, schools: Schools, check_page: Check, size: tuple[int, int]
) -> None:
    page = open_page(schools.world.bai, size=size)
    for address in (
        "/indicators/",
        "/indicators/primary.girls_share/?by=sex",
        "/indicators/primary.girls_share/?kind=filed",
        "/indicators/primary.pupils/rows/",
        "/indicators/pivot/?code=primary.pupils&code=primary.girls_share",
        "/indicators/snapshots/",
        "/indicators/publications/",
    ):
        page.goto(address)
        check_page(page)
    page.click("table a")  # of the published figure
    check_page(page)


def test_charts_are_drawn_and_one_drills_down(open_page: OpenPage, schools: Schools) -> None:
    page = open_page(schools.world.bai, "/indicators/primary.pupils/?by=sex")
    page.wait_for_selector("[data-chart=hist][data-drawn] svg")
    page.click("text=石桥镇第一小学")
    assert "14" in page.locator(".yd-fig").inner_text()
    page.click("text=全县")
    assert "30" in page.locator(".yd-fig").inner_text()


def test_a_table_is_made_by_choosing(open_page: OpenPage, schools: Schools) -> None:
    page = open_page(schools.world.bai, "/indicators/pivot/")
    page.select_option("#pv-code", label="小学在校生数")
    page.click("text=制表")
    page.select_option("#pv-down", label="性别")
    page.click("text=制表")
    assert page.locator("tbody tr").count() == 3
    page.click("[aria-label='去掉小学在校生数']")
    assert page.locator("tbody tr").count() == 0
