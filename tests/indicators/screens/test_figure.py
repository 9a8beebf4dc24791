"""The page of a figure: what is shown to whom, what is hidden, where it is from, why it has changed."""

import re
from datetime import date

import pytest

from tests.indicators.provenance.conftest import YEAR, Schools
from tests.indicators.screens.conftest import Ask
from tests.movements.children import add_child
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.pages.asking import ask as asked_for
from yaodian.apps.indicators.pages.asking import is_over_time
from yaodian.apps.indicators.pages.changes import changes
from yaodian.apps.orgs.acting import Acting

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
    assert "9人 ÷ 30人 = 0.3" in shown
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
