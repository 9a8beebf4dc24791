"""Movements, drop-out control and care in Chromium: a transfer from asking to reading it afterwards, and the other pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.movements.children import add_child, add_class, change
from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.services.single import leave_county, suspend
from yaodian.apps.orgs.acting import Acting, System

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Walk:
    """A window of one size, somebody in it, and children of 一小."""

    open_page: OpenPage
    check: Callable[["Page"], None]
    world: World
    room: Any
    children: list[Any]
    size: tuple[int, int]

    def open(self, by: Acting, name: str, *args: int | str, words: str = "") -> "Page":
        """A page as somebody sees it."""
        return self.open_page(by, reverse(name, args=args) + words, size=self.size)

    def see(self, page: "Page", name: str) -> None:
        """Check the page, and keep a picture."""
        self.check(page)
        shot(page, name)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def walk(
    request: pytest.FixtureRequest, open_page: OpenPage, check_page: Callable[["Page"], None], world: World
) -> Walk:
    room = add_class(world.first)
    add_class(world.first, "14")
    add_class(world.second)
    kinds = [{"left_behind": "2"}, {"left_behind": "1"}, {"migrant": True}, {"attendance": "2"}, {}, {}]
    children = [add_child(world.first, room, **values) for values in kinds]
    return Walk(open_page, check_page, world, room, children, request.param)


def test_a_transfer_from_asking_to_reading_it_afterwards(walk: Walk, allowed_errors: list[str]) -> None:
    allowed_errors.append("status of 422")
    world, child = walk.world, walk.children[0]
    asks = walk.open(world.chang, "transfer-find")
    asks.get_by_label("学籍号或身份证号").fill(child.pupil_number)
    asks.get_by_label("姓名").fill("别人")
    asks.get_by_role("button", name="查找").click()
    asks.get_by_text("没有学籍号").wait_for()
    walk.see(asks, "1-find-missed")
    asks.get_by_label("姓名").fill(child.full_name)
    asks.get_by_role("button", name="查找").click()
    asks.get_by_text("有这名学生").wait_for()
    assert child.pupil_number not in asks.content()
    asks.get_by_label("原因").select_option("moved")
    asks.get_by_label("年级").select_option("13")
    walk.see(asks, "2-ask")
    asks.get_by_role("button", name="提出申请").click()
    asks.get_by_text("原学校已收到消息").wait_for()
    walk.see(asks, "3-asked")

    page = walk.open(world.an, "movements")
    walk.see(page, "4-home")
    page.get_by_role("link", name=child.full_name).first.click()
    walk.see(page, "5-answer")
    page.get_by_role("button", name="同意放行").click()
    page.get_by_text("学籍已转走").first.wait_for()
    page.get_by_role("link", name="在校期间的学籍").click()
    walk.see(page, "6-former")
    page.get_by_role("link", name=child.full_name).click()
    walk.see(page, "7-former-pupil")
    page.get_by_label("用途").select_option("check")
    page.locator("#rg-words").fill("开具在校证明")
    page.get_by_role("button", name="显示原值").click()
    page.get_by_text(child.pupil_number).first.wait_for()
    assert rows_of("pupils")._default_manager.get(pk=child.pk).school_id == world.second.pk  # type: ignore[attr-defined]


def test_a_released_file_is_read_masked_before_it_moves(walk: Walk) -> None:
    from yaodian.apps.movements.services import transfers

    world, child = walk.world, walk.children[1]
    asked = transfers.ask(
        pupil=child.pk, receiver=world.second, reason="work", note="随父到镇上", grade="13", class_id=None,
        on=today() + timedelta(days=9), by=world.chang,
    )  # fmt: skip
    page = walk.open(world.chang, "transfer", asked.pk)
    page.get_by_text("放行以后可以在这里查看").wait_for()
    transfers.release(transfer=asked, by=world.an)
    page.reload()
    assert child.pupil_number not in page.content()
    walk.see(page, "8-released")


def test_acts_with_one_child_and_with_a_class(walk: Walk) -> None:
    world, child = walk.world, walk.children[4]
    page = walk.open(world.an, "movement-child", child.pk)
    page.get_by_text("休学", exact=True).first.click()
    page.get_by_label("复学日期").fill((today() + timedelta(days=90)).isoformat())
    page.get_by_label("原因").first.fill("住院治疗")
    walk.see(page, "9-child")
    page.get_by_role("button", name="休学").click()
    page.get_by_text("已办理休学").wait_for()
    walk.see(page, "10-suspended")
    leave_county(
        row=walk.children[5], out_of="province", on=today(), school="滨海县第三小学", place="外省滨海县",
        contact="0000-1234567", reason="父母务工", by=world.an,
    )  # fmt: skip
    page.goto(reverse("movement-child", args=[walk.children[5].pk]))
    with page.expect_download() as sent:
        page.get_by_role("link", name="转学证明").click()
    assert sent.value.suggested_filename.endswith(".docx")
    walk.see(page, "11-went")
    for name, args, picture in (
        ("movement-classes", [], "12-classes"),
        ("movement-class", [walk.room.pk], "13-class"),
        ("promotion", [], "14-promotion"),
        ("head-count", [], "15-count"),
        ("movement-in", [], "16-in"),
    ):
        page.goto(reverse(name, args=args) + ("?do=graduate" if name == "movement-class" else ""))
        walk.see(page, picture)
    page.goto(reverse("movement-class", args=[walk.room.pk]) + "?do=change")
    page.locator("input[name=pupils]").nth(0).check()
    page.get_by_label("调到哪个班").select_option(index=1)
    page.get_by_role("button", name="给勾选的学生调班").click()
    page.get_by_text("1人已调班").wait_for()


def test_drop_out_control(walk: Walk) -> None:
    world, child = walk.world, walk.children[4]
    change(
        walk.children[3], today() - timedelta(days=40), status="60", left_on=today() - timedelta(days=40), left_how="41"
    )
    add_row(
        register=register_named("dropouts"), by=System(),
        values={
            "pupil": walk.children[5].pk, "school": world.first.pk, "left_on": today() - timedelta(days=30),
            "reason": "03", "helper": "何志远",
        },
    )  # fmt: skip
    page = walk.open(world.an, "dropout-open", child.pk)
    page.get_by_label("原因").first.select_option("01")
    page.get_by_label("劝返责任人").fill("何志远")
    walk.see(page, "20-open")
    page.get_by_role("button", name="登记").click()
    page.get_by_text("首次走访").wait_for()
    page.get_by_label("下一步措施").fill("下周再去")
    walk.see(page, "21-dropout")
    page.get_by_role("button", name="登记走访").click()
    page.get_by_text("走访已登记").wait_for()
    page.goto(reverse("dropout-control"))
    walk.see(page, "22-control")
    page.get_by_role("link", name=child.full_name).first.click()
    page.get_by_role("button", name="登记返校或销号").click()
    page.get_by_text("学籍状态同时改好").wait_for()
    assert rows_of("pupils")._default_manager.get(pk=child.pk).status == "10"  # type: ignore[attr-defined]


def test_care_is_logged_in_one_step(walk: Walk) -> None:
    world = walk.world
    record = add_row(
        register=register_named("care"), by=System(),
        values={
            "pupil": walk.children[0].pk, "school": world.first.pk, "kind": "1", "guardian": "安大山",
            "opened_on": today() - timedelta(days=300),
        },
    )  # fmt: skip
    page = walk.open(world.an, "care-work")
    walk.see(page, "30-care")
    page.get_by_role("button", name="今天联系过").click()
    page.get_by_text("联系已登记").wait_for()
    record.refresh_from_db()
    assert record.contacted_on == today()
    page.get_by_role("link", name="建档").first.click()
    walk.see(page, "31-open")
    page.get_by_role("button", name="建档").click()
    page.get_by_text("已建档").wait_for()
    walk.see(page, "32-record")


def test_the_office_sees_the_county(walk: Walk) -> None:
    suspend(
        row=walk.children[4],
        on=today() - timedelta(days=9),
        until=today() - timedelta(days=1),
        reason="病",
        by=walk.world.an,
    )
    page = walk.open(walk.world.bai, "movements")
    walk.see(page, "40-office")
    for name in ("head-count", "dropout-control", "care-work", "movement-classes"):
        page.goto(reverse(name))
        walk.see(page, f"41-{name}")
