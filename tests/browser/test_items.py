"""One task in Chromium: reported with a figure and a file, its light changes, it is asked to be finished and is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.world import World, add_unit
from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Subtask, Target
from yaodian.apps.plans.services import running

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    """Uploads of tests lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(world: World) -> Item:
    """A task half of whose time is over, with nothing reported yet."""
    item: Item = world.items[0]
    item.starts_on, item.due = today() - timedelta(days=90), today() + timedelta(days=90)
    item.evidence, item.measures = (
        "1.整改验收单，每处1份\n2.整改前后照片，每处2张",
        "先学校自查，再由第三方复核，逐处销号。",
    )
    item.save()
    item.support.add(world.office)
    return item


@dataclass
class Walk:
    """A window of one size, somebody in it, and the task."""

    open_page: OpenPage
    check: Callable[["Page"], None]
    world: World
    item: Item
    size: tuple[int, int]

    def open(self, by: Acting, name: str, *args: int | str) -> "Page":
        """A page of the task's, as somebody sees it."""
        return self.open_page(by, reverse(name, args=args or [self.item.pk]), size=self.size)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def walk(
    request: pytest.FixtureRequest,
    open_page: OpenPage,
    check_page: Callable[["Page"], None],
    world: World,
    item: Item,
) -> Walk:
    return Walk(open_page, check_page, world, item, request.param)


def test_a_task_is_reported_and_finished(walk: Walk, tmp_path: Path) -> None:
    world = walk.world
    paper = tmp_path / "IMG_2034.jpg"
    paper.write_bytes(b"a photograph")
    page = walk.open(world.bai, "item")
    assert page.locator(".yd-head .yd-light").inner_text() == "滞后"
    shot(page, "1-item-bare")
    page.get_by_role("link", name="报进展").click()
    page.get_by_label("推进中").check(force=True)
    page.get_by_label("整改（处）").fill("49")
    page.get_by_label("进展", exact=False).first.fill("49处都已整改，消防大队验收通过")
    page.get_by_label("整改验收单").set_input_files(str(paper))
    shot(page, "2-report")
    walk.check(page)
    page.get_by_role("button", name="报进展").click()
    page.wait_for_url("**" + reverse("item", args=[walk.item.pk]))
    assert page.locator(".yd-head .yd-light").inner_text() == "正常"
    assert page.locator("table .yd-light").first.inner_text() == "完成"
    assert page.get_by_role("link", name="整改验收单 IMG_2034.jpg").first.is_visible()
    shot(page, "3-item-reported")
    walk.check(page)
    page.get_by_role("link", name="申请办结").click()
    page.get_by_label("办结说明").fill("49处全部整改并验收，验收单已附")
    shot(page, "4-ask")
    walk.check(page)
    page.get_by_role("button", name="申请办结").click()
    page.get_by_text("等督查（要点管理员）核实").wait_for()

    clerk = walk.open(world.of["plan-clerk"], "item")
    shot(clerk, "5-item-decider")
    walk.check(clerk)
    clerk.get_by_role("button", name="同意办结").click()
    clerk.get_by_text("已同意。").wait_for()
    assert clerk.locator(".yd-head .yd-light").inner_text() == "完成"
    shot(clerk, "6-item-done")


def test_a_slip_is_asked_about_and_nothing_typed_is_lost(walk: Walk, tmp_path: Path, allowed_errors: list[str]) -> None:
    allowed_errors.append("status of 422")
    paper = tmp_path / "验收.pdf"
    paper.write_bytes(b"paper")
    page = walk.open(walk.world.bai, "item-report")
    page.get_by_label("整改（处）").fill("490")
    page.locator("[name=says]").fill("都改完了")
    page.get_by_label("其他凭据").set_input_files(str(paper))
    page.get_by_role("button", name="报进展").click()
    page.get_by_text("超过目标49处的150%").wait_for()
    assert page.locator("[name=says]").input_value() == "都改完了"
    assert page.get_by_text("请重新选：验收.pdf").is_visible()
    shot(page, "7-report-slip")
    walk.check(page)
    page.get_by_label("整改（处）").fill("49")
    page.get_by_role("button", name="报进展").click()
    page.wait_for_url("**" + reverse("item", args=[walk.item.pk]))


