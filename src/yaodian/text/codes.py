"""Proposals for an indicator's code (指标代码): each with a score and why, never silently made.

A name has a code if it is one of the code's names; or if its characters are much like theirs and it speaks of the same
stage, people, place and measure. Where two codes are equally near, or the unit does not fit, there is no code.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from yaodian.text.characters import fold, squeeze
from yaodian.text.phrases import any_of, compiled, groups
from yaodian.text.reading import Commitment

LEAST = 0.75  # below it nothing is proposed
LOOSE = 0.8  # a name that usually means this indicator (written with ? in the table)
MOST_LIKE = 0.94  # names that are only alike are never certain
CLOSE = 0.04  # two codes nearer to each other than this: the name does not decide
OF_A_SUBJECT = (
    "stage.",
    "who.",
    "group.",
    "owner.",
    "degree.",
    "level.",
)  # features that a subject lends its indicator
BARE = ("万", "亿", "千")  # numbers whose unit was left out
ENDINGS = (
    ("share", ("率", "比例", "度")),
    ("person_times", ("人次",)),
    ("time", ("时间", "学时", "时数")),
    ("count", ("数", "量")),
    ("money", ("投资", "投入", "资金", "经费", "金额")),
)
UNITS = {
    "share": ("%", "‰", "比例", "成", "比"),
    "money": ("元", "元/年"),
    "area": ("平方米", "㎡", "亩"),
    "time": ("小时", "分钟", "学时", "课时", "天"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the table: its code, proper Chinese name, unit, which way is better, and its other names."""

    code: str
    name: str
    unit: str
    better: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that a name may have: how surely, 0 to 1, and why in Chinese."""

    code: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A name of the table made ready for comparing."""

    code: str
    written: str
    loose: bool
    plain: str
    size: int
    features: frozenset[str]


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters; the text itself where it has but one."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))


