"""Training, graduates and the school-age population agree with the staff, the spells and the children."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from yaodian.cli.synthetic import TODAY, YEARS, County, Unit, make_county
from yaodian.cli.synthetic.census import population as school_age
from yaodian.registers.code_lists import code_list

Row = dict[str, Any]
RESIDENT, REGISTERED = "1", "2"
STAGES = {  # stage: first and last age, the least and most gross enrolment of residents in percent
    "kindergarten": (3, 5, 87, 97),
    "primary": (6, 11, 97, 102),
    "junior": (12, 14, 96, 102),
    "senior": (15, 17, 87, 93),
}


@pytest.fixture(scope="module")
def clean() -> County:
    """A county without planted rows."""
    return make_county(7, 4_000, plant=False)


def counts(county: County, basis: str) -> Counter[tuple[int, int]]:
    """People of a basis by year and age."""
    found: Counter[tuple[int, int]] = Counter()
    for row in county.rows["population"]:
        if row["basis"] == basis:
            found[row["counted_on"].year, row["age"]] += row["number"]
    return found


def there(row: Row, day: date) -> bool:
    """Whether a spell holds a day."""
    return bool(row["entered_on"] <= day < row.get("left_on", date.max))


# population


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("stage", STAGES)
def test_gross_enrolment_is_that_of_a_county(stage: str, year: int, clean: County) -> None:
    first, last, least, most = STAGES[stage]
    heads = clean.truth["heads"][f"{year}-09-16"]["by_stage"]
    taught = heads[stage] + (heads["vocational"] if stage == "senior" else 0)
    residents = counts(clean, RESIDENT)
    assert least < 100 * taught / sum(residents[year, age] for age in range(first, last + 1)) < most


@pytest.mark.parametrize("year", YEARS)
def test_there_are_at_least_as_many_residents_of_an_age_as_children_on_the_roll(year: int, clean: County) -> None:
    born = {row["id"]: row["born_on"] for row in clean.rows["pupils"]}
    taught = Counter(_age(born[row["pupil"]], year) for row in clean.rows["enrolments"] if there(row, date(year, 9, 1)))
    residents = counts(clean, RESIDENT)
    assert not [age for age in range(3, 18) if residents[year, age] < taught[age]]


def _age(born: date, year: int) -> int:
    return year - born.year - (born.month > 8)


def test_every_township_has_each_age_sex_year_and_basis_once(clean: County) -> None:
    townships = [unit for unit in clean.units if unit.kind == "township"]
    rows = clean.rows["population"]
    assert {row["central_school"] for row in rows} == {unit.code for unit in townships}
    assert len(rows) == len(townships) * 20 * 2 * 2 * len(YEARS)


def test_more_are_registered_after_junior_school_than_live_here(clean: County) -> None:
    registered, residents = counts(clean, REGISTERED), counts(clean, RESIDENT)
    assert all(registered[year, age] > residents[year, age] for year in YEARS for age in (15, 16, 17))


def test_the_disabled_are_counted_where_school_is_compulsory(clean: County) -> None:
    rows = clean.rows["population"]
    assert {row["age"] for row in rows if "disabled" in row} == set(range(6, 15))
    assert sum(row.get("disabled", 0) for row in rows) > 0


def test_a_tree_without_townships_is_the_bureaus() -> None:
    bureau = Unit("QL", "青澜县教育局", "bureau")
    rows = school_age([], [bureau], 7)
    assert {(row["central_school"], row["number"]) for row in rows} == {("QL", 0)}


# graduates


def test_graduates_are_those_whose_spells_ended_by_graduation(clean: County) -> None:
    stage_of = {row["id"]: row["stage"] for row in clean.rows["classes"]}
    ended = {
        (row["pupil"], row["school"], stage_of[row["class_room"]], row["left_on"])
        for row in clean.rows["enrolments"]
        if row.get("left_how") == "10" and stage_of[row["class_room"]] != "kindergarten"
        if row["left_on"] >= date(YEARS[0], 9, 1)
    }
    told = {(row["pupil"], row["school"], row["stage"], row["graduated_on"]) for row in clean.rows["graduates"]}
    assert told == ended
    assert {year.year for *_rest, year in told} == {2025, 2026}


def test_who_is_said_to_go_on_in_the_county_is_there(clean: County) -> None:
    stage_of = {row["id"]: row["stage"] for row in clean.rows["classes"]}
    entered = {(row["pupil"], stage_of[row["class_room"]]) for row in clean.rows["enrolments"]}
    after = {"10": "junior", "11": "junior", "20": "senior", "21": "vocational"}
    for row in clean.rows["graduates"]:
        if row.get("in_county") and row["destination"] in after:
            assert (row["pupil"], after[row["destination"]]) in entered


def test_most_leavers_of_junior_schools_go_on(clean: County) -> None:
    rows = [row for row in clean.rows["graduates"] if row["stage"] == "junior"]
    on = [row for row in rows if row["destination"] in code_list("destination").under("升入高中阶段")]
    assert 0.9 < len(on) / len(rows) < 0.99


# nine years


def test_the_pupils_of_junior_schools_are_known_from_their_first_day_of_school(clean: County) -> None:
    room = {row["id"]: row for row in clean.rows["classes"]}
    first: dict[int, Row] = {}
    for row in clean.rows["enrolments"]:
        first.setdefault(row["pupil"], row)
    here = [row["id"] for row in clean.rows["pupils"] if row["grade"] == "23" and row["status"] == "10"]
    began = [room[first[pupil]["class_room"]] for pupil in here]
    assert 0.85 < sum(row["stage"] == "primary" and row["entered"] == 2018 for row in began) / len(began) < 1


@pytest.mark.parametrize("year", [str(year) for year in YEARS])
def test_most_stay_for_nine_years(year: str, clean: County) -> None:
    told = clean.truth["nine_years"][year]
    assert 0.9 < told["leaving"] / told["began"] < 1.06
    assert 0.97 < told["of_them_in_junior"] / told["stayed"] < 1


def test_those_who_left_before_the_first_year_have_no_care_files(clean: County) -> None:
    gone = {row["id"] for row in clean.rows["pupils"] if row.get("left_on", TODAY) < date(YEARS[0], 9, 1)}
    assert gone
    assert not gone & {row["pupil"] for row in clean.rows["care"]}


# exchanges


def test_about_a_tenth_of_those_who_are_due_go_to_another_school(clean: County) -> None:
    due = [
        row
        for row in clean.rows["staff"]
        if row.get("stage") in {"primary", "junior"} and row["joined_school_on"].year <= 2019 and "left_on" not in row
    ]
    gone = [row for row in clean.rows["exchanges"] if row["begins_on"] == date(2025, 9, 1)]
    assert 0.06 < len(gone) / len(due) < 0.16
    assert 0.15 < sum(row["as_backbone"] for row in gone) / len(gone) < 0.45


# training


def test_a_year_of_training_has_seventy_to_ninety_hours(clean: County) -> None:
    by_year = clean.truth["training"]["hours_by_year"]
    teachers = sum(row["staff_kind"] == "1" for row in clean.rows["staff"])
    assert set(by_year) == {"2021", "2022", "2023", "2024", "2025"}
    assert all(60 < hours / teachers < 90 for hours in by_year.values())


def test_most_of_those_who_taught_throughout_reach_360_hours(clean: County) -> None:
    training = clean.truth["training"]
    assert 0.6 < training["of_them_360_hours"] / training["taught_throughout"] < 0.95


def test_courses_are_the_teachers_own_and_end_before_they_are_passed(clean: County) -> None:
    staff = {row["id"]: row for row in clean.rows["staff"]}
    for row in clean.rows["training"]:
        teacher = staff[row["teacher"]]
        assert row["school"] == teacher["school"]
        assert teacher["joined_teaching_on"] <= row["begins_on"] <= min(TODAY, teacher.get("left_on", TODAY))
        assert "passed" not in row or row["ends_on"] < TODAY


# what sets schools apart


def test_teachers_of_sport_and_the_arts_and_backbone_teachers_are_as_many_as_in_a_county(clean: County) -> None:
    teachers = [row for row in clean.rows["staff"] if row["staff_kind"] == "1" and "left_on" not in row]
    primary = [row for row in teachers if row["stage"] == "primary"]
    backbone = code_list("backbone_level").under("县级及以上")
    assert 0.1 < sum(row["subject"] in {"13", "14", "15"} for row in primary) / len(primary) < 0.3
    assert 0.1 < sum(row["backbone"] in backbone for row in teachers) / len(teachers) < 0.35


def test_somebody_teaches_labour_and_mental_health(clean: County) -> None:
    assert {"17", "19"} <= {row.get("subject") for row in clean.rows["staff"]}


def test_degrees_differ_by_school(clean: County) -> None:
    shares: dict[str, list[bool]] = {}
    for row in clean.rows["staff"]:
        if row.get("stage") in {"primary", "junior"}:
            shares.setdefault(row["school"], []).append(row["highest_education"] in {"14", "21"})
    found = {round(sum(held) / len(held), 1) for held in shares.values()}
    assert len(found) > 2


def test_kindergartens_have_classes_of_each_age_and_are_public_or_private(clean: County) -> None:
    small = [row for row in clean.rows["pupils"] if row["grade"] in {"01", "02", "03"} and row["status"] == "10"]
    ages = {
        grade: [_age(row["born_on"], 2026) for row in small if row["grade"] == grade] for grade in ("01", "02", "03")
    }
    assert {grade: Counter(found).most_common(1)[0][0] for grade, found in ages.items()} == {"01": 3, "02": 4, "03": 5}
    profiles = [row for row in clean.rows["schools"] if row["school_type"] == "111"]
    assert {row["run_by"] for row in profiles} == {"1", "2"}
    assert {row.get("inclusive") for row in profiles if row["run_by"] == "2"} == {True, False}
    teaching = {row["school"] for row in clean.rows["classes"] if row["stage"] == "kindergarten"}
    assert {row["school"] for row in profiles} == teaching
