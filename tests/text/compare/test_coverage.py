"""Ours against what the superior asks."""

from pathlib import Path

import pytest
import yaml

from tests.text.compare.plans import AFTER, BEFORE
from yaodian.text import read_plan
from yaodian.text.compare import CoverageRow, cover

CASES = yaml.safe_load((Path(__file__).parent / "coverage.yaml").read_text(encoding="utf-8"))


def covered(asked: list[str], ours: list[str]) -> list[CoverageRow]:
    superior = "\n".join(["某市教育局2026年工作要点", "一、主要任务", *numbered(asked)])
    own = "\n".join(["某县教育局2026年工作要点", "一、重点工作", *numbered([*BEFORE, *ours, *AFTER])])
    return [*cover(read_plan(superior), read_plan(own)).rows]


def numbered(sentences: list[str]) -> list[str]:
    return [f"{number}、{sentence}" for number, sentence in enumerate(sentences, start=1)]


@pytest.mark.parametrize("case", CASES, ids=[f"{number}" for number, _ in enumerate(CASES, start=1)])
def test_a_row_says_what_its_example_says(case: dict[str, str]) -> None:
    row = covered([case["asked"]], [case["ours"]])[0]
    assert row.answer == case["answer"], row
    assert case.get("says", "") in row.says
    assert [part.number for part in row.ours] == ([] if row.answer == "unanswered" else ["1.3"])


def test_one_of_ours_may_answer_two_and_two_may_answer_one() -> None:
    asked = ["九年义务教育巩固率达到95%以上。", "残疾儿童入学率达到97%以上。"]
    rows = covered(asked, ["九年义务教育巩固率达到96%以上，残疾儿童入学率达到97%以上。"])
    assert [row.answer for row in rows[:2]] == ["answered", "answered"]
    rows = covered(
        ["初中巩固率达到95%以上，残疾儿童入学率达到97%以上。"],
        ["残疾儿童入学率达到97%以上。", "初中巩固率达到96%以上。"],
    )
    assert [part.number for part in rows[0].ours] == ["1.3", "1.4"]
    assert rows[0].answer == "answered"


def test_ours_alone_stand_at_the_end() -> None:
    rows = covered(["九年义务教育巩固率达到95%以上。"], ["九年义务教育巩固率达到95%以上。"])
    assert [row.answer for row in rows] == ["answered", "own", "own", "own", "own"]
    assert rows[1].says == "上级没有相应要求"


def test_a_gap_that_may_be_a_total_is_not_certain() -> None:
    gap = covered(["全市公开招聘教师1500人。"], ["公开招聘教师150人。"])[0].gaps[0]
    assert not gap.certain
