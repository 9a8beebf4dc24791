"""Proposals for an indicator's code (指标代码): never silently made, always with a score."""

from dataclasses import replace
from functools import cache

from yaodian.text.phrases import groups
from yaodian.text.reading import Commitment

LEAST = 0.72


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters; the text itself where it has but one."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))


def likeness(a: str, b: str) -> float:
    """Dice's coefficient of two names' bigrams."""
    x, y = bigrams(a), bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y))


@cache
def _names() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple((name, code, bigrams(name)) for code, names in groups("indicators").items() for name in names)


@cache
def propose(name: str) -> tuple[str, float] | None:
    """The code whose name or synonym is most like `name`, with its score, if it is like enough."""
    own = bigrams(name)
    best, score = "", 0.0
    for known, code, pairs in _names():
        if known == name:
            return code, 1.0
        common = len(own & pairs)
        like = 2 * common / (len(own) + len(pairs)) if common else 0.0
        if like > score:
            best, score = code, like
    return (best, round(score, 2)) if score >= LEAST else None


def with_code(commitment: Commitment) -> Commitment:
    """The commitment with a proposed code, by its name alone or with its subject before it."""
    if commitment.kind == "fact":
        return commitment
    found = [propose(name) for name in {commitment.indicator, commitment.subject + commitment.indicator}]
    best = max((one for one in found if one), key=lambda one: one[1], default=None)
    return replace(commitment, indicator_code=best[0], indicator_score=best[1]) if best else commitment
