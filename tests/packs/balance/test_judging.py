"""Schools against the norms of 优质均衡: floors as published, six of seven, what is missing in whole units, the cheapest way."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.packs.balance.judging import Reach, SchoolStage, floor_of, judge
from yaodian.packs.balance.resources import RESOURCES
from yaodian.packs.balance.scheme import BASIC, QUALITY, Norms
from yaodian.rules import Parameters

NORMS = Norms(Parameters(), date(2025, 9, 1))
# norms of balance.md §3: 小学, 初中; the floor as its table prints it
PUBLISHED = {
    "qualified_teachers_per_100_pupils": ("4.2", "5.3", "3.57", "4.51"),
    "backbone_teachers_per_100_pupils": ("1", "1", "0.85", "0.85"),
    "arts_sports_teachers_per_100_pupils": ("0.9", "0.9", "0.765", "0.765"),
    "teaching_area_per_pupil": ("4.5", "5.8", "3.825", "4.93"),
    "sports_area_per_pupil": ("7.5", "10.2", "6.375", "8.67"),
    "equipment_value_per_pupil": ("2000", "2500", "1700", "2125"),
    "multimedia_rooms_per_100_pupils": ("2.3", "2.4", "1.955", "2.04"),
}


def school(pupils: int = 200, stage: str = "primary", **changed: str) -> SchoolStage:
    """A school that has exactly the norm of everything, but for what is changed (per pupil or per hundred)."""
    column = ("primary", "junior").index(stage)
    values = {key: Fraction(row[column]) for key, row in PUBLISHED.items()}
    values |= {key: Fraction(value) for key, value in changed.items()}
    amounts = {key: value * pupils / RESOURCES[key].scale for key, value in values.items()}
    return SchoolStage(1, "东镇小学", stage, pupils, amounts)


@pytest.mark.parametrize(("key", "stage"), list(product(PUBLISHED, ("primary", "junior"))))
def test_norms_and_floors_are_those_published(key: str, stage: str) -> None:
    column, resource = ("primary", "junior").index(stage), RESOURCES[key]
    norm = NORMS.number(QUALITY.norm_key(stage, resource))
    assert norm == Fraction(PUBLISHED[key][column])
    assert floor_of(QUALITY, resource, norm, NORMS) == Fraction(PUBLISHED[key][column + 2])


@pytest.mark.parametrize(
    ("changed", "passes", "reached"),
    [
        ({}, True, 7),
        ({"teaching_area_per_pupil": "3.825"}, True, 6),  # one on its floor
        ({"teaching_area_per_pupil": "3.82"}, False, 6),  # one below it
        ({"teaching_area_per_pupil": "4.49", "sports_area_per_pupil": "7.49"}, False, 5),  # two short
        ({"qualified_teachers_per_100_pupils": "3.57"}, True, 6),
        ({"qualified_teachers_per_100_pupils": "0"}, False, 6),
    ],
)
def test_six_of_seven_and_the_seventh_at_85_percent(changed: dict[str, str], passes: bool, reached: int) -> None:
    verdict = judge(QUALITY, school(**changed), NORMS)
    assert (verdict.passes, verdict.reached) == (passes, reached)
    assert bool(verdict.needs) is not passes


def test_a_junior_school_at_4_505_degrees_is_below_the_printed_floor() -> None:
    """4.505 is shown as 4.51, and 4.51 is the floor."""
    assert judge(QUALITY, school(1000, "junior", qualified_teachers_per_100_pupils="4.505"), NORMS).passes is False
    assert judge(QUALITY, school(1000, "junior", qualified_teachers_per_100_pupils="4.51"), NORMS).passes is True


@pytest.mark.parametrize(
    ("changed", "needs"),
    [
        # 200 pupils: 4.5 m² asks 900 m², the floor 765; 2.3 rooms a hundred ask 4.6, so 5, the floor 3.91, so 4
        ({"teaching_area_per_pupil": "3"}, {"teaching_area_per_pupil": 165}),
        ({"multimedia_rooms_per_100_pupils": "1"}, {"multimedia_rooms_per_100_pupils": 2}),
        # two short, both above their floors: the cheaper one is brought to the norm (500 m² of ground for 300,000 元, not a
        # teacher for 100,000 元: the teacher)
        (
            {"sports_area_per_pupil": "6.5", "arts_sports_teachers_per_100_pupils": "0.8"},
            {"arts_sports_teachers_per_100_pupils": 1},
        ),
        # both below their floors: the dear one only to its floor (6.375 × 200 = 1275), the cheap one to the norm
        (
            {"sports_area_per_pupil": "5", "equipment_value_per_pupil": "1600"},
            {"sports_area_per_pupil": 275, "equipment_value_per_pupil": 80_000},
        ),
    ],
)
def test_the_cheapest_way_to_pass(changed: dict[str, str], needs: dict[str, int]) -> None:
    verdict = judge(QUALITY, school(**changed), NORMS)
    assert {need.resource.key: need.amount for need in verdict.needs} == needs


def test_a_failing_school_is_told_what_it_lacks() -> None:
    says = judge(QUALITY, school(teaching_area_per_pupil="3.8249"), NORMS).says
    assert says == (
        "东镇小学（小学，200人）：7项中6项达标，不符合要求。生均教学及辅助用房面积3.82平方米，要求4.5平方米，低于底线3.825平方米。"
        "补齐办法：教学及辅助用房增加1平方米。"
    )
    near = judge(QUALITY, school(teaching_area_per_pupil="4.499", sports_area_per_pupil="7"), NORMS)
    assert "面积4.499平方米，要求4.5平方米" in near.says  # not 4.5 beside 4.5


def test_without_a_provinces_standard_schools_are_not_judged() -> None:
    had = school()
    everything = SchoolStage(1, had.name, "primary", 200, dict.fromkeys(RESOURCES, Fraction(1)))
    verdict = judge(BASIC, everything, NORMS)
    assert verdict.passes is None
    assert {one.reach for one in verdict.judged} == {Reach.UNSET}


@given(
    pupils=st.integers(1, 3000),
    shares=st.lists(st.integers(0, 130), min_size=7, max_size=7),
    stage=st.sampled_from(("primary", "junior")),
)
def test_what_is_said_to_be_missing_is_enough_and_not_one_unit_too_much(
    pupils: int, shares: list[int], stage: str
) -> None:
    column = ("primary", "junior").index(stage)
    changed = {
        key: str(Fraction(row[column]) * share / 100)
        for (key, row), share in zip(PUBLISHED.items(), shares, strict=True)
    }
    had = school(pupils, stage, **changed)
    verdict = judge(QUALITY, had, NORMS)

    def given_more(less: str = "") -> SchoolStage:
        added = {need.resource.key: need.amount - (need.resource.key == less) for need in verdict.needs}
        amounts = {key: amount + added.get(key, 0) for key, amount in had.amounts.items()}
        return SchoolStage(1, had.name, stage, pupils, amounts)

    assert judge(QUALITY, given_more(), NORMS).passes
    for need in verdict.needs:
        assert not judge(QUALITY, given_more(less=need.resource.key), NORMS).passes
