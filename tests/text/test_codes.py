"""Codes of indicators: names that have one, names that must not, and that every indicator asked for is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.text.conftest import TEXT_TESTS
from yaodian.text import read_plan
from yaodian.text.codes import LEAST, candidates, indicators, plain, propose
from yaodian.text.phrases import groups

TOLD = yaml.safe_load((TEXT_TESTS / "indicators.yaml").read_text(encoding="utf-8"))


def split(told: str) -> tuple[str, str]:
    """`subject | name` as name and subject."""
    subject, bar, name = told.rpartition(" | ")
    return (name, subject) if bar else (told, "")


@pytest.mark.parametrize("told", sorted(TOLD["codes"]))
def test_a_name_has_its_code(told: str) -> None:
    found = propose(*split(told))
    assert found is not None
    assert found.code == TOLD["codes"][told]


@pytest.mark.parametrize("told", TOLD["none"])
def test_a_name_that_means_something_else_has_no_code(told: str) -> None:
    assert propose(*split(told)) is None


@pytest.mark.parametrize(("name", "unit"), TOLD["units"])
def test_a_unit_that_does_not_fit_takes_the_code_away(name: str, unit: str) -> None:
    assert propose(name) is not None
    assert propose(name, unit=unit) is None


def test_the_tables_are_long_enough() -> None:
    assert len(TOLD["codes"]) >= 100
    assert len(TOLD["none"]) >= 30


def test_no_name_stands_for_two_codes() -> None:
    seen: dict[str, str] = {}
    for code, one in indicators().items():
        for name in one.names:
            assert seen.setdefault(plain(name), code) == code, name


def test_every_name_of_the_table_is_proposed_its_own_code() -> None:
    for code, names in groups("indicators").items():
        for written in names:
            found = propose(written.rstrip("?"))
            assert found is not None, written
            assert found.code == code, written
            assert (found.score < 1) == written.endswith("?"), written


def test_codes_are_readable_and_told_in_full() -> None:
    for code, one in indicators().items():
        assert re.fullmatch(r"[a-z]+\.[a-z0-9]+(_[a-z0-9]+)*", code)
        assert one.unit, code
        assert one.better in ("up", "down", "level"), code
        assert len(code) <= 80  # what a target of a plan keeps


def test_no_measure_is_idle() -> None:
    measures = [f"_{code.partition('.')[2]}" for code in indicators()]
    assert [key for key in groups("indicator_measures") if not any(one.endswith(key) for one in measures)] == []


def test_a_proposal_says_how_sure_it_is_and_why() -> None:
    (same,) = candidates("初中学龄人口入学率")
    assert (same.score, same.why) == (1.0, "是“初中入学率”的另一种说法")
    (loose,) = candidates("公办园占比")
    assert loose.score < 1
    assert loose.why == "“公办园占比”常指公办园在园幼儿占比，也可能另有所指"
    (near,) = candidates("达到天津市义务教育学校现代化建设标准的学校比例")
    assert LEAST <= near.score < 1
    assert "未完全一致" in near.why


def test_a_commitment_has_its_code_with_a_score_or_none() -> None:
    sure, none, change = read_plan(
        "初中学龄人口入学率达到98%以上，班主任家访率达到90%以上，总体近视率下降1个百分点。", year=2024
    ).commitments
    assert (sure.indicator_code, sure.indicator_score) == ("junior.enrolment_rate", 1.0)
    assert (none.indicator_code, none.indicator_score) == (None, None)
    assert (change.indicator_code, change.indicator_score) == (None, None)


def test_a_code_that_is_not_certain_is_a_doubt() -> None:
    reading = read_plan("公办园占比达到60%以上。", year=2024)
    assert reading.commitments[0].indicator_code == "preschool.public_pupils_share"
    assert reading.certainty("commitments", 0, "indicator_code") < 1


def rows_of(page: str, title: str) -> Iterator[str]:
    """First cells of the first table below a heading."""
    body = page.split(title, 1)[1].split("\n#", 1)[0]
    for line in body.splitlines():
        if line.startswith("|"):
            yield line.split("|")[1].strip()


@pytest.mark.parametrize("title", ["### b2", "### b3"])
def test_every_rate_and_count_that_the_plans_promise_has_codes(title: str, shared: Path) -> None:
    page = (shared / "what-the-plans-ask.md").read_text(encoding="utf-8")
    asked = [int(cell) for cell in rows_of(page, title) if cell.isdecimal()]
    assert asked
    assert [row for row in asked if row not in TOLD["rows"]] == []


@pytest.mark.parametrize("row", sorted(TOLD["rows"]))
def test_the_indicators_of_a_row_have_codes(row: int) -> None:
    assert [name for name in TOLD["rows"][row] if propose(name) is None] == []


def test_every_definition_of_enrolment_has_codes(shared: Path) -> None:
    page = (shared / "standards" / "enrolment.md").read_text(encoding="utf-8")
    asked = [cell for cell in rows_of(page, "## Definitions") if cell not in ("indicator", "---")]
    missing = [name for cell in asked for name in TOLD["definitions"].get(cell, [cell]) if propose(name) is None]
    assert asked
    assert missing == []
