"""Proposing for a whole plan: who answers, what a person set stays, and the cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from yaodian.apps.plans.models import Doubt, Item, OfficeDuty, Plan
from yaodian.apps.plans.services import review
from yaodian.apps.plans.services.intake import start_plan
from yaodian.apps.plans.services.proposals import fill_people, propose_for_plan

TEXT = """青澜县教育局2026年工作要点
一、其他工作
1.提高课后服务水平。9月20日前覆盖率达到100%。
2.做好信访和督办。（责任科室：办公室；配合科室：基教科）
3.一切都要做好。
"""


@pytest.fixture
def read(world: World) -> Plan:
    return start_plan(text=TEXT, by=world.of["plan-clerk"])


def task(plan: Plan, number: str) -> Item:
    return Item.objects.get(plan=plan, number=number)


def test_lead_people_date_and_evidence_come_with_their_reasons(world: World, read: Plan) -> None:
    first, second, third = task(read, "1.1"), task(read, "1.2"), task(read, "1.3")
    assert (first.lead, first.lead_why) == (world.basic, "按职责表：课后服务")
    assert (first.owner, first.leader) == (world.of["office-head"].post, world.of["bureau-leader"].post)
    assert (first.due, first.due_why) == (date(2026, 9, 20), "原文写明：“9月20日前”")
    assert "统计表或台账" in first.evidence
    assert (second.lead, second.lead_why) == (world.office, "原文写明：“责任科室：办公室”")
    assert list(second.support.all()) == [world.basic]
    assert (third.lead, third.due, third.due_why) == (None, date(2026, 12, 31), "原文没写，默认年底")
    assert Doubt.objects.filter(item=third, field="lead").count() == 1


def test_the_table_of_the_bureau_replaces_the_usual_one(world: World, read: Plan) -> None:
    OfficeDuty.objects.create(unit=world.office, phrase="课后服务")
    propose_for_plan(Plan.objects.get(pk=read.pk))
    assert task(read, "1.1").lead == world.office


def test_proposing_again_leaves_what_a_person_set(world: World, read: Plan) -> None:
    clerk = world.of["plan-clerk"]
    review.edit_item(item=task(read, "1.1"), changes={"lead": world.office.pk, "due": "2026-06-30"}, by=clerk)
    review.edit_item(item=task(read, "1.3"), changes={"lead": "", "evidence": "照片"}, by=clerk)
    told = Doubt.objects.count()
    propose_for_plan(Plan.objects.get(pk=read.pk))
    first, third = task(read, "1.1"), task(read, "1.3")
    assert (first.lead, first.lead_why, first.due) == (world.office, "人工指定", date(2026, 6, 30))
    assert third.evidence == "照片"
    assert Doubt.objects.count() == told


def test_a_lead_corrected_in_the_review_brings_its_own_people(world: World, read: Plan) -> None:
    item = review.edit_item(item=task(read, "1.1"), changes={"lead": world.office.pk}, by=world.of["plan-clerk"])
    assert item.owner is not None
    assert item.owner.unit == world.office
    assert item.leader is None


def test_what_is_confirmed_is_only_filled(world: World, read: Plan) -> None:
    for item in Item.objects.filter(plan=read, kind=Item.Kind.TASK):
        review.confirm_item(item=item, by=world.of["plan-clerk"])
    OfficeDuty.objects.create(unit=world.office, phrase="课后服务")
    OfficeDuty.objects.create(unit=world.office, phrase="一切")
    propose_for_plan(Plan.objects.get(pk=read.pk))
    assert task(read, "1.1").lead == world.basic
    assert task(read, "1.3").lead == world.office


def test_fill_people_fills_only_what_is_empty(world: World) -> None:
    Item.objects.filter(pk=world.items[0].pk).update(owner=None, leader=None)
    Item.objects.filter(pk=world.items[1].pk).update(owner=world.of["office-clerk"].post)
    fill_people(world.plan)
    first, second = (Item.objects.get(pk=item.pk) for item in world.items[:2])
    assert (first.owner, first.leader) == (world.of["office-head"].post, world.of["bureau-leader"].post)
    assert second.owner == world.of["office-clerk"].post


def test_the_cost_does_not_grow_with_the_tasks_but_for_their_writing(world: World) -> None:
    def cost(times: int) -> tuple[int, int]:
        lines = "".join(f"{n}.提高课后服务水平。9月20日前覆盖率达到100%。\n" for n in range(1, times + 1))
        plan = start_plan(text=f"2026年工作要点\n一、提升教学质量\n{lines}", by=world.of["plan-clerk"])
        assert Item.objects.filter(plan=plan, kind=Item.Kind.TASK).count() == times
        with CaptureQueriesContext(
            connection,
        ) as caught:
            propose_for_plan(Plan.objects.get(pk=plan.pk))
        reads = [query for query in caught if query["sql"].startswith("SELECT")]
        return len(reads), len(caught) - len(reads)

    (few, _), (many, writes) = cost(10), cost(300)
    assert few == many
    assert writes <= 12
