"""Strict expected failures: what the reader cannot do yet."""

import pytest
import yaml

from tests.text.conftest import TEXT_TESTS
from tests.text.test_examples import shown_commitment
from yaodian.text import read_plan

CASES = yaml.safe_load((TEXT_TESTS / "unsolved.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.xfail(reason=case["why"], strict=True)) for case in CASES]
)
def test_not_read_yet(case: dict[str, list[str]]) -> None:
    reading = read_plan(str(case["text"]), year=2024)
    assert [shown_commitment(c) for c in reading.commitments] == case["commitments"]
