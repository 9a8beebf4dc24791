"""Which office a plan's words mean (纯函数，不碰数据库): by the names it writes, else by what each office is responsible for.

A name is tried as it stands, then without 科, 股, 室 …, then as an abbreviation (基教 in 基础教育), then by the usual offices of
`tables/offices.yaml`. At each step one office must answer to it; two leave it open, and nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

TABLES = Path(__file__).parent / "tables"
BRACKETS = re.compile(r"[（(][^（）()]*[）)]|\s+")
BUREAU = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,6}?[县市区旗])?(?:教育体育局|教育和体育局|教育科技局|教体局|教科局|教育局|教委|本局|我局|局)"
    r"(?:机关)?(?=[\u4e00-\u9fff]{2})"
    r"|^(?:[我本全]?[县区旗])(?=[\u4e00-\u9fff]{2,})"  # 区督导室; 市教科所 is the superior's
)
ENDS = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:办公室|科室|股室|中心|科|股|室|处|部|组|站|所|馆|办)$|(?<=招)办$")
COLLECTIVE = re.compile("^(?:各|全体|相关|有关|所有|其他|学校|各校)")
LOOKS_LIKE_OFFICE = re.compile("(?:科|股|室|处|办|中心|馆|工会|团委|党委)$")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as matching sees it: its names, and its phrases (职责词) with their weights."""

    pk: int
    name: str
    short_name: str = ""
    phrases: tuple[tuple[str, int], ...] = ()

    @property
    def shown(self) -> str:
        """The name that people read."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Score:
    """How an office's phrases stand in a task; the title counts before the body, the body before the section above."""

    office: Office
    title: int
    body: int
    section: int
    words: tuple[str, ...]  # the phrases of the place that decides: the title, else the body, else the section

    @property
    def rank(self) -> tuple[int, int, int]:
        """What two offices are compared by."""
        return self.title, self.body, self.section


@cache
def _table(name: str) -> Mapping[str, object]:
    loaded: dict[str, object] = yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(loaded)


@cache
def usual_offices() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The usual offices: kind → how their names begin, and their usual duties."""
    rows = {kind: row for kind, row in _table("offices").items() if isinstance(row, dict)}
    return MappingProxyType({kind: (tuple(row["names"]), tuple(row["duties"])) for kind, row in rows.items()})


@cache
def _kind_of_name() -> Mapping[str, str]:
    return MappingProxyType({name: kind for kind, (names, _) in usual_offices().items() for name in names})


@cache
def stem(name: str) -> str:
    """A name without the bureau before it and the word for office behind it.

    >>> stem("青澜县教育局基础教育科"), stem("计财股"), stem("办公室"), stem("局办公室"), stem("招办")
    ('基础教育', '计财', '办公', '办公', '招')
    """
    bare = BUREAU.sub("", BRACKETS.sub("", name))
    return ENDS.sub("", bare)


@cache
def kinds_of(name: str) -> frozenset[str]:
    """The usual offices that an office's name holds; of names within each other only the longest.

    >>> sorted(kinds_of("安全与后勤科")), sorted(kinds_of("人民政府教育督导室")), sorted(kinds_of("花园"))
    (['estates', 'safety'], ['inspection'], [])
    """
    whole, known = stem(name), _kind_of_name()
    if whole in known:
        return frozenset({known[whole]})
    held = [word for word in known if len(word) > 1 and word in whole]
    return frozenset(known[word] for word in held if not any(word != other and word in other for other in held))


def usual_duties(name: str) -> tuple[str, ...]:
    """The usual duties of an office of this name; empty for one that no usual office is like."""
    duties = [word for kind, (_, words) in usual_offices().items() if kind in kinds_of(name) for word in words]
    return tuple(dict.fromkeys(duties))


def usual_duties_among(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The usual duties of offices side by side: what a missing office would have goes where it usually goes (校舍 to 计财科)."""
    kinds = {name: kinds_of(name) for name in names}
    present = frozenset[str]().union(*kinds.values())
    taken = {name: list(usual_duties(name)) for name in kinds}
    for missing in (kind for kind in usual_offices() if kind not in present):
        kind: str | None = missing
        while kind is not None and kind not in present:
            kind = _otherwise().get(kind)
        for name, held in kinds.items():
            if kind in held:
                taken[name] += usual_offices()[missing][1]
    return {name: tuple(dict.fromkeys(words)) for name, words in taken.items()}


@cache
def _otherwise() -> Mapping[str, str]:
    rows = {kind: row for kind, row in _table("offices").items() if isinstance(row, dict)}
    return MappingProxyType({kind: row["otherwise"] for kind, row in rows.items() if "otherwise" in row})


# ---- names ----------------------------------------------------------------------------------------------------------


