"""Resident identity number 公民身份号码 (GB 11643-1999): 6 area, 8 birth date, 3 sequence (odd: male), 1 check.

The check is ISO 7064 MOD 11-2: any one wrong character and any swap of two neighbours is found. Messages name the part
that is wrong, never the number or what it might have been: a number is copied again, not repaired.
"""

from dataclasses import dataclass
from datetime import date
from operator import mul

from yaodian.registers.ids.areas import provinces

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
FIRST_YEAR = 1850  # the standard's own oldest example is of 1880
WRONG_CHECK = "校验码不对，应核对整个号码"
_ZEROS = ord("0") * sum(WEIGHTS)  # what the characters' own codes add to the weighted sum


@dataclass(frozen=True, slots=True)
class Resident:
    """What a valid number says: the area where it was first given, the day of birth, the sex (GB/T 2261.1: "1", "2")."""

    area: str
    born: date
    sex: str


def check_digit(digits: str) -> str:
    """The check character for the first 17 digits; more are left out of account.

    >>> check_digit("11010519491231002"), check_digit("44052418800101001")
    ('X', '4')
    """
    return CHECKS[(sum(map(mul, WEIGHTS, digits.encode())) - _ZEROS) % 11]


def born_in(digits: str) -> date | None:
    """The day that eight digits name; None where the calendar has none or it lies before all living memory."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def problem_of_birth(area_and_birth: str, on: date | None) -> str | None:
    """What is wrong with 14 digits of area and birth date; a birth after `on` is wrong, without `on` none is."""
    if area_and_birth[:2] not in provinces():
        return "前两位不是省级行政区划代码，应核对整个号码"
    born = born_in(area_and_birth[6:])
    if born is None:
        return "其中的出生日期不是真实的日期，应核对整个号码"
    if on is not None and born > on:
        return f"其中的出生日期晚于 {on}，应核对整个号码"
    return None


def problem_of_resident(text: str, on: date | None = None) -> str | None:
    """What is wrong with a number in normal writing (18 characters, X upper-case); None for a valid one."""
    body = text[:17]
    if len(text) == 15 and text.isdecimal():
        return "是 15 位的旧号码，请填写现在的 18 位公民身份号码"
    if len(text) != 18:
        return f"公民身份号码应为 18 位，现在是 {len(text)} 位，请补全或去掉多余的字符"
    if not (body.isascii() and body.isdigit()):
        at = next(place for place, char in enumerate(body, 1) if not (char.isascii() and char.isdigit()))
        return f"公民身份号码前 17 位应为数字，第 {at} 位是“{text[at - 1]}”"
    if text[17] not in CHECKS:
        return f"公民身份号码最后一位应为数字或 X，现在是“{text[17]}”"
    if problem := problem_of_birth(body[:14], on):
        return problem
    return None if check_digit(body) == text[17] else WRONG_CHECK


def resident(text: str) -> Resident:
    """What a number in normal writing says; ValueError with the Chinese problem where it is not valid.

    >>> resident("11010519491231002X")
    Resident(area='110105', born=datetime.date(1949, 12, 31), sex='2')
    """
    if problem := problem_of_resident(text):
        raise ValueError(problem)
    return Resident(
        text[:6], date(int(text[6:10]), int(text[10:12]), int(text[12:14])), "1" if int(text[16]) % 2 else "2"
    )


def old_to_new(text: str) -> str:
    """The 18-character number of a 15-digit one (given until 1999, birth year in two digits of the 1900s).

    ValueError where the 15 digits are none, or the number made of them is not valid.

    >>> old_to_new("110105491231002")
    '11010519491231002X'
    """
    if not (len(text) == 15 and text.isascii() and text.isdigit()):
        raise ValueError("旧公民身份号码应为 15 位数字")
    body = f"{text[:6]}19{text[6:]}"
    number = body + check_digit(body)
    if problem := problem_of_resident(number):
        raise ValueError(problem)
    return number
