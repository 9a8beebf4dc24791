"""Stage 4a: times (时限) by which or during which something is to be done, normalised against the plan's own year."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from re import Match, Pattern
from typing import NamedTuple

from yaodian.text.numerals import chinese_integer
from yaodian.text.phrases import any_of, compiled, group, groups, meanings

CN_DIGITS = "〇零一二三四五六七八九十"
NUMBER = rf"(?:\d{{1,2}}|[{CN_DIGITS}]{{1,3}})"
COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,4})"  # bounded: a row of digits is looked through from each of them
MASKED = r"20[*xX×_]{1,2}|[*xX×_]{2,4}"
YEAR = rf"(?:(?:20\d\d|二[〇零○O][〇零一二三四五六七八九]{{2}}|{MASKED})年|今年|本年|当年|明年|次年|翌年)"
NEXT = frozenset({"明年", "次年", "翌年"})
YEAR_EDGE = "(?:底以前|底之前|底前|底|末前|末|年底前|年底|以前|之前|前|内|全年)?"
MONTH_EDGE = "(?:底以前|底之前|底前|底|末前|末|以前|之前|前|内|初|中旬前|中旬|下旬前|下旬|上旬前|上旬|份前|份底前|份)?"
NEXT_YEAR = "+1"  # until the plan's year is known
RECURRENT = frozenset({"daily", "weekly", "monthly", "quarterly", "termly", "yearly"})
RECURRING = {
    "学年": "yearly",
    "年": "yearly",
    "月": "monthly",
    "周": "weekly",
    "季度": "quarterly",
    "学期": "termly",
}
MONTH_ENDS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Time:
    """A time mention in a paragraph: offsets in its `norm`, its norm ("" for a duration), the year that it names."""

    start: int
    end: int
    norm: str
    year: int | None = None


class _Keys(NamedTuple):
    """Names of the groups that hold the parts of a month; once behind a year, once without."""

    month: str
    third: str
    day: str
    first: str
    last: str
    edge: str

    def pattern(self) -> str:
        """A span of months, or a month with what follows it."""
        between = "(?:(?:月份?)?[-—~至到]{1,2}|(?<=.)、)"
        span = f"(?P<{self.first}>{NUMBER}){between}(?P<{self.last}>{NUMBER})月份?(?![一二三四五六七八九十\\d]+[日号])(?:底前|底|间|期间)?"
        third = f"(?:(?P<{self.third}>上旬|中旬|下旬)|份)?"
        day = f"(?:(?:{NUMBER}[日号]?[-—~至到]{{1,2}})?(?P<{self.day}>{NUMBER})[日号])?"
        month = f"(?P<{self.month}>{NUMBER})月{third}{day}(?P<{self.edge}>{MONTH_EDGE})"
        return f"(?:{span})|(?:{month})"


DATED = _Keys("month", "third", "day", "first", "last", "edge")
BARE = _Keys("month2", "third2", "day2", "first2", "last2", "edge2")


@cache
def _pattern() -> Pattern[str]:
    phrases = any_of(meanings("calendar"))
    units = any_of(RECURRING)
    edge = "(?:[上中下]旬|开学(?:初|前|后)?第?一?周?|底|初|末)?(?:以前|之前|前)?"
    recurring = f"每(?P<each>{units})(?:[一二三四五六日天](?![级次个节]))?(?:新学年)?(?:{NUMBER}月份?)?(?:{NUMBER}[日号])?{edge}"
    length = f"{COUNT}(?:[-—~至到]{{1,2}}{COUNT})?(?:个月|年|个?学期|个?学年)"
    duration = f"(?P<lasting>(?:[用经过利历]{{1,2}}|在)?{length}(?:左右)?(?:的时间|时间|之内|内))"
    slashed = r"(?P<slashed>(?<!\d)20\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?(?![\d.%万亿]))前?"
    dated = f"(?P<year>{YEAR})度?(?:{DATED.pattern()}|(?P<season>{phrases})|(?P<year_edge>{YEAR_EDGE}))"
    # the look ahead spares the long alternation where no time can begin
    first = "".join(sorted({phrase[0] for phrase in meanings("calendar")}))
    ahead = rf"(?=[\d{CN_DIGITS}两每今本当明次翌用经过利历在*xX×_{first}])"
    return compiled(f"{ahead}(?:{recurring}|{slashed}|{dated}|{BARE.pattern()}|{duration}|(?P<phrase>{phrases}))")


@cache
def _hints() -> Pattern[str]:
    # one cheap look before the long alternation: every time holds one of these characters
    return compiled("元旦|[一庆节]前|[年月周天日晚]|季度?|暑|寒|秋|春|学期|开学|放假|20[0-9][0-9]")


def read_times(norm: str) -> list[Time]:
    """Times of a folded paragraph in order; whether one is a deadline is for the caller to say."""
    if not _hints().search(norm):
        return []
    return [time for match in _pattern().finditer(norm) if (time := _read(match, norm)) is not None]


def _read(match: Match[str], norm: str) -> Time | None:
    start, end = match.span()
    if match["each"]:
        return Time(start, end, RECURRING[match["each"]])
    if match["slashed"]:
        year, *rest = compiled(r"\d+").findall(match["slashed"])
        return Time(start, end, "-".join([year, *(f"{int(part):02d}" for part in rest)]), int(year))
    if match["year"]:
        return _dated(match, norm)
    if match["lasting"]:
        planned = norm.startswith(("行动", "规划", "计划", "制", "级"), end)
        return None if planned else Time(start, end, "")
    return _phrase(match, norm) if match["phrase"] else _bare_month(match, norm)


def _bare_month(match: Match[str], norm: str) -> Time | None:
    """6月底, 4至6月: of the plan's own year."""
    start, end = match.span()
    if norm[start - 1 : start] in tuple("第满近每·.") or norm[end : end + 1] == "·" or norm.startswith("一月一", start):
        return None
    inner = _months(match, BARE)
    return Time(start, end, f"--{inner}") if inner else None


