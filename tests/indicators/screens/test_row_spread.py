"""How rows lie along the number that decides a share: bands with the limit as an edge, what is said of those near it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.provenance.conftest import Schools
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.pages import row_spread
from yaodian.apps.indicators.pages.asking import ask
from yaodian.apps.indicators.pages.drawing import Chart
from yaodian.apps.indicators.pages.one import figure_of
from yaodian.apps.orgs.acting import Acting

whole = st.integers(0, 100).map(Fraction)


@given(st.lists(whole, min_size=2), whole)
def test_bands_hold_all_numbers_with_the_limit_as_an_edge(values: list[Fraction], cut: Fraction) -> None:
    edges = row_spread._edges(values, cut, whole=True)
    assert edges == sorted(set(edges))
    assert cut in edges
    assert edges[0] <= min(values)
    assert max(values) < edges[-1]


def spread_of(by: Acting, code: str, unit: int | None = None) -> Chart | None:
    """The picture of a unit, or of the reader's own."""
    asked = ask(indicator_named(code), {} if unit is None else {"unit": str(unit)}, by)
    figure = figure_of(asked)
    assert figure is not None
    return row_spread.row_spread(asked, figure)


def test_large_classes_and_those_near_them(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_spread, "LEAST", 2)
    found = spread_of(schools.world.bai, "primary.large_class_share")
    assert found is not None
    assert found.says == "2班中0班达到56人。"  # of 14 and 16 pupils
    assert (found.points["cutLabel"], sum(found.points["y"])) == ("56人", 2)


@pytest.mark.parametrize(
    ("code", "values", "says"),
    [
        ("primary.large_class_share", [10, 20, 30, 51, 55, 56, 63], "7人中2人达到56人；另有2人在51–55人，离线最近。"),
        ("primary.class_size_compliance_rate", [40, 44, 45, 46, 50], "5人中2人超过45人；另有1人在45人，离线最近。"),
        ("teachers.trained_enough_share", [0, 71, 72, 90], "4人中2人不到72学时；另有1人在72–81学时，离线最近。"),
        ("teachers.young_share", [20, 30, 40, 50], "4人中2人达到35岁。"),  # neither good nor bad
    ],
)
def test_what_is_said_above_the_picture(schools: Schools, code: str, values: list[int], says: str) -> None:
    asked = ask(indicator_named(code), {}, schools.world.bai)
    line = row_spread._line(asked.indicator.measure.where, asked)  # type: ignore[attr-defined]  # a share
    assert line is not None
    assert row_spread._chart(asked, line, list(map(Fraction, values)), "人").says == says


def test_it_is_told_only_to_who_may_see_the_rows(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_spread, "LEAST", 2)
    assert spread_of(schools.world.an, "primary.large_class_share", schools.county.pk) is None
    assert spread_of(schools.world.bai, "primary.girls_share") is None  # decided by a code, not a number
