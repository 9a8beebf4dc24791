"""Filings in Chromium: a school hands in, the office returns, chases and approves, and the board shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.ledgers.filings.conftest import BUILDINGS, opened
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.filings.deciding import amend_filing, approve_filing
from yaodian.apps.ledgers.filings.handing_in import submit_filing
from yaodian.apps.ledgers.models import Filing, OfficeInCharge
from yaodian.apps.ledgers.rows import add_row, change_row
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Walk:
    """A window of one size, and the world with 一小's filing of one building."""

    open_page: OpenPage
    check: Callable[["Page"], None]
    world: World
    filing: Filing
    size: tuple[int, int]

    def open(self, by: Acting, name: str, *args: int | str) -> "Page":
        """A page as somebody sees it."""
        return self.open_page(by, reverse(name, args=args), size=self.size)

    def seen(self, page: "Page", name: str) -> None:
        """Check the page, and keep a picture."""
        self.check(page)
        shot(page, name)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def walk(
    request: pytest.FixtureRequest, open_page: OpenPage, check_page: Callable[["Page"], None], world: World
) -> Walk:
    OfficeInCharge.objects.create(unit=world.basic, duty=BUILDINGS.office)
    add_row(register=BUILDINGS, values=building(world), by=world.an)
    return Walk(open_page, check_page, world, opened(BUILDINGS, world.first), request.param)


def test_a_school_hands_in_and_the_office_decides(walk: Walk, allowed_errors: list[str]) -> None:
    allowed_errors.append("status of 422")  # returning without a reason
    world = walk.world
    page = walk.open(world.an, "filings")
    walk.seen(page, "1-mine")
    page.get_by_role("link", name="校舍").first.click()
    page.get_by_label("给科室的说明").fill("与房产证核对过")
    walk.seen(page, "2-filing-open")
    page.get_by_role("button", name="报出").click()
    page.get_by_text("已报出，等待审定").wait_for()
    walk.seen(page, "3-filing-submitted")

    page = walk.open(world.bai, "filing", walk.filing.pk)
    page.get_by_role("button", name="退回").click()
    page.get_by_text("请写明哪里要改").wait_for()
    page.get_by_label("哪里要改").fill("缺食堂一栋")
    walk.seen(page, "4-filing-decide")
    page.get_by_role("button", name="退回").click()
    page.get_by_text("已退回，学校会收到消息").wait_for()
    walk.filing.refresh_from_db()
    assert walk.filing.state == "returned"


def test_the_office_oversees_the_board(walk: Walk) -> None:
    world = walk.world
    submit_filing(filing=walk.filing, says="与房产证核对过", by=world.an)
    Filing.objects.filter(unit=world.second).update(due=today() - timedelta(days=2))
    page = walk.open(world.bai, "filings")
    walk.seen(page, "5-overview")
    page = walk.open(world.bai, "filing-board", "buildings")
    walk.seen(page, "6-board")
    page.get_by_role("button", name="催报全部逾期").click()
    page.get_by_text("已催报1个单位").wait_for()
    page.get_by_label("石桥镇第一小学").check()
    page.get_by_role("button", name="审定所选").click()
    page.get_by_text("已审定1个单位的上报").wait_for()
    walk.seen(page, "7-board-after")
    leader = walk.open(world.of["bureau-leader"], "filing-board", "buildings")
    assert leader.get_by_role("checkbox").count() == 0
    walk.seen(leader, "8-board-leader")
    walk.seen(walk.open(world.of["township"], "filing-grid", "buildings"), "9-grid")


def test_an_amendment_shows_what_differs(walk: Walk) -> None:
    world = walk.world
    submit_filing(filing=walk.filing, by=world.an)
    approve_filing(filing=walk.filing, by=world.bai)
    page = walk.open(world.an, "filing", walk.filing.pk)
    walk.seen(page, "10-approved")
    amended = amend_filing(filing=walk.filing, reason="漏报实验楼", by=world.an)
    row = rows_of("buildings")._default_manager.get()
    change_row(register=BUILDINGS, row=row, values={"name": "综合楼", "floors": 5}, by=world.an)
    add_row(register=BUILDINGS, values=building(world, number="SY01", name="实验楼"), by=world.an)
    page = walk.open(world.an, "filing", amended.pk)
    assert "新增1行" in page.locator("main").inner_text()
    walk.seen(page, "11-amendment")
