"""The county is the same each time, of the size and mix that was asked for, and consistent in itself."""

import hashlib
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from yaodian.cli.county.story import story
from yaodian.cli.synthetic import TODAY, County, from_roster, invent, make_county
from yaodian.packs import registers
from yaodian.registers.columns import Organisation, Ref
from yaodian.registers.ids import IdKind, problem_of
from yaodian.registers.register import Kind
from yaodian.registers.values import problems

Row = dict[str, Any]


@pytest.fixture(scope="module")
def clean() -> County:
    """A county without planted rows."""
    return make_county(7, 4_000, plant=False)


def digest(county: County) -> str:
    """A fingerprint of all rows."""
    return hashlib.sha256(json.dumps(county.rows, default=str, sort_keys=True).encode()).hexdigest()


def test_the_same_seed_gives_the_same_county() -> None:
    assert digest(make_county(7, 1_500)) == digest(make_county(7, 1_500))


def test_another_seed_gives_another_county() -> None:
    assert digest(make_county(7, 1_500)) != digest(make_county(8, 1_500))


def test_too_few_pupils_are_refused() -> None:
    with pytest.raises(ValueError, match="太少"):
        make_county(7, 200)


@pytest.mark.parametrize("key", list(registers()))
def test_every_value_is_one_that_its_column_admits(key: str, clean: County) -> None:
    register = registers()[key]
    found = [(row["id"], says) for row in clean.rows[key] if (says := problems(register, row, on=TODAY))]
    assert not found[:3]


@pytest.mark.parametrize("key", list(registers()))
def test_rows_have_only_declared_columns_ids_in_order_and_one_identity_each(key: str, clean: County) -> None:
    register, rows = registers()[key], clean.rows[key]
    beside = {"id", "period"} if register.kind is Kind.PERIODIC else {"id"}
    assert {name for row in rows for name in row} <= set(register.by_key) | beside
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    identity = [tuple(row.get(name) for name in ("period", *register.identity)) for row in rows]
    assert len(set(identity)) == len(rows)


@pytest.mark.parametrize("key", list(registers()))
def test_references_name_rows_and_units_that_are_there(key: str, clean: County) -> None:
    units = {unit.code for unit in clean.units}
    for column in registers()[key].columns:
        named = {row[column.key] for row in clean.rows[key] if column.key in row}
        if isinstance(column, Organisation):
            assert named <= units
        elif isinstance(column, Ref):
            assert named <= {row["id"] for row in clean.rows[column.register]}


@pytest.mark.parametrize("key", [key for key, register in registers().items() if register.one_open])
def test_at_most_one_row_is_open(key: str, clean: County) -> None:
    register = registers()[key]
    open_rows = [row for row in clean.rows[key] if register.closes not in row]
    assert max(Counter(tuple(row[name] for name in register.one_open) for row in open_rows).values()) == 1


def test_whoever_is_on_the_roll_has_one_open_spell_in_the_class_of_the_file(clean: County) -> None:
    open_spells = {row["pupil"]: row for row in clean.rows["enrolments"] if "left_on" not in row}
    on_roll = [row for row in clean.rows["pupils"] if row["status"] in {"10", "30"}]
    assert {row["id"] for row in on_roll} == set(open_spells)
    for row in on_roll:
        spell = open_spells[row["id"]]
        assert (spell["school"], spell["class_room"]) == (row["school"], row["class_room"])


def test_spells_of_a_child_follow_each_other(clean: County) -> None:
    before: dict[int, Row] = {}
    for row in clean.rows["enrolments"]:
        if last := before.get(row["pupil"]):
            assert last["left_on"] <= row["entered_on"]
        before[row["pupil"]] = row


def test_what_happened_is_there_in_each_school_year(clean: County) -> None:
    flows = clean.truth["flows"]
    for year in ("2024", "2025"):
        assert {"new", "moved", "came", "went", "graduated", "suspended"} <= set(flows[year])
    assert "resumed" in flows["2025"]
    assert all(clean.truth["dropouts"]["by_year"].values())


def test_heads_add_up_from_spells_and_files(clean: County) -> None:
    by_status = clean.truth["pupils"]["by_status"]
    assert clean.truth["heads"][TODAY.isoformat()]["all"] == by_status["10"] + by_status["30"]


def test_everybody_in_the_spells_either_stayed_or_left(clean: County) -> None:
    """Heads of one day + who entered − who left = heads of the next (kindergartens and schools together)."""
    first, second = (date(2024, 9, 16), date(2025, 9, 16))
    spells = clean.rows["enrolments"]
    entered = sum(first < row["entered_on"] <= second for row in spells)
    left = sum("left_on" in row and first < row["left_on"] <= second for row in spells)
    heads = clean.truth["heads"]
    assert heads[first.isoformat()]["all"] + entered - left == heads[second.isoformat()]["all"]


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("left_behind", 0.03, 0.22),
        ("migrant", 0.005, 0.08),
        ("boarding", 0.04, 0.25),
    ],
)
def test_shares_are_those_of_a_county(what: str, least: float, most: float, clean: County) -> None:
    pupils = clean.truth["pupils"]
    assert least < pupils[what] / pupils["by_status"]["10"] < most


def test_there_are_about_as_many_pupils_as_asked_for(clean: County) -> None:
    assert abs(clean.truth["pupils"]["by_status"]["10"] - 4_000) < 120


def test_stages_and_staff_have_their_proportions(clean: County) -> None:
    stages = clean.truth["heads"][TODAY.isoformat()]["by_stage"]
    whole = sum(stages.values())
    assert 0.38 < stages["primary"] / whole < 0.5
    assert 0.2 < stages["junior"] / whole < 0.27
    assert 10 < whole / clean.truth["staff"]["here"] < 16


def test_a_larger_county_has_a_private_school_of_nine_years() -> None:
    private = [unit for unit in invent(20_000) if unit.kind == "school" and "外国语" in unit.name]
    assert [unit.stages for unit in private] == [("primary", "junior")]
    assert not [unit for unit in invent(3_000) if "外国语" in unit.name]


def test_nobodys_number_could_be_a_real_persons(clean: County) -> None:
    numbers = [row["id_number"] for row in [*clean.rows["pupils"], *clean.rows["staff"]]]
    assert {number[:2] for number in numbers} == {"99"}
    assert not [number for number in numbers[::50] if problem_of(IdKind.RESIDENT, number, TODAY)]
    assert {row["phone"][:3] for row in clean.rows["staff"]} == {"129"}


def test_the_demos_tree_can_be_peopled() -> None:
    county = make_county(7, 1_500, units=from_roster(story("units")))
    assert {row["school"] for row in county.rows["schools"]} == {unit.code for unit in county.units if unit.teaches}
    assert county.truth["pupils"]["by_status"]["10"] > 1_400


@pytest.mark.slow
def test_the_full_county_is_of_its_size() -> None:
    county = make_county(7, 80_000)
    teaching = sum(unit.teaches for unit in county.units)
    townships = sum(unit.kind == "township" for unit in county.units)
    assert (townships, 190 < teaching < 215) == (16, True)
    assert abs(county.truth["pupils"]["by_status"]["10"] - 80_000) < 1_200
    assert abs(county.truth["staff"]["here"] - 6_000) < 300
