"""What turns red within 14 days at the pace of the last eight weeks."""

from datetime import date, timedelta

import pytest

from tests.plans.overview.conftest import DAY, report
from tests.world import World
from yaodian.apps.plans.models import Item, Target
from yaodian.apps.plans.selectors.forecast import turning_red
from yaodian.apps.plans.selectors.task_rows import task_rows

Figures = list[tuple[date, int]]


def told(world: World) -> dict[str, str]:
    return {turning.row.item.number: turning.says for turning in turning_red(task_rows(world.plan))}


@pytest.fixture
def task(world: World) -> Item:
    """100 schools from the year's first day to a due date; the other tasks are finished."""
    Item.objects.exclude(pk=world.items[1].pk).filter(kind="task").update(state="finished", finished_on=DAY)
    Target.objects.create(
        item=world.items[1], order=1, indicator="开展", kind="commit", comparator=">=", value=100, unit="所"
    )
    return world.items[1]


@pytest.mark.parametrize(
    ("due", "figures", "words"),
    [
        # on the path, growing as it should
        (date(2026, 12, 31), [(date(2026, 7, 1), 50), (date(2026, 9, 15), 72)], None),
        # amber, due in two days, a few each week
        (date(2026, 9, 18), [(date(2026, 7, 22), 75), (date(2026, 9, 16), 83)],
         "83 / 100所，每周增加1所，到9月18日还差17所"),
        # amber and standing still: it crosses 30 points
        (date(2026, 12, 31), [(date(2026, 7, 1), 42), (date(2026, 9, 15), 42)],
         "42 / 100所，近8周没有变化，到12月31日还差58所"),
        # green and fast enough to be there in time
        (date(2026, 9, 30), [(date(2026, 7, 22), 20), (date(2026, 9, 16), 90)], None),
        # green but too slow for the due date in ten days
        (date(2026, 9, 26), [(date(2026, 7, 22), 80), (date(2026, 9, 16), 90)],
         "90 / 100所，每周增加1.3所，到9月26日还差10所"),
        # green, not yet due, nothing counted so far but reported: nothing is assumed
        (date(2026, 12, 31), [], None),
    ],
)  # fmt: skip
def test_the_pace_decides(world: World, task: Item, due: date, figures: Figures, words: str | None) -> None:
    Item.objects.filter(pk=task.pk).update(due=due, state="underway")
    if not figures:
        task.targets.all().delete()
        report(task)
    for on, value in figures:
        report(task, on, value=value)
    assert told(world) == ({"2": words} if words else {})


def test_what_is_red_already_is_not_told_again(world: World, task: Item) -> None:
    Item.objects.filter(pk=task.pk).update(due=DAY - timedelta(days=1))
    report(task, value=10)
    assert told(world) == {}


def test_amber_without_figures_is_told_by_the_rule(world: World, task: Item) -> None:
    task.targets.all().delete()
    Item.objects.filter(pk=task.pk).update(due=DAY + timedelta(days=4), state="underway")
    report(task)
    assert told(world) == {"2": "还有4天到期，还没有办结"}
