"""The actual figure of a bound target: computed from rows, by day, for the reader who looks; nobody types it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.movements.children import add_child, add_class, change, fresh
from tests.plans.targets.conftest import signed_in
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.plans.models import Figure, Target
from yaodian.apps.plans.selectors.bound_figures import below
from yaodian.apps.plans.selectors.item_chart import chart_of
from yaodian.apps.plans.selectors.outlook import outlooks
from yaodian.apps.plans.selectors.standing import Row, TargetRow, row_of, rows_of
from yaodian.apps.plans.selectors.target_list import target_list
from yaodian.apps.plans.services.running import report_progress
from yaodian.apps.plans.services.target_binding import Wanted, bind_target
from yaodian.kernel.errors import BadInput
from yaodian.kernel.figures import as_decimal, told_apart

Promise = Callable[..., Target]


def bound(world: World, target: Target, code: str = "primary.pupils", **wanted: object) -> Target:
    return bind_target(target=target, wanted=Wanted(code, **wanted), by=world.of["plan-clerk"])  # type: ignore[arg-type]


def stands(target: Target, by: Acting | System | None = None, on: date | None = None) -> TargetRow:
    row = row_of(target.item, by=by, on=on)
    return next(one for one in row.targets if one.target.pk == target.pk)


def test_the_figure_comes_from_the_rows(children: World, promise: Promise) -> None:
    target = bound(children, promise("小学在校生数", 10, "人"))
    told = stands(target, System())
    assert (told.standing.actual, told.actual, told.light.code) == (8, "8人", "green")
    assert told.computed is not None
    assert (told.computed.period.key, told.figure) == ("2026-2027", None)
    add_child(children.first, add_class(children.first, number=2))
    assert stands(target, System()).standing.actual == 9, "at once"


@pytest.mark.parametrize(("unit", "expected"), [("township", 8), ("first", 6), ("second", 2)])
def test_of_another_unit(children: World, promise: Promise, unit: str, expected: int) -> None:
    target = bound(children, promise("小学在校生数", 10, "人"), unit=getattr(children, unit).pk)
    assert stands(target, System()).standing.actual == expected


def test_one_value_of_a_breakdown(children: World, promise: Promise) -> None:
    add_child(children.first, add_class(children.first, number=2), sex="2")
    girls = bound(children, promise("小学女生数", 3, "人"), split="sex", value="2")
    assert stands(girls, System()).standing.actual == 1


def test_past_days_go_by_what_was_valid_then(children: World, promise: Promise) -> None:
    target = bound(children, promise("小学在校生数", 10, "人"))
    with at(date(2026, 10, 8)):
        child = add_child(children.first, add_class(children.first, number=3), entered_on=date(2026, 8, 20))
        change(fresh(child), date(2026, 10, 8), full_name="安小新")
        chart = chart_of(row_of(target.item, by=System()), [], by=System())
    assert chart is not None
    found = dict(zip(chart["points"]["x"], chart["points"]["actual"], strict=True))
    assert (found["3月"], found["10/8"]) == (8, 9), "the figure of 1 September 2025, then that of 2026"


def test_before_it_was_bound_the_lights_of_those_days_stay(children: World, promise: Promise) -> None:
    target = promise("小学在校生数", 10, "人")
    report_progress(
        item=target.item,
        state="underway",
        says="已核",
        figures={target.pk: Decimal(10)},
        on=date(2026, 9, 1),
        by=children.bai,
    )
    bound(children, target)
    assert stands(target, System()).standing.actual == 8
    then = stands(target, System(), on=date(2026, 9, 10))
    assert (then.standing.actual, then.light.code, then.computed) == (10, "done", None)


def test_nobody_reports_what_is_computed(children: World, promise: Promise) -> None:
    target = bound(children, promise("小学在校生数", 10, "人"))
    with pytest.raises(BadInput, match="由台账计算，不用填报"):
        report_progress(
            item=target.item, state="underway", says="报数", figures={target.pk: Decimal(99)}, by=children.bai
        )
    assert not Figure.objects.exists()
    client = signed_in(children.bai)
    page = client.get(f"/plan/item/{target.item_id}/report/").content.decode()
    assert f"figure-{target.pk}" not in page
    assert "由台账计算，不用填" in page


def test_comparisons_are_exact_though_figures_are_rounded(children: World, promise: Promise) -> None:
    """99.997 is not 100, and does not look like it."""
    assert told_apart(as_decimal(Fraction(99_997, 1000)), 2, Decimal(100)) == Decimal("99.997")
    add_child(children.first, add_class(children.first, number=2), sex="2")
    target = bound(children, promise("小学女生占比", "11.111111", "%"), "primary.girls_share")
    told = stands(target, System())
    assert told.light.code == "done", "one in nine is more than 11.111111%"
    assert told.actual == "11.11%"


# ---- who sees it --------------------------------------------------------------------------------------------------------


def test_small_numbers_are_not_shown_to_who_may_not_see_the_rows(children: World, promise: Promise) -> None:
    """Two children of 二小 are out of the reach of 一小; the light is the same for all."""
    target = bound(children, promise("小学在校生数", 5, "人"), unit=children.second.pk)
    known, hidden = stands(target, children.bai), stands(target, children.an)
    assert (known.actual, known.hidden) == ("2人", False)
    assert (hidden.actual, hidden.hidden, hidden.standing.share) == ("不显示", True, None)
    assert known.light.code == hidden.light.code
    assert "2人" not in hidden.light.why
    page = signed_in(children.an).get(f"/plan/item/{target.item_id}/").content.decode()
    assert "不显示" in page
    assert "2人" not in page
    assert stands(target).hidden, "the public"


def test_the_units_below_are_those_that_the_reader_sees_the_worst_first(children: World, promise: Promise) -> None:
    target = bound(children, promise("小学在校生数", 10, "人"))
    row = stands(target, children.bai)
    told = below(row, children.bai)
    assert told is not None
    assert [(one.name, one.text) for one in told.townships] == [("石桥镇中心学校", "8人")]
    assert [(one.name, one.text) for one in told.schools] == [("石桥镇第二小学", "2人"), ("石桥镇第一小学", "6人")]
    mine = below(row, children.an)
    assert mine is not None
    assert [one.name for one in mine.schools] == ["石桥镇第一小学"]


# ---- forecast, lists ----------------------------------------------------------------------------------------------------


def test_a_figure_of_the_first_day_stays_and_one_of_the_year_goes_on(children: World, promise: Promise) -> None:
    end = date(2026, 12, 31)
    stays = bound(children, promise("小学在校生数", 10, "人"))
    enters = bound(children, promise("小学招生数", 10, "人"), "primary.entrants", period="2026")
    row = row_of(stays.item, by=System())
    found = outlooks(row.targets, [end], on=row.on, by=System())
    assert found[stays.pk, end].how == "steady"
    assert found[stays.pk, end].middle == 8
    assert found[enters.pk, end].how == "pace", "no two past years of rows"
    assert not found[enters.pk, end].has_band


def test_with_two_past_years_it_has_a_band(children: World, promise: Promise) -> None:
    room = add_class(children.first, grade="11", number=9)
    for year, autumn in ((2023, 2), (2024, 3), (2025, 3), (2026, 0)):
        for day in [date(year, 3, 1)] * 2 + [date(year, 10, 1)] * autumn:
            add_child(children.first, room, entered_on=day, entered_how="10")
    target = bound(children, promise("小学招生数", 10, "人"), "primary.entrants", period="2026")
    row = row_of(target.item, by=System())
    told = outlooks(row.targets, [date(2026, 12, 31)], on=row.on, by=System())[target.pk, date(2026, 12, 31)]
    now = stands(target, System()).standing.actual
    assert now is not None
    assert (told.how, told.low - now, told.high - now) == ("seasonal", 2, 3)


def test_the_list_of_targets_costs_the_same_for_one_and_for_many(
    children: World, promise: Promise, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = ["primary.pupils", "compulsory.pupils", "compulsory.migrants", "compulsory.left_behind"]
    bound(children, promise("小学在校生数", 10, "人"))
    target_list(children.plan, children.bai)
    with CaptureQueriesContext(connection) as counted:
        target_list(children.plan, children.bai)
    for code in codes * 3:
        bound(children, promise("学生数", 10, "人"), code)
    target_list(children.plan, children.bai)
    with django_assert_num_queries(len(counted)):
        found = target_list(children.plan, children.bai, state="bound")
    assert len(found.entries) == 1 + 3 * len(codes)
    assert found.counts["bound"] == len(found.entries)


def test_every_row_of_the_plan_has_the_same_light_for_every_reader(children: World, promise: Promise) -> None:
    bound(children, promise("小学在校生数", 5, "人"), unit=children.second.pk)

    def lights(by: Acting | None) -> list[str]:
        rows: list[Row] = rows_of(children.plan, by=by)
        return [row.light.code for row in rows]

    assert lights(children.bai) == lights(children.an) == lights(None)
