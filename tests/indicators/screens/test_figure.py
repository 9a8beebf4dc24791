"""The page of a figure: what is shown to whom, what is hidden, where it is from, why it has changed."""

import csv
import io
import re
from datetime import date
from urllib.parse import unquote

import pytest

from tests.indicators.provenance.conftest import YEAR, Schools
from tests.indicators.screens.conftest import Ask
from tests.movements.children import add_child
from yaodian.apps.audit.clock import at, now
from yaodian.apps.audit.models import Event
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.pages import by_unit
from yaodian.apps.indicators.pages.asking import ask as asked_for
from yaodian.apps.indicators.pages.asking import is_over_time
from yaodian.apps.indicators.pages.changes import changes
from yaodian.apps.indicators.shown import figures
from yaodian.apps.ledgers import exporting
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Target
from yaodian.kernel.period import Period

PUPILS, SHARE = "/indicators/primary.pupils/", "/indicators/primary.girls_share/"


def big(shown: str) -> str:
    """The large figure."""
    (found,) = re.findall(r'<div class="yd-fig">(.*?)<small>(.*?)</small>', shown)
    return "".join(found)


def test_it_opens_with_ones_own_unit(schools: Schools, ask: Ask) -> None:
    world = schools.world
    assert big(ask(world.an, PUPILS).content.decode()) == "14人"
    assert big(ask(world.bai, PUPILS).content.decode()) == "30人"


def test_a_quotient_shows_both_parts(schools: Schools, ask: Ask) -> None:
    shown = ask(schools.world.bai, SHARE).content.decode()
    assert big(shown) == "30.00%"
    assert "9 ÷ 30 = 0.3<" in shown  # exactly
    assert "小学女生数" in shown
    assert "小学在校生数" in shown
    assert "所占的百分比" in shown  # the definition


def test_one_drills_from_the_county_to_the_school(schools: Schools, ask: Ask) -> None:
    world = schools.world
    county = ask(world.bai, SHARE).content.decode()
    assert f"unit={world.first.pk}" in county
    assert f"unit={world.township.pk}" in ask(world.bai, f"{SHARE}?level=township").content.decode()
    assert big(ask(world.bai, f"{SHARE}?unit={world.first.pk}").content.decode()) == "14.29%"


def test_a_school_does_not_see_another(schools: Schools, ask: Ask) -> None:
    world = schools.world
    assert ask(world.chang, f"{PUPILS}?unit={world.first.pk}").status_code == 403
    assert f"unit={world.first.pk}" not in ask(world.chang, f"{PUPILS}?unit={world.bureau.pk}").content.decode()


def test_small_counts_of_others_are_hidden(schools: Schools, ask: Ask) -> None:
    world = schools.world
    shown = ask(world.chang, f"{PUPILS}?unit={world.bureau.pk}&by=sex").content.decode()
    assert "‹5›" in shown
    assert "人数少，不显示" in shown
    assert "‹5›" not in ask(world.bai, f"{PUPILS}?by=sex").content.decode()
    assert '<td class="num">9人</td>' not in shown  # of the girls of both schools together


def test_names_are_for_who_may_see_the_rows(schools: Schools, ask: Ask) -> None:
    world = schools.world
    enrolment = r'href="/registers/enrolments/\d+/"'
    assert len(re.findall(enrolment, ask(world.an, f"{PUPILS}rows/").content.decode())) == 14
    county = ask(world.an, f"{PUPILS}?unit={world.bureau.pk}").content.decode()
    assert re.findall(enrolment, county) == []
    assert "只给有权看" in county
    assert ask(world.an, f"{PUPILS}rows/?unit={world.bureau.pk}").status_code == 404


