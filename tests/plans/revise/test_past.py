"""Lights of past days stay as they were, whatever a revision, an extension or a pause changes afterwards."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.plans.revise.conftest import TEXT, applied, revised, task, with_lines
from tests.plans.revise.test_applying import ADDED, DROPPED, DUE, FIGURE
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.plans.models import Item, Plan, TargetVersion
from yaodian.apps.plans.selectors.past import day_said
from yaodian.apps.plans.selectors.standing import Row, rows_of
from yaodian.apps.plans.services.asking import ask, decide
from yaodian.apps.plans.services.breakdown import assign_item, withdraw_item
from yaodian.apps.plans.services.running import report_progress
from yaodian.kernel.errors import BadInput

JULY, NEXT_DAY = date(2026, 7, 31), date(2026, 9, 17)


def plain(rows: list[Row]) -> list[tuple[object, ...]]:
    """What a light consists of, without the objects that carry it."""
    return [
        (
            row.item.pk,
            row.light,
            row.clock,
            [
                (
                    one.target.pk,
                    str(one.target),
                    one.target.value,
                    one.target.due,
                    one.figure and one.figure.value,
                    one.standing,
                )
                for one in row.targets
            ],
            row.last and row.last.pk,
        )
        for row in rows
    ]


@pytest.fixture
def running(issued: World) -> World:
    """Figures reported in June and in September."""
    item, head = task(issued, "整治消防隐患"), issued.of["safety-head"]
    with at(date(2026, 6, 20)):
        report_progress(item=item, state="underway", says="改", figures={item.targets.get().pk: Decimal(20)}, by=head)
    other = task(issued, "提高课后服务水平")
    report_progress(
        item=other, state="underway", says="好", figures={other.targets.get().pk: Decimal(94)}, by=issued.bai
    )
    return issued


def revise(world: World) -> None:
    text = with_lines(
        FIGURE, DUE, DROPPED, ADDED, ("招聘教师60名", "招聘教师"), ("宣讲4场", "宣讲4场，评选标兵10名"), text=TEXT
    )
    applied(world, revised(world, text=text))


def extend(world: World) -> None:
    request = ask(
        item=task(world, "提高课后服务水平"), kind="extend", reason="设备晚到", until=date(2026, 11, 30), by=world.bai
    )
    decide(request=request, grant=True, by=world.of["bureau-leader"])


def pause(world: World) -> None:
    request = ask(
        item=task(world, "规范作业管理"),
        kind="pause",
        reason="放假",
        since=date(2026, 7, 1),
        until=date(2026, 8, 31),
        by=world.bai,
    )
    decide(request=request, grant=True, by=world.of["bureau-leader"])


def withdraw(world: World) -> None:
    withdraw_item(item=task(world, "加强校车管理"), basis="纪要3号", by=world.of["plan-clerk"])


def adjust(world: World) -> None:
    item = task(world, "提高课后服务水平")
    for day in ("2026-10-10", "2026-10-20"):
        assign_item(item=item, changes={"due": day}, basis="纪要", by=world.of["plan-clerk"])


@pytest.mark.parametrize("act", [revise, extend, pause, withdraw, adjust])
@pytest.mark.parametrize("day", [date(2026, 3, 31), JULY, date(2026, 9, 15)])
def test_a_past_day_is_as_it_was(running: World, act: Callable[[World], None], day: date) -> None:
    before = plain(rows_of(running.plan, on=day))
    today = plain(rows_of(running.plan))
    act(running)
    plan = Plan.objects.get(pk=running.plan.pk)
    assert plain(rows_of(plan, on=day)) == before
    assert plain(rows_of(plan)) != today
    with at(NEXT_DAY):
        assert plain(rows_of(plan, on=day)) == before


def test_values_between_two_revisions(running: World) -> None:
    applied(running, revised(running, FIGURE))
    running.plan.refresh_from_db()
    with at(date(2026, 10, 20)):
        applied(running, revised(running, ("49处", "55处")))
        plan = Plan.objects.get(pk=running.plan.pk)
        item = task(running, "整治消防隐患")
        values = [
            next(row for row in rows_of(plan, on=day) if row.item.pk == item.pk).targets[0].target.value
            for day in (date(2026, 9, 15), date(2026, 9, 16), date(2026, 10, 19), date(2026, 10, 20))
        ]
    assert values == [49, 52, 52, 55]
    assert TargetVersion.objects.count() == 2


def test_two_revisions_on_one_day_keep_the_value_of_the_day_before(running: World) -> None:
    applied(running, revised(running, FIGURE))
    running.plan.refresh_from_db()
    applied(running, revised(running, ("49处", "55处"), ("宣讲4场", "宣讲6场")))
    item = task(running, "整治消防隐患")
    row = next(row for row in rows_of(Plan.objects.get(), on=date(2026, 9, 15)) if row.item.pk == item.pk)
    assert row.targets[0].target.value == 49
    assert item.targets.get().value == 55


def test_today_costs_no_more_queries_than_before(
    running: World,
    django_assert_num_queries: Callable[..., object],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    revise(running)
    plan = Plan.objects.get(pk=running.plan.pk)
    with django_assert_num_queries(7):
        rows_of(plan)
    with django_assert_max_num_queries(10):
        rows_of(plan, on=JULY)


@pytest.mark.parametrize("words", ["", "未定"])
def test_no_date_is_none(words: str) -> None:
    assert day_said(words) is None


def test_an_item_without_a_due_date_before_goes_by_the_end_of_the_year(issued: World) -> None:
    item = task(issued, "开展应急演练")
    Item.objects.filter(pk=item.pk).update(due=None)
    with pytest.raises(BadInput):
        assign_item(item=item, changes={"due": "10月"}, basis="纪要", by=issued.of["plan-clerk"])
    assign_item(item=item, changes={"due": "2026-10-10"}, basis="纪要", by=issued.of["plan-clerk"])
    row = next(row for row in rows_of(issued.plan, on=JULY) if row.item.pk == item.pk)
    assert row.clock.due == date(2026, 12, 31)
