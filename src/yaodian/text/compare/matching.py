"""Matching parts one to one: by the likeness of titles, bodies and indicators; order and heading decide between equals.

The best pairs are taken first. That is not the assignment with the greatest sum, and is wanted: a pair that is surely the
same must not be torn apart so that two doubtful ones fit better.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from yaodian.text.compare import thresholds
from yaodian.text.compare.model import Part
from yaodian.text.compare.targets import same_measure
from yaodian.text.compare.wording import Weights, Wording, pairs_in, products, squeezed, wording_of

Indexes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One plan's parts with their wording, their counted character pairs and the words of the headings above them."""

    parts: tuple[Part, ...]
    words: tuple[Wording, ...]
    counted: tuple[Counter[str], ...]
    headings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, parts: tuple[Part, ...]) -> "Side":
        """The parts with their wording."""
        words = tuple(wording_of(part) for part in parts)
        counted = tuple(pairs_in(said.body or said.plain) for said in words)
        return cls(parts, words, counted, tuple(tuple(map(squeezed, part.sections)) for part in parts))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the parts of two sides are: of all that have a word in common; and what each word weighs."""

    scores: dict[Indexes, float]
    weights: Weights

    def best(self) -> tuple[dict[int, float], dict[int, float]]:
        """The highest score of each old and of each new part."""
        old: dict[int, float] = {}
        new: dict[int, float] = {}
        for (i, j), score in self.scores.items():
            old[i] = max(old.get(i, 0.0), score)
            new[j] = max(new.get(j, 0.0), score)
        return old, new


def likeness(old: Side, new: Side) -> Likeness:
    """The likeness of every old part with every new one, 0 to 1; 1 only for the same text."""
    weights = Weights(old.counted, new.counted)
    body = products(*([weights.vector(text) for text in side.counted] for side in (old, new)))
    title = products(*([weights.vector(_title(part)) for part in side.parts] for side in (old, new)))
    scores = {
        (i, j): _together(title.get((i, j), 0.0), body.get((i, j), 0.0), old.parts[i], new.parts[j])
        for i, j in sorted(body.keys() | title.keys())
    }
    by_text: dict[str, list[int]] = {}
    for j, words in enumerate(new.words):
        by_text.setdefault(words.plain, []).append(j)
    scores |= {(i, j): 1.0 for i, words in enumerate(old.words) for j in by_text.get(words.plain, ())}
    return Likeness(scores, weights)


def _title(part: Part) -> Counter[str]:
    return pairs_in(squeezed(part.title))


def _together(title: float, body: float, old: Part, new: Part) -> float:
    wording = thresholds.TITLE.value * title + thresholds.BODY.value * body
    whole = thresholds.TITLE.value + thresholds.BODY.value
    if old.targets and new.targets:
        wording += thresholds.INDICATOR.value * shared_indicators(old, new)
        whole += thresholds.INDICATOR.value
    return min(round(wording / whole, 4), 0.9999)


def shared_indicators(old: Part, new: Part) -> float:
    """The share of the fewer targets that the other part has too."""
    few, many = sorted((old.targets, new.targets), key=len)
    least = thresholds.INDICATOR_NAME.value
    return sum(any(same_measure(one, other) >= least for other in many) for one in few) / len(few)


def match(old: Side, new: Side, found: Likeness) -> dict[int, int]:
    """Old index → new index: the likest first; then, of what is left, those that set the same target or stand between
    neighbours that match.
    """
    pairs: dict[int, int] = {}
    ranked = sorted(found.scores.items(), key=lambda entry: _rank(entry[0], entry[1], old=old, new=new))
    taken: set[int] = set()
    sizes = len(old.parts), len(new.parts)
    rounds: tuple[tuple[float, Callable[[int, int], bool]], ...] = (
        (thresholds.SAME.value, lambda _i, _j: True),
        (thresholds.SAME_BY_TARGET.value, lambda i, j: _same_target(old.parts[i], new.parts[j])),
        (thresholds.BETWEEN_NEIGHBOURS.value, lambda i, j: _between(i, j, pairs, sizes=sizes)),
    )
    for least, holds in rounds:
        for (i, j), score in ranked:
            if score >= least and i not in pairs and j not in taken and holds(i, j):
                pairs[i] = j
                taken.add(j)
    return pairs


def _same_target(old: Part, new: Part) -> bool:
    least = thresholds.SURE_MEASURE.value
    return any(same_measure(one, other) >= least for one in old.targets for other in new.targets)


def _rank(indexes: Indexes, score: float, *, old: Side, new: Side) -> tuple[float, int, int]:
    i, j = indexes
    same_section = old.headings[i] == new.headings[j]
    apart = abs(i / max(len(old.parts), 1) - j / max(len(new.parts), 1))
    place = same_section * thresholds.SAME_SECTION.value + (1 - apart) * thresholds.SAME_PLACE.value
    return -round(score + place, 6), abs(i - j), i + j


def _between(i: int, j: int, pairs: dict[int, int], *, sizes: Indexes) -> bool:
    """Whether the neighbours on both sides match each other; the ends of the plans match."""
    before = (i == 0 and j == 0) or pairs.get(i - 1) == j - 1 >= 0
    after = (i == sizes[0] - 1 and j == sizes[1] - 1) or pairs.get(i + 1) == j + 1
    return before and after


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising subsequence: what keeps its order.

    >>> sorted(longest_rising([3, 0, 1, 2]))
    [1, 2, 3]
    """
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        places[at : at + 1] = [place]
    return set(_chain(places[-1] if places else -1, before))


def _chain(place: int, before: list[int]) -> Iterator[int]:
    while place >= 0:
        yield place
        place = before[place]
