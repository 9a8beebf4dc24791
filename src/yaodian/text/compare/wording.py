"""The wording of parts as sets of weighted character pairs: rare pairs weigh more than those that every task has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from yaodian.text.characters import fold
from yaodian.text.compare.model import Part
from yaodian.text.notes import read_notes
from yaodian.text.phrases import compiled

Vector = Mapping[str, float]
MARKER = r"^(?:[(]?[一二三四五六七八九十百\d]{1,3}[)、.．,]|第[一二三四五六七八九十\d]{1,3}[章节条项]|[①-⑳•●◆■★*])"
FAINT = 0.05  # below this two texts have nothing in common but what all have, and the pairs would be too many to keep
FEW = 20  # in a shorter plan it says little that a word occurs only once, or in all of its two tasks
ENDS = "。.;；,，、:："


@dataclass(frozen=True, slots=True)
class Wording:
    """A part's words: `plain` without blanks and marker, `body` without the responsibility note, `frame` without targets."""

    plain: str
    body: str
    note: str
    frame: str


def wording_of(part: Part) -> Wording:
    """The words of a part."""
    plain = squeezed(part.text)
    body, note = _without_notes(plain)
    return Wording(plain, body, note, _without_notes(squeezed(_masked(part)))[0])


def squeezed(text: str) -> str:
    """Folded, without blanks, marker and closing sign.

    >>> squeezed("3. 严控书面 作业。"), squeezed("（二）达到９８％以上；")
    ('严控书面作业', '达到98%以上')
    """
    bare = compiled(r"\s+").sub("", fold(text))
    return compiled(MARKER).sub("", bare, count=1).rstrip(ENDS)


def marker_end(text: str) -> int:
    """Where the marker at the head of a text ends; 0 where there is none.

    >>> marker_end("3. 严控书面作业"), marker_end("严控书面作业")
    (3, 0)
    """
    found = compiled(rf"\s*{MARKER.removeprefix('^')}\s*").match(fold(text))
    return found.end() if found else 0


def _without_notes(plain: str) -> tuple[str, str]:
    body, note, at = [], [], 0
    for found in read_notes(plain):
        body.append(plain[at : found.start])
        note.append(plain[found.start : found.end])
        at = found.end
    body.append(plain[at:])
    return "".join(body).rstrip(ENDS), "".join(note)


def _masked(part: Part) -> str:
    """The text with a sign in place of each figure and its time, so that what is left is the wording around them."""
    spans = [(target.start, target.end) for target in part.targets]
    spans += [(t.due_start, t.due_end) for t in part.targets if t.due_start is not None and t.due_end is not None]
    text, at = [], part.start
    for start, end in sorted(spans):
        if at <= start and end <= part.end:
            text += [part.text[at - part.start : start - part.start], "#"]
            at = end
    return "".join([*text, part.text[at - part.start :]])


def pairs_in(text: str) -> Counter[str]:
    """The character pairs of a text; figures count as one sign, punctuation parts.

    >>> sorted(pairs_in("达98%，好"))
    ['0%', '好', '达0']
    """
    found: Counter[str] = Counter()
    for run in compiled(r"[^\w%‰]+").split(compiled(r"\d+(?:[.,]\d+)*").sub("0", text)):
        found.update(run[at : at + 2] for at in range(max(len(run) - 1, 1 if run else 0)))
    return found


class Weights:
    """How much each pair of characters tells, from how few of the parts have it, in the plan where more have it.

    Counted in each plan by itself: a rare word that both plans say must not weigh less than one that only one says.
    """

    def __init__(self, *plans: Sequence[Counter[str]]) -> None:
        shares: dict[str, float] = {}
        for texts in plans:
            having = Counter(pair for text in texts for pair in text)
            for pair, count in having.items():
                shares[pair] = max(shares.get(pair, 0.0), count / max(len(texts), FEW))
        self._rarity = {pair: log(1 + 1 / share) for pair, share in shares.items()}
        self._unseen = log(1 + max([FEW, *map(len, plans)]))

    def vector(self, counted: Counter[str]) -> Vector:
        """The text as a vector of length one; a pair said often counts little more than once."""
        raw = {pair: (1 + log(times)) * self.of(pair) for pair, times in counted.items()}
        length = sqrt(sum(weight * weight for weight in raw.values()))
        return {pair: weight / length for pair, weight in raw.items()} if length else {}

    def of(self, pair: str) -> float:
        """One pair's weight."""
        return self._rarity.get(pair, self._unseen)

    def contained(self, inner: Counter[str], outer: Counter[str]) -> float:
        """The share of `inner` that `outer` has too."""
        whole = sum(map(self.of, inner))
        return sum(self.of(pair) for pair in inner if pair in outer) / whole if whole else 0.0


def products(left: Sequence[Vector], right: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """The likeness (cosine) of all that have more than a little in common; linear in the postings, not in the pairs of parts."""
    postings: dict[str, list[tuple[int, float]]] = {}
    for index, vector in enumerate(right):
        for pair, weight in vector.items():
            postings.setdefault(pair, []).append((index, weight))
    found: dict[tuple[int, int], float] = {}
    for index, vector in enumerate(left):
        row: dict[int, float] = {}
        for pair, weight in vector.items():
            for other, its in postings.get(pair, ()):
                row[other] = row.get(other, 0.0) + weight * its
        found.update(((index, other), score) for other, score in row.items() if score >= FAINT)
    return found


@lru_cache(maxsize=8192)
def likeness_of_names(one: str, other: str) -> float:
    """How alike two short names are: the shared character pairs (Dice).

    >>> likeness_of_names("巩固率", "初中巩固率"), likeness_of_names("巩固率", "学位")
    (0.6666666666666666, 0.0)
    """
    left, right = pairs_in(fold(one)), pairs_in(fold(other))
    whole = left.total() + right.total()
    return 2 * sum(min(times, right[pair]) for pair, times in left.items()) / whole if whole else 0.0