def test_a_full_page_and_its_neighbours(walk: Walk) -> None:
    world, item = walk.world, walk.item
    Target.objects.create(
        item=item, order=2, subject="学校", indicator="达标率", kind="stretch", comparator=">=", value=95, unit="%"
    )
    Target.objects.create(item=item, order=3, indicator="新增隐患", kind="limit", comparator="<=", value=5, unit="处")
    first, second, third = item.targets.all()
    for days, value in ((80, 4), (50, 9), (20, 14), (3, 15)):
        running.report_progress(
            item=item,
            state="underway",
            says=f"累计整改{value}处，第三方复核同步进行。",
            obstacle="3处在等财政评审，评审中心8月9日收件后退回补地勘报告" if days < 30 else "",
            asks="请协调财政局加快评审" if days == 3 else "",
            on=today() - timedelta(days=days),
            figures={first.pk: value, second.pk: 40 + value, third.pk: 2},
            by=world.bai,
        )
    for number in range(6):
        school = add_unit(f"X{number}", f"柳塘乡第{number + 1}小学", "school", world.township)
        share = Subtask.objects.create(
            item=item, title="整改本校消防隐患", unit=school, due=today() + timedelta(days=20 * number - 30)
        )
        if number > 3:
            share.state, share.finished_on = "finished", today()
            share.save()
    mine = Subtask.objects.create(item=item, title="整改本校消防隐患", unit=world.first, due=today())
    running.comment(item=item, says="请基教科一周内拿出赶工方案，报我。", by=world.of["bureau-leader"])
    running.ask(item=item, kind="extend", reason="雨季停工20天", until=item.due + timedelta(days=30), by=world.bai)
    for by, name, args, called in (
        (world.bai, "item", [item.pk], "8-item-full"),
        (world.of["bureau-leader"], "item", [item.pk], "9-item-leader"),
        (world.an, "item", [item.pk], "10-item-school"),
        (world.an, "subtask-report", [mine.pk], "11-subtask"),
        (world.bai, "item-ask", [item.pk, "pause"], "12-ask-pause"),
        (world.of["bureau-leader"], "item-decide", [item.requests.get().pk], "13-decide"),
        (world.of["plan-clerk"], "item-report", [item.pk], "14-report-support"),
        (world.bai, "light-rule", [], "15-rule"),
    ):
        page = walk.open_page(by, reverse(name, args=args), size=walk.size)
        shot(page, called)
        walk.check(page)


def test_the_clerk_gives_a_rate_its_baseline(walk: Walk, allowed_errors: list[str]) -> None:
    allowed_errors.append("status of 422")
    Target.objects.create(
        item=walk.item, order=2, indicator="巩固率", kind="commit", comparator=">=", value=96, unit="%"
    )
    page = walk.open(walk.world.of["plan-clerk"], "item")
    page.get_by_text("没有基数，按从零算").wait_for()
    shot(page, "16-item-no-baseline")
    page.get_by_role("link", name="填基数").click()
    page.get_by_label("基数的来源").fill("2025年教育事业统计年报")
    page.get_by_label("目标自己的时限").fill((today() + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="保存").click()
    page.get_by_text("先写基数是多少").wait_for()
    assert page.get_by_label("基数的来源").input_value() == "2025年教育事业统计年报", "what was typed stays"
    shot(page, "17-target-refused")
    walk.check(page)
    page.get_by_label("基数（%）").fill("94.5")
    page.get_by_label("基数是哪天的").fill((today() - timedelta(days=91)).isoformat())
    page.get_by_role("button", name="保存").click()
    page.get_by_text("基数94.5%，目标96%").wait_for()
    shot(page, "18-item-baseline")
    walk.check(page)
