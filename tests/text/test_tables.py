"""The phrase tables are whole: no doubles, no phrase hidden behind another, full width reads as half width."""

import re

import pytest

from yaodian.text.characters import fold, squeeze
from yaodian.text.phrases import TABLES, compiled, groups

NAMES = sorted(file.stem for file in TABLES.glob("*.yaml"))
PATTERNS = {"noise", "tables"}  # tables of regular expressions


@pytest.mark.parametrize("name", NAMES)
def test_no_phrase_stands_twice_in_a_group(name: str) -> None:
    for key, phrases in groups(name).items():
        doubles = sorted({phrase for phrase in phrases if phrases.count(phrase) > 1})
        assert not doubles, f"{name}.yaml: {key}: {doubles}"


@pytest.mark.parametrize("name", ["calendar", "notes", "indicators"])
def test_no_phrase_stands_in_two_groups(name: str) -> None:
    seen: dict[str, str] = {}
    for key, phrases in groups(name).items():
        for phrase in phrases:
            assert phrase not in seen, f"{name}.yaml: {phrase} in {seen[phrase]} and {key}"
            seen[phrase] = key


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"characters"}))
def test_every_phrase_is_written_as_folded_text_is(name: str) -> None:
    for key, phrases in groups(name).items():
        assert [fold(phrase) for phrase in phrases] == list(phrases), f"{name}.yaml: {key}"


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_pattern_compiles(name: str) -> None:
    assert all(compiled(phrase) for phrases in groups(name).values() for phrase in phrases)


@pytest.mark.parametrize("name", ["bounds", "calendar", "notes", "units"])
def test_no_phrase_is_shadowed_by_its_beginning(name: str) -> None:
    from yaodian.text.phrases import any_of

    phrases = [phrase for group in groups(name).values() for phrase in group]
    pattern = re.compile(any_of(phrases))
    found = {phrase: pattern.match(phrase) for phrase in phrases}
    assert [phrase for phrase, match in found.items() if match is None or match[0] != phrase] == []


def test_every_full_width_digit_equals_its_half_width_one() -> None:
    assert fold("０１２３４５６７８９％．（）") == "0123456789%.()"


@pytest.mark.parametrize("pair", [("full", "half"), ("traditional", "simplified")])
def test_characters_are_folded_one_for_one(pair: tuple[str, str]) -> None:
    left, right = (groups("characters")[side][0] for side in pair)
    assert len(left) == len(right)
    assert all(fold(a) == b for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize(
    ("given", "squeezed"),
    [
        ("1. 2024 年", "1. 2024年"),
        ("达到 9 8 %", "达到98%"),
        ("共 1 000 人", "共1000人"),
        ("12 34", "12 34"),
        ("A B", "A B"),
        ("一 、 总", "一、总"),
    ],
)
def test_blanks_that_separate_nothing_go(given: str, squeezed: str) -> None:
    assert squeeze(given) == squeezed
