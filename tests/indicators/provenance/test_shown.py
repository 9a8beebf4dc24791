"""Figures as readers see them: whose units, how they read, and what is hidden from whom."""

from fractions import Fraction

import pytest

from tests.indicators.provenance.conftest import YEAR, Schools
from yaodian.apps.indicators.shown import figures
from yaodian.apps.orgs.acting import System

PUPILS, GIRLS_SHARE = "primary.pupils", "primary.girls_share"


def test_of_every_unit_with_text_and_parts(schools: Schools) -> None:
    found = {each.unit_name: each for each in figures([GIRLS_SHARE], by=System(), periods=[YEAR])}
    county = found["青澜县教育局"]
    assert (county.value, county.text) == (Fraction(900, 30), "30.00%")
    assert [(part.value, part.text) for part in county.parts] == [(9, "9人"), (30, "30人")]
    assert "性别" in county.parts[0].label
    assert "《就读经历》" in county.parts[0].label
    assert (found["石桥镇第一小学"].text, found["石桥镇第二小学"].text) == ("14.29%", "43.75%")
    assert found["石桥镇中心幼儿园"].text == "—"


def test_split_up_the_whole_comes_first(schools: Schools) -> None:
    found = figures([PUPILS], by=System(), periods=[YEAR], units=[schools.county.pk], breakdown="sex")
    assert [(each.cell_title, each.text) for each in found] == [("", "30人"), ("男", "21人"), ("女", "9人")]


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("school-clerk", ["青澜县教育局", "石桥镇第一小学"]),
        ("inspector", ["青澜县教育局", "石桥镇中心幼儿园", "石桥镇第二小学"]),
        ("township", ["青澜县教育局", "石桥镇中心学校", "石桥镇中心幼儿园", "石桥镇第一小学", "石桥镇第二小学"]),
        ("administrator", ["青澜县教育局"]),
    ],
)
def test_a_post_sees_its_reach_and_the_county(schools: Schools, who: str, units: list[str]) -> None:
    found = figures([PUPILS], by=schools.world.of[who], periods=[YEAR])
    assert sorted(each.unit_name for each in found) == sorted(units)


def test_small_counts_are_hidden_from_who_has_no_right_to_the_rows(schools: Schools) -> None:
    """Of the county's girls a clerk of 二小 knows his own seven, so that the sum would tell of the two of 一小."""
    county = [schools.county.pk]
    own = figures([GIRLS_SHARE], by=schools.world.chang, periods=[YEAR], units=[schools.world.second.pk])
    assert [each.text for each in own] == ["43.75%"]
    (shown,) = figures([GIRLS_SHARE], by=schools.world.chang, periods=[YEAR], units=county)
    assert (shown.hidden, shown.text, shown.value) == (True, "‹5›", None)
    assert {part.text for part in shown.parts} == {"‹5›"}
    (clerk,) = figures([GIRLS_SHARE], by=schools.world.an, periods=[YEAR], units=county)
    assert not clerk.hidden


def test_the_public_sees_no_small_count_nor_what_would_tell_of_it(schools: Schools) -> None:
    found = figures([PUPILS], by=None, periods=[YEAR], breakdown="sex")
    hidden = {(each.unit_name, each.cell_title) for each in found if each.hidden}
    assert ("石桥镇第一小学", "女") in hidden
    assert len([name for name, cell in hidden if cell == "女"]) > 1
    assert len([cell for name, cell in hidden if name == "石桥镇第一小学"]) > 1
