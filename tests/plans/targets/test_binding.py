"""Binding: what is proposed from the words, who may confirm, what is recorded, what does not fit and is refused whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.audit.models import Event
from yaodian.apps.plans.binding_candidates import offers, proposal
from yaodian.apps.plans.figure_units import factor
from yaodian.apps.plans.models import Adjustment, Item, Plan, Target, TargetVersion
from yaodian.apps.plans.selectors.standing import row_of
from yaodian.apps.plans.services import target_binding
from yaodian.apps.plans.services.review import add_target, edit_target, undo_last
from yaodian.apps.plans.services.target_adjusting import adjust_target
from yaodian.apps.plans.services.target_binding import (
    Wanted,
    bind_target,
    confirm_bindings,
    propose_again,
    propose_for,
    said_binding,
)
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.packs import catalogue
from yaodian.text import read_plan

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
Promise = Callable[..., Target]


# ---- proposals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "subject", "unit", "code"),
    [
        ("巩固率", "初中", "%", "junior.retention_rate"),
        ("大班额比例", "小学", "%", "primary.large_class_share"),  # only the catalogue knows this name
        ("学前三年毛入园率", "", "%", "preschool.three_year_enrolment_rate"),
        ("适龄残疾儿童少年入学率", "", "%", "compulsory.disabled_enrolment_rate"),
        ("公开招聘教师人数", "", "名", "teachers.recruited_persons"),
        ("巩固率", "", "%", None),  # of which stage?
        ("学前三年毛入园率", "", "人", None),  # a rate is no number of persons
        ("疑似辍学学生劝返率", "", "%", None),  # alike, not the same: offered, never proposed
        ("消防安全隐患销号数", "", "处", None),
    ],
)
def test_what_is_proposed(db: None, name: str, subject: str, unit: str, code: str | None) -> None:
    found = proposal(name, subject, unit)
    assert (found.indicator.code if found else None) == code


def test_what_is_only_alike_is_offered(db: None) -> None:
    found = offers("疑似辍学学生劝返率", "", "%")
    assert found[0].indicator.code == "compulsory.return_rate"
    assert "相近" in found[0].why
    assert all(one.score >= other.score for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("given", "wanted", "times"),
    [
        ("%", "%", 1),
        ("人", "名", 1),
        ("元", "万元", Fraction(1, 10_000)),
        ("平方米/人", "平方米", 1),
        ("%", "人", None),
        ("元", "平方米", None),
        ("人", "%", None),
        ("", "%", None),
    ],
)
def test_units_of_plans_and_indicators(given: str, wanted: str, times: Fraction | int | None) -> None:
    assert factor(given, wanted) == times


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the plans of real counties are not here")
def test_real_plans_find_their_indicators(db: None) -> None:
    targets = [
        one
        for path in sorted(SEEDS.glob("seed-*.txt"))
        for one in read_plan(path.read_text(encoding="utf-8"), year=2026).commitments
        if one.kind != "fact"
    ]
    held = catalogue()
    found = [proposal(one.indicator, one.subject, one.unit, held=held) for one in targets]
    assert len(targets) > 200
    assert sum(one is not None for one in found) >= 50


def test_a_plan_that_is_read_has_proposals(world: World, promise: Promise) -> None:
    one, other = promise("初中巩固率", 98, "%"), promise("建成食堂数", 3, "所")
    propose_for([one, other], world.plan)
    assert (one.binding, one.indicator_code, one.bound_period) == ("proposed", "junior.retention_rate", "")
    assert (other.binding, other.indicator_code) == ("open", "")
    counted = promise("公开招聘教师人数", 20, "人")
    propose_for([counted], world.plan)
    assert counted.bound_period == "2026", "a count of what happened is meant through the plan's year"


# ---- binding ------------------------------------------------------------------------------------------------------------


def test_a_person_confirms_and_it_is_recorded(world: World, promise: Promise) -> None:
    clerk, target = world.of["plan-clerk"], promise("小学在校生数", 10, "人")
    held = bind_target(target=target, wanted=Wanted("primary.pupils"), by=clerk)
    assert (held.binding, held.indicator_code, held.bound_by) == ("bound", "primary.pupils", "赵晓彤")
    assert held.bound_at is not None
    event = Event.objects.get(kind="breakdown.target_bound")
    assert event.says == "3的目标“小学在校生数”的实际数：没有绑定改为计算：小学在校生数"
    assert Adjustment.objects.get().new == "小学在校生数：计算：小学在校生数"
    version = TargetVersion.objects.get(target=target)
    assert (version.binding, version.until) == ("open", date(2026, 9, 15)), (
        "the lights of past days go by what held then"
    )
    bind_target(target=held, wanted=Wanted("primary.pupils"), by=clerk)
    assert Event.objects.filter(kind="breakdown.target_bound").count() == 1, "the same again is no change"


def test_unit_part_and_period_are_kept_and_said(world: World, promise: Promise) -> None:
    target = promise("小学女生数", 3, "人")
    wanted = Wanted("primary.pupils", world.township.pk, "sex", "2", "2025-2026", note="按学年初")
    held = bind_target(target=target, wanted=wanted, by=world.of["plan-clerk"])
    assert said_binding(held) == "计算：小学在校生数，石桥镇中心学校，性别：女，2025—2026学年"
    bind_target(target=held, wanted=Wanted(reported=True, note="台账还没有"), by=world.of["plan-clerk"])
    held.refresh_from_db()
    assert (held.binding, held.bound_unit, held.bound_split, held.bound_period) == ("reported", None, "", "")
    assert said_binding(held) == "附凭据上报"
    bind_target(target=held, wanted=Wanted(), by=world.of["plan-clerk"])
    held.refresh_from_db()
    assert (held.binding, held.bound_by, held.bound_at) == ("open", "", None)


@pytest.mark.parametrize(
    ("unit", "wanted", "field"),
    [
        ("人", {"code": "nobody.knows"}, "code"),
        ("%", {"code": "primary.pupils"}, "code"),
        ("人", {"code": "primary.pupils", "unit": 0}, "unit"),
        ("人", {"code": "primary.pupils", "split": "danger_level", "value": "A"}, "split"),
        ("人", {"code": "primary.pupils", "split": "sex", "value": "9x"}, "split"),
        ("人", {"code": "primary.pupils", "period": "去年"}, "period"),
        ("人", {"code": "primary.pupils", "period": "2026"}, "period"),  # taken on 1 September, not through a year
    ],
)
def test_what_does_not_fit_is_refused_whole(
    world: World, promise: Promise, unit: str, wanted: dict[str, Any], field: str
) -> None:
    target = promise("学生数", 10, unit)
    before = list(Target.objects.values()), Event.objects.count()
    with pytest.raises(BadInput) as refused:
        bind_target(target=target, wanted=Wanted(**wanted), by=world.of["plan-clerk"])
    assert list(refused.value.fields) == [field]
    assert (list(Target.objects.values()), Event.objects.count()) == before


@pytest.mark.parametrize("role", ["bureau-leader", "office-head", "principal", "auditor", "township"])
def test_only_who_edits_the_plan_binds(world: World, promise: Promise, role: str) -> None:
    target = promise("小学在校生数", 10, "人")
    with pytest.raises(NotAllowed):
        bind_target(target=target, wanted=Wanted("primary.pupils"), by=world.of[role])
    assert Target.objects.get(pk=target.pk).binding == "open"


def test_not_while_the_breakdown_waits_to_be_issued_nor_when_the_plan_is_over(world: World, promise: Promise) -> None:
    target = promise("小学在校生数", 10, "人")
    for changes in ({"breakdown": "approved"}, {"breakdown": "issued", "state": "closed"}):
        Plan.objects.filter(pk=world.plan.pk).update(**changes)
        with pytest.raises(NotNow):
            bind_target(
                target=Target.objects.get(pk=target.pk), wanted=Wanted("primary.pupils"), by=world.of["plan-clerk"]
            )


def test_where_the_record_fails_nothing_is_changed(
    world: World, promise: Promise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    target = promise("小学在校生数", 10, "人")
    monkeypatch.setattr(target_binding, "record", broken)
    with pytest.raises(RuntimeError):
        bind_target(target=target, wanted=Wanted("primary.pupils"), by=world.of["plan-clerk"])
    assert Target.objects.get(pk=target.pk).binding == "open"
    assert not TargetVersion.objects.exists()


def test_many_are_confirmed_at_once_and_looked_for_again(world: World, promise: Promise) -> None:
    clerk = world.of["plan-clerk"]
    named = [promise("小学在校生数", 10, "人"), promise("初中巩固率", 98, "%"), promise("食堂数", 2, "所")]
    assert propose_again(plan=world.plan, by=clerk) == 2
    assert propose_again(plan=world.plan, by=clerk) == 0
    with pytest.raises(NotAllowed):
        confirm_bindings(plan=world.plan, targets=[one.pk for one in named], by=world.bai)
    assert confirm_bindings(plan=world.plan, targets=[one.pk for one in named], by=clerk) == 2
    assert set(Target.objects.filter(binding="bound").values_list("indicator_code", flat=True)) == {
        "primary.pupils",
        "junior.retention_rate",
    }


# ---- while the plan is reviewed -----------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(world: World) -> World:
    Plan.objects.filter(pk=world.plan.pk).update(state="review", breakdown="draft", number="", issued_on=None)
    world.plan = Plan.objects.get(pk=world.plan.pk)
    world.items = list(Item.objects.filter(plan=world.plan, kind=Item.Kind.TASK).order_by("order"))
    return world


def test_in_the_review_it_is_a_step_that_can_be_undone(reviewed: World, promise: Promise) -> None:
    clerk, target = reviewed.of["plan-clerk"], promise("小学在校生数", 10, "人")
    edit_target(target=target, changes={"binding": "bound:primary.pupils"}, by=clerk)
    target.refresh_from_db()
    assert (target.binding, target.bound_by) == ("bound", "赵晓彤")
    undo_last(plan=reviewed.plan, by=clerk)
    target.refresh_from_db()
    assert (target.binding, target.bound_at) == ("open", None)
    bind_target(target=target, wanted=Wanted(reported=True), by=clerk)
    target.refresh_from_db()
    assert target.binding == "reported"


def test_another_name_means_another_indicator_until_a_person_has_chosen(reviewed: World) -> None:
    clerk = reviewed.of["plan-clerk"]
    target = add_target(
        item=reviewed.items[2], changes={"indicator": "初中巩固率", "unit": "%", "value": "98"}, by=clerk
    )
    assert (target.binding, target.indicator_code) == ("proposed", "junior.retention_rate")
    edit_target(target=target, changes={"indicator": "小学巩固率"}, by=clerk)
    target.refresh_from_db()
    assert (target.binding, target.indicator_code) == ("proposed", "primary.retention_rate")
    edit_target(target=target, changes={"binding": "bound:primary.retention_rate"}, by=clerk)
    edit_target(target=target, changes={"indicator": "巩固情况"}, by=clerk)
    target.refresh_from_db()
    assert (target.binding, target.indicator_code) == ("bound", "primary.retention_rate")


# ---- path, tolerance and owner ------------------------------------------------------------------------------------------


def adjust(world: World, target: Target, **changes: Any) -> Target:
    return adjust_target(target=target, changes=changes, basis="局长办公会第5次纪要", by=world.of["plan-clerk"])


def test_a_path_of_its_own_with_tolerance_and_owner(world: World, promise: Promise) -> None:
    target = promise("建成书香校园数", 8, "所")
    steps = [("2026-06-30", "2"), ("2026-09-30", "6")]
    adjust(world, target, path_kind="own", path=steps, behind_yellow="5", behind_red="20", owner=world.bai.post.pk)
    held = Target.objects.get(pk=target.pk)
    assert held.path == [["2026-06-30", "2"], ["2026-09-30", "6"]]
    assert (held.behind_yellow, held.owner) == (Decimal(5), world.bai.post)
    told = {row.field: row.new for row in Adjustment.objects.all()}
    assert told == {
        "target_path": "建成书香校园数2026年6月30日2所，2026年9月30日6所",
        "target_tolerance": "建成书香校园数预警5个百分点，滞后20个百分点",
        "target_owner": "建成书香校园数基础教育科 白慧",
    }
    assert TargetVersion.objects.get(target=target).path == []
    adjust(world, target, path_kind="linear", path=steps)
    assert Target.objects.get(pk=target.pk).path == []


def test_a_path_by_terms_has_their_last_days(world: World, promise: Promise) -> None:
    target = promise("建成书香校园数", 8, "所")
    adjust(world, target, path_kind="terms", path=[("2026-08-31", "5")])
    assert Target.objects.get(pk=target.pk).path == [["2026-08-31", "5"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"path_kind": "own", "path": []}, "path"),
        ({"path_kind": "own", "path": [("2026-06-31", "5")]}, "path"),
        ({"path_kind": "own", "path": [("2026-06-30", "甲")]}, "path"),
        ({"path_kind": "own", "path": [("2026-06-30", "5"), ("2026-06-30", "6")]}, "path"),
        ({"path_kind": "own", "path": [("2026-12-31", "5")]}, "path"),  # the day on which the target itself is due
        ({"path_kind": "terms", "path": [("2026-07-03", "5")]}, "path"),
        ({"behind_yellow": "0"}, "behind_yellow"),
        ({"behind_yellow": "20", "behind_red": "10"}, "behind_red"),
        ({"owner": 999999}, "owner"),
    ],
)
def test_a_path_that_cannot_be_is_refused(world: World, promise: Promise, changes: dict[str, Any], field: str) -> None:
    target = promise("建成书香校园数", 8, "所")
    with pytest.raises(BadInput) as refused:
        adjust(world, target, **changes)
    assert list(refused.value.fields) == [field]
    assert not Adjustment.objects.exists()


def test_the_light_goes_by_the_path_from_today_on(world: World, promise: Promise) -> None:
    target = promise("建成书香校园数", 100, "所")
    adjust(world, target, path_kind="own", path=[("2026-09-30", "1")])
    with at(date(2026, 9, 30)):
        assert row_of(target.item).targets[-1].standing.expected == 1
        assert row_of(target.item, on=date(2026, 9, 10)).targets[-1].standing.expected == 69, "as it was seen that day"
