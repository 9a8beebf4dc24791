"""The overview, the list of tasks and the calendar: numbers that agree, filters, and a constant number of queries."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.plans.overview.conftest import DAY, grow, report
from tests.world import World
from yaodian.apps.audit.clock import now
from yaodian.apps.plans.models import Item, Plan, Target
from yaodian.apps.plans.selectors.overview import overview_of
from yaodian.apps.plans.selectors.standing import counts_of, rows_of
from yaodian.apps.plans.selectors.task_list import Wanted, task_list, wanted_from

Shown = Callable[..., str]
PAGES = ("/", "/desk/waiting/", "/overview/", "/overview/?by=leader", "/tasks/", "/calendar/", "/calendar/mine.ics")


def words_of(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


# ---- the overview ---------------------------------------------------------------------------------------------------


def test_the_numbers_are_those_of_the_rows(world: World, shown: Shown) -> None:
    grow(world, 17)
    told = overview_of(world.plan)
    assert told.counts == counts_of(rows_of(world.plan))
    assert told.total == 20
    assert len(told.reds) == told.counts.get("red", 0) + told.counts.get("overdue", 0)
    assert f"20项任务已完成{told.counts['done']}项" in words_of(shown(world.bai, "/overview/"))


@pytest.mark.parametrize("address", ["/overview/", "/overview/?by=leader"])
def test_every_number_opens_just_its_tasks(world: World, shown: Shown, address: str) -> None:
    grow(world, 12)
    page = shown(world.bai, address)
    links = re.findall(r'<a class="is-\w+" href="([^"]+)">(\d+)</a>', page)
    assert len(links) > 8
    for link, number in links:
        assert f"{number}项，全部15项" in words_of(shown(world.bai, unescape(link))), link


def test_red_has_a_reason_an_owner_and_what_to_settle(world: World, shown: Shown) -> None:
    report(world.items[0], value=46, obstacle="3所学校未交照片", asks="请约谈校长")
    page = words_of(shown(world.an, "/overview/"))
    for words in ("3所学校未交照片", "请约谈校长", "基础教育科 白慧", "逾期16天", "46 / 49处"):
        assert words in page
    Item.objects.filter(pk=world.items[0].pk).update(state="finished", finished_on=DAY)
    assert "3所学校未交照片" not in shown(world.an, "/overview/")


def test_without_words_of_the_owner_the_rule_gives_the_reason(world: World, shown: Shown) -> None:
    assert "时限8月31日已过，还没有办结" in shown(world.bai, "/overview/")


def test_plans_that_are_not_out_or_not_there_are_not_shown(world: World) -> None:
    draft = Plan.objects.create(
        unit=world.bureau, title="没有发布", year=2027, state="review", source_name="x", created_at=now()
    )
    client = Client()
    client.force_login(world.of["plan-clerk"].user, backend="django.contrib.auth.backends.ModelBackend")
    for page in ("/overview/", "/tasks/", "/calendar/"):
        for asked in (draft.pk, 999999, "x"):
            assert client.get(f"{page}?plan={asked}").status_code == 404
        assert client.get(f"{page}?plan={world.plan.pk}").status_code == 200


def test_a_closed_year_keeps_its_overview_and_its_links(world: World, shown: Shown) -> None:
    old = Plan.objects.create(
        unit=world.bureau, title="2025年工作要点", year=2025, state="closed", source_name="x", created_at=now(), published_at=now()
    )  # fmt: skip
    Item.objects.create(
        plan=old, order=1, number="1", kind="task", title="旧任务", start=0, end=1, lead=world.basic,
        state="finished", finished_on=date(2025, 6, 1), due=date(2025, 6, 30),
    )  # fmt: skip
    page = shown(world.bai, f"/overview/?plan={old.pk}")
    assert "到2025年底按时限应办结1项，办结了其中1项" in page
    assert f"/tasks/?plan={old.pk}&light=done" in unescape(page)
    assert "旧任务" in shown(world.bai, f"/tasks/?plan={old.pk}")
    assert "旧任务" not in shown(world.bai, "/tasks/")


def test_withdrawn_tasks_do_not_count(world: World) -> None:
    Item.objects.filter(pk=world.items[0].pk).update(state="withdrawn", withdrawn_basis="局务会")
    assert overview_of(world.plan).total == 2


@pytest.mark.parametrize("page", ["/overview/", "/tasks/", "/calendar/"])
def test_without_a_plan_the_page_says_what_comes(world: World, shown: Shown, page: str) -> None:
    Plan.objects.all().delete()
    assert "还没有发布的要点。" in shown(world.bai, page)


# ---- the list -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["1", "2", "3"]),
        ("sort=-number", ["3", "2", "1"]),
        ("sort=due", ["1", "2", "3"]),
        ("sort=light", ["1", "2", "3"]),
        ("light=overdue", ["1"]),
        ("light=bad", ["1", "2", "3"]),
        ("light=done", []),
        ("q=疏散", []),
        ("q=演练", ["2"]),
        ("q=2 应急", ["2"]),
        ("until=2026-09-01", ["1"]),
        ("since=2026-09-01", ["2", "3"]),
        ("lead=0", []),
        ("leader=0", []),
        ("section=0", []),
        ("light=x&section=x&lead=-1&since=soon&sort=x&page=x", ["1", "2", "3"]),
    ],
)
def test_filters_and_orders(world: World, query: str, numbers: list[str]) -> None:
    wanted = wanted_from(dict(pair.split("=") for pair in query.split("&") if pair))
    assert [row.item.number for row in task_list(world.plan, wanted, world.bai).rows] == numbers


def test_mine_is_what_the_post_leads_supports_or_oversees(world: World) -> None:
    world.items[1].support.add(world.office)
    wanted = Wanted(mine=True)
    found = {role: [row.item.number for row in task_list(world.plan, wanted, by).rows] for role, by in world.of.items()}
    assert found["office-head"] == found["office-clerk"] == found["bureau-leader"] == ["1", "2", "3"]
    assert found["plan-clerk"] == ["2"]
    assert found["principal"] == []


def test_conditions_are_chips_that_can_be_taken_away(world: World, shown: Shown) -> None:
    page = unescape(shown(world.bai, f"/tasks/?light=overdue&lead={world.basic.pk}&q=消防"))
    assert f'href="?lead={world.basic.pk}&q=%E6%B6%88%E9%98%B2" aria-label="去掉“逾期”"' in page
    assert 'aria-label="去掉“基础教育科”"' in page
    assert "1项，全部3项" in words_of(page)


def test_nothing_found_says_what_to_do(world: World, shown: Shown) -> None:
    page = shown(world.bai, "/tasks/?q=没有这样的")
    assert "没有符合条件的任务。" in page


def test_fifty_on_a_page(world: World, shown: Shown) -> None:
    grow(world, 60)
    first, second = shown(world.bai, "/tasks/"), shown(world.bai, "/tasks/?page=2")
    assert (first.count('<tr><td class="num is-drop'), second.count('<tr><td class="num is-drop')) == (50, 13)
    assert "第1–50" in first


# ---- the calendar ---------------------------------------------------------------------------------------------------


def test_the_calendar_shows_tasks_and_targets_on_their_days(world: World, shown: Shown) -> None:
    Target.objects.filter(item=world.items[0]).update(due=date(2026, 6, 30))
    page = words_of(shown(world.bai, "/calendar/"))
    for words in ("6月30日星期二", "1 消防安全：整改", "8月31日星期一", "12月31日星期四", "9月本月没有到期的"):
        assert words.replace(" ", "") in page.replace(" ", "")


def test_mine_narrows_the_calendar(world: World, shown: Shown) -> None:
    assert "消防安全" in shown(world.an, "/calendar/")
    assert "消防安全" not in shown(world.an, "/calendar/?mine=1")
    assert "消防安全" in shown(world.bai, "/calendar/?mine=1")


# ---- cost -----------------------------------------------------------------------------------------------------------


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("role", ["bureau-leader", "plan-clerk", "office-head", "township", "principal", "inspector"])
def test_the_number_of_queries_does_not_grow(world: World, role: str) -> None:
    client = Client()
    client.force_login(world.of[role].user, backend="django.contrib.auth.backends.ModelBackend")
    grow(world, 13)
    few = {page: queries(client, page) for page in PAGES}
    grow_more(world)
    assert {page: queries(client, page) for page in PAGES} == few
    assert max(few.values()) <= 26, few


def grow_more(world: World) -> None:
    """Forty more tasks under numbers of their own."""
    Item.objects.filter(order__gte=100).update(order=500)
    grow(world, 40)
