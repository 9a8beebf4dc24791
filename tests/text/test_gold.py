"""Accuracy on annotated plans; the figures reached are floors."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from tests.text.conftest import ROOT
from yaodian.text import read_plan

FLOORS = {
    "outline": 0.99, "heading": 0.99, "parent": 0.99, "commitments": 0.98, "comparator": 0.98, "kind": 0.98,
    "indicator": 0.97, "due": 0.98, "deadlines": 0.98, "actors": 0.96,
}  # fmt: skip


def scored(scorer: ModuleType, gold: Path, texts: Path) -> Mapping[str, float]:
    """Micro-averaged figures over a folder of gold files."""
    tally = scorer.new_tally()
    for file in sorted(gold.glob("*.json")):
        want = json.loads(file.read_text(encoding="utf-8"))
        text = (texts / f"{want['doc']}.txt").read_text(encoding="utf-8")
        got = json.loads(json.dumps(read_plan(text).as_json()))
        scorer.score_outline(text, want["outline"], got["outline"], tally)
        scorer.score_commitments(text, want["commitments"], got["commitments"], tally)
        for key, field in (("deadlines", "norm"), ("actors", "role")):
            scorer.score_mentions(text, want[key], got[key], want["outline"], key, field, tally)
    figures: Mapping[str, float] = scorer.figures(tally)
    return figures


@pytest.mark.parametrize("figure", FLOORS)
def test_real_plans_are_read_at_least_so_well(figure: str, scorer: ModuleType, shared: Path) -> None:
    assert scored(scorer, shared / "gold", shared / "seeds")[figure] >= FLOORS[figure]


def test_all_real_plans_quote_what_they_say(real_plans: Mapping[str, str]) -> None:
    for name, text in real_plans.items():
        reading = read_plan(text)
        parts = (*reading.commitments, *reading.deadlines, *reading.actors, *reading.objects, *reading.outline)
        assert all(0 <= part.start < part.end <= len(text) for part in parts), name
        assert all(
            part.text == text[part.start : part.end] for part in (*reading.deadlines, *reading.actors, *reading.objects)
        )
        assert all(c.due_text == text[c.due_start : c.due_end] for c in reading.commitments if c.due_start is not None)
        assert all(node.heading in text[node.start : node.end] for node in reading.outline)


def test_own_annotations_are_beside_their_texts() -> None:
    folder = ROOT / "tests" / "gold"
    if not folder.is_dir():
        pytest.skip("tests/gold 尚未建立")
    assert all(file.with_suffix(".txt").is_file() for file in folder.glob("*.json"))