@pytest.mark.parametrize(
    ("unit", "says"),
    [("first", "2 ÷ 14 = 0.142857…，显示两位小数"), ("second", "7 ÷ 16 = 0.4375<")],
)
def test_a_quotient_says_how_it_was_cut(schools: Schools, ask: Ask, unit: str, says: str) -> None:
    address = f"{SHARE}?unit={getattr(schools.world, unit).pk}"
    assert says in ask(schools.world.bai, address).content.decode()


def test_parts_stand_beside_the_figures_of_units(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    by = schools.world.bai
    table = table_of(by, schools.county.pk)
    assert table.parts == ["小学女生数", "小学在校生数"]
    assert [texts(line) for line in table.lines] == [
        ["石桥镇第二小学", "7人", "16人", "43.75%"],
        ["石桥镇第一小学", "2人", "14人", "14.29%"],
    ]
    assert texts(table.own)[1:] == ["9人", "30人", "30.00%"]
    monkeypatch.setattr(by_unit, "SHOWN", 0)
    rest = table_of(by, schools.county.pk).rest
    assert rest is not None
    assert texts(rest) == ["其余2校", "9人", "30人", "30.00%"]


def table_of(by: Acting, unit: int) -> by_unit.UnitTable:
    """The share of girls by school."""
    found = by_unit.by_unit(asked_for(indicator_named("primary.girls_share"), {"unit": str(unit)}, by))
    assert found is not None
    return found


def texts(line: by_unit.UnitLine) -> list[str]:
    """What a line of the table says."""
    return [line.figure.unit_name, *(part.text for part in line.figure.parts), line.figure.text]


def test_no_part_is_shown_where_it_is_small_or_gives_a_small_one_away(schools: Schools, ask: Ask) -> None:
    """常青 knows the seven girls and nine boys of 二小, so that the county's parts would tell him of those of 一小."""
    world = schools.world
    table = table_of(world.chang, schools.county.pk)
    assert [texts(line)[1:] for line in table.lines] == [["7人", "16人", "43.75%"]]
    assert texts(table.own)[1:] == ["‹5›", "‹5›", "‹5›"]
    address = f"/indicators/primary.girls_share/?unit={schools.county.pk}"
    shown = ask(world.chang, address).content.decode()
    assert "÷" not in shown
    assert not re.search(r">(2人|9人|30人)<", shown)
    sent = ask(world.chang, address.replace("/?", "/export/?"), {"format": "csv"}).content.decode("utf-8-sig")
    assert [row[2:] for row in csv.reader(io.StringIO(sent))] == [
        ["小学女生数（人）", "小学在校生数（人）", "小学女生占比（%）"],
        ["7人", "16人", "43.75%"],
        ["‹5›", "‹5›", "‹5›"],
    ]


@pytest.mark.parametrize("code", ["primary.girls_share", "primary.class_size", "primary.year_retention_rate"])
def test_the_public_gets_parts_only_with_figures(schools: Schools, code: str) -> None:
    for each in figures([code], by=None, periods=[Period.read("2026-2027")]):
        people = [part.value for part in each.parts if part.unit == "人" and part.value is not None]
        assert not any(0 < count < 5 for count in people), each.unit_name
        assert all((part.value is None, part.text) == (True, "‹5›") for part in each.parts if each.hidden)
        if len(people) == 2:
            assert not 0 < people[1] - people[0] < 5


def test_the_rows_of_a_part_can_be_exported(schools: Schools, ask: Ask) -> None:
    world = schools.world
    address = f"{SHARE}rows/export/"
    sent = ask(world.bai, f"{address}?part=0", {"format": "csv"})
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 9  # the girls
    assert "全县" in unquote(sent["Content-Disposition"])
    assert "小学女生数" in unquote(sent["Content-Disposition"])
    event = Event.objects.filter(kind="ledger.exported").latest("pk")
    assert "小学女生数”的9行" in event.says
    assert len(ask(world.an, f"{address}?part=1", {"format": "csv"}).content.splitlines()) == 1 + 14  # his own school's
    assert ask(world.chang, f"{address}?unit={schools.county.pk}", {"format": "csv"}).status_code == 404
    assert ask(world.bai, address, {"format": "exe"}).status_code == 422


def test_many_rows_are_exported_in_the_background(schools: Schools, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 8)
    by = schools.world.bai
    page = ask(by, ask(by, f"{SHARE}rows/export/?part=0", {"format": "csv"})["Location"])
    sent = ask(by, page["Location"])
    assert len(b"".join(sent.streaming_content).splitlines()) == 1 + 9
    assert "小学女生数" in unquote(sent["Content-Disposition"])


def test_it_names_where_the_figure_is_used(schools: Schools, ask: Ask) -> None:
    world = schools.world
    assert "还没有目标、评估或公布的数用到它" in ask(world.bai, SHARE).content.decode()
    Target.objects.create(
        item=world.items[0], order=2, indicator="小学女生占比", kind="commit", comparator=">=", value=30, unit="%",
        binding="bound", bound_at=now(), indicator_code="primary.girls_share",
    )  # fmt: skip
    shown = ask(world.an, SHARE).content.decode()
    assert f'href="/plan/item/{world.items[0].pk}/"' in shown
    assert "小学女生占比 30%" in shown
    assert "义务教育优质均衡" in ask(world.bai, PUPILS).content.decode()


def test_an_unknown_figure_says_why(schools: Schools, ask: Ask) -> None:
    assert "分母是0" in ask(schools.world.bai, "/indicators/junior.large_class_share/").content.decode()
    assert "还没有一个报完" in ask(schools.world.bai, f"{PUPILS}?kind=filed").content.decode()


@pytest.mark.parametrize(
    "words", ["unit=x", "period=1999", "period=2026-2027/1", "on=nonsense", "than=x", "by=x", "part=99"]
)
def test_words_that_make_no_sense_are_passed_over(schools: Schools, ask: Ask, words: str) -> None:
    assert big(ask(schools.world.bai, f"{PUPILS}?{words}").content.decode()) == "30人"


def test_no_such_indicator(schools: Schools, ask: Ask) -> None:
    assert ask(schools.world.bai, "/indicators/no.such/").status_code == 404


def explained(by: Acting, unit: int) -> list[tuple[str, str]]:
    """What moved the count of children who came from elsewhere since 5 September: amounts and words."""
    asked = asked_for(indicator_named("pupils.transferred_in"), {"unit": str(unit), "period": YEAR.key}, by)
    found = changes(asked, "2026-09-05")
    assert found is not None
    return [(cause.amount, cause.says) for part in found.parts for cause in part.causes]


def test_why_it_differs_from_what_was_known(schools: Schools) -> None:
    world = schools.world
    with at(date(2026, 9, 10)):
        add_child(world.first, entered_how="23")
    assert explained(world.bai, world.bureau.pk) == [("+1人", "新增的行：石桥镇第一小学+1人")]
    assert explained(world.chang, world.bureau.pk) == []  # not to who may not see the rows


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("primary.pupils", False),
        ("buildings.dangerous_share", False),
        ("primary.graduates", True),
        ("primary.dropout_rate", True),
    ],
)
def test_what_happens_over_a_period_is_told_of_the_last_one_that_is_over(code: str, expected: bool) -> None:  # a table
    assert is_over_time(indicator_named(code)) is expected


@pytest.mark.parametrize(
    ("address", "most"),  # with signing in, which asks twenty times
    [(PUPILS, 64), (SHARE, 64), ("/indicators/primary.large_class_share/", 64), (f"{SHARE}?kind=filed", 140)],
)
def test_the_page_asks_few_questions(
    schools: Schools, ask: Ask, address: str, most: int, django_assert_max_num_queries: object
) -> None:
    ask(schools.world.bai, address)
    with django_assert_max_num_queries(most):  # type: ignore[operator]  # a fixture of pytest-django
        ask(schools.world.bai, address)
