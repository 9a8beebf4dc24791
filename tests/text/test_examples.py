"""What is understood, phenomenon by phenomenon: sentence in, commitments, deadlines and actors out."""

from pathlib import Path

import pytest
import yaml

from yaodian.text import Actor, Commitment, Deadline, read_plan

FOLDER = Path(__file__).parent / "examples"
CASES = [
    pytest.param(case, id=f"{file.stem}-{number}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))["cases"], start=1)
]


def shown_commitment(c: Commitment) -> str:
    """kind subject·indicator comparator value[..most]unit @due"""
    most = "" if c.value_max is None else f"..{c.value_max:g}"
    name = f"{c.subject}·{c.indicator}" if c.subject else c.indicator
    due = f" @{c.due}" if c.due else (" @duration" if c.due_text else "")
    return f"{c.kind} {name} {c.comparator} {c.value:g}{most}{c.unit}{due}"


def shown_deadline(d: Deadline) -> str:
    return f"{d.text} {d.norm or 'duration'}"


def shown_actor(a: Actor) -> str:
    return f"{a.text} {a.role}"


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_is_read_as_its_example_says(case: dict[str, list[str] | str]) -> None:
    reading = read_plan(str(case["text"]), year=2024)
    assert [shown_commitment(c) for c in reading.commitments] == case.get("commitments", [])
    assert [shown_deadline(d) for d in reading.deadlines] == case.get("deadlines", [])
    assert [shown_actor(a) for a in reading.actors] == case.get("actors", [])
