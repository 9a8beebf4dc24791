"""Rooms, sports areas, equipment and books go with the schools: their classes, their buildings, their three school years."""

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest

from yaodian.cli.synthetic import County, make_county
from yaodian.cli.synthetic.furnishing import MAKERS, furnish
from yaodian.cli.synthetic.lacking import lacking
from yaodian.cli.synthetic.tree import site

NORMS = {  # of quality balance for primary and junior schools, as the truth has the figures
    "teaching_area": (450, 580),
    "sports_area": (750, 1_020),
    "instructional_value": (200_000, 250_000),
    "multimedia_rooms": (0.023, 0.024),
}


@pytest.fixture(scope="module")
def clean() -> County:
    """A county without planted rows."""
    return make_county(7, 9_000, plant=False)


def per_pupil(county: County, figure: str, stage: str) -> dict[str, float]:
    """A true figure of today for each pupil, by school."""
    heads = county.truth["heads"]["2026-09-16"]["by_school"]
    here = county.truth["premises"][figure]["by_school"]
    return {code: here[code][stage] / by[stage] for code, by in heads.items() if stage in by}


def test_a_school_has_a_classroom_for_each_class_of_a_stage(clean: County) -> None:
    classes = Counter((row["school"], row["stage"]) for row in clean.rows["classes"] if "closed_on" not in row)
    rooms = Counter(
        (row["school"], row["stage"])
        for row in clean.rows["rooms"]
        if row["in_use"] and row["room_kind"] in {"11", "41"}
    )
    assert rooms == classes


def test_rooms_fill_most_of_a_teaching_block_and_never_more(clean: County) -> None:
    filled: Counter[int] = Counter()
    for row in clean.rows["rooms"]:
        filled[row["building"]] += row["area"]
    for row in clean.rows["buildings"]:
        assert filled[row["id"]] <= row["area"]
        assert row["building_use"] != "10" or filled[row["id"]] > row["area"] * 0.75


@pytest.mark.parametrize("figure", NORMS)
def test_most_schools_reach_the_norm(figure: str, clean: County) -> None:
    reached = [
        value >= norm
        for stage, norm in zip(("primary", "junior"), NORMS[figure], strict=True)
        for value in per_pupil(clean, figure, stage).values()
    ]
    assert sum(reached) > 0.6 * len(reached)


def test_some_schools_miss_a_norm_and_most_miss_none(clean: County) -> None:
    missed: Counter[tuple[str, str]] = Counter()
    for figure, norms in NORMS.items():
        for stage, norm in zip(("primary", "junior"), norms, strict=True):
            for code, value in per_pupil(clean, figure, stage).items():
                missed[code, stage] += value < norm
    assert 0.05 < sum(count > 0 for count in missed.values()) / len(missed) < 0.5


def test_children_of_kindergartens_have_rooms_and_places_to_play(clean: County) -> None:
    assert min(per_pupil(clean, "teaching_area", "kindergarten").values()) > 300
    assert min(per_pupil(clean, "sports_area", "kindergarten").values()) > 300


@pytest.mark.parametrize(("register", "column"), [("equipment", "bought_on"), ("books", "moved_on")])
def test_something_came_in_each_school_year(register: str, column: str, clean: County) -> None:
    came = Counter(
        year
        for row in clean.rows[register]
        for year in (2023, 2024, 2025)
        if date(year, 9, 1) <= row[column] < date(year + 1, 9, 1)
    )
    assert min(came[year] for year in (2023, 2024, 2025)) > 10


def test_no_library_ever_withdrew_what_it_did_not_have(clean: County) -> None:
    libraries: dict[tuple[str, str, str], list[tuple[date, int]]] = defaultdict(list)
    for row in clean.rows["books"]:
        copies = row["copies"] if row["movement"] == "1" else -row["copies"]
        libraries[row["school"], row["stage"], row["book_kind"]].append((row["moved_on"], copies))
    for moves in libraries.values():
        held = 0
        for _day, copies in sorted(moves):
            held += copies
            assert held > 0


def test_profiles_say_the_area_of_the_grounds(clean: County) -> None:
    areas = Counter[str]()
    for row in clean.rows["sports_areas"]:
        areas[row["school"]] += row["area"] * ("closed_on" not in row)
    assert {row["school"]: row["sports_area"] for row in clean.rows["schools"] if row["life"] == "1"} == areas


def test_about_a_third_of_the_schools_lack_something_each_for_itself(clean: County) -> None:
    units = {unit.code: unit for unit in clean.units}
    sites = [site(unit, units, Random(1)) for unit in clean.units if unit.teaches]  # noqa: S311  # only names count here
    found = lacking(sites, clean.seed)
    full = [
        (one.unit.code, stage)
        for one in sites
        if not one.point
        for stage in one.stages
        if stage in {"primary", "junior"}
    ]
    assert set(found) <= set(full)
    assert 0.2 < len(found) / len(full) < 0.45
    assert len(set(found.values())) > 4


def test_some_schools_are_recognised_and_none_beyond_its_day(clean: County) -> None:
    open_schools = [row for row in clean.rows["schools"] if row["life"] == "1"]
    kinds = {(row["school_type"], row["accreditation"]) for row in open_schools if "accreditation" in row}
    assert {("211", "05"), ("111", "01")} <= kinds
    assert all(row["accredited_until"] > date(2026, 9, 16) for row in open_schools if "accreditation" in row)


def test_true_figures_of_schools_add_up_to_the_countys(clean: County) -> None:
    for figure in clean.truth["premises"].values():
        total: Counter[str] = Counter()
        for stages in figure["by_school"].values():
            total.update(stages)
        assert dict(total) == figure["by_stage"]


def test_making_them_changes_nothing_else_and_gives_the_same_again(clean: County) -> None:
    others = {key: rows for key, rows in clean.rows.items() if key not in MAKERS}
    before = {key: [dict(row) for row in rows] for key, rows in others.items()}
    units = {unit.code: unit for unit in clean.units}
    rng = Random(clean.seed)  # noqa: S311  # as make_county draws
    sites = [site(unit, units, rng) for unit in clean.units if unit.teaches]
    made = furnish(sites, others, clean.seed)
    assert others == before
    assert made == {key: clean.rows[key] for key in MAKERS}
