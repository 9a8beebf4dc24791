"""Stage 4b: quantities (数量): number, range or fraction with its unit and the bound that touches it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from re import Match, Pattern
from types import MappingProxyType

from yaodian.text.measure_words import CN, Counting, counts, is_word, sums_up
from yaodian.text.numerals import chinese_integer
from yaodian.text.phrases import compiled, group, groups
from yaodian.text.quantities import Quantity, bounded, counted, unit_at, units

LONGEST = 40  # characters of a number: a longer one is damage, and more than a float or a field can hold
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
RANGE = r"[-—~至到]{1,2}"
MANY = frozenset({"百", "千", "万", "百万", "千万"})  # 千所, 百村千队: many, not so many
NO_REST = ("媒", "功", "元", "样", "种", "形")  # 多媒体, 多功能: 多 that says no more


@cache
def _pattern() -> Pattern[str]:
    # the look ahead spares the long alternation where no character of a number stands
    return compiled(
        rf"(?=[\d{CN}半无前保过双])(?:"
        rf"(?P<percent>百分之(?P<pn>[{CN}]+)(?:点(?P<pd>[{CN}]+))?)"
        rf"|(?P<part>(?P<fd>[{CN}]+)分之(?P<fn>[{CN}]+))"
        r"|(?P<slash>(?<![\d.])(?P<sn>[1-9])[\\/](?P<sd>[2-9]|10)(?![\d\\/.]))"
        rf"|(?P<zero>零(?:{group('quantities', 'zero_nouns')})|(?<=[为持])[零0](?=[,。;、)]|$))"
        r"|(?P<none>无[一1](?P<nu>[名人例起个所件]))"
        r"|(?P<half>过半数?|半数|一半)"
        r"|(?P<speed>(?:双千兆|千兆|双百兆|双万兆)(?!网))"
        rf"|(?P<place>前(?P<pr>[{CN}]+|\d+)(?P<pu>[名位]|强(?![化调])))"
        rf"|(?P<keep>保(?P<k1>[{CN}])争(?P<k2>[{CN}]))"
        rf"|(?P<arabic>(?<![\dA-Za-z.])(?:{ARABIC}))"
        rf"|(?P<chinese>[{CN}半]+))"
    )


def read_quantities(norm: str, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Quantities outside the taken places (times, titles, names), in order."""
    found: list[Quantity] = []
    blocked = iter(sorted(taken))
    block = next(blocked, None)
    at = 0
    for match in _pattern().finditer(norm):
        start = match.start()
        while block is not None and block[1] <= start:
            block = next(blocked, None)
        if (
            match.end() - start > LONGEST
            or start < at
            or (block is not None and block[0] < match.end() and start < block[1])
        ):
            continue
        for quantity in READERS[match.lastgroup or ""](match, norm):
            found.append(quantity)
            at = quantity.end
    return found


def _percent(match: Match[str], norm: str) -> list[Quantity]:
    digits = "".join(str(chinese_integer(char)) for char in match["pd"] or "零")
    value = float(f"{chinese_integer(match['pn'])}.{digits}")
    return [bounded(norm, Quantity(*match.span(), value, "%", "share", written="chinese"))]


def _part(match: Match[str], norm: str) -> list[Quantity]:
    whole = chinese_integer(match["fd"])
    return _fraction(match, norm, round(chinese_integer(match["fn"]) / whole, 6)) if whole else []


def _slash(match: Match[str], norm: str) -> list[Quantity]:
    return _fraction(match, norm, round(int(match["sn"]) / int(match["sd"]), 4))


def _half(match: Match[str], norm: str) -> list[Quantity]:
    return _fraction(match, norm, 0.5)


def _fraction(match: Match[str], norm: str, value: float) -> list[Quantity]:
    return [bounded(norm, Quantity(*match.span(), value, "比例", "share", written="fraction"))]


def _zero(match: Match[str], norm: str) -> list[Quantity]:  # noqa: ARG001  # one signature for all readers
    return [Quantity(*match.span(), 0, "", "count", after="=", written="zero")]


def _none(match: Match[str], norm: str) -> list[Quantity]:  # noqa: ARG001
    return [Quantity(*match.span(), 0, match["nu"], "count", after="=", written="zero")]


def _speed(match: Match[str], norm: str) -> list[Quantity]:  # noqa: ARG001
    return [Quantity(*match.span(), 2 if match[0][0] == "双" else 1, match[0][-2:], "network", written="word")]


def _place(match: Match[str], norm: str) -> list[Quantity]:  # noqa: ARG001
    value = int(match["pr"]) if match["pr"].isdecimal() else chinese_integer(match["pr"])
    return [_rank(match.start(), match.end(), value, "名" if match["pu"] == "强" else match["pu"])]


def _keep(match: Match[str], norm: str) -> list[Quantity]:  # noqa: ARG001
    return [_rank(match.start(key), match.end(key), chinese_integer(match[key]), "") for key in ("k1", "k2")]


def _rank(start: int, end: int, value: float, unit: str) -> Quantity:
    return Quantity(start, end, value, unit, "count", after="<=", written="word", rank=True)


@dataclass(frozen=True, slots=True)
class _Figure:
    """Digits with what scales them, and the unit behind: 1.5万平方米, 300余人次."""

    value: float
    end: int
    unit: str
    more: bool


