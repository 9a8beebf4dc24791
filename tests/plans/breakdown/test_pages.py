"""The pages: what they show to whom, what they post, and at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.world import World
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Adjustment, Item, OfficeDuty, Opinion, Plan, Subtask, Target
from yaodian.apps.plans.services import breakdown, opinions

WHOLE, ITEM, OPINIONS, DUTIES = "breakdown", "breakdown-item", "breakdown-opinions", "duties"
HX = {"HX-Request": "true"}


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def html(client: Client, name: str, *args: int, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


# ---- cost -----------------------------------------------------------------------------------------------------------


def grow(world: World, tasks: int) -> None:
    section = world.items[0].parent
    for number in range(tasks):
        item = Item.objects.create(
            plan=world.plan,
            parent=section,
            order=100 + number,
            number=f"1.{number + 10}",
            kind=Item.Kind.TASK,
            title=f"任务{number}",
            start=0,
            end=5,
            lead=world.basic,
            due=date(2026, 9, 30),
        )
        item.support.add(world.office)
        Target.objects.create(item=item, order=1, indicator="率", kind="commit", comparator=">=", value=1)
        Opinion.objects.create(
            plan=world.plan, item=item, unit=world.basic, by_name="白", says="改", at="2026-03-10T01:00Z"
        )
        Subtask.objects.create(item=item, title="件", unit=world.first, due=date(2026, 9, 1))
        OfficeDuty.objects.create(unit=world.basic, phrase=f"词{number}")


@pytest.mark.parametrize("name", [WHOLE, OPINIONS, DUTIES])
@pytest.mark.parametrize("role", ["plan-clerk", "office-head"])
def test_a_page_costs_the_same_for_ten_and_two_hundred_tasks(consulting: World, name: str, role: str) -> None:
    client = signed_in(consulting.of[role])
    grow(consulting, 10)

    def cost() -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(name)).status_code == 200
        return len(caught)

    few = cost()
    Item.objects.filter(plan=consulting.plan, order__gte=100).delete()
    OfficeDuty.objects.all().delete()
    grow(consulting, 200)
    assert cost() == few
    assert few <= 21


@pytest.mark.parametrize("parts", [2, 80])
def test_a_task_costs_the_same_for_any_number_of_sub_tasks(issued: World, parts: int) -> None:
    for number in range(parts):
        Subtask.objects.create(item=issued.items[0], title=f"件{number}", unit=issued.first, due=date(2026, 6, 1))
        breakdown.assign_item(
            item=issued.items[0], changes={"remark": str(number)}, basis="甲", by=issued.of["plan-clerk"]
        )
    client = signed_in(issued.of["plan-clerk"])
    client.get(reverse(ITEM, args=[issued.items[0].pk]))
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse(ITEM, args=[issued.items[0].pk]))
    assert len(caught) <= 28


# ---- the table ------------------------------------------------------------------------------------------------------


def test_the_clerk_sees_the_next_step_others_only_the_table(world: World) -> None:
    clerk = html(signed_in(world.of["plan-clerk"]), WHOLE)
    assert "发起征求意见" in clerk
    assert reverse("breakdown-row", args=[world.items[0].pk]) in clerk
    for role in ("office-head", "bureau-leader", "school-clerk", "inspector"):
        shown = html(signed_in(world.of[role]), WHOLE)
        assert "消防安全" in shown
        assert "发起征求意见" not in shown
        assert "hx-get" not in shown


def test_the_leader_approves_or_sends_back(consulting: World) -> None:
    leader = signed_in(consulting.of["bureau-leader"])
    shown = html(leader, WHOLE)
    assert "审定" in shown
    assert "退回" in shown
    at = reverse("breakdown-step", args=[consulting.plan.pk, "return"])
    refused = leader.post(at, {"reason": ""})
    assert refused.status_code == 422
    leader.post(at, {"reason": "请把消防提前"})
    assert "请把消防提前" in html(signed_in(consulting.of["plan-clerk"]), WHOLE)
    leader.post(reverse("breakdown-step", args=[consulting.plan.pk, "approve"]))
    assert Plan.objects.get().breakdown == Plan.Breakdown.APPROVED


def test_the_whole_way_by_posts(world: World) -> None:
    clerk, leader = signed_in(world.of["plan-clerk"]), signed_in(world.of["bureau-leader"])

    def take(client: Client, act: str, **given: str) -> int:
        return client.post(reverse("breakdown-step", args=[world.plan.pk, act]), given).status_code

    assert take(clerk, "consult", until="2026-03-01") == 422
    assert take(clerk, "consult", until="2026-03-17") == 302
    assert take(clerk, "propose") == 302
    assert take(clerk, "submit") == 302
    assert "已送审，等局领导审定" in html(clerk, WHOLE)
    assert take(clerk, "approve") == 403
    assert take(leader, "approve") == 302
    wrong = clerk.post(reverse("breakdown-step", args=[world.plan.pk, "issue"]), {"number": "3号", "on": "2026-03-10"})
    assert wrong.status_code == 422
    assert 'value="3号"' in wrong.content.decode()
    assert take(clerk, "issue", number="青教发[2026]3号", on="2026-03-10") == 302
    assert "青教发〔2026〕3号" in html(signed_in(world.an), WHOLE)
    assert clerk.get(reverse("breakdown-step", args=[world.plan.pk, "fly"])).status_code == 404


def test_the_table_is_filtered(world: World) -> None:
    client = signed_in(world.of["plan-clerk"])
    Item.objects.filter(pk=world.items[0].pk).update(lead=None, lead_why="")
    Item.objects.filter(pk=world.items[1].pk).update(lead_why="按职责表：演练")
    assert "应急演练" not in html(client, WHOLE, view="no-lead")
    assert "消防安全" not in html(client, WHOLE, view="unconfirmed")
    assert "消防安全" not in html(client, WHOLE, office=world.basic.pk)
    assert "没有符合条件的任务" in html(client, WHOLE, leader=world.of["auditor"].post.pk)
    assert "消防安全" in html(client, WHOLE, office="x", leader="y")


def test_a_plan_that_is_not_there_yet(world: World) -> None:
    Plan.objects.update(state=Plan.State.REVIEW)
    assert "还没有发布的要点" in html(signed_in(world.bai), WHOLE)
    assert "先核对并发布" in html(signed_in(world.of["plan-clerk"]), WHOLE, world.plan.pk)
    assert signed_in(world.bai).get(reverse(WHOLE, args=[world.plan.pk])).status_code == 404


# ---- one row --------------------------------------------------------------------------------------------------------


def test_a_row_is_changed_in_its_place(world: World) -> None:
    client, item = signed_in(world.of["plan-clerk"]), world.items[0]
    at = reverse("breakdown-row", args=[item.pk])
    assert client.get(at).status_code == 302
    form = client.get(at, headers=HX).content.decode()
    assert 'name="lead"' in form
    saved = client.post(at, {"lead": world.office.pk, "due": "2026-10-31", "version": 1}, headers=HX)
    assert saved.status_code == 200
    assert "办公室" in saved.content.decode()
    assert "10月31日" in saved.content.decode()
    stale = client.post(at, {"lead": world.basic.pk, "due": "2026-10-31", "version": 1}, headers=HX)
    assert (stale.status_code, stale["HX-Retarget"]) == (422, "#says")
    wrong = client.post(at, {"lead": world.office.pk, "due": "2026-13-31", "version": 2}, headers=HX)
    assert wrong.status_code == 422
    assert "10月31日" in client.get(at, {"close": 1}, headers=HX).content.decode()


def test_after_issue_a_row_asks_for_the_basis(issued: World) -> None:
    client, item = signed_in(issued.of["plan-clerk"]), issued.items[0]
    at = reverse("breakdown-row", args=[item.pk])
    assert 'name="basis"' in client.get(at, headers=HX).content.decode()
    sent = {"lead": issued.basic.pk, "due": "2026-10-31", "version": Item.objects.get(pk=item.pk).version}
    assert client.post(at, sent, headers=HX).status_code == 422
    assert client.post(at, {**sent, "basis": "会议纪要"}, headers=HX).status_code == 200
    assert Adjustment.objects.get(item=item).basis == "会议纪要"


# ---- one task -------------------------------------------------------------------------------------------------------


def form_of(item: Item, **changes: object) -> dict[str, object]:
    item = Item.objects.get(pk=item.pk)
    return {
        "lead": item.lead_id or "",
        "owner": item.owner_id or "",
        "leader": item.leader_id or "",
        "due": item.due,
        "title": item.title,
        "version": item.version,
        **changes,
    }


def test_the_clerk_saves_the_assignment(world: World) -> None:
    client, item = signed_in(world.of["plan-clerk"]), world.items[0]
    at = reverse(ITEM, args=[item.pk])
    assert '<blockquote class="yd-src">' in client.get(at).content.decode(), "the text stands beside the form"
    saved = client.post(at, form_of(item, lead=world.office.pk, support=[world.basic.pk], measures="逐处建账"))
    assert saved.status_code == 302
    kept = Item.objects.get(pk=item.pk)
    assert (kept.lead, kept.owner.unit, kept.measures) == (world.office, world.office, "逐处建账")
    stale = client.post(at, form_of(item, version=1, measures="旧页面"))
    assert stale.status_code == 422
    assert "改过" in stale.content.decode()
    assert "旧页面" in stale.content.decode(), "what was typed stays"


def test_others_read_it_and_cannot_save(world: World) -> None:
    at = reverse(ITEM, args=[world.items[0].pk])
    for role in ("office-head", "bureau-leader", "school-clerk"):
        client = signed_in(world.of[role])
        shown = client.get(at).content.decode()
        assert 'name="lead"' not in shown
        assert client.post(at, form_of(world.items[0])).status_code == 403
    assert signed_in(world.bai).get(reverse(ITEM, args=[world.items[0].parent_id])).status_code == 404


def test_the_lead_office_gives_it_to_schools_and_takes_it_back(world: World) -> None:
    client, item = signed_in(world.bai), world.items[1]

    def post(act: str, **given: object) -> int:
        return client.post(reverse("breakdown-part", args=[item.pk, act]), given).status_code

    assert post("fan-out", title="演练", stages=["primary"], due="2026-12-31") == 422
    assert post("fan-out", title="演练", stages=["primary"], due="2026-06-30") == 302
    assert post("fan-out", title="演练", stages=["primary"], due="2026-06-30") == 422
    assert post("subtask", title="方案", unit=world.first.pk, due="2026-06-30") == 302
    assert "2个单位，0个已完成" in html(client, ITEM, item.pk)
    batch = Subtask.objects.exclude(batch="").values_list("batch", flat=True)[0]
    assert post("withdraw-batch", batch=batch, reason="") == 422
    assert post("withdraw-batch", batch=batch, reason="改期") == 302
    single = Subtask.objects.get(batch="")
    assert post("withdraw-part", subtask=single.pk, reason="改期") == 302
    assert set(Subtask.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert post("withdraw", reason="并入") == 403
    assert post("fly") == 404
    clerk = signed_in(world.of["plan-clerk"])
    assert clerk.post(reverse("breakdown-part", args=[item.pk, "withdraw"]), {"reason": "并入"}).status_code == 302
    assert "并入" in html(clerk, WHOLE, view="withdrawn")


def test_adjustments_are_shown_to_all_history_to_clerks(issued: World) -> None:
    item = issued.items[0]
    clerk = issued.of["plan-clerk"]
    breakdown.assign_item(item=item, changes={"due": "2026-10-31"}, basis="会议纪要5号", by=clerk)
    assert "会议纪要5号" in html(signed_in(issued.an), ITEM, item.pk)
    assert "经过" not in html(signed_in(issued.an), ITEM, item.pk)
    assert "经过" in html(signed_in(clerk), ITEM, item.pk)


# ---- opinions -------------------------------------------------------------------------------------------------------


def test_an_office_reads_its_own_and_the_clerk_all(consulting: World) -> None:
    head, clerk = signed_in(consulting.bai), signed_in(consulting.of["plan-clerk"])
    at = reverse(OPINIONS, args=[consulting.plan.pk])
    assert "基础教育科</span>" in html(clerk, OPINIONS), "has not answered yet"
    assert head.post(at, {"item": consulting.items[0].pk, "says": ""}).status_code == 422
    assert head.post(at, {"item": consulting.items[0].pk, "says": "请缓一周"}).status_code == 302
    opinion = Opinion.objects.get()
    assert "请缓一周" in html(clerk, OPINIONS)
    assert "请缓一周" in html(clerk, ITEM, consulting.items[0].pk)
    assert "请缓一周" not in html(signed_in(consulting.an), ITEM, consulting.items[0].pk)
    assert "各科室都已反馈" in html(clerk, OPINIONS)
    answer = reverse("opinion-answer", args=[opinion.pk])
    assert head.post(answer, {"accept": "yes"}).status_code == 403
    assert clerk.post(answer, {"accept": "no", "answer": ""}).status_code == 422
    assert clerk.post(answer, {"accept": "no", "answer": "上级有时限"}).status_code == 302
    assert "上级有时限" in html(head, OPINIONS)
    assert "请缓一周" not in html(signed_in(consulting.an), OPINIONS)


def test_no_opinion_is_one_button(consulting: World) -> None:
    head = signed_in(consulting.bai)
    head.post(reverse(OPINIONS, args=[consulting.plan.pk]), {"none": "1"})
    assert "本科室已反馈：无意见" in html(head, OPINIONS)
    assert Opinion.objects.get().says == ""


def test_after_the_consultation_nobody_is_asked(consulting: World) -> None:
    opinions.give_opinion(plan=consulting.plan, says="", by=consulting.bai)
    breakdown.approve_breakdown(plan=consulting.plan, by=consulting.of["bureau-leader"])
    assert "送出意见" not in html(signed_in(consulting.bai), OPINIONS)


# ---- 职责表 ---------------------------------------------------------------------------------------------------------


def test_duties_are_read_tried_and_edited(world: World) -> None:
    head, clerk = signed_in(world.bai), signed_in(world.of["plan-clerk"])
    assert "推荐给基础教育科" in html(head, DUTIES, q="抓好控辍保学")
    part = head.get(reverse(DUTIES), {"q": "今天天气很好"}, headers=HX).content.decode()
    assert "没有对得上的词" in part
    assert "<html" not in part
    at = reverse("duties-edit", args=[world.basic.pk])
    assert head.get(at).status_code == 403
    assert clerk.post(at, {"phrases": "学"}).status_code == 422
    assert clerk.post(at, {"phrases": "控辍保学、大班额\n作业×2"}).status_code == 302
    assert "作业×2" in html(head, DUTIES)
    clerk.post(reverse("duties-defaults"))
    assert OfficeDuty.objects.filter(unit=world.office).exists()
    assert clerk.get(reverse("duties-edit", args=[world.first.pk])).status_code == 404
