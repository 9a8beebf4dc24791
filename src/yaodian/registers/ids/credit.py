"""Unified social credit code 统一社会信用代码 (GB 32100-2015), 18 characters without I, O, S, V, Z.

1 registering department, 1 class of body, 6 area, 9 organisation code (GB 11714, its own check last), 1 check. The check
(powers of 3 modulo the prime 31) finds any one wrong character and any swap of two neighbours.
"""

from operator import mul

from yaodian.registers.ids.areas import registrars
from yaodian.registers.ids.resident import WRONG_CHECK

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(3**place % 31 for place in range(17))
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALLOWED = frozenset(ALPHABET)
_VALUE = {char: value for value, char in enumerate(ALPHABET)}.__getitem__
_ORGANISATION_VALUE = {char: value for value, char in enumerate(ORGANISATION_ALPHABET)}.__getitem__


def credit_check(body: str) -> str:
    """The check character for the first 17; KeyError for a letter that the code does not use.

    >>> credit_check("91350100M000100Y4")
    '3'
    """
    return ALPHABET[-sum(map(mul, WEIGHTS, map(_VALUE, body))) % 31]


def organisation_check(body: str) -> str:
    """The check character for the first 8 of an organisation code (GB 11714-1997).

    >>> organisation_check("M000100Y")
    '4'
    """
    check = -sum(map(mul, ORGANISATION_WEIGHTS, map(_ORGANISATION_VALUE, body))) % 11
    return "X" if check == 10 else str(check)


def problem_of_credit(text: str) -> str | None:
    """What is wrong with a code in normal writing; None for a valid one."""
    if len(text) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(text)} 位，请补全或去掉多余的字符"
    if not _ALLOWED.issuperset(text):
        at = next(place for place, char in enumerate(text, 1) if char not in _ALLOWED)
        return f"统一社会信用代码只用数字和 I、O、S、V、Z 以外的大写字母，第 {at} 位是“{text[at - 1]}”"
    if not text[2:8].isdigit() or text[2:4] not in registrars():
        return "第 3—8 位不是登记机关的行政区划代码，应核对整个代码"
    if organisation_check(text[8:16]) != text[16]:
        return "第 9—17 位组织机构代码的校验码不对，应核对整个代码"
    return None if credit_check(text[:17]) == text[17] else WRONG_CHECK.replace("号码", "代码")
