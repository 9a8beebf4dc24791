"""Which indicators of the catalogue (指标目录) a target may mean: by what plans call them, each with a score and why.

Two readings together: the table of names that the text's reader has (`text.codes`), as far as the catalogue has its codes,
and the titles and synonyms of the catalogue itself. A proposal is only made where one indicator is clearly nearest and its
unit fits; further ones are offered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.plans.figure_units import factor
from yaodian.registers.catalogue import Catalogue
from yaodian.registers.indicator import Indicator
from yaodian.text.codes import CLOSE, LEAST, bigrams, candidates, plain

ALIKE = 0.5  # from here on a title is offered, never proposed
MOST_OFFERED = 6
SURE = 0.9  # a name that is nearly the same is proposed only from here on


@dataclass(frozen=True, slots=True)
class Offer:
    """An indicator that a target may mean: how surely, 0 to 1, and why."""

    indicator: Indicator
    score: float
    why: str


def offers(name: str, subject: str = "", unit: str = "", *, held: Catalogue | None = None) -> tuple[Offer, ...]:
    """The indicators that may be meant, the likeliest first; of a catalogue that is given for many names."""
    held = held or catalogue()
    best: dict[str, Offer] = {}
    for one in (*_by_text(held, name, subject, unit), *_by_titles(held, name, subject)):
        known = best.get(one.indicator.code)
        if fits(one.indicator, unit) and (known is None or one.score > known.score):
            best[one.indicator.code] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.indicator.code))[:MOST_OFFERED])


def proposal(name: str, subject: str = "", unit: str = "", *, held: Catalogue | None = None) -> Offer | None:
    """The one to propose: the likeliest, unless another is as likely or it is only alike."""
    found = offers(name, subject, unit, held=held)
    if not found or found[0].score < LEAST or (len(found) > 1 and found[0].score - found[1].score < CLOSE):
        return None
    return found[0]


def fits(indicator: Indicator, unit: str) -> bool:
    """Whether an indicator's figures can be given in a target's unit."""
    return factor(indicator.unit, unit) is not None


def searched(words: str, unit: str) -> list[Indicator]:
    """The indicators of a fitting unit whose code, title, group or synonyms have all the words, in the catalogue's order."""
    wanted = words.casefold().split()
    return [
        one
        for one in catalogue().indicators.values()
        if fits(one, unit)
        and all(word in " ".join((one.code, one.title, one.group, *one.synonyms)).casefold() for word in wanted)
    ]


def _by_text(held: Catalogue, name: str, subject: str, unit: str) -> Iterable[Offer]:
    for one in candidates(name, subject, unit):
        if one.code in held.indicators:
            yield Offer(held.indicators[one.code], one.score, one.why)


def _by_titles(held: Catalogue, name: str, subject: str) -> Iterable[Offer]:
    """By the catalogue's own names: the same name is sure, a like one is worth offering."""
    whole = plain(subject + name)
    said = {whole, plain(name)} - {""}
    pairs = [bigrams(each) for each in said]
    for indicator in held.indicators.values():
        for written in (indicator.title, *indicator.synonyms):
            title = plain(written)
            if title == whole:
                yield Offer(indicator, 1.0, f"与目录中的“{written}”名称一致")
            elif (like := max((_alike(_pairs(title), each) for each in pairs), default=0.0)) >= ALIKE:
                score = round(min(like, SURE if title in said else LEAST - 0.01), 2)
                yield Offer(indicator, score, f"与目录中的“{written}”相近，未完全一致")


@lru_cache(maxsize=4096)
def _pairs(title: str) -> frozenset[str]:
    return bigrams(title)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient, as `text.codes.likeness`."""
    return 2 * len(one & other) / (len(one) + len(other))
