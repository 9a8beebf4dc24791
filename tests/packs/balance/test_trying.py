"""试算: what is given counts, what cannot be is refused, and what a school is said to need does let it pass."""

from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.packs.balance.test_assessing import county
from tests.packs.balance.test_assessing import school as rich
from tests.packs.balance.test_judging import NORMS, PUBLISHED, school
from yaodian.kernel.errors import BadInput
from yaodian.packs.balance.judging import judge
from yaodian.packs.balance.resources import RESOURCES
from yaodian.packs.balance.scheme import BASIC, QUALITY
from yaodian.packs.balance.trying import (
    Gift,
    changed_composites,
    changed_resources,
    changed_schools,
    changed_spreads,
    cost_of,
    given,
)

ROOMS = "multimedia_rooms_per_100_pupils"
SHARES = st.integers(0, 200)  # percent of the norm


@drawn(st.integers(20, 900), st.fixed_dictionaries(dict.fromkeys(PUBLISHED, SHARES)))
def test_what_a_school_is_said_to_need_lets_it_pass_and_less_does_not(pupils: int, shares: dict[str, int]) -> None:
    lacking = school(pupils, **{key: str(Fraction(PUBLISHED[key][0]) * share / 100) for key, share in shares.items()})
    needs = judge(QUALITY, lacking, NORMS).needs
    gifts = [Gift(1, "primary", need.resource.key, need.amount) for need in needs]
    (after,) = given([lacking], gifts)
    assert judge(QUALITY, after, NORMS).passes is True
    for number, gift in enumerate(gifts):
        less = [*gifts[:number], Gift(1, "primary", gift.resource, gift.amount - 1), *gifts[number + 1 :]]
        assert judge(QUALITY, given([lacking], less)[0], NORMS).passes is False


def test_several_gifts_to_one_school_add_up_and_the_others_stay() -> None:
    one, other = rich(1), rich(2)
    found = given([one, other], [Gift(1, "primary", ROOMS, 3), Gift(1, "primary", ROOMS, -1)])
    assert found[0].amounts[ROOMS] == one.amounts[ROOMS] + 2
    assert found[1] == other
    assert found[0].amounts.keys() == one.amounts.keys()


@pytest.mark.parametrize(
    ("gift", "says"),
    [
        (Gift(9, "primary", ROOMS, 1), "从列表里选"),
        (Gift(1, "junior", ROOMS, 1), "从列表里选"),
        (Gift(1, "primary", "pianos", 1), "从列表里选"),
        (Gift(1, "primary", ROOMS, -6), "现有网络多媒体教室4间，减不了"),
    ],
)
def test_what_cannot_be_is_said_by_its_line(gift: Gift, says: str) -> None:
    held = school(200, **{ROOMS: "2"})
    with pytest.raises(BadInput, match=says) as caught:
        given([held], [Gift(1, "primary", ROOMS, 1), gift])
    assert list(caught.value.fields) == ["1"]


def test_only_what_changed_is_told() -> None:
    poor = rich(2, amounts={key: Fraction(400) for key in RESOURCES})
    schools = [rich(1), poor]
    gifts = [Gift(2, "primary", ROOMS, 40)]
    was, now = (county(QUALITY, some) for some in (schools, given(schools, gifts)))
    (pair,) = changed_schools(was.stages[0].schools, now.stages[0].schools)
    assert pair.now.school.unit == 2
    (resource,) = changed_resources(pair)
    assert (resource.was.value, resource.now.value) == (100, 110)
    (spread,) = changed_spreads(was, now)
    assert spread.now.resource.key == ROOMS
    assert spread.now.cv < spread.was.cv
    assert changed_composites(was, now) == []
    assert cost_of(pair.was) > 0


def test_the_mean_coefficient_of_the_basic_scheme_is_told_too() -> None:
    schools = [rich(1), rich(2, amounts={key: Fraction(400) for key in RESOURCES})]
    gifts = [Gift(2, "primary", "books_per_pupil", 4000)]
    was, now = (county(BASIC, some) for some in (schools, given(schools, gifts)))
    ((stage, pair),) = changed_composites(was, now)
    assert stage == "primary"
    assert pair.now.cv < pair.was.cv


def test_the_reasons_are_short() -> None:
    poor = rich(2, amounts=dict.fromkeys(RESOURCES, Fraction(0)), music_rooms=0)
    assert county(QUALITY, [rich(1), poor]).reasons == (
        "小学2所中1所不达标",
        "小学7项差异系数超过限值",
        "其他要求1项不符合",
        f"{len(county(QUALITY, [rich(1)]).to_report)}项待报",
    )
    assert county(BASIC, [rich(1)]).reasons == ("小学没有设定学校办学标准", "2项待报")
