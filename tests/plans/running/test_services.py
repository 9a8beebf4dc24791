"""Reporting, asking, deciding, commenting: who may, what is refused, what comes of it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.plans.running.conftest import TODAY
from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.audit.models import Event
from yaodian.apps.files.models import StoredFile
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Adjustment, Figure, Item, Plan, Report, Request, Subtask, Target
from yaodian.apps.plans.selectors.standing import row_of
from yaodian.apps.plans.services import running
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow


def figures(item: Item, value: object) -> dict[int, Any]:
    return {item.targets.get().pk: value}


def told_to(by: Acting) -> list[str]:
    return list(Notice.objects.filter(post=by.post).order_by("pk").values_list("says", flat=True))


def test_a_report_keeps_figure_state_and_evidence(world: World, item: Item, a_file: Callable[..., StoredFile]) -> None:
    stored = a_file(world.bai)
    report = running.report_progress(
        item=item, state="underway", says="已整改30处", figures=figures(item, "30"), files=[stored], by=world.bai
    )
    item.refresh_from_db()
    assert (item.state, report.on, list(report.files.all())) == ("underway", TODAY, [stored])
    assert Figure.objects.get().value == Decimal(30)
    assert row_of(item).targets[0].standing.actual == 30
    event = Event.objects.get(kind="task.reported")
    assert event.changes == {"整改": ["", "30"], "状态": ["未开始", "推进中"]}
    assert event.subject == f"plans.item:{item.pk}"


def test_reports_are_added_and_the_newest_day_counts(world: World, item: Item) -> None:
    send = running.report_progress
    send(item=item, state="underway", says="三十", figures=figures(item, 30), by=world.bai)
    send(item=item, state="idle", says="补报上月", on=date(2026, 6, 1), figures=figures(item, 10), by=world.bai)
    item.refresh_from_db()
    assert item.state == "underway", "an older report does not overrule a newer one"
    assert row_of(item).targets[0].standing.actual == 30
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"state": "finished"}, "state"),
        ({"state": "withdrawn"}, "state"),
        ({"state": "nonsense"}, "state"),
        ({"says": " "}, "says"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2016, 9, 1)}, "on"),
        ({"figure": "三十"}, "figure"),
        ({"figure": "-1"}, "figure"),
        ({"figure": "1e20"}, "figure"),
        ({"figure": "NaN"}, "figure"),
        ({"figure": "74", "says": ""}, "confirm"),
    ],
)
def test_what_is_refused_says_which_field(world: World, item: Item, given_: dict[str, Any], field: str) -> None:
    sent: dict[str, Any] = {"item": item, "state": "underway", "says": "好", "by": world.bai, **given_}
    if "figure" in sent:
        sent["figures"] = figures(item, sent.pop("figure"))
    with pytest.raises(BadInput) as refused:
        running.report_progress(**sent)
    assert [name.split("-")[0] for name in refused.value.fields] == [field]
    assert not Report.objects.exists()


def test_a_figure_of_another_task_is_refused(world: World, item: Item) -> None:
    other = Target.objects.create(
        item=world.items[1], order=1, indicator="演练", kind="commit", comparator=">=", value=1
    )
    with pytest.raises(BadInput):
        running.report_progress(item=item, state="underway", says="好", figures={other.pk: Decimal(1)}, by=world.bai)


@pytest.mark.parametrize(
    ("before", "now", "strange"), [(30, 29, True), (30, 30, False), (30, 73, False), (30, 74, True)]
)
def test_a_figure_that_goes_back_or_jumps_needs_words(
    world: World, item: Item, before: int, now: int, strange: bool
) -> None:
    running.report_progress(item=item, state="underway", says="三十", figures=figures(item, before), by=world.bai)
    sent: dict[str, Any] = {"item": item, "state": "underway", "figures": figures(item, now), "by": world.bai}
    if strange:
        with pytest.raises(BadInput) as refused:
            running.report_progress(says="复核后改正", confirmed=False, **sent)
        assert list(refused.value.fields) == ["confirm"]
        with pytest.raises(BadInput):
            running.report_progress(says="", **sent)
    running.report_progress(says="复核后改正", **sent)
    assert Figure.objects.count() == 2


def test_limits_and_lowered_targets_do_not_go_back(world: World, item: Item) -> None:
    limit = Target.objects.create(item=item, order=2, indicator="时长", kind="limit", comparator="<=", value=60)
    lowered = Target.objects.create(
        item=item, order=3, indicator="大班额", kind="commit", comparator="<=", value=5, baseline=20
    )
    sent: dict[str, Any] = {"item": item, "state": "underway", "says": "", "by": world.bai}
    running.report_progress(figures={limit.pk: 50, lowered.pk: 18}, **sent)
    running.report_progress(figures={limit.pk: 40, lowered.pk: 15}, **sent)
    with pytest.raises(BadInput):
        running.report_progress(figures={limit.pk: 95}, **sent)


# ---- who may report what --------------------------------------------------------------------------------------------


def allowed(by: Acting, item: Item, subtask: Subtask | None, world: World) -> bool:
    """The rule as the contract words it, apart from the code."""
    if not by.may(Permission.TASK_REPORT):
        return False
    unit = by.post.unit
    if subtask is None:
        return unit in (item.lead, *item.support.all())
    township = unit.kind == Unit.Kind.TOWNSHIP and subtask.unit.parent_id == unit.pk
    return unit == subtask.unit or township


class TestWhoMayReport(TestCase):
    """Every post of the small tree, on tasks led by any unit and sub-tasks of any unit."""

    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        with at(TODAY):
            cls.world = small_world()

    @given(st.data())
    def test_who_may_report(self, data: st.DataObject) -> None:
        world = self.world
        units = list(Unit.objects.order_by("pk"))
        who = data.draw(st.sampled_from([*world.of.values(), world.chang]))
        item = world.items[1]
        item.lead, item.owner = data.draw(st.sampled_from(units)), None
        item.save()
        item.support.set(data.draw(st.lists(st.sampled_from(units), max_size=2)))
        subtask = None
        if data.draw(st.booleans()):
            unit = data.draw(st.sampled_from(units))
            subtask = Subtask.objects.create(item=item, title="分担", unit=unit, due=date(2026, 8, 1))
        with at(TODAY):
            sent: dict[str, Any] = {"item": item, "subtask": subtask, "state": "idle", "says": "说明", "by": who}
            if allowed(who, item, subtask, world):
                assert running.report_progress(**sent).by_name == who.name
            else:
                with pytest.raises(NotAllowed):
                    running.report_progress(**sent)


def test_a_supporting_office_reports_words_and_figures_but_not_the_state(world: World, item: Item) -> None:
    clerk = world.of["plan-clerk"]
    with pytest.raises(BadInput) as refused:
        running.report_progress(item=item, state="underway", says="配合", by=clerk)
    assert list(refused.value.fields) == ["state"]
    running.report_progress(item=item, state="idle", says="已拨款", by=clerk)
    assert "已拨款" in told_to(world.bai)[0]
    assert Event.objects.get(kind="task.reported").says.startswith("报进展（配合）")


def test_evidence_of_other_units_cannot_be_attached(
    world: World, item: Item, a_file: Callable[..., StoredFile]
) -> None:
    with pytest.raises(NotAllowed):
        running.report_progress(item=item, state="underway", says="好", files=[a_file(world.an)], by=world.bai)
    colleague = world.of["office-clerk"]
    running.report_progress(item=item, state="underway", says="好", files=[a_file(colleague)], by=world.bai)


@pytest.mark.parametrize(
    "make",
    [
        lambda item: Plan.objects.filter(pk=item.plan_id).update(state="review"),
        lambda item: Plan.objects.filter(pk=item.plan_id).update(state="closed"),
        lambda item: Item.objects.filter(pk=item.pk).update(state="withdrawn"),
        lambda item: Item.objects.filter(pk=item.pk).update(state="finished", finished_on=TODAY),
        lambda item: Item.objects.filter(pk=item.pk).update(lead=None),
        lambda item: Item.objects.filter(pk=item.pk).update(kind="section"),
    ],
    ids=["unpublished", "closed", "withdrawn", "finished", "unassigned", "heading"],
)
def test_nothing_is_reported_or_asked_on_what_does_not_run(
    world: World, item: Item, make: Callable[[Item], Any]
) -> None:
    make(item)
    with pytest.raises(NotNow):
        running.report_progress(item=item, state="underway", says="好", by=world.bai)
    with pytest.raises(NotNow):
        running.ask(item=item, kind="finish", reason="好", by=world.bai)


# ---- sub-tasks ------------------------------------------------------------------------------------------------------


def test_a_school_finishes_its_share_and_the_owner_hears_of_the_last_one(
    world: World, item: Item, subtask: Subtask
) -> None:
    second = Subtask.objects.create(item=item, title="整改本校隐患", unit=world.second, due=date(2026, 8, 20))
    send = running.report_progress
    send(item=item, subtask=subtask, state="finished", says="已改完", by=world.an)
    assert told_to(world.bai) == []
    send(item=item, subtask=second, state="underway", says="", obstacle="缺施工队", by=world.chang)
    assert "缺施工队" in told_to(world.bai)[0]
    send(item=item, subtask=second, state="finished", says="已改完", by=world.chang)
    assert "都已完成" in told_to(world.bai)[1]
    subtask.refresh_from_db()
    item.refresh_from_db()
    assert (subtask.state, subtask.finished_on, item.state) == ("finished", TODAY, "idle")
    send(item=item, subtask=subtask, state="underway", says="又发现一处", by=world.an)
    subtask.refresh_from_db()
    assert (subtask.state, subtask.finished_on) == ("underway", None)


def test_what_a_school_may_not_send(world: World, item: Item, subtask: Subtask) -> None:
    with pytest.raises(BadInput):
        running.report_progress(
            item=item, subtask=subtask, state="underway", says="", figures=figures(item, 3), by=world.an
        )
    subtask.state = Subtask.State.WITHDRAWN
    subtask.save()
    with pytest.raises(NotNow):
        running.report_progress(item=item, subtask=subtask, state="underway", says="好", by=world.an)


# ---- requests -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "days", "field"),
    [
        ("extend", {}, "until"),
        ("extend", {"until": date(2026, 8, 31)}, "until"),
        ("extend", {"until": date(2036, 9, 30)}, "until"),
        ("extend", {"until": date(2026, 9, 30), "reason": " "}, "reason"),
        ("pause", {}, "since"),
        ("pause", {"since": date(2026, 7, 1)}, "until"),
        ("pause", {"since": date(2026, 7, 10), "until": date(2026, 7, 9)}, "until"),
        ("pause", {"since": date(2026, 9, 1), "until": date(2026, 9, 9)}, "since"),
        ("pause", {"since": date(2025, 7, 1), "until": date(2026, 7, 9)}, "since"),
        ("pause", {"since": date(2026, 7, 1), "until": date(2028, 7, 9)}, "until"),
        ("finish", {"reason": ""}, "reason"),
        ("close", {}, "kind"),
    ],
)
def test_a_request_needs_its_days_and_reason(
    world: World, item: Item, kind: str, days: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        running.ask(**{"item": item, "kind": kind, "reason": "雨季停工", "by": world.bai, **days})
    assert next(iter(refused.value.fields)) == field


def test_a_granted_extension_moves_the_date_with_a_record(world: World, item: Item) -> None:
    leader, clerk = world.of["bureau-leader"], world.of["plan-clerk"]
    own_due = Target.objects.create(
        item=item, order=2, indicator="拆除", kind="commit", comparator=">=", value=3, due=item.due
    )
    asked = running.ask(item=item, kind="extend", reason="雨季停工", until=date(2026, 9, 30), by=world.bai)
    assert "延期到2026年9月30日" in told_to(leader)[0]
    with pytest.raises(NotNow):
        running.ask(item=item, kind="extend", reason="再一次", until=date(2026, 10, 30), by=world.bai)
    with pytest.raises(NotAllowed):
        running.decide(request=asked, grant=True, by=clerk)
    done = running.decide(request=asked, grant=True, decision="抓紧", by=leader)
    item.refresh_from_db()
    own_due.refresh_from_db()
    assert (done.state, done.decided_by, item.due, item.version) == ("granted", leader.name, date(2026, 9, 30), 2)
    assert own_due.due == date(2026, 9, 30), "a target due on the same day goes with it"
    kept = Adjustment.objects.get(field="due")
    assert (kept.old, kept.new) == ("2026年8月31日", "2026年9月30日")
    assert "雨季停工" in kept.basis
    assert "同意" in told_to(world.bai)[0]
    with pytest.raises(NotNow):
        running.decide(request=asked, grant=False, decision="改主意", by=leader)


def test_a_pause_stops_the_clock_and_moves_what_hangs_on_it(world: World, item: Item, subtask: Subtask) -> None:
    since, until = date(2026, 7, 1), date(2026, 7, 10)
    asked = running.ask(item=item, kind="pause", reason="等财政评审", since=since, until=until, by=world.bai)
    share = row_of(item).clock.share(TODAY - timedelta(days=1))
    running.decide(request=asked, grant=True, by=world.of["bureau-leader"])
    item.refresh_from_db()
    subtask.refresh_from_db()
    assert (item.due, subtask.due) == (date(2026, 9, 10), date(2026, 8, 30))
    row = row_of(item)
    assert row.light.code == "paused"
    assert row.clock.share(until) == share, "paused days do not count"
    with pytest.raises(BadInput):
        running.ask(item=item, kind="pause", reason="又等", since=until, until=until, by=world.bai)


def test_finishing_goes_only_through_somebody_else(world: World, item: Item) -> None:
    leader, clerk = world.of["bureau-leader"], world.of["plan-clerk"]
    running.ask(item=item, kind="extend", reason="也许不够", until=date(2026, 9, 30), by=world.bai)
    asked = running.ask(item=item, kind="finish", reason="49处都已验收", by=world.bai)
    assert "办结" in told_to(clerk)[0]
    for who in (leader, world.bai, world.an):
        with pytest.raises(NotAllowed):
            running.decide(request=asked, grant=True, by=who)
    with pytest.raises(BadInput) as refused:
        running.decide(request=asked, grant=False, by=clerk)
    assert list(refused.value.fields) == ["decision"]
    running.decide(request=asked, grant=False, decision="缺3份验收单", by=clerk)
    item.refresh_from_db()
    assert item.state == "idle"
    assert "缺3份验收单" in told_to(world.bai)[0]
    again = running.ask(item=item, kind="finish", reason="已补齐", by=world.bai)
    running.decide(request=again, grant=True, by=clerk)
    item.refresh_from_db()
    assert (item.state, item.finished_on) == ("finished", TODAY)
    assert row_of(item).light.code == "done"
    assert not item.requests.filter(state="open").exists()


def test_what_was_finished_by_mistake_is_opened_again_with_words(world: World, item: Item) -> None:
    clerk = world.of["plan-clerk"]
    with pytest.raises(NotNow):
        running.reopen(item=item, reason="没有办成", by=clerk)
    running.decide(request=running.ask(item=item, kind="finish", reason="好了", by=world.bai), grant=True, by=clerk)
    with pytest.raises(NotAllowed):
        running.reopen(item=item, reason="没有办成", by=world.bai)
    with pytest.raises(BadInput):
        running.reopen(item=item, reason=" ", by=clerk)
    running.reopen(item=item, reason="抽查有3处没有改", by=clerk)
    item.refresh_from_db()
    assert (item.state, item.finished_on) == ("underway", None)
    assert "抽查有3处没有改" in told_to(world.bai)[-1]
    running.report_progress(item=item, state="underway", says="接着改", by=world.bai)


def test_nobody_decides_on_his_own_request_in_another_post(world: World, item: Item) -> None:
    clerk = world.of["plan-clerk"]
    item.lead = world.office
    item.save()
    asked = running.ask(item=item, kind="finish", reason="好了", by=clerk)
    with pytest.raises(NotAllowed):
        running.decide(request=asked, grant=True, by=Acting(clerk.user, world.of["bureau-leader"].post))
    assert Request.objects.get().state == "open"


def test_only_the_lead_asks(world: World, item: Item, subtask: Subtask) -> None:
    for who in (world.of["plan-clerk"], world.of["bureau-leader"], world.an):
        with pytest.raises(NotAllowed):
            running.ask(item=item, kind="finish", reason="好了", by=who)


# ---- words ----------------------------------------------------------------------------------------------------------


def test_a_leaders_words_are_an_instruction_and_the_owner_hears_them(world: World, item: Item) -> None:
    made = running.comment(item=item, says="一周内拿出方案", by=world.of["bureau-leader"])
    assert made.is_instruction
    assert "批示：一周内拿出方案" in told_to(world.bai)[0]
    answer = running.comment(item=item, says="收到", by=world.bai)
    assert not answer.is_instruction
    assert "收到" in told_to(world.of["bureau-leader"])[0]
    with pytest.raises(BadInput):
        running.comment(item=item, says="  ", by=world.bai)
    with pytest.raises(BadInput):
        running.comment(item=item, says="字" * 2001, by=world.bai)


def test_who_may_write_on_a_task(world: World, item: Item, subtask: Subtask) -> None:
    for role in ("office-clerk", "office-head", "plan-clerk", "bureau-leader"):
        running.comment(item=item, says="好", by=world.of[role])
    for role in ("auditor", "inspector", "township", "principal", "school-clerk"):
        with pytest.raises(NotAllowed):
            running.comment(item=item, says="好", by=world.of[role])
    item.support.add(world.township)
    running.comment(item=item, says="好", by=world.of["township"])


def test_a_leader_hears_what_he_is_asked_to_settle(world: World, item: Item) -> None:
    running.report_progress(item=item, state="underway", says="好", asks="请定施工队", by=world.bai)
    assert "请定施工队" in told_to(world.of["bureau-leader"])[0]


def test_a_deputys_act_names_the_holder(world: World, item: Item) -> None:
    deputy = Acting(world.of["office-clerk"].user, world.bai.post)
    running.report_progress(item=item, state="underway", says="代报", by=deputy)
    event = Event.objects.get(kind="task.reported")
    assert (event.by_name, event.on_behalf_of) == ("孙怡", "白慧")


def test_without_its_record_nothing_happens(world: World, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("yaodian.apps.plans.services.running.record", broken)
    with pytest.raises(RuntimeError):
        running.report_progress(item=item, state="underway", says="好", figures=figures(item, 3), by=world.bai)
    item.refresh_from_db()
    assert item.state == "idle"
    assert not Report.objects.exists()
