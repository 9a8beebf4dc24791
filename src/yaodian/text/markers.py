"""Numbering at the head of a line (层次序数) after GB/T 9704: 一、（一）1.（1）①, and the other forms that plans use."""

from dataclasses import dataclass
from functools import cache
from re import Pattern

from yaodian.text.characters import squeeze
from yaodian.text.numerals import chinese_integer
from yaodian.text.phrases import compiled

CN = "[一二三四五六七八九十百]{1,4}"
# Rank orders kinds where a document gives no order of its own; smaller is higher. `weak`: seen only in a sequence.
KINDS: tuple[tuple[str, float, str, bool], ...] = (
    ("part", 0.0, rf"第(?P<v>{CN}|\d{{1,2}})(?:部分|章|篇|编)[、:. ]?", False),
    ("section", 0.8, rf"第(?P<v>{CN}|\d{{1,2}})节[、:. ]?", False),
    ("article", 3.2, rf"第(?P<v>{CN}|\d{{1,2}})条[、:. ]?", False),
    ("ordinal", 2.5, rf"第(?P<v>{CN})[,、:]", False),
    ("cn", 1.0, rf"(?P<v>{CN})[、.．·]", False),
    ("cn()", 2.0, rf"[(\[](?P<v>{CN})[)\]][、.,:]?", False),
    ("cn)", 2.2, rf"(?P<v>{CN})[)][、.]?", False),
    ("n.n.n", 3.9, r"\d{1,2}\.\d{1,2}\.(?P<v>\d{1,2})(?:[、.]|(?=[^\d.%、]))", True),
    (
        "n.n",
        3.5,
        r"\d{1,2}\.(?P<v>\d{1,2})(?:[、.](?!\d)|(?=[ \u4e00-\u9fff“《(])(?![万亿千百元倍个名人所平公米亩小分月年日]))",
        True,
    ),
    ("n", 3.0, r"(?P<v>\d{1,3})(?:、|[.．·](?:(?!\d)|(?=\d{1,2}月|\d{4}年|\d{1,3}[所名台间处栋座家校件项辆])))", False),
    ("n()", 4.0, r"[(\[](?P<v>\d{1,3})[)\]][、.,:]?", False),
    ("n)", 4.3, r"(?P<v>\d{1,3})[)][、.]?", False),
    ("circle", 5.0, r"(?P<v>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿])", False),
    ("shi", 6.0, rf"(?P<v>{CN})是(?!否|不是)", False),
    ("dash", 6.2, r"(?P<v>[—-]{2,4}|[●■◆★▲◎○□◇☆※•·])", False),
    ("bare", 2.1, rf"(?P<v>{CN})(?:[,:]|(?=[\u4e00-\u9fff“《]))", True),
    ("bare n", 3.1, r"(?P<v>\d{1,2})(?:[,:]|(?=[\u4e00-\u9fff“《]))", True),
)
RANK = {kind: rank for kind, rank, _, _ in KINDS}
WEAK = frozenset(kind for kind, _, _, weak in KINDS if weak)
BARE = frozenset({"bare", "bare n"})
# 一年来, 二中, 三个, 5月, 一切: a numeral that opens a line without being its number
NOT_BARE = "[年月日号个所名项次批种级类线位流时%期届轮季小中高者]"
# 一、二等奖, 1、2年级, 十一、十二月份: a list of numerals, no number of a line
LISTED = {
    "cn": "[一二三四五六七八九十](?:[、等类级档线]|年级)|[一二三四五六七八九十]{1,2}月份?:?$",
    "n": r"\d(?:、|年级)",
}
NOT_BARE_ONE = "[些般方把律切旦系阶段点定味直部体半致贯向再]"
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿"


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at a line's head: its kind, its characters, the number that it says (0 for a dash)."""

    kind: str
    text: str
    number: int

    @property
    def weak(self) -> bool:
        """Whether it is a marker only where its neighbours count on."""
        return self.kind in WEAK


@cache
def _pattern() -> Pattern[str]:
    parts = (f"(?P<k{i}>{pattern})".replace("?P<v>", f"?P<v{i}>") for i, (_, _, pattern, _) in enumerate(KINDS))
    return compiled("|".join(parts))


def marker_at(line: str) -> Marker | None:
    """The marker that opens a folded line.

    >>> marker_at("（一）推进".translate({0xFF08: "(", 0xFF09: ")"}))
    Marker(kind='cn()', text='(一)', number=1)
    >>> marker_at("1.5万元") is None
    True
    """
    compact = squeeze(line[:16])
    found = _pattern().match(compact)
    if found is None:
        return None
    index = next(i for i in range(len(KINDS)) if found[f"k{i}"] is not None)
    kind, value = KINDS[index][0], found[f"v{index}"]
    if found.end() >= len(compact) or (kind in BARE and _is_word(compact, found.end(), value)):
        return None
    if kind in LISTED and compiled(LISTED[kind]).match(compact, found.end()):
        return None
    if value.isdecimal():
        number = int(value)
    elif value in CIRCLES:
        number = CIRCLES.index(value) % 20 + 1
    elif kind == "dash":
        number = 0
    else:
        number = chinese_integer(value)
    return Marker(kind, found[0].strip(), number)


def _is_word(line: str, end: int, value: str) -> bool:
    if compiled(NOT_BARE).match(line, end):
        return True
    if value != "一" or line.startswith("贯彻", end):  # 一贯彻落实…, 一贯坚持
        return False
    return compiled(NOT_BARE_ONE).match(line, end) is not None
