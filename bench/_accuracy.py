"""How well plans are read: the scorer's figures over annotated plans, with counts and a bootstrap over documents."""

import importlib.util
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from yaodian.text import read_plan

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests" / "gold"
ROUNDS = 1000
SEED = 20241124  # the interval is to be the same in every run

Cell = dict[str, int]
Tally = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over several documents: its value, what it was counted on, and where 95 of 100 resamples lie."""

    value: float
    counted: int
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} (n={self.counted}, {self.low:.3f}–{self.high:.3f})"


@cache
def scorer() -> ModuleType:
    """`../shared/tools/score_plantext.py` as a module."""
    spec = importlib.util.spec_from_file_location("score_plantext", SHARED / "tools" / "score_plantext.py")
    if spec is None or spec.loader is None:
        raise ImportError("score_plantext.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def listed(name: str) -> frozenset[str]:
    """The documents of one list in tests/gold."""
    return frozenset((OWN / f"{name}.txt").read_text(encoding="utf-8").split())


def sets() -> Mapping[str, Sequence[Path]]:
    """The annotations by set, as tests/gold/README.md tells: given, tuned on, opened after one measure, never opened."""
    own = sorted(OWN.glob("*.json"))
    told = {"given": sorted((SHARED / "gold").glob("*.json"))}
    told["tuned"] = [file for file in own if file.stem not in listed("opened") | listed("held-out")]
    told["opened"] = [file for file in own if file.stem in listed("opened")]
    told["held_out"] = [file for file in own if file.stem in listed("held-out")]
    return told


def text_of(doc: str) -> str:
    """The annotated text: our own lies beside its annotation, a real one in `../shared/seeds`."""
    own = OWN / f"{doc}.txt"
    return (own if own.is_file() else SHARED / "seeds" / f"{doc}.txt").read_text(encoding="utf-8")


@cache
def tally_of(file: Path) -> Tally:
    """What was right and wrong in one document; `due_given` counts only the figures that have a due time."""
    want = json.loads(file.read_text(encoding="utf-8"))
    text, score = text_of(want["doc"]), scorer()
    got = json.loads(json.dumps(read_plan(text).as_json()))
    tally: Tally = score.new_tally()
    score.score_outline(text, want["outline"], got["outline"], tally)
    score.score_commitments(text, want["commitments"], got["commitments"], tally)
    for key, field in (("deadlines", "norm"), ("actors", "role")):
        score.score_mentions(text, want[key], got[key], want["outline"], key, field, tally)
    tally["due_given"] = _due_given(text, want["commitments"], got["commitments"])
    return tally


def _due_given(text: str, want: list[dict[str, str]], got: list[dict[str, int | str]]) -> Cell:
    cell, score = {"ok": 0, "n": 0}, scorer()
    for row in want:
        if not row["due"]:
            continue
        places = score.spans(text, row["quote"], row["value_text"])
        twin = next((c for c in got if any(score.overlap((c["start"], c["end"]), place) for place in places)), None)
        cell["n"] += 1
        cell["ok"] += twin is not None and twin["due"] == row["due"]
    return cell


def figures(files: Sequence[Path]) -> dict[str, Figure]:
    """Micro-averaged figures over the documents."""
    tallies = [tally_of(file) for file in files]
    chance = random.Random(SEED)  # noqa: S311  # no secret
    samples = [_values(chance.choices(tallies, k=len(tallies))) for _ in range(ROUNDS)]
    told: dict[str, Figure] = {}
    for key, value in _values(tallies).items():
        spread = sorted(sample[key] for sample in samples)
        cell = _sum(tallies)[key]
        counted = cell["n"] if "n" in cell else cell["tp"] + cell["fn"]
        told[key] = Figure(value, counted, spread[ROUNDS * 25 // 1000], spread[ROUNDS * 975 // 1000 - 1])
    return told


def _sum(tallies: Sequence[Tally]) -> Tally:
    total: Tally = {}
    for tally in tallies:
        for key, cell in tally.items():
            into = total.setdefault(key, dict.fromkeys(cell, 0))
            for part, count in cell.items():
                into[part] += count
    return total


def _values(tallies: Sequence[Tally]) -> dict[str, float]:
    values: dict[str, float] = scorer().figures(_sum(tallies))
    return values
