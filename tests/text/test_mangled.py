"""Whatever the text: no exception, and every span quotes what it says."""

from collections.abc import Sequence

import yaml
from hypothesis import given, strategies

from tests.text.conftest import TEXT_TESTS
from yaodian.text import due_date, read_plan, split_plans

SENTENCES = [
    case["text"]
    for file in sorted((TEXT_TESTS / "examples").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
]
SCRAPS = [
    *"（）()《》“”，。、；：\n\t 　一二十百千万半0123456789%％年月日前底以上不少于达到力争分别各由与和等的①—-～",
    "一、",
    "（一）",
    "1.",
    "责任科室：",
    "\r\n",
    "\ufeff",
    "𠮷",
]


@strategies.composite
def mangled_plans(draw: strategies.DrawFn) -> str:
    """Example sentences joined, cut and strewn with marks and digits."""
    parts: list[str] = []
    for sentence in draw(strategies.lists(strategies.sampled_from(SENTENCES), max_size=6)):
        start = draw(strategies.integers(0, len(sentence)))
        parts += [
            *draw(strategies.lists(strategies.sampled_from(SCRAPS), max_size=4)),
            sentence[start:],
            sentence[:start],
        ]
    return "".join(parts)


def spans_hold(text: str) -> None:
    reading = read_plan(text, year=2024)
    quoted = (*reading.deadlines, *reading.actors, *reading.objects)
    parts: Sequence[tuple[int, int]] = [
        (part.start, part.end) for part in (*quoted, *reading.outline, *reading.noise, *reading.commitments)
    ]
    assert all(0 <= start < end <= len(text) for start, end in parts)
    assert all(part.text == text[part.start : part.end] for part in quoted)
    assert all(
        node.marker in text[node.start : node.end] and node.heading in text[node.start : node.end]
        for node in reading.outline
    )
    nodes = {node.id for node in reading.outline}
    assert len(nodes) == len(reading.outline)
    assert all(node.parent is None or node.parent in nodes for node in reading.outline)
    assert all(part.node in nodes or not nodes for part in (*quoted, *reading.commitments))
    assert all(due_date(part.norm, plan_year=2024) or True for part in reading.deadlines)
    assert all(0 <= part.start <= part.end <= len(text) for part in split_plans(text))


@given(mangled_plans())
def test_mangled_plans_are_read_without_a_slip(text: str) -> None:
    spans_hold(text)


@given(strategies.text(max_size=200))
def test_any_text_is_read_without_a_slip(text: str) -> None:
    spans_hold(text)


@given(mangled_plans())
def test_reading_twice_says_the_same(text: str) -> None:
    assert read_plan(text) == read_plan(text)
