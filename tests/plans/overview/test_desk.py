"""What the desk shows to each role, and what it must not show."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.plans.overview.conftest import DAY, instruction, report, request
from tests.world import World
from yaodian.apps.audit.clock import now
from yaodian.apps.orgs.models import Deputy
from yaodian.apps.orgs.permissions import roles
from yaodian.apps.plans.models import Item, Opinion, Plan, Subtask
from yaodian.apps.plans.selectors.desk import desk_of, waiting_of

Shown = Callable[..., str]


def verbs(world: World, role: str) -> list[tuple[str, str]]:
    return [(wait.verb, wait.says) for wait in desk_of(world.of[role]).waits]


def share(world: World, unit: Any, due: date = DAY) -> Subtask:
    return Subtask.objects.create(item=world.items[1], title="本校演练一次", unit=unit, due=due)


@pytest.mark.parametrize("role", roles())
def test_everybody_has_a_desk(world: World, shown: Shown, role: str) -> None:
    page = shown(world.of[role])
    assert "我的工作台" in page
    assert "9月16日 星期三" in page
    assert ("下载日程" in page) == (role != "administrator")


def test_an_office_sees_what_it_leads_by_term(world: World, shown: Shown) -> None:
    Item.objects.filter(pk=world.items[1].pk).update(due=DAY)
    Item.objects.filter(pk=world.items[2].pk).update(due=DAY + timedelta(days=7))
    report(world.items[0], value=46, obstacle="3所学校未交照片")
    desk = desk_of(world.bai)
    assert desk.part is not None
    assert [(group.key, [line.item.number for line in group.lines]) for group in desk.part.groups] == [
        ("late", ["1"]),
        ("today", ["2"]),
        ("week", ["3"]),
    ]
    page = shown(world.bai)
    for words in (
        "逾期16天",
        "卡点：3所学校未交照片",
        "46处",
        "/ 49处",
        reverse("item-report", args=[world.items[1].pk]),
    ):
        assert words in page
    assert "其余" not in page


def test_an_office_that_only_supports_gets_the_other_chip(world: World, shown: Shown) -> None:
    world.items[1].support.add(world.office)
    desk = desk_of(world.of["plan-clerk"])
    assert [part.key for part in desk.parts] == ["support", "all"]
    assert "协办 1" in shown(world.of["plan-clerk"])


def test_finished_and_withdrawn_tasks_are_not_owed(world: World) -> None:
    Item.objects.filter(pk=world.items[0].pk).update(state="finished", finished_on=DAY)
    Item.objects.filter(pk=world.items[1].pk).update(state="withdrawn", withdrawn_basis="局务会")
    part = desk_of(world.bai).part
    assert part is not None
    assert ([line.item.number for line in part.lines], part.finished) == (["3"], 1)


@pytest.mark.parametrize(
    ("value", "obstacle", "asked", "act"),
    [(46, "", "", "report"), (46, "照片未交", "", "extend"), (46, "照片未交", "extend", "report"),
     (49, "", "", "finish"), (49, "", "finish", "report")],
)  # fmt: skip
def test_the_button_is_the_next_step(world: World, value: int, obstacle: str, asked: str, act: str) -> None:
    report(world.items[0], value=value, obstacle=obstacle)
    if asked:
        request(world.items[0], asked, world.bai)
    part = desk_of(world.bai).part
    assert part is not None
    assert part.lines[0].act == act


def test_a_school_sees_its_own_share_and_no_other(world: World, shown: Shown) -> None:
    own, other = share(world, world.first), share(world, world.second)
    page = shown(world.an)
    assert reverse("subtask-report", args=[own.pk]) in page
    assert reverse("subtask-report", args=[other.pk]) not in page
    assert "本单位" not in page, "one part needs no chips"
    assert [part.key for part in desk_of(world.an).parts] == ["unit"]
    assert "消防安全" not in page, "the bureau's own tasks are not the school's"


def test_a_share_of_a_closed_year_or_a_finished_task_is_gone(world: World) -> None:
    share(world, world.first)
    Item.objects.filter(pk=world.items[1].pk).update(state="finished", finished_on=DAY)
    part = desk_of(world.an).part
    assert part is not None
    assert part.lines == []


def test_a_central_school_and_an_inspector_see_the_schools_they_reach(world: World, shown: Shown) -> None:
    for unit in (world.first, world.second):
        share(world, unit, DAY - timedelta(days=1))
    township, inspector = world.of["township"], world.of["inspector"]
    assert "石桥镇第一小学" in shown(township)
    assert "石桥镇第二小学" in shown(township)
    assert "石桥镇第一小学" not in shown(inspector)
    assert "石桥镇第二小学" in shown(inspector)
    assert all(line.act == "look" for part in desk_of(township).parts for line in part.lines)


def test_the_first_leader_reads_the_whole_and_what_is_red(world: World, shown: Shown) -> None:
    report(world.items[0], value=46, obstacle="3所学校未交照片", asks="请约谈校长")
    page = shown(world.of["bureau-leader"])
    assert "今年3项任务" in page
    assert "3项滞后或逾期" in page
    assert page.index("请您定") < page.index("红在哪里") < page.index("照此进度还会变红")
    assert "3所学校未交照片" in page
    assert "报进展" not in page


def test_a_leader_decides_on_dates_and_settles_what_is_asked(world: World) -> None:
    report(world.items[0], value=46, asks="请约谈校长")
    request(world.items[1], "extend", world.bai)
    request(world.items[2], "finish", world.bai)
    found = verbs(world, "bureau-leader")
    assert ("批示", "1 消防安全：请约谈校长") in found
    assert ("审批", "2 应急演练：申请延期到10月16日") in found
    assert not any("申请办结" in says for _verb, says in found), "办结 is for who oversees"
    assert ("核准", "3 课后服务：申请办结") in verbs(world, "plan-clerk")
    assert verbs(world, "office-head") == []


def test_a_request_waits_for_the_leader_in_charge_alone(world: World) -> None:
    other = world.of["auditor"]
    other.post.role = "bureau-leader"
    other.post.save()
    Item.objects.filter(pk=world.items[1].pk).update(leader=other.post)
    request(world.items[1], "extend", world.bai)
    assert verbs(world, "bureau-leader") == []
    Item.objects.filter(pk=world.items[1].pk).update(leader=None)
    assert [verb for verb, _says in verbs(world, "bureau-leader")] == ["审批"]


def test_an_instruction_waits_for_a_report(world: World) -> None:
    instruction(world.items[1], world.of["bureau-leader"])
    assert verbs(world, "office-head") == [("落实", "2 应急演练：周五前办好")]
    assert [wait.says for wait in desk_of(world.of["bureau-leader"]).others] == ["基础教育科 白慧 · 2 应急演练"]
    report(world.items[1])
    assert verbs(world, "office-head") == []
    assert desk_of(world.of["bureau-leader"]).others == []


def test_what_was_asked_is_settled_by_an_instruction(world: World) -> None:
    report(world.items[0], DAY - timedelta(days=1), value=46, asks="请约谈校长")
    instruction(world.items[0], world.of["bureau-leader"])
    assert verbs(world, "bureau-leader") == []


def test_the_draft_goes_round(world: World) -> None:
    plan = world.plan
    assert [verb for verb, _ in verbs(world, "plan-clerk")] == ["分解"]
    plan.breakdown, plan.consult_until = Plan.Breakdown.CONSULTING, DAY + timedelta(days=3)
    plan.save()
    assert [verb for verb, _ in verbs(world, "office-head")] == ["提意见"]
    assert [verb for verb, _ in verbs(world, "plan-clerk")] == ["送审"]
    opinion = Opinion.objects.create(plan=plan, unit=world.basic, by_name="白慧", says="请放宽", at=now())
    assert verbs(world, "office-head") == []
    assert [wait.says for wait in desk_of(world.bai).others] == ["办公室 · 答复意见"]
    assert [verb for verb, _ in verbs(world, "plan-clerk")] == ["答复"]
    opinion.state, opinion.answered_at = Opinion.State.ACCEPTED, now()
    opinion.save()
    from yaodian.apps.plans.services.breakdown import submit_breakdown

    submit_breakdown(plan=plan, by=world.of["plan-clerk"])
    assert [verb for verb, _ in verbs(world, "bureau-leader")] == ["审定"]
    plan.breakdown = Plan.Breakdown.APPROVED
    plan.save()
    assert [verb for verb, _ in verbs(world, "plan-clerk")] == ["印发"]


def test_documents_wait_for_the_clerk(world: World) -> None:
    Plan.objects.create(
        unit=world.bureau, title="下半年要点", year=2026, state="review", source_name="x", created_at=now()
    )
    world.plan.breakdown, world.plan.number, world.plan.issued_on = Plan.Breakdown.ISSUED, "青教发〔2026〕3号", DAY
    world.plan.save()
    assert verbs(world, "plan-clerk") == [("发布", "《下半年要点》")]
    assert verbs(world, "office-head") == []


def test_the_owner_waits_for_the_decision_and_for_late_schools(world: World) -> None:
    request(world.items[1], "extend", world.bai)
    share(world, world.first, DAY - timedelta(days=3))
    share(world, world.second, DAY + timedelta(days=3))
    assert {wait.says for wait in desk_of(world.bai).others} == {
        "陈立言 · 2 应急演练：申请延期到10月16日",
        "1个单位逾期没有完成 · 2 应急演练",
    }
    assert waiting_of(world.bai) == (desk_of(world.bai).waits, desk_of(world.bai).others)


def test_deputies_are_told_on_both_sides(world: World, shown: Shown) -> None:
    Deputy.objects.create(
        post=world.bai.post, user=world.an.user, since=DAY, until=DAY + timedelta(days=5), reason="参加培训"
    )
    assert "安欣代您办理，到9月21日（参加培训）。" in shown(world.bai)
    page = shown(world.an)
    assert "您还代办“基础教育科 科长”" in page
    assert f'name="post" value="{world.bai.post.pk}"' in page


def test_an_older_plan_with_open_tasks_is_pointed_out(world: World, shown: Shown) -> None:
    Plan.objects.create(
        unit=world.bureau, title="2027年工作要点", year=2027, state="published", source_name="x", created_at=now(), published_at=now()
    )  # fmt: skip
    page = shown(world.bai)
    assert "《青澜县教育局2026年工作要点》还在执行，您还有3项没有办结。" in page
    assert f"?plan={world.plan.pk}&amp;mine=1" in page


def test_without_a_plan_the_desk_says_so(world: World, shown: Shown) -> None:
    Plan.objects.update(state="review")
    assert "还没有发布的要点。" in shown(world.bai)
    assert "还没有发布的要点。" in shown(world.of["bureau-leader"])
    assert "这个岗位不承担要点任务。" in shown(world.of["administrator"])


def test_the_weeks_begin_on_monday_and_count_what_is_due(world: World) -> None:
    for place, due in enumerate((date(2026, 9, 20), date(2026, 9, 21), date(2026, 11, 1))):
        Item.objects.filter(pk=world.items[place].pk).update(due=due)
    weeks = desk_of(world.bai).weeks
    assert weeks is not None
    totals = [sum(counts) for counts in zip(*weeks["points"]["s"].values(), strict=True)]
    assert totals == [1, 1, 0, 0, 0, 0]
    assert weeks["says"] == "六周内到期2项，其中本周1项。"
