"""Numbers in the formats that Word counts by (w:numFmt)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

PLAIN = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def counted(number: int, form: str) -> str:
    """A number as Word writes it in a format.

    >>> [counted(n, "chineseCounting") for n in (1, 10, 12, 20, 105)]
    ['一', '十', '十二', '二十', '一百零五']
    >>> counted(3, "decimalEnclosedCircle"), counted(4, "upperRoman"), counted(28, "lowerLetter"), counted(7, "decimalZero")
    ('③', 'IV', 'bb', '07')
    """
    writer = WRITERS.get(form)
    return writer(number) if writer and number >= 0 else str(number)


def _plain(number: int) -> str:
    return _counting(number, "零" + PLAIN[1:], "十百千")


def _legal(number: int) -> str:
    return _counting(number, LEGAL, "拾佰仟")


def _digits(number: int) -> str:
    return "".join(PLAIN[int(digit)] for digit in str(number))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else "0"


def _counting(number: int, digits: str, steps: str) -> str:
    if number == 0:
        return digits[0]
    written, zero = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            written += (digits[0] if zero and written else "") + digits[digit] + (steps[power - 1] if power else "")
            zero = False
        else:
            zero = True
    short = digits == "零" + PLAIN[1:] and 10 <= number < 20
    return written.removeprefix(digits[1]) if short else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in ROMAN:
        written += letters * (number // value)
        number %= value
    return written


WRITERS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "chineseCounting": _plain,
        "chineseCountingThousand": _plain,
        "japaneseCounting": _plain,
        "taiwaneseCounting": _plain,
        "taiwaneseCountingThousand": _plain,
        "koreanCounting": _plain,
        "chineseLegalSimplified": _legal,
        "ideographLegalTraditional": _legal,
        "japaneseLegal": _legal,
        "ideographDigital": _digits,
        "ideographTraditional": _cycle(STEMS),
        "ideographZodiac": _cycle(BRANCHES),
        "decimalEnclosedCircle": _cycle(CIRCLED),
        "decimalEnclosedCircleChinese": _cycle(CIRCLED),
        "lowerLetter": _letter,
        "upperLetter": lambda number: _letter(number).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda number: _roman(number).upper(),
        "decimalZero": lambda number: f"{number:02d}",
    }
)
