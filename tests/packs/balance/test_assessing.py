"""The whole assessment: who is in it, what else is asked, and the sentences of the conclusion."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from yaodian.packs import catalogue
from yaodian.packs.balance.asked import How
from yaodian.packs.balance.assessing import Assessment, assess
from yaodian.packs.balance.assurance import CountyFigure
from yaodian.packs.balance.gathering import codes_of, county_codes_of, school_stages
from yaodian.packs.balance.judging import SchoolStage
from yaodian.packs.balance.resources import RESOURCES
from yaodian.packs.balance.scheme import BASIC, QUALITY, SCHEMES, Norms, Scheme
from yaodian.rules import Parameters

ON = date(2025, 9, 1)
NORMS = Norms(Parameters(), ON)
GOOD = CountyFigure("", "%", 2, Fraction(100))


def school(unit: int = 1, pupils: int = 400, stage: str = "primary", **changed: object) -> SchoolStage:
    """A school with plenty of everything."""
    plenty = {key: Fraction(pupils) * (5000 if "value" in key else 20) for key in RESOURCES}
    fields: dict[str, object] = {"classes": 10, "music_rooms": 1, "art_rooms": 1, "amounts": plenty, **changed}
    return SchoolStage(unit=unit, name=f"学校{unit}", stage=stage, pupils=pupils, **fields)  # type: ignore[arg-type]


def county(scheme: Scheme, schools: Iterable[SchoolStage], **figures: CountyFigure) -> Assessment:
    """The county by a scheme, all of whose figures are 100 but for those given (by the last part of their code)."""
    told = {code: figures.get(code.partition(".")[2], GOOD) for code in county_codes_of(scheme)}
    return assess(scheme, list(schools), told, NORMS)


def test_where_all_that_is_computed_passes_the_rest_is_to_be_reported() -> None:
    found = county(QUALITY, [school(1), school(2, stage="junior")])
    assert found.passes is None
    assert [stage.passes for stage in found.stages] == [True, True]
    assert len(found.to_report) == sum(one.how is How.REPORTED for one in QUALITY.asked)
    assert found.says == (
        "小学：1所学校中1所达标，0所不达标。",
        "小学：7项差异系数，都在限值以内。",
        "初中：1所学校中1所达标，0所不达标。",
        "初中：7项差异系数，都在限值以内。",
        f"{len(found.to_report)}项台账里没有数据，待报并附佐证材料。",
        "结论：已计算的各项都符合要求，待报项目报齐后认定。",
    )


def test_one_failing_school_fails_the_county_and_stands_first() -> None:
    poor = school(3, amounts=dict.fromkeys(RESOURCES, Fraction(0)))
    found = county(QUALITY, [school(1), school(2), poor])
    (primary,) = found.stages
    assert found.passes is False
    assert [one.school.unit for one in primary.schools] == [3, 1, 2]
    assert [one.school.unit for one in primary.failing] == [3]
    assert found.says[-1] == "结论：尚未达到义务教育优质均衡要求。"
    assert len(primary.uneven) == 7  # one of three has nothing: √2/2


@pytest.mark.parametrize(
    ("pupils", "point", "counted"), [(49, True, False), (50, True, True), (49, False, True), (0, False, False)]
)
def test_small_teaching_points_are_left_out(pupils: int, point: bool, counted: bool) -> None:
    found = county(QUALITY, [school(1), school(2, pupils=pupils, point=point)])
    assert (2 in {one.school.unit for one in found.stages[0].schools}) is counted
    assert [one.unit for one in found.left_out] == ([2] if point and not counted else [])


def test_basic_balance_judges_the_mean_and_leaves_schools_to_the_province() -> None:
    found = county(BASIC, [school(1), school(2, amounts=dict.fromkeys(RESOURCES, Fraction(100)))])
    (primary,) = found.stages
    assert primary.composite is not None
    assert {one.within for one in primary.spreads} == {None}
    assert primary.says[0].endswith("没有设定本省的学校办学标准，学校达标情况待报。")
    assert found.passes is False  # 0.66 and more


def test_a_province_that_sets_its_standard_has_its_schools_judged(tmp_path: Path) -> None:
    national = (Path(__file__).parents[3] / "src/yaodian/rules/numbers/balance/quality/primary/cv.yaml").read_text()
    for resource in BASIC.resources:
        file = tmp_path / "balance" / "basic" / "primary" / f"{resource.key}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(national.replace("value: 0.50", "value: 3"), encoding="utf-8")
    poor = school(2, amounts={**school().amounts, "books_per_pupil": Fraction(1000)})
    found = assess(BASIC, [school(1), poor], {}, Norms(Parameters(tmp_path), ON))
    (failing,) = found.stages[0].failing
    assert failing.school.unit == 2
    assert failing.says.endswith("生均图书册数2.5册，要求3册。补齐办法：图书增加200册。")


# What else is asked ------------------------------------------------------------------------------------------------------


def item(found: Assessment, title: str) -> tuple[bool | None, str, tuple[str, ...]]:
    """How an item came out."""
    (one,) = (each for each in found.assured if each.asked.title == title)
    return one.passes, one.says, one.failing


@pytest.mark.parametrize(
    ("classes", "music", "art", "lacks"),
    [
        (12, 1, 1, None),
        (13, 1, 2, "缺音乐专用教室1间"),
        (25, 1, 1, "缺音乐专用教室2间、美术专用教室2间"),
        (1, 0, 1, "缺音乐专用教室1间"),
    ],
)
def test_music_and_art_rooms(classes: int, music: int, art: int, lacks: str | None) -> None:
    found = county(QUALITY, [school(classes=classes, music_rooms=music, art_rooms=art)])
    passes, _says, failing = item(found, "音乐、美术专用教室")
    assert passes is (lacks is None)
    assert failing == ((f"学校1（小学，{classes}个班）{lacks}",) if lacks else ())


@pytest.mark.parametrize(
    ("stages", "passes"),
    [
        ({"primary": 2000}, True),
        ({"primary": 2001}, False),
        ({"primary": 1500, "junior": 1000}, True),
        ({"primary": 1500, "junior": 1001}, False),
    ],
)
def test_sizes_of_schools(stages: dict[str, int], passes: bool) -> None:
    found = county(QUALITY, [school(pupils=pupils, stage=stage) for stage, pupils in stages.items()])
    assert item(found, "学校规模")[0] is passes


def test_figures_of_the_county() -> None:
    high = CountyFigure("初中三年巩固率", "%", 2, Fraction(98))
    unknown = CountyFigure("残疾儿童少年入学率", "%", 2, None)
    found = county(QUALITY, [school()], retention_rate=high, disabled_enrolment_rate=unknown)
    assert item(found, "初中三年巩固率")[:2] == (True, "初中三年巩固率（不低于95%）：初中三年巩固率98%，符合要求")
    low = county(QUALITY, [school()], retention_rate=CountyFigure("初中三年巩固率", "%", 2, Fraction(94)))
    assert low.passes is False
    assert item(low, "初中三年巩固率")[1].endswith("初中三年巩固率94%，不符合要求")
    assert item(found, "残疾儿童少年入学率")[:2] == (
        None, "残疾儿童少年入学率（不低于95%）：待报，需要残联名单与安置名册",
    )  # fmt: skip


def test_what_no_register_gives_has_no_figure_but_wants_evidence() -> None:
    for scheme in SCHEMES.values():
        for one in county(scheme, [school()]).to_report:
            assert one.figures == ()
            assert "待报，需要" in one.says


# From the catalogue --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.key)
def test_all_that_a_scheme_needs_is_in_the_catalogue(scheme: Scheme) -> None:
    held = catalogue().indicators
    assert [code for code in (*codes_of(scheme), *county_codes_of(scheme)) if code not in held] == []
    for asked in scheme.asked:
        assert bool(asked.figures) is (asked.how is How.FIGURES)
        assert asked.evidence or asked.how in (How.SPECIAL_ROOMS, How.SCHOOL_SIZE)
        assert not asked.parameter or NORMS.number(asked.parameter) is not None


def test_figures_per_pupil_become_amounts_again() -> None:
    figures = {
        ("primary.pupils", 5): Fraction(300),
        ("primary.multimedia_rooms_per_100_pupils", 5): Fraction(7, 3),
        ("primary.classes", 5): Fraction(8),
        ("schools.teaching_points", 5): Fraction(1),
    }
    (one,) = school_stages(QUALITY, {5: "甲校", 6: "乙校"}, lambda *key: figures.get(key))
    assert (one.unit, one.name, one.stage, one.pupils, one.classes, one.point) == (5, "甲校", "primary", 300, 8, True)
    assert one.amounts["multimedia_rooms_per_100_pupils"] == 7
    assert one.amounts["teaching_area_per_pupil"] == 0
