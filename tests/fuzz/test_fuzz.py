"""Thousands of damaged plans and files: no exception but DocumentError, no hang, every span and value valid.

`YAODIAN_FUZZ=20000 .venv/bin/pytest tests/fuzz -m slow -n0 -s` runs as many; `YAODIAN_FUZZ_FROM` starts elsewhere.
A failure names its number: `case(number)` makes the same case again.
"""

import logging
import math
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fuzz import material, mutating
from yaodian.kernel.errors import DocumentError
from yaodian.text import Reading, read_plan, split_plans
from yaodian.text.document import open_document

CASES = int(os.environ.get("YAODIAN_FUZZ", "300"))
FIRST = int(os.environ.get("YAODIAN_FUZZ_FROM", "0"))
LONGEST = 5.0  # seconds of the processor, so that a busy machine makes nothing slow
FILES_OF_TEN = 4  # of ten cases so many are files


class TooSlowError(Exception):
    """A case took longer than LONGEST."""


@contextmanager
def watch() -> Iterator[None]:
    """Break off what hangs, by processor time; where there is no such alarm (Windows), a hang is found afterwards."""

    def ring(*_: object) -> None:
        raise TooSlowError

    begun = time.process_time()
    alarm = hasattr(signal, "setitimer")
    if alarm:
        signal.signal(signal.SIGPROF, ring)
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        if alarm:
            signal.setitimer(signal.ITIMER_PROF, 0)
    if time.process_time() - begun > LONGEST:
        raise TooSlowError


def flaws(reading: Reading) -> Iterator[str]:
    """What is not as it must be in a reading of any text."""
    text, size = reading.text, len(reading.text)
    quoted = (*reading.deadlines, *reading.actors, *reading.objects)
    for part in (*quoted, *reading.outline, *reading.noise, *reading.commitments):
        if not 0 <= part.start <= part.end <= size:
            yield f"span of {part}"
    yield from (f"quote of {part}" for part in quoted if part.text != text[part.start : part.end])
    nodes = {node.id for node in reading.outline}
    for node in reading.outline:
        own = text[node.start : node.end]
        if node.marker not in own or node.heading not in own or (node.parent and node.parent not in nodes):
            yield f"node {node}"
    for one in reading.commitments:
        if not all(math.isfinite(value) for value in (one.value, one.value_max or 0.0)):
            yield f"value of {one}"
        if one.due_start is not None and one.due_text != text[one.due_start : one.due_end]:
            yield f"due of {one}"
    yield from (f"certainty of {doubt}" for doubt in reading.doubts if not 0 <= doubt.certainty <= 1)


def read_all(text: str) -> None:
    """Read a text in every way that there is."""
    found = [*flaws(read_plan(text, year=2024))]
    assert not found, found[:3]
    assert all(0 <= part.start <= part.end <= len(text) for part in split_plans(text)), "split"


def case(number: int) -> tuple[str, Callable[[], None]]:
    """The case of this number: of what kind it is, and its work."""
    chance = random.Random(number)  # noqa: S311  # repeatable, no secret
    if chance.randrange(10) >= FILES_OF_TEN:
        text = mutating.damaged(chance, material.piece(chance))
        return "text", lambda: read_all(text)
    name, make = chance.choice(material.FILES)
    whole = make(chance)
    parts = name != "a.pdf" and chance.random() < 0.6
    broken = (mutating.broken_parts if parts else mutating.broken_bytes)(chance, whole)

    def work() -> None:
        document = open_document(broken, name)
        assert all(0 <= place.start < place.end <= len(document.text) for place in document.places), "places"
        read_all(document.text)

    return f"{name} {'parts' if parts else 'bytes'}", work


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Readers of broken files log each thing that is broken."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.slow
@pytest.mark.usefixtures("_quiet")
def test_nothing_damaged_makes_the_reader_stumble(tmp_path: Path) -> None:
    at = tmp_path / "case"  # left behind where a library aborts the whole process
    told: Counter[str] = Counter()
    slowest = (0.0, 0)
    failed: dict[str, list[int]] = {}
    for number in range(FIRST, FIRST + CASES):
        kind, work = case(number)
        at.write_text(str(number))
        begun = time.process_time()
        try:
            with watch():
                work()
            told[f"{kind} read"] += 1
        except DocumentError:
            told[f"{kind} refused"] += 1
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__} {place.filename.rpartition('yaodian')[2]}:{place.lineno} {str(error)[:160]}"
            failed.setdefault(what, []).append(number)
        slowest = max(slowest, (time.process_time() - begun, number))
    sys.stdout.write(f"{CASES} cases from {FIRST}: {dict(sorted(told.items()))}; slowest {slowest}\n")
    assert [f"{what}: {len(numbers)} cases, such as {numbers[:4]}" for what, numbers in failed.items()] == []


@pytest.mark.parametrize("number", range(40))
def test_a_case_can_be_made_again(number: int) -> None:
    kind, _ = case(number)
    assert case(number)[0] == kind
    one, other = random.Random(number), random.Random(number)  # noqa: S311
    assert mutating.damaged(one, material.piece(one)) == mutating.damaged(other, material.piece(other))