def _shortens(short: str, long: str) -> bool:
    """Whether `short` begins like `long` and its characters stand in it in order (基教 in 基础教育)."""
    if len(short) < 2 or len(short) >= len(long) or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def offices_named(name: str, offices: Iterable[Office]) -> tuple[Office, ...]:
    """The offices that a name may mean: one if it is clear, several if it is not, none if it is no office's name."""
    offices = tuple(offices)
    bare = BRACKETS.sub("", name)
    alike = [one for one in offices if bare and bare in (BRACKETS.sub("", one.name), BRACKETS.sub("", one.short_name))]
    if alike:
        return tuple(alike)
    not_offices = _table("offices")["not_offices"]
    assert isinstance(not_offices, list)  # noqa: S101  # the table's own shape
    if COLLECTIVE.match(bare) or BUREAU.sub("", bare) in not_offices:
        return ()
    short = stem(bare)
    if not short or not (LOOKS_LIKE_OFFICE.search(bare) or short in _kind_of_name()):
        return ()
    kind = _kind_of_name().get(short)
    steps = (
        [one for one in offices if short in (stem(one.name), stem(one.short_name))],
        [one for one in offices if _shortens(short, stem(one.name)) or _shortens(stem(one.name), short)],
        [one for one in offices if kind is not None and kind in kinds_of(one.name)],
    )
    return next((tuple(found) for found in steps if found), ())


def is_office_name(name: str) -> bool:
    """Whether a name that nobody answers to is one of an office, so that a person should be asked."""
    return LOOKS_LIKE_OFFICE.search(name) is not None and COLLECTIVE.match(name) is None


# ---- duties ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duties:
    """All offices' phrases as one pattern, made once for a plan. At each place the longest phrase counts: 校舍安全 is not 安全."""

    pattern: re.Pattern[str] | None
    holders: Mapping[str, tuple[tuple[Office, int], ...]]

    @classmethod
    def of(cls, offices: Iterable[Office]) -> "Duties":
        """Of these offices."""
        holders: dict[str, list[tuple[Office, int]]] = {}
        for office in offices:
            for phrase, weight in office.phrases:
                if phrase:
                    holders.setdefault(phrase, []).append((office, weight))
        longest_first = sorted(holders, key=lambda phrase: (-len(phrase), phrase))
        pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        return cls(pattern, MappingProxyType({phrase: tuple(found) for phrase, found in holders.items()}))

    def words_in(self, text: str) -> tuple[str, ...]:
        """The phrases that stand in a text, each once, in their order."""
        return tuple(dict.fromkeys(match.group() for match in self.pattern.finditer(text))) if self.pattern else ()


def scores(duties: Duties, title: str, body: str = "", section: str = "") -> list[Score]:
    """The offices whose phrases stand in a task, best first. A longer phrase says more: its weight counts for each character."""
    points: dict[int, list[int]] = {}
    words: dict[int, tuple[list[str], list[str], list[str]]] = {}
    known: dict[int, Office] = {}
    for place, text in enumerate((title, body, section)):
        for phrase in duties.words_in(text):
            for office, weight in duties.holders[phrase]:
                known[office.pk] = office
                points.setdefault(office.pk, [0, 0, 0])[place] += weight * len(phrase)
                words.setdefault(office.pk, ([], [], []))[place].append(phrase)
    found = []
    for pk, office in known.items():
        in_title, in_body, in_section = points[pk]
        told = next(filter(None, words[pk]))
        found.append(Score(office, in_title, in_body, in_section, tuple(told)))
    return sorted(found, key=lambda score: (*(-part for part in score.rank), score.office.pk))


def is_clear(found: list[Score]) -> bool:
    """Whether one office stands before all others."""
    return bool(found) and (len(found) == 1 or found[0].rank > found[1].rank)


# ---- evidence -------------------------------------------------------------------------------------------------------


def evidence_for(title: str, body: str, indicators: Iterable[str] = ()) -> str:
    """The evidence usually asked for such work, one line each: by the title's words, else the body's, and one for figures."""
    table = _table("evidence")
    kinds = table["kinds"]
    assert isinstance(kinds, list)  # noqa: S101  # the table's own shape
    lines: list[str] = []
    for text, most in ((title, 2), (body, 1)):
        told = [row for row in kinds if any(word in text for word in row["words"])]
        lines = [line for row in told[:most] for line in row["evidence"]]
        if lines:
            break
    figures = "、".join(dict.fromkeys(name for name in indicators if name))
    if figures:
        shown = figures if len(figures) <= 40 else figures[:39] + "…"
        lines.append(str(table["with_target"]).format(indicator=shown))
    return "\n".join(dict.fromkeys(lines or [str(table["otherwise"])]))