def _figure(norm: str, at: int, value: float) -> _Figure:
    """After the digits: 千 and 百 belong to the number, 万 and 亿 to the unit, 余 and 多 say that it is more."""
    more = False
    first = at
    while at < len(norm) and norm[at] in "千百余多几":
        ahead = norm[at + 1 : at + 2]
        if norm[at] in "千百" and ahead not in ("兆", "瓦", "米", "克"):
            value *= 1000 if norm[at] == "千" else 100
        elif norm[at] in "余多" and ahead not in NO_REST:
            more = True
        else:
            break
        at += 1
    large = compiled("[万亿]*").match(norm, at)
    scale = large[0] if large else ""
    whole = unit_at(norm, at, units())
    if whole.startswith(scale) and len(whole) > len(scale):  # 万元, 万兆: the scale is the unit's own
        return _Figure(value, at + len(whole), whole, more)
    at += len(scale)
    if norm[at : at + 1] in ("余", "多") and norm[at + 1 : at + 2] not in NO_REST:
        more, at = True, at + 1
    unit = unit_at(norm, at, units()) or (unit_at(norm, first, units()) if at == first else "")
    return _Figure(value, at + len(unit), scale + unit, more)


def _arabic(match: Match[str], norm: str) -> list[Quantity]:
    figure = _figure(norm, match.end(), float(match["arabic"].replace(",", "")))
    lowest, top = figure.value, None
    reach = compiled(rf"{RANGE}({ARABIC})").match(norm, figure.end)
    if reach and len(reach[0]) <= LONGEST and not compiled(r"[-—~]\d+[-—~]").match(norm, figure.end):
        second = _figure(norm, reach.end(), float(reach[1].replace(",", "")))
        alike = not figure.unit or figure.unit == second.unit or second.unit.endswith(figure.unit)
        if second.unit and second.value > lowest and alike:
            figure, top = second, second.value
    if not figure.unit:
        return _bare(match, norm)
    if figure.unit == "个" and compiled(rf"(?:[、和,]|[-—~至到]{{1,2}})(?:{ARABIC})个百分点").match(norm, figure.end):
        figure = _Figure(figure.value, figure.end, "个百分点", figure.more)  # 分别下降1个和0.5个百分点
    per = compiled("/[校班年人生所月次周天园]").match(norm, figure.end)
    end, unit = (per.end(), figure.unit + per[0]) if per else (figure.end, figure.unit)
    quantity = Quantity(match.start(), end, lowest, unit, _class_of(figure.unit), top)
    if is_word(norm, quantity) or sums_up(norm, quantity):
        return []
    return [bounded(norm, quantity, more=figure.more)]


def _class_of(unit: str) -> str:
    known = units()
    plain = unit.lstrip("万亿").lower()
    return known.get(unit.lower()) or known.get(plain) or ("money" if not plain else "count")


def _bare(match: Match[str], norm: str) -> list[Quantity]:
    """A number without a unit counts only behind a rate and a bound word: 入学率达99.8以上."""
    rate = r"(?:率|比例|比重|覆盖面)[^,。;]{0,6}(?:达到?|为|保持在?|不低于|控制在)$"
    if not compiled(rate).search(norm, max(0, match.start() - 16), match.start()):
        return []
    return [bounded(norm, Quantity(*match.span(), float(match[0].replace(",", "")), "", "share"))]


def _chinese(match: Match[str], norm: str) -> list[Quantity]:
    start, text = match.start(), match["chinese"]
    if text.startswith("半"):
        return _half_unit(match, norm)
    half = text.endswith("半")
    text = text.rstrip("半")
    recurs = compiled("每[周月年天日](?=.[次节场])").match(norm, max(0, start - 2)) is not None  # 每周一次
    part_of_word = norm[start - 1 : start] in _part_of_word() and not recurs
    if not text or "半" in text or text in MANY or part_of_word:
        return []
    scale = compiled("(?<=.)[万亿]*$").search(text)
    large = scale[0] if scale else ""
    at = match.end() - half
    more = norm[at : at + 1] in ("余", "多")
    at += more
    unit, top = unit_at(norm, at, counted()), None
    if not unit and (reach := compiled(rf"[至到]([{CN}]{{1,{LONGEST}}})").match(norm, at)):
        unit, at, top = unit_at(norm, reach.end(), counted()), reach.end(), float(chinese_integer(reach[1]))
    if not unit:
        return []
    value = chinese_integer(text.removesuffix(large) if large else text) + (0.5 if half else 0)
    quantity = Quantity(start, at + len(unit), value, large + unit, _class_of(large + unit), top, written="chinese")
    if unit == "个" and norm.startswith("半小时", quantity.end):  # 一个半小时
        quantity = replace(quantity, end=quantity.end + 3, value=value + 0.5, unit="小时", unit_class="duration")
    if is_word(norm, quantity) or not (large or counts(Counting(norm, quantity, text))):
        return []
    return [bounded(norm, quantity, more=more)]


def _half_unit(match: Match[str], norm: str) -> list[Quantity]:
    unit = unit_at(norm, match.start() + 1, units())
    if units().get(unit) != "duration" or unit in ("年", "学期", "个学期"):
        return []
    end = match.start() + 1 + len(unit)
    return [bounded(norm, Quantity(match.start(), end, 0.5, unit, "duration", written="chinese"))]


@cache
def _part_of_word() -> frozenset[str]:
    return frozenset(groups("quantities")["part_of_word"][0])


READERS: Mapping[str, Callable[[Match[str], str], list[Quantity]]] = MappingProxyType(
    {
        "percent": _percent,
        "part": _part,
        "slash": _slash,
        "zero": _zero,
        "none": _none,
        "half": _half,
        "speed": _speed,
        "place": _place,
        "keep": _keep,
        "arabic": _arabic,
        "chinese": _chinese,
    }
)
