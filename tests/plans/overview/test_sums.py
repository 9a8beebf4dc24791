"""The shares of the overview add up to the whole, whatever the tasks are like; the chart of the year likewise."""

from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import given

from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.plans.lights import Clock, Light
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.selectors.overview import LIGHTS, by_leader, by_office, by_section
from yaodian.apps.plans.selectors.standing import Row, counts_of
from yaodian.apps.plans.selectors.year_chart import chart_of_year, coming_due, due_by, finished_by, next_month_end

DAY = date(2026, 9, 16)
PLAN = Plan(year=2026)
SECTIONS = [Item(pk=1000 + n, number=str(n), title=f"第{n}部分，副题", kind="section", order=n) for n in (1, 2, 3)]
SECTIONS.append(Item(pk=1004, number="1.1", title="小节", kind="section", parent=SECTIONS[0]))
UNITS = [Unit(pk=n, short_name=f"科室{n}") for n in (1, 2, 3)]
POSTS = [Post(pk=n, title="副局长") for n in (1, 2)]
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    found = []
    for order in range(draw(st.integers(0, 25))):
        code = draw(st.sampled_from(LIGHTS))
        due = draw(days)
        item = Item(pk=order + 1, order=10 + order, number=f"{order}", title="任务")
        item.parent = draw(st.sampled_from([None, *SECTIONS]))
        item.lead = draw(st.sampled_from([None, *UNITS]))
        item.leader = draw(st.sampled_from([None, *POSTS]))
        item.finished_on = draw(st.dates(date(2026, 1, 1), DAY)) if code == "done" else None
        found.append(Row(item, Light(code, ""), (), None, Clock(date(2026, 1, 1), due), DAY))
    return found


@given(rows())
def test_sections_offices_and_leaders_add_up_to_the_whole(given_rows: list[Row]) -> None:
    for shares in (by_section(given_rows), by_office(given_rows), by_leader(given_rows)):
        assert sum(share.total for share in shares) == len(given_rows)
        assert len({share.key for share in shares}) == len(shares)
        for code in LIGHTS:
            assert sum(share.counts.get(code, 0) for share in shares) == counts_of(given_rows).get(code, 0)
        assert all(share.total and sum(count for _code, count in share.cells) == share.total for share in shares)


@given(rows(), st.dates(date(2025, 6, 1), date(2027, 6, 1)))
def test_the_chart_of_the_year_only_rises_and_ends_at_the_whole(given_rows: list[Row], on: date) -> None:
    chart = chart_of_year(PLAN, given_rows, on)
    planned, actual = chart["points"]["plan"], [value for value in chart["points"]["actual"] if value is not None]
    assert planned == sorted(planned)
    assert actual == sorted(actual)
    assert planned[-1] == len(given_rows)
    assert len(chart["table"]["rows"]) == len(planned) == len(chart["points"]["x"])
    assert chart["points"]["max"] > len(given_rows)


@given(rows(), days)
def test_counts_by_a_day_agree_with_the_dates(given_rows: list[Row], on: date) -> None:
    assert due_by(given_rows, on) == sum(row.clock.due <= on for row in given_rows)
    assert finished_by(given_rows, date(2026, 12, 31)) == counts_of(given_rows).get("done", 0)
    assert on <= next_month_end(on) <= on + timedelta(days=38)
    assert coming_due(given_rows, on) <= len(given_rows) - counts_of(given_rows).get("done", 0)


def test_a_top_section_takes_its_subsections() -> None:
    item = Item(pk=1, order=20, number="1", title="任务", parent=SECTIONS[3])
    row = Row(item, Light("green", ""), (), None, Clock(DAY, DAY), DAY)
    assert [(share.key, share.label) for share in by_section([row])] == [("1001", "一、第1部分")]
