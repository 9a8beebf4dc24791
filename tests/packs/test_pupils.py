"""The pupils' registers: what the worked examples do not show: the days on which checks begin, made-up numbers, what is
sensitive, and which checks may stop an import."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.algebra.nodes import Node, walk
from yaodian.algebra.reference import bad_rows
from yaodian.algebra.related import Follow, Related
from yaodian.algebra.world import Row, World, steps_of
from yaodian.packs import registers
from yaodian.registers.ids import made_up_pupil, made_up_resident
from yaodian.registers.register import ERROR, Fills
from yaodian.rules import Parameters

FIELD = ("pupils", "enrolments", "dropouts", "visits", "care")


def breaches(register: str, row: Row, on: date, **others: list[Row]) -> set[str]:
    """The codes that a row (id 1) breaches on a day."""
    tables: dict[str, list[Row]] = {key: [] for key in registers()} | others
    tables[register] = [{"id": 1, **row}, *tables[register]]
    world = World(tables, on, steps_of(Parameters()))
    return {code for code, check in registers()[register].checks.items() if 1 in bad_rows(check.bad, register, world)}


@pytest.mark.parametrize(
    ("born", "grade", "on", "found"),
    [
        ("2020-08-31", "11", "2026-09-01", set()),
        ("2020-09-01", "11", "2026-09-01", {"P09"}),
        ("2020-09-01", "11", "2027-08-31", {"P09"}),  # the same school year
        ("2019-09-01", "11", "2026-08-31", {"P09"}),
        ("2019-09-01", "12", "2026-09-01", set()),
        ("2020-09-01", "12", "2026-09-01", {"P10"}),
        ("2015-09-01", "12", "2026-09-01", set()),
        ("2015-08-31", "12", "2026-09-01", {"P11"}),
        ("2022-09-01", "01", "2026-09-01", set()),
        ("2024-09-01", "01", "2026-09-01", {"P10"}),
        ("2009-09-01", "33", "2026-09-01", set()),
    ],
)
def test_age_is_counted_on_the_eve_of_the_school_year(born: str, grade: str, on: str, found: set[str]) -> None:
    row = {"status": "10", "grade": grade, "born_on": date.fromisoformat(born)}
    ages = {"P09", "P10", "P11"}
    assert breaches("pupils", row, date.fromisoformat(on)) & ages == found


@pytest.mark.parametrize(("days", "found"), [(7, False), (8, True)])
def test_the_first_visit_is_due_within_a_week(days: int, found: bool) -> None:
    on = date(2026, 9, 16)
    assert ("D04" in breaches("dropouts", {"left_on": on - timedelta(days=days)}, on)) is found


@pytest.mark.parametrize(("days", "found"), [(30, False), (31, True)])
def test_visits_go_on_until_the_child_is_back(days: int, found: bool) -> None:
    on = date(2026, 9, 16)
    visits: list[Row] = [{"id": 1, "dropout": 1, "visited_on": on - timedelta(days=days)}]
    row = {"left_on": date(2026, 3, 1)}
    assert ("D05" in breaches("dropouts", row, on, visits=visits)) is found
    assert "D05" not in breaches("dropouts", row | {"returned_on": on}, on, visits=visits)


@pytest.mark.parametrize(("since", "found"), [("2024-09-17", False), ("2024-09-16", True)])
def test_a_suspension_may_last_two_years(since: str, found: bool) -> None:
    row = {"status": "20", "status_since": date.fromisoformat(since)}
    assert ("P24" in breaches("pupils", row, date(2026, 9, 16))) is found


@pytest.mark.parametrize(("left", "found"), [("2026-08-17", False), ("2026-08-16", True)])
def test_a_child_moved_within_the_county_must_arrive(left: str, found: bool) -> None:
    row = {"pupil": 5, "entered_on": date(2024, 9, 1), "left_on": date.fromisoformat(left), "left_how": "21"}
    arrived: list[Row] = [{"id": 2, "pupil": 5, "entered_on": date(2026, 9, 1)}]
    assert ("E06" in breaches("enrolments", row, date(2026, 9, 16))) is found
    assert "E06" not in breaches("enrolments", row, date(2026, 9, 16), enrolments=arrived)


numbers = st.tuples(st.dates(date(2005, 1, 1), date(2024, 12, 31)), st.integers(0, 999))


@given(numbers, st.sampled_from("GJL"))
def test_a_file_that_agrees_with_its_number_is_clean(number: tuple[date, int], letter: str) -> None:
    born, sequence = number
    row = {
        "pupil_number": made_up_pupil("990101", born, sequence, letter),
        "id_number": made_up_resident("990101", born, sequence) if letter == "G" else None,
        "born_on": born,
        "sex": "1" if sequence % 2 else "2",
    }
    assert breaches("pupils", row, date(2026, 9, 16)) == set()


@given(numbers, st.sampled_from("GJL"), st.integers(1, 400))
def test_a_wrong_birth_date_is_found_by_any_number(number: tuple[date, int], letter: str, days: int) -> None:
    born, sequence = number
    row = {
        "pupil_number": made_up_pupil("990101", born, sequence, letter),
        "id_number": made_up_resident("990101", born, sequence) if letter == "G" else None,
        "born_on": born + timedelta(days=days),
    }
    assert breaches("pupils", row, date(2026, 9, 16)) == {"P02" if letter == "G" else "P07"}


@pytest.mark.parametrize("key", FIELD)
def test_personal_numbers_telephones_and_addresses_are_sensitive(key: str) -> None:
    told = {"IdNumber", "Phone", "Place"}
    held = {column.key for column in registers()[key].columns if type(column).__name__ in told and not column.sensitive}
    assert held <= {"helper_phone"}  # the school's own person in charge
    assert registers()[key].about_people


@pytest.mark.parametrize("column", ["disability", "poverty", "orphan", "placement", "inclusion", "other_number"])
def test_what_could_shame_a_child_is_sensitive(column: str) -> None:
    assert registers()["pupils"].by_key[column].sensitive


@pytest.mark.parametrize(
    ("key", "one"), [("enrolments", ("pupil",)), ("dropouts", ("pupil",)), ("care", ("pupil", "kind"))]
)
def test_at_most_one_spell_is_open(key: str, one: tuple[str, ...]) -> None:
    assert registers()[key].one_open == one


def test_schools_do_not_type_enrolments() -> None:
    assert registers()["enrolments"].fills is Fills.OFFICE


def looks_elsewhere(node: Node) -> bool:
    return any(isinstance(each, Follow | Related) for each in walk(node))


def test_an_import_of_pupils_is_stopped_only_by_what_a_row_itself_contradicts() -> None:
    checks = registers()["pupils"].checks.values()
    assert {check.code for check in checks if check.severity is ERROR and looks_elsewhere(check.bad)} == {"P29"}


def test_codes_are_the_register_s_letter_and_unique() -> None:
    codes = [code for key in FIELD for code in registers()[key].checks]
    assert len(codes) == len(set(codes)) >= 32
    assert all(code[0] == key[0].upper() for key in FIELD for code in registers()[key].checks)
