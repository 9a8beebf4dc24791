"""Exactly the planted rows break the checks: nothing else is wrong with the county, and nothing planted is missed."""

from collections import defaultdict

import pytest

from tests.synthetic.checking import found_in
from yaodian.cli.synthetic import County, make_county
from yaodian.packs import registers

CODES = [(key, code) for key, register in registers().items() for code in register.checks]
Found = dict[tuple[str, str], list[int]]


@pytest.fixture(scope="module")
def county() -> County:
    """A small county with what is planted."""
    return make_county(7, 2_000)


@pytest.fixture(scope="module")
def found(county: County) -> Found:
    """What the checks say about it."""
    return found_in(county)


def told(county: County) -> Found:
    """What the answers say: planted rows, and the facts that checks name."""
    rows: Found = defaultdict(list)
    for entry in [*county.planted, *county.facts]:
        rows[entry["register"], entry["code"]].append(entry["id"])
    return rows


@pytest.mark.parametrize(("register", "code"), CODES, ids=[code for _key, code in CODES])
def test_a_check_finds_what_was_planted_and_nothing_else(
    register: str, code: str, county: County, found: Found
) -> None:
    assert found.get((register, code), []) == sorted(told(county)[register, code])


def test_every_check_has_something_to_find(county: County) -> None:
    assert set(told(county)) == set(CODES)


def test_nothing_is_planted_twice(county: County) -> None:
    rows = [(entry["register"], entry["id"], entry["code"]) for entry in county.planted]
    assert len(set(rows)) == len(rows)


def test_the_clean_county_breaks_no_check_but_facts() -> None:
    clean = make_county(8, 2_000, plant=False)
    assert found_in(clean) == {key: sorted(ids) for key, ids in told(clean).items()}


def test_planted_rows_are_named_by_their_identity(county: County) -> None:
    entry = next(entry for entry in county.planted if entry["code"] == "V01")
    assert set(entry["key"]) == {"dropout", "visited_on"}
    assert set(entry["key"]["dropout"]["pupil"]) == {"pupil_number"}
