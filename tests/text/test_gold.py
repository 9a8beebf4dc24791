"""Accuracy on annotated plans: the figures reached, less a margin, are floors; `pytest -s` shows them all."""

import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from tests.text.conftest import ROOT
from yaodian.text import read_plan

GOLD = ROOT / "tests" / "gold"
# The figures of tests/gold/README.md less a margin; `due_given` is `due` on the rows that have one.
FLOORS = {
    "given": {
        "outline": 0.99, "heading": 0.99, "parent": 0.99, "commitments": 0.97, "comparator": 0.98, "kind": 0.97,
        "indicator": 0.96, "due": 0.97, "due_given": 0.90, "deadlines": 0.97, "actors": 0.95,
    },
    "tuned": {
        "outline": 0.99, "heading": 0.99, "parent": 0.98, "commitments": 0.97, "comparator": 0.97, "kind": 0.97,
        "indicator": 0.95, "due": 0.96, "due_given": 0.95, "deadlines": 0.96, "actors": 0.96,
    },
    "opened": {
        "outline": 0.98, "heading": 0.98, "parent": 0.98, "commitments": 0.95, "comparator": 0.97, "kind": 0.95,
        "indicator": 0.88, "due": 0.94, "due_given": 0.88, "deadlines": 0.96, "actors": 0.94,
    },
    "held_out": {
        "outline": 0.98, "heading": 0.98, "parent": 0.98, "commitments": 0.97, "comparator": 0.97, "kind": 0.96,
        "indicator": 0.92, "due": 0.93, "due_given": 0.92, "deadlines": 0.95, "actors": 0.94,
    },
}  # fmt: skip
CASES = [(name, measure) for name, floors in FLOORS.items() for measure in floors]


@pytest.fixture(scope="module")
def accuracy(shared: Path) -> ModuleType:
    """`bench/_accuracy.py`; it needs the scorer and the real plans in ../shared."""
    assert shared.is_dir()
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "bench" / "_accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(accuracy: ModuleType) -> Mapping[str, Mapping[str, object]]:
    """Set → measure → figure, shown as a table with counts and intervals."""
    told = {name: accuracy.figures(files) for name, files in accuracy.sets().items()}
    for name, row in told.items():
        sys.stdout.write("\n".join(f"{name:9} {measure:12} {figure}" for measure, figure in row.items()) + "\n")
    return told


@pytest.mark.parametrize(("name", "measure"), CASES, ids=[f"{name}-{measure}" for name, measure in CASES])
def test_plans_are_read_at_least_so_well(name: str, measure: str, figures: Mapping[str, Mapping[str, object]]) -> None:
    figure = figures[name][measure]
    assert figure.value >= FLOORS[name][measure], str(figure)


def test_enough_is_annotated(accuracy: ModuleType) -> None:
    tallies = [accuracy.tally_of(file) for file in sorted(GOLD.glob("own-*.json"))]
    counted = {key: sum(tally[key]["tp"] + tally[key]["fn"] for tally in tallies) for key in ("deadlines", "actors")}
    assert counted["deadlines"] >= 150
    assert counted["actors"] >= 200


@pytest.mark.parametrize("file", sorted(GOLD.glob("*.json")), ids=lambda file: file.stem)
def test_an_annotation_quotes_its_text(file: Path, accuracy: ModuleType) -> None:
    want, text = json.loads(file.read_text(encoding="utf-8")), accuracy.text_of(file.stem)
    nodes = {node["id"] for node in want["outline"]}
    assert all(node["marker"] in text and node["heading"] in text for node in want["outline"])
    assert all(text.count(row["quote"]) == 1 and row["value_text"] in row["quote"] for row in want["commitments"])
    assert all(row["text"] in text for row in (*want["deadlines"], *want["actors"]))
    assert all(row["node"] in nodes for key in ("commitments", "deadlines", "actors") for row in want[key])
    assert all(line in text.split("\n") for line in want["noise"])


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
