"""A reading kept as JSON and made again."""

import json

from tests.text.compare.plans import SAMPLE
from yaodian.text import read_plan
from yaodian.text.kept import reading_kept


def test_a_reading_comes_back_as_it_was_kept() -> None:
    reading = read_plan(SAMPLE.read_text(encoding="utf-8"))
    assert reading_kept(reading.text, json.loads(json.dumps(reading.as_json()))) == reading


def test_what_another_version_kept_is_read_as_far_as_it_goes() -> None:
    kept = {
        "year": 2026,
        "noise": [{"start": 0, "end": 2, "gone": 1}],
        "deadlines": [{"node": "1", "start": 3, "end": 4}],
    }
    reading = reading_kept("甲乙丙丁", kept)
    assert (reading.year, reading.noise[0].end, reading.deadlines[0].norm, reading.outline) == (2026, 2, None, ())
