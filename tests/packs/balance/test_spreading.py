"""差异系数 through the schemes: the published worked examples, verdicts, and what brings a coefficient down to its limit."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.algebra.figures import shown
from yaodian.packs.balance.judging import SchoolStage
from yaodian.packs.balance.resources import RESOURCES
from yaodian.packs.balance.scheme import BASIC, QUALITY, Norms, Scheme
from yaodian.packs.balance.spreading import capped, lift, spreads
from yaodian.rules import Parameters

NORMS = Norms(Parameters(), date(2025, 9, 1))
EXAMPLES = Path(__file__).parents[3].parent / "shared" / "standards" / "examples"
STAGE = {"小学": "primary", "初中": "junior"}
BOOKS = RESOURCES["books_per_pupil"]
HALF = Fraction(1, 2)


def sheet(name: str) -> list[dict[str, str]]:
    """The rows of a published sheet; none where it is not there (the tests of it are skipped then)."""
    path = EXAMPLES / name
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())) if path.is_file() else []


def needs_sheet(row: object) -> None:
    if row is None:
        pytest.skip("没有 ../shared/standards/examples")


def with_coefficients(scheme: Scheme, stage: str, coefficients: Sequence[str]) -> list[SchoolStage]:
    """Three schools of as many pupils that have 1 + 2t, 1 − t, 1 − t of each resource, whose coefficient is t√2."""
    root = Fraction(141_421_356, 100_000_000)
    of = {one.key: Fraction(value) / root for one, value in zip(scheme.resources, coefficients, strict=True)}
    return [
        SchoolStage(unit, f"学校{unit}", stage, 1000, {key: 100_000 * (1 + sign * t) for key, t in of.items()})
        for unit, sign in ((1, 2), (2, -1), (3, -1))
    ]


# Published -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [sheet("cv_5schools.csv") or None])
def test_five_schools(rows: list[dict[str, str]] | None) -> None:
    """0.515257; 0.488771 is unweighted, 0.546462 unweighted of a sample."""
    needs_sheet(rows)
    schools = [
        SchoolStage(unit, row["school"], "primary", int(row["pupils"]), _all(Fraction(row["books"])))
        for unit, row in enumerate(rows or [])
        if row["school"] != "总计"
    ]
    single, composite = spreads(BASIC, "primary", schools, NORMS)
    books = next(one for one in single if one.resource is BOOKS)
    assert shown(books.cv, 6) == Decimal("0.515257")
    assert composite is not None
    assert shown(composite.cv, 6) == Decimal("0.515257")  # all eight are alike here
    assert composite.within
    assert books.says == "小学生均图书册数差异系数0.515"


DISTRICTS = [row for row in sheet("cv_basic_districts.csv") if row["row"] == "cv"]


@pytest.mark.parametrize("row", DISTRICTS or [None], ids=lambda row: row and f"{row['district']}{row['stage']}")
def test_composites_of_districts(row: dict[str, str] | None) -> None:
    """To 0.001, as the printed singles are rounded; all were recognised, so all are within the limit."""
    needs_sheet(row)
    assert row is not None
    stage, printed = STAGE[row["stage"]], list(row.values())[4:12]
    single, composite = spreads(BASIC, stage, with_coefficients(BASIC, stage, printed), NORMS)
    assert [str(shown(one.cv, 3)) for one in single] == [f"{Decimal(value):.3f}" for value in printed]
    assert composite is not None
    assert composite.cv is not None
    assert abs(composite.cv - Fraction(row["综合_printed"])) <= Fraction("0.001")
    assert composite.within is True


def test_as_many_districts_as_the_sheet_says() -> None:
    if not DISTRICTS:
        pytest.skip("没有 ../shared/standards/examples")
    assert len(DISTRICTS) == 23


@pytest.mark.parametrize("row", sheet("cv_quality_ningguo2022.csv") or [None], ids=lambda row: row and row["stage"])
def test_ningguo_is_uneven_but_in_equipment(row: dict[str, str] | None) -> None:
    needs_sheet(row)
    assert row is not None
    stage, by_title = STAGE[row["stage"]], _by_title(row)
    printed = [by_title[one.key] for one in QUALITY.resources]
    single, composite = spreads(QUALITY, stage, with_coefficients(QUALITY, stage, printed), NORMS)
    within = [one.resource.key for one in single if one.within]
    assert composite is None
    assert within == ["equipment_value_per_pupil"]
    assert len(within) == int(row["indicators_within_limit"])
    assert {one.limit for one in single} == {Fraction(row["limit"])}


def _by_title(row: Mapping[str, str]) -> dict[str, str]:
    found = {
        "高于规定学历教师": "qualified_teachers_per_100_pupils",
        "县级以上骨干教师": "backbone_teachers_per_100_pupils",
        "体育艺术专任教师": "arts_sports_teachers_per_100_pupils",
        "教学及辅助用房面积": "teaching_area_per_pupil",
        "体育运动场馆面积": "sports_area_per_pupil",
        "教学仪器设备值": "equipment_value_per_pupil",
        "网络多媒体教室": "multimedia_rooms_per_100_pupils",
    }
    return {key: row[title] for title, key in found.items()}


def _all(amount: Fraction) -> dict[str, Fraction]:
    return dict.fromkeys(RESOURCES, amount)


# What brings it down ---------------------------------------------------------------------------------------------------------


def of_books(*held: tuple[int, int]) -> list[SchoolStage]:
    """Schools with so many pupils and books."""
    return [
        SchoolStage(unit, f"学校{unit}", "primary", pupils, _all(Fraction(books)))
        for unit, (pupils, books) in enumerate(held)
    ]


def test_the_lowest_are_raised_to_a_common_level() -> None:
    """Two schools with 30 and two with 10 books a pupil: only these two are raised."""
    found = lift("primary", BOOKS, Fraction("0.25"), of_books((100, 3000), (100, 3000), (100, 1000), (200, 2000)))
    assert [one.school.unit for one in found.raised] == [2, 3]
    assert found.enough
    assert found.cv <= Fraction("0.25")
    assert found.says.startswith("把低于")
    assert "的2所学校提高到" in found.says


def test_where_whole_rooms_of_tiny_schools_keep_it_high_that_is_said() -> None:
    """A school of 10 pupils has no room or 10 rooms a hundred; nothing lies between."""
    rooms = RESOURCES["multimedia_rooms_per_100_pupils"]
    schools = [
        SchoolStage(unit, f"学校{unit}", "primary", pupils, _all(Fraction(held)))
        for unit, (pupils, held) in enumerate([(10, 0), (10, 1), (7, 1)])
    ]
    found = lift("primary", rooms, Fraction("0.05"), schools)
    assert not found.enough
    assert found.says.endswith("须结合布局调整")


@given(
    held=st.lists(st.tuples(st.integers(20, 2500), st.integers(1, 60)), min_size=2, max_size=12),
    limit=st.sampled_from(("0.50", "0.45", "0.3", "0.1")),
)
def test_a_lift_does_what_it_says(held: list[tuple[int, int]], limit: str) -> None:
    """Books are fine enough: it is always enough, raises only the lowest, and hardly further than needed."""
    schools = of_books(*((pupils, pupils * each) for pupils, each in held))
    single, _none = spreads(QUALITY, "primary", schools, NORMS)
    cv = single[0].cv
    assert cv is not None
    if cv <= Fraction(limit):
        return
    found = lift("primary", BOOKS, Fraction(limit), schools)
    assert found.enough
    assert found.cv <= Fraction(limit)
    raised = {one.school.unit: one.amount for one in found.raised}
    for one in schools:
        value = one.amounts[BOOKS.key] / one.pupils
        assert (one.unit in raised) <= (value < found.level)
        after = (one.amounts[BOOKS.key] + raised.get(one.unit, 0)) / one.pupils
        assert after >= min(found.level, value) - HALF / one.pupils
    assert found.cv >= Fraction(limit) * Fraction(9, 10)


@given(st.lists(st.fractions(0, 2), min_size=1, max_size=8), st.fractions(Fraction(1, 10), 1))
def test_a_cap_makes_the_mean_the_limit(singles: list[Fraction], limit: Fraction) -> None:
    if sum(singles) <= limit * len(singles):
        return
    cap = capped(singles, limit)
    assert sum(min(one, cap) for one in singles) == limit * len(singles)


def test_a_composite_above_its_limit_says_to_what_the_single_ones_must_come_down() -> None:
    schools = with_coefficients(BASIC, "junior", ["1.0", "0.9", "0.8", "0.5", "0.4", "0.4", "0.4", "0.4"])
    single, composite = spreads(BASIC, "junior", schools, NORMS)  # the mean is 0.6, the limit 0.55
    assert composite is not None
    assert composite.within is False
    assert shown(composite.cap, 3) == Decimal("0.767")  # 0.55 × 8 − 2.1 = 2.3, for three
    assert [one.lift is not None for one in single] == [True] * 3 + [False] * 5
    assert composite.says == "初中综合差异系数0.600，超过0.55；各项都降到0.767以下即可达到"
    lifted = [one.lift.cv if one.lift else one.cv for one in single]
    assert sum(cv for cv in lifted if cv is not None) / 8 <= Fraction("0.55")


def test_a_resource_that_nobody_has_makes_no_coefficient() -> None:
    single, composite = spreads(BASIC, "primary", of_books((100, 0), (50, 0)), NORMS)
    assert {one.cv for one in single} == {None}
    assert composite is not None
    assert composite.within is None
    assert composite.says == "小学综合差异系数算不出：有的指标没有数值"