def _phrase(match: Match[str], norm: str) -> Time | None:
    """A fixed phrase of the calendar, unless it is part of another word: 多年底, 暑假作业."""
    start, end = match.span()
    phrase, table = match[0], groups("times")
    before = norm[start - 1 : start] if start else ""
    if phrase[0] in "月周" and before and before in "当本次每上下几个数整满" + CN_DIGITS + "0123456789":
        return None  # 当月通报
    if before and phrase in table["after_number"] and before in "0123456789" + CN_DIGITS + "学多整":
        return None
    if compiled(f"(?:{group('times', 'not_before')})$").search(norm, max(0, start - 4), start):
        return None
    if phrase in table["labels"] and compiled(f"(?:{group('times', 'not_after')})").match(norm, end):
        return None
    norm_ = _norms()[phrase]
    return None if norm_ == "school-term" else Time(start, end, norm_)


@cache
def _norms() -> Mapping[str, str]:
    return meanings("calendar")


def _dated(match: Match[str], norm: str) -> Time | None:
    """A time that names its year, be it masked or 今年."""
    start, end = match.span()
    year = _year(match["year"])
    ahead = NEXT_YEAR if match["year"] in NEXT else "-"
    ranged = norm[start - 1 : start] in tuple("-—~至到") and norm[start - 2 : start - 1].isdecimal()
    if ranged or compiled(r"[(\[]?\d+号|以来").match(norm, end):
        return None
    if match[DATED.month] or match[DATED.first]:
        inner = _months(match, DATED)
        return Time(start, end, f"{year or ahead}-{inner}", year) if inner else None
    if match["season"]:
        told = _norms()[match["season"]]
        dated = year is not None and compiled(r"--\d\d(?:-|\.\.)\d\d").fullmatch(told)
        placed = f"{year}{told[1:]}" if dated else told.replace("--", f"{ahead}-", 1)
        return Time(start, end, placed, year) if told.startswith("--") else None
    if norm[end : end + 1] == "起":
        return None  # 2012年起: since then
    closing = match["year_edge"].startswith(("底", "末", "年底"))
    return Time(start, end, (f"{year}-12-31" if closing else str(year)) if year else f"{ahead}-12-31", year)


def _year(written: str) -> int | None:
    digits = written.removesuffix("年")
    if digits.isdecimal():
        return int(digits)
    folded = digits.replace("○", "〇").replace("O", "〇")
    return chinese_integer(folded) if all(char in CN_DIGITS for char in folded) else None


def _months(match: Match[str], keys: _Keys) -> str:
    """The norm behind the year: 04..06, 06-30, 03; "" where it is no month."""
    if match[keys.first]:
        begin, finish = _number(match[keys.first]), _number(match[keys.last])
        if "、" in match[0] and finish != begin + 1:
            return f"{finish:02d}" if 1 <= finish <= 12 else ""
        return f"{begin:02d}..{finish:02d}" if 1 <= begin < finish <= 12 else ""
    number = _number(match[keys.month])
    if not 1 <= number <= 12:
        return ""
    if match[keys.day]:
        exact = _number(match[keys.day])
        return f"{number:02d}-{exact:02d}" if 1 <= exact <= 31 else ""
    edge = (match[keys.third] or "") + (match[keys.edge] or "")
    ends = {
        "上旬": 10,
        "中旬": 20,
        "下旬": MONTH_ENDS[number - 1],
        "底": MONTH_ENDS[number - 1],
        "末": MONTH_ENDS[number - 1],
    }
    day = next((day for word, day in ends.items() if word in edge), None)
    return f"{number:02d}-{day:02d}" if day else f"{number:02d}"


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else chinese_integer(written)
