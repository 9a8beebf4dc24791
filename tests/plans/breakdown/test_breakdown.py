"""The life of the breakdown: each step, each refusal, who is told; and nothing changes where the record fails."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import System
from yaodian.apps.plans.models import Adjustment, Item, Plan, Subtask
from yaodian.apps.plans.services import breakdown, opinions
from yaodian.apps.plans.services.review_steps import Stale
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

from .conftest import TODAY


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("post__holder__username", flat=True))


def again(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


# ---- assigning ------------------------------------------------------------------------------------------------------


def test_a_new_lead_brings_its_head_and_leader_and_is_by_a_person(world: World) -> None:
    item = breakdown.assign_item(
        item=world.items[0], changes={"lead": world.office.pk, "support": [world.basic.pk]}, by=world.of["plan-clerk"]
    )
    assert (item.lead, item.lead_why, item.version) == (world.office, "人工指定", 2)
    assert item.owner.unit == world.office
    assert list(item.support.all()) == [world.basic]
    event = Event.objects.get(kind="breakdown.item_assigned")
    assert event.changes["lead"] == ["基础教育科", "办公室"]
    assert event.changes["support"] == ["", "基础教育科"]


def test_an_owner_of_another_office_is_refused_but_not_left_behind(world: World) -> None:
    clerk, post = world.of["plan-clerk"], world.of["plan-clerk"].post
    with pytest.raises(BadInput, match="不在“基础教育科”"):
        breakdown.assign_item(item=world.items[0], changes={"owner": post.pk}, by=clerk)
    Item.objects.filter(pk=world.items[0].pk).update(owner=post)
    item = breakdown.assign_item(item=world.items[0], changes={"due": "2026-10-31"}, by=clerk)
    assert item.owner == world.of["office-head"].post


def test_naming_what_is_proposed_confirms_it(world: World) -> None:
    Item.objects.filter(pk=world.items[0].pk).update(lead_why="按职责表：消防", due_why="原文没写，默认年底")
    changes = {"lead": world.basic.pk, "due": date(2026, 9, 30)}
    item = breakdown.assign_item(item=world.items[0], changes=changes, by=world.of["plan-clerk"])
    assert (item.lead_why, item.version) == ("人工指定，原推荐按职责表：消防", 2)
    assert breakdown.assign_item(item=item, changes=changes, by=world.of["plan-clerk"]).version == 2


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"lead": 999999}, "不在本局名下"),
    ({"lead": "first"}, "不是科室"),
    ({"support": [999999]}, "不在本局名下"),
    ({"leader": "head"}, "不是局领导"),
    ({"due": "明天"}, "不是日期"),
    ({"due": "2026-03-01", "starts_on": "2026-04-01"}, "早于开始日期"),
    ({"title": " "}, "任务名称是空的"),
    ({"title": "长" * 301}, "最多300字"),
    ({"colour": "red"}, "没有这一栏"),
]


@pytest.mark.parametrize(("changes", "says"), WRONG, ids=[says for _, says in WRONG])
def test_wrong_values_are_told_and_nothing_is_kept(world: World, changes: dict[str, Any], says: str) -> None:
    named = {"first": world.first.pk, "head": world.of["office-head"].post.pk}
    sent = {key: named.get(value, value) if isinstance(value, str) else value for key, value in changes.items()}
    with pytest.raises(BadInput, match=says):
        breakdown.assign_item(item=world.items[0], changes={"measures": "新", **sent}, by=world.of["plan-clerk"])
    assert (again(world.items[0]).version, again(world.items[0]).measures) == (1, "")


def test_a_stale_page_is_told_who_was_faster(world: World) -> None:
    clerk = world.of["plan-clerk"]
    breakdown.assign_item(item=world.items[0], version=1, changes={"remark": "甲"}, by=clerk)
    with pytest.raises(Stale, match="赵晓彤于09:00改过"):
        breakdown.assign_item(item=world.items[0], version=1, changes={"remark": "乙"}, by=clerk)
    assert again(world.items[0]).remark == "甲"


def test_only_the_clerk_of_a_published_plan_assigns(world: World) -> None:
    with pytest.raises(NotAllowed):
        breakdown.assign_item(item=world.items[0], changes={"remark": "甲"}, by=world.bai)
    assert breakdown.assign_item(item=world.items[0], changes={"remark": "甲"}, by=System()).remark == "甲"
    section = Item.objects.filter(plan=world.plan, kind=Item.Kind.SECTION)[0]
    with pytest.raises(NotNow, match="标题"):
        breakdown.assign_item(item=section, changes={"remark": "甲"}, by=world.of["plan-clerk"])
    Plan.objects.update(state=Plan.State.REVIEW)
    with pytest.raises(NotNow, match="还没有发布"):
        breakdown.assign_item(item=world.items[0], changes={"remark": "甲"}, by=world.of["plan-clerk"])
    Plan.objects.update(state=Plan.State.CLOSED)
    with pytest.raises(NotNow, match="已经结束"):
        breakdown.start_consultation(plan=world.plan, until=TODAY, by=world.of["plan-clerk"])


# ---- consultation, approval, issue ----------------------------------------------------------------------------------


def test_the_offices_are_asked_and_the_day_can_be_moved(world: World) -> None:
    clerk = world.of["plan-clerk"]
    Item.objects.filter(plan=world.plan).update(owner=None)
    plan = breakdown.start_consultation(plan=world.plan, until=date(2026, 3, 17), by=clerk)
    assert (plan.breakdown, plan.consult_until) == (Plan.Breakdown.CONSULTING, date(2026, 3, 17))
    assert told("breakdown.consult") == {"bai", "sun"}
    assert Notice.objects.filter(kind="breakdown.consult")[0].link == f"/plan/{plan.pk}/opinions/"
    assert again(world.items[0]).owner == world.of["office-head"].post
    assert breakdown.start_consultation(plan=plan, until=date(2026, 3, 20), by=clerk).consult_until == date(2026, 3, 20)
    with pytest.raises(BadInput, match="2026年3月10日或以后"):
        breakdown.start_consultation(plan=plan, until=date(2026, 3, 9), by=clerk)


def test_approval_waits_for_opinions_leads_and_dates_and_says_which(consulting: World) -> None:
    clerk, leader = consulting.of["plan-clerk"], consulting.of["bureau-leader"]
    opinion = opinions.give_opinion(plan=consulting.plan, item=consulting.items[0], says="请缓", by=consulting.bai)
    Item.objects.filter(pk=consulting.items[1].pk).update(lead=None)
    Item.objects.filter(pk=consulting.items[2].pk).update(due=None)
    for step, by in ((breakdown.submit_breakdown, clerk), (breakdown.approve_breakdown, leader)):
        with pytest.raises(NotNow) as refused:
            step(plan=consulting.plan, by=by)
        assert "还有1条意见没有答复" in str(refused.value)
        assert "没有定牵头科室：2“应急演练”" in str(refused.value)
        assert "没有定时限：3“课后服务”" in str(refused.value)
    opinions.answer_opinion(opinion=opinion, accept=True, by=clerk)
    breakdown.withdraw_item(item=consulting.items[1], basis="并入上级行动", by=clerk)
    breakdown.assign_item(item=consulting.items[2], changes={"due": "2026-12-31"}, by=clerk)
    breakdown.submit_breakdown(plan=consulting.plan, by=clerk)
    assert told("breakdown.approve") == {"chen"}
    with pytest.raises(NotAllowed):
        breakdown.approve_breakdown(plan=consulting.plan, by=clerk)
    plan = breakdown.approve_breakdown(plan=consulting.plan, by=leader)
    assert plan.breakdown == Plan.Breakdown.APPROVED
    assert told("breakdown.approved") == {"zhao"}


def test_steps_out_of_turn_are_refused(world: World) -> None:
    clerk, leader = world.of["plan-clerk"], world.of["bureau-leader"]
    with pytest.raises(NotNow, match="先发起征求意见"):
        breakdown.approve_breakdown(plan=world.plan, by=leader)
    with pytest.raises(NotNow, match="不能退回"):
        breakdown.return_breakdown(plan=world.plan, reason="改", by=leader)
    with pytest.raises(NotNow, match="审定后才能印发"):
        breakdown.issue_breakdown(plan=world.plan, number="青教发〔2026〕3号", on=TODAY, by=clerk)


def test_an_approved_table_is_closed_until_it_is_sent_back(consulting: World) -> None:
    clerk, leader = consulting.of["plan-clerk"], consulting.of["bureau-leader"]
    breakdown.approve_breakdown(plan=consulting.plan, by=leader)
    with pytest.raises(NotNow, match="先退回"):
        breakdown.assign_item(item=consulting.items[0], changes={"remark": "甲"}, by=clerk)
    for step in (
        lambda: breakdown.start_consultation(plan=consulting.plan, until=TODAY, by=clerk),
        lambda: breakdown.approve_breakdown(plan=consulting.plan, by=leader),
        lambda: breakdown.propose_again(plan=consulting.plan, by=clerk),
    ):
        with pytest.raises(NotNow):
            step()
    with pytest.raises(BadInput, match="退回的原因"):
        breakdown.return_breakdown(plan=consulting.plan, reason=" ", by=leader)
    plan = breakdown.return_breakdown(plan=consulting.plan, reason="消防任务请提前", by=leader)
    assert plan.breakdown == Plan.Breakdown.CONSULTING
    assert "消防任务请提前" in Notice.objects.get(kind="breakdown.returned").says
    breakdown.assign_item(item=consulting.items[0], changes={"remark": "甲"}, by=clerk)


NUMBERS = [
    ("青教发〔2026〕3号", "青教发〔2026〕3号"),
    ("青教发[2026]第03号", "青教发〔2026〕3号"),
    ("青教办发（2026）12号", "青教办发〔2026〕12号"),
    ("3号", None),
    ("青教发2026-3", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "kept"), NUMBERS)
def test_a_document_number_is_written_as_the_standard_wants(typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(BadInput, match="写成青教发〔2026〕3号"):
            breakdown.document_number(typed, TODAY)
    else:
        assert breakdown.document_number(typed, TODAY) == kept


def test_issue_checks_number_and_day_and_tells_each_what_it_owes(consulting: World) -> None:
    clerk = consulting.of["plan-clerk"]
    Subtask.objects.create(item=consulting.items[1], title="演练", unit=consulting.first, due=TODAY)
    breakdown.approve_breakdown(plan=consulting.plan, by=consulting.of["bureau-leader"])
    number = "青教发〔2026〕3号"
    with pytest.raises(BadInput, match="2025年"):
        breakdown.issue_breakdown(plan=consulting.plan, number=number, on=date(2025, 12, 1), by=clerk)
    with pytest.raises(BadInput, match="不能晚于今天"):
        breakdown.issue_breakdown(plan=consulting.plan, number=number, on=date(2026, 4, 1), by=clerk)
    other = Plan.objects.create(unit=consulting.bureau, title="旧要点", year=2025, created_at="2025-01-01T00:00Z")
    Plan.objects.filter(pk=other.pk).update(number=number)
    with pytest.raises(BadInput, match="已用于《旧要点》"):
        breakdown.issue_breakdown(plan=consulting.plan, number=number, on=TODAY, by=clerk)
    with pytest.raises(NotAllowed):
        breakdown.issue_breakdown(plan=consulting.plan, number="青教发〔2026〕4号", on=TODAY, by=consulting.bai)
    plan = breakdown.issue_breakdown(plan=consulting.plan, number="青教发[2026]04号", on=TODAY, by=clerk)
    assert (plan.breakdown, plan.number, plan.issued_on) == (Plan.Breakdown.ISSUED, "青教发〔2026〕4号", TODAY)
    says = dict(Notice.objects.filter(kind="breakdown.issued").values_list("post__holder__username", "says"))
    assert says["bai"].endswith("您负责3项")
    assert says["chen"].endswith("您分管3项")
    assert says["an"].endswith("有您单位的子任务")
    assert "chang" not in says


# ---- after issue ----------------------------------------------------------------------------------------------------


def test_after_issue_a_change_needs_a_basis_and_is_kept(issued: World) -> None:
    clerk, item = issued.of["plan-clerk"], issued.items[0]
    with pytest.raises(BadInput, match="调整的依据"):
        breakdown.assign_item(item=item, changes={"due": "2026-10-31"}, by=clerk)
    assert again(item).due == date(2026, 9, 30)
    Notice.objects.all().delete()
    with at(date(2026, 5, 6)):
        breakdown.assign_item(
            item=item, changes={"due": "2026-10-31", "lead": issued.office.pk}, basis="局长办公会第5次纪要", by=clerk
        )
    kept = {row.field: (row.old, row.new, row.basis, row.by_name) for row in Adjustment.objects.filter(item=item)}
    assert kept["due"] == ("2026年9月30日", "2026年10月31日", "局长办公会第5次纪要", "赵晓彤")
    assert kept["lead"][:2] == ("基础教育科", "办公室")
    assert set(kept) >= {"due", "lead", "owner"}
    assert {"bai", "sun", "chen"} <= told("breakdown.adjusted")
    assert Notice.objects.filter(kind="breakdown.adjusted")[0].link == f"/plan/item/{item.pk}/breakdown/"


def test_a_withdrawn_task_stays_with_its_basis(issued: World) -> None:
    clerk, item = issued.of["plan-clerk"], issued.items[1]
    part = Subtask.objects.create(item=item, title="演练", unit=issued.first, due=TODAY)
    with pytest.raises(BadInput, match="撤销的依据"):
        breakdown.withdraw_item(item=item, basis="", by=clerk)
    breakdown.withdraw_item(item=item, basis="县里统一安排", by=clerk)
    kept = again(item)
    assert (kept.state, kept.withdrawn_basis, kept.withdrawn_on) == (Item.State.WITHDRAWN, "县里统一安排", TODAY)
    assert Subtask.objects.get(pk=part.pk).state == Subtask.State.WITHDRAWN
    assert Adjustment.objects.get(item=item).new == "已撤销"
    assert {"bai", "an", "chen"} <= told("breakdown.withdrawn")
    with pytest.raises(NotNow, match="已撤销"):
        breakdown.assign_item(item=item, changes={"remark": "甲"}, basis="甲", by=clerk)


# ---- without a record nothing happens ------------------------------------------------------------------------------

STEPS: dict[str, Callable[[World], object]] = {
    "assign": lambda w: breakdown.assign_item(item=w.items[0], changes={"remark": "甲"}, by=w.of["plan-clerk"]),
    "withdraw": lambda w: breakdown.withdraw_item(item=w.items[0], basis="甲", by=w.of["plan-clerk"]),
    "consult": lambda w: breakdown.start_consultation(plan=w.plan, until=date(2026, 4, 1), by=w.of["plan-clerk"]),
    "approve": lambda w: breakdown.approve_breakdown(plan=w.plan, by=w.of["bureau-leader"]),
    "return": lambda w: breakdown.return_breakdown(plan=w.plan, reason="改", by=w.of["bureau-leader"]),
}


@pytest.mark.parametrize("step", STEPS)
def test_where_the_record_fails_nothing_is_changed(
    consulting: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    before = list(Plan.objects.values()), list(Item.objects.values()), Notice.objects.count()
    monkeypatch.setattr(breakdown, "record", broken)
    with pytest.raises(RuntimeError):
        STEPS[step](consulting)
    assert (list(Plan.objects.values()), list(Item.objects.values()), Notice.objects.count()) == before


def test_proposing_again_is_recorded(consulting: World) -> None:
    Item.objects.filter(pk=consulting.items[2].pk).update(lead=None, lead_why="")
    breakdown.propose_again(plan=consulting.plan, by=consulting.of["plan-clerk"])
    assert again(consulting.items[2]).lead == consulting.basic
    assert Event.objects.filter(kind="breakdown.proposed").count() == 1
