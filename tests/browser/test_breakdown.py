"""The breakdown in Chromium, from draft to an adjustment: each person's pages at both sizes, checked by axe."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Adjustment, Item, Opinion, Plan, Subtask
from yaodian.apps.plans.services import breakdown, opinions, subtasks

from .conftest import PHONE, WIDE, shot

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
Check = Callable[[Any], None]


@pytest.fixture
def draft(world: World) -> World:
    """Due dates ahead, whatever the day; one lead that was only proposed."""
    Item.objects.filter(plan=world.plan).update(due=date(today().year + 1, 6, 30))
    Item.objects.filter(pk=world.items[1].pk).update(lead_why="按职责表：演练")
    return world


@SIZES
def test_from_draft_to_issue_and_an_adjustment(
    draft: World, open_page: Any, check_page: Check, size: tuple[int, int], allowed_errors: list[str]
) -> None:
    allowed_errors.append("status of 422")
    clerk = open_page(draft.of["plan-clerk"], "/breakdown/", size=size)
    check_page(clerk)
    clerk.get_by_role("link", name="发起征求意见").click()
    check_page(clerk)
    clerk.get_by_role("button", name="发起征求意见").click()
    clerk.get_by_text("已通知各科室提意见。").wait_for()

    head = open_page(draft.bai, "/breakdown/opinions/", size=size)
    check_page(head)
    head.get_by_role("link", name="对1提意见").click()
    head.get_by_label("意见", exact=True).fill("请缓一周，设备8月才到")
    head.get_by_role("button", name="送出意见").click()
    head.get_by_text("意见已送办公室。").wait_for()
    check_page(head)

    clerk.goto("/breakdown/opinions/")
    check_page(clerk)
    clerk.get_by_role("button", name="不采纳，写明理由").click()
    clerk.get_by_text("不采纳要说明理由。").wait_for()
    clerk.goto("/breakdown/opinions/")
    clerk.get_by_label("说明").fill("上级有时限")
    clerk.get_by_role("button", name="不采纳，写明理由").click()
    clerk.get_by_text("已答复。").wait_for()
    clerk.goto("/breakdown/")
    clerk.get_by_role("link", name="送审").click()
    clerk.get_by_role("button", name="送审").click()
    clerk.get_by_text("已送审，等局领导审定。").wait_for()

    leader = open_page(draft.of["bureau-leader"], "/breakdown/", size=size)
    check_page(leader)
    leader.get_by_role("link", name="审定", exact=True).click()
    check_page(leader)
    leader.get_by_role("button", name="审定").click()
    leader.get_by_text("分解表已审定，可以印发。").first.wait_for()

    clerk.goto("/breakdown/")
    clerk.get_by_role("link", name="印发").click()
    clerk.get_by_label("文号").fill(f"青教发[{today().year}]3号")
    clerk.get_by_role("button", name="印发").click()
    clerk.get_by_text(f"青教发〔{today().year}〕3号").first.wait_for()
    check_page(clerk)

    clerk.goto(f"/plan/item/{draft.items[0].pk}/breakdown/")
    clerk.get_by_label("备注").fill("与消防大队联合检查")
    clerk.get_by_label("调整依据").fill("局长办公会纪要")
    clerk.get_by_role("button", name="记录调整").click()
    clerk.get_by_text("已保存。").wait_for()
    check_page(clerk)
    assert Adjustment.objects.get().basis == "局长办公会纪要"
    assert Plan.objects.get().breakdown == Plan.Breakdown.ISSUED


@SIZES
def test_a_row_is_changed_in_the_table(draft: World, open_page: Any, check_page: Check, size: tuple[int, int]) -> None:
    tab = open_page(draft.of["plan-clerk"], "/breakdown/?view=unconfirmed", size=size)
    tab.get_by_role("link", name="改2的牵头和时限").click()
    tab.get_by_label("牵头科室").select_option(label="办公室")
    check_page(tab)
    tab.get_by_role("button", name="确认").click()
    row = tab.locator(f"#row-{draft.items[1].pk}")
    row.get_by_text("已定").wait_for()
    assert "办公室" in row.inner_text()
    check_page(tab)
    row.get_by_role("link", name="改2的牵头和时限").click()
    row.get_by_role("link", name="不改").click()
    row.get_by_role("link", name="改2的牵头和时限").wait_for()
    assert Item.objects.get(pk=draft.items[1].pk).lead == draft.office


@SIZES
def test_a_task_goes_to_all_schools_and_back(
    draft: World, open_page: Any, check_page: Check, size: tuple[int, int]
) -> None:
    tab = open_page(draft.bai, f"/plan/item/{draft.items[1].pk}/breakdown/", size=size)
    tab.get_by_text("分给各学校").click()
    tab.get_by_label("每所学校要做的").fill("秋季第一次演练")
    tab.get_by_label("小学").check()
    tab.get_by_label("幼儿园").check()
    check_page(tab)
    tab.get_by_role("button", name="分给这些学校").click()
    tab.get_by_text("已分给3所学校。").wait_for()
    check_page(tab)
    tab.get_by_text("撤销3个单位的").click()
    tab.get_by_label("原因").fill("改由镇里组织")
    tab.get_by_role("button", name="撤销", exact=True).click()
    tab.get_by_text("已撤销3个单位的子任务。").wait_for()
    assert set(Subtask.objects.values_list("state", flat=True)) == {"withdrawn"}


@SIZES
def test_duties_are_tried_and_edited(draft: World, open_page: Any, check_page: Check, size: tuple[int, int]) -> None:
    tab = open_page(draft.of["plan-clerk"], "/duties/", size=size)
    tab.get_by_label("写一句任务，看推荐给谁").fill("抓好控辍保学")
    tab.get_by_role("button", name="看推荐").click()
    tab.get_by_text("推荐给基础教育科。").wait_for()
    check_page(tab)
    tab.get_by_role("button", name="载入常用职责词").click()
    tab.get_by_role("link", name="改办公室的职责词").click()
    check_page(tab)
    tab.get_by_label("职责词").fill("控辍保学专班")
    tab.get_by_role("button", name="保存职责词").click()
    tab.get_by_text("已保存办公室的职责词。").wait_for()
    check_page(tab)


@pytest.mark.parametrize("role", ["school-clerk", "inspector", "auditor"])
def test_others_read_what_was_issued(draft: World, open_page: Any, check_page: Check, role: str) -> None:
    clerk, leader = draft.of["plan-clerk"], draft.of["bureau-leader"]
    breakdown.start_consultation(plan=draft.plan, until=today() + timedelta(days=7), by=clerk)
    opinions.give_opinion(plan=draft.plan, says="", by=draft.bai)
    breakdown.withdraw_item(item=draft.items[2], basis="县里统一安排", by=clerk)
    breakdown.approve_breakdown(plan=draft.plan, by=leader)
    breakdown.issue_breakdown(plan=draft.plan, number=f"青教发〔{today().year}〕3号", on=today(), by=clerk)
    tab = open_page(draft.of[role], "/breakdown/", size=PHONE)
    tab.get_by_text("县里统一安排").wait_for()
    check_page(tab)
    tab.goto(f"/plan/item/{draft.items[2].pk}/breakdown/")
    check_page(tab)
    assert tab.locator("form .btn-primary").count() == 0
    assert Opinion.objects.count() == 1


@SIZES
def test_a_sub_task_is_changed_and_a_withdrawn_task_restored(
    draft: World, open_page: Any, check_page: Check, size: tuple[int, int]
) -> None:
    item, clerk = draft.items[1], draft.of["plan-clerk"]
    part = subtasks.add_subtask(item=item, title="秋季演练", unit=draft.first, due=today(), by=clerk)
    tab = open_page(clerk, f"/plan/item/{item.pk}/breakdown/", size=size)
    shot(tab, "1-parts")
    tab.get_by_role("link", name=f"改{draft.first.short_name}的子任务").click()
    tab.get_by_label("子任务").fill("秋季第一次演练")
    tab.get_by_label("时限").fill((today() + timedelta(days=9)).isoformat())
    shot(tab, "2-part")
    check_page(tab)
    tab.get_by_role("button", name="保存").click()
    tab.get_by_text("“秋季演练”改为“秋季第一次演练”").wait_for()
    assert Subtask.objects.get(pk=part.pk).due == today() + timedelta(days=9)
    school = open_page(draft.an, f"/plan/subtask/{part.pk}/", size=size)
    school.get_by_text("“秋季演练”改为“秋季第一次演练”").wait_for()
    shot(school, "3-part-school")
    check_page(school)

    tab.get_by_text("撤销这项任务").click()
    tab.get_by_label("原因").last.fill("县里统一安排")
    tab.get_by_role("button", name="撤销任务").click()
    tab.get_by_label("原因").last.wait_for()
    shot(tab, "4-withdrawn")
    check_page(tab)
    tab.get_by_label("原因").last.fill("县里改由各局办理")
    tab.get_by_role("button", name="恢复这项任务").click()
    tab.get_by_text("任务已恢复").wait_for()
    check_page(tab)
    assert set(Subtask.objects.values_list("state", flat=True)) == {"idle"}
    assert Item.objects.get(pk=item.pk).state == Item.State.IDLE