def likeness(a: str, b: str) -> float:
    """Dice's coefficient of two names' bigrams."""
    x, y = bigrams(a), bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y))


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators by code."""
    made = {}
    for code, names in groups("indicators").items():
        unit, better = groups("indicator_measures")[_measure_of(code)]
        made[code] = Indicator(code, names[0], unit, better, tuple(name.rstrip("?") for name in names))
    return made


def _measure_of(code: str) -> str:
    measure = code.partition(".")[2]
    table = groups("indicator_measures")
    ending = max((key for key in table if f"_{measure}".endswith(key)), key=len, default="")
    if measure in table:
        return measure
    if not ending:
        raise ValueError(f"indicator_measures.yaml: no measure for {code}")
    return ending


@lru_cache(maxsize=4096)  # names come from users
def candidates(name: str, subject: str = "", unit: str = "") -> tuple[Candidate, ...]:
    """The codes that `name`, said of `subject` and counted in `unit`, may have; the likeliest first.

    >>> [(one.code, one.score) for one in candidates("初中学龄人口入学率")]
    [('junior.enrolment_rate', 1.0)]
    >>> candidates("巩固率", subject="小学")[0].code, candidates("巩固率")
    ('primary.retention_rate', ())
    """
    alone, whole = plain(name), plain(subject + name)
    limits = frozenset(one for one in _features(plain(subject)) if one.startswith(OF_A_SUBJECT))
    found = [*_near(alone, _features(alone) | limits), *_near(whole, _features(whole))]
    if any(one.startswith("stage.") for one in limits):
        found += _narrowed(alone, subject)
    best: dict[str, Candidate] = {}
    for one in found:
        if one.score > (best[one.code].score if one.code in best else 0) and _unit_fits(one.code, unit):
            best[one.code] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.code)))


def propose(name: str, subject: str = "", unit: str = "") -> Candidate | None:
    """The one code to propose: the likeliest, unless another is as likely."""
    found = candidates(name, subject, unit)
    if not found or (len(found) > 1 and found[0].score - found[1].score < CLOSE):
        return None
    return found[0]


def with_code(commitment: Commitment) -> Commitment:
    """The commitment with a proposed code and its score; without one where no code is likely enough."""
    if commitment.kind == "fact":
        return commitment
    found = propose(commitment.indicator, commitment.subject, commitment.unit)
    return replace(commitment, indicator_code=found.code, indicator_score=found.score) if found else commitment


@lru_cache(maxsize=4096)  # names come from users
def plain(name: str) -> str:
    """A name without the words that say nothing, the others written in one way.

    >>> plain("全县小学专职教师中的本科学历占比"), plain("“双师型”教师所占比例")
    ('小学专任教师中本科学历比例', '双师型教师比例')
    """
    leading, idle, ways = _wording()
    made = idle.sub("", leading.sub("", squeeze(fold(name)).upper()))
    return ways.sub(lambda match: _same()[match[0]], made)


@cache
def _wording() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = groups("indicator_words")
    leading, idle, ways = any_of(table["leading"]), any_of(table["idle"]), any_of(_same())
    return compiled(f"^(?:{leading})+"), compiled(idle), compiled(ways)


@cache
def _same() -> Mapping[str, str]:
    return {word: key[1:] for key, words in groups("indicator_words").items() if key[0] == "=" for word in words}


@lru_cache(maxsize=4096)  # names come from users
def _features(name: str) -> frozenset[str]:
    words, pattern = _words()
    return frozenset(feature for found in pattern.findall(name) for feature in words[found])


@cache
def _words() -> tuple[Mapping[str, frozenset[str]], re.Pattern[str]]:
    """Word → its features; the longest word that stands at a place counts, with all of them."""
    told = defaultdict(set)
    for key, words in groups("indicator_words").items():
        for word in words if "." in key else ():
            told[word].add(key)
    return {word: frozenset(features) for word, features in told.items()}, compiled(any_of(told))


@cache
def _known() -> tuple[_Known, ...]:
    made = []
    for code, names in groups("indicators").items():
        for written in names:
            name = plain(written.rstrip("?"))
            made.append(
                _Known(code, written.rstrip("?"), written.endswith("?"), name, len(bigrams(name)), _features(name))
            )
    return tuple(made)


@cache
def _places() -> Mapping[str, tuple[int, ...]]:
    """Bigram → the known names that have it, so that a name is compared with few."""
    places = defaultdict(list)
    for index, known in enumerate(_known()):
        for pair in bigrams(known.plain):
            places[pair].append(index)
    return {pair: tuple(indexes) for pair, indexes in places.items()}


def _near(name: str, features: frozenset[str]) -> Iterable[Candidate]:
    """What the table offers for one plain name of these features."""
    if not name or name.endswith(groups("indicator_words")["change"]):
        return
    own = bigrams(name)
    common = Counter(index for pair in own for index in _places().get(pair, ()))
    for index, shared in common.items():
        known = _known()[index]
        like = 2 * shared / (len(own) + known.size)
        if like >= LEAST and known.features == features:
            if known.plain == name:
                yield _of_same(known)
            elif _ending(known.plain) == _ending(name) and not known.loose:
                score = min(MOST_LIKE, round(like, 2))
                yield Candidate(known.code, score, f"与“{known.written}”相近，未完全一致")


def _narrowed(name: str, subject: str) -> Iterable[Candidate]:
    """A count of one stage is a part of the count of all: 高中创建示范校1所."""
    for one in _near(name, _features(name)):
        if one.score == 1 and _class_of(indicators()[one.code].unit) == "count":
            yield Candidate(one.code, LOOSE, f"{one.why}，但只就“{subject}”而言")


def _of_same(known: _Known) -> Candidate:
    if known.loose:
        return Candidate(
            known.code, LOOSE, f"“{known.written}”常指{groups('indicators')[known.code][0]}，也可能另有所指"
        )
    proper = groups("indicators")[known.code][0]
    return Candidate(known.code, 1.0, "名称一致" if proper == known.written else f"是“{proper}”的另一种说法")


def _ending(name: str) -> str:
    return next((kind for kind, endings in ENDINGS if name.endswith(endings)), "")


def _unit_fits(code: str, unit: str) -> bool:
    """Whether a figure in this unit can be one of the indicator: 98% is no number of persons, 2个百分点 is a change."""
    if not unit or unit in BARE:
        return True
    return unit != "个百分点" and _class_of(unit) == _class_of(indicators()[code].unit)


@cache
def _class_of(unit: str) -> str:
    return next((kind for kind, endings in UNITS.items() if unit.endswith(endings)), "count")
