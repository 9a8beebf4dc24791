"""Numbers of pupils (学籍号) and of schools (学校标识码).

学籍号: 19 characters. G + resident identity number; J + 18 digits made by the same rule where there is none (area of the
school); L + 6 area + 8 birth date + 4, temporary and without check. 学校标识码: 10 digits, 2 type of body, 2 province,
6 serial, without check.
"""

from datetime import date
from functools import cache

from yaodian.registers.code_lists import code_list
from yaodian.registers.ids.areas import provinces
from yaodian.registers.ids.resident import problem_of_birth, problem_of_resident


def problem_of_pupil(text: str, on: date | None = None) -> str | None:
    """What is wrong with a 学籍号 in normal writing; None for a valid one."""
    if len(text) == 18 and text[:1].isdigit():
        return "学籍号少了首位字母：有公民身份号码的在前面加 G，没有的以 J 或 L 开头，应按学籍系统重新填写"
    if len(text) != 19:
        return f"学籍号应为 19 位，现在是 {len(text)} 位；副号和当地的旧学籍号不能填在这里"
    if text[0] not in "GJL":
        return f"学籍号首位应为 G、J 或 L，现在是“{text[0]}”"
    number = text[1:]
    if text[0] != "L":
        problem = problem_of_resident(number, on)
        return None if problem is None else f"学籍号首位之后的 18 位：{problem}"
    if not (number.isascii() and number.isdigit()):
        return "学籍号 L 之后应为 18 位数字"
    problem = problem_of_birth(number[:14], on)
    return None if problem is None else f"学籍号 L 之后的 18 位：{problem}"


def problem_of_school(text: str) -> str | None:
    """What is wrong with a 学校标识码 in normal writing; None for a valid one."""
    if not (len(text) == 10 and text.isascii() and text.isdigit()):
        return f"学校标识码应为 10 位数字，现在是 {len(text)} 位" + ("" if text.isdecimal() else "，含有非数字的字符")
    if text[:2] not in _bodies():
        return f"学校标识码第 1—2 位“{text[:2]}”不是机构类别代码，如幼儿园为 11、小学为 21、普通初中为 31"
    if text[2:4] not in provinces():
        return f"学校标识码第 3—4 位“{text[2:4]}”不是省级行政区划代码"
    return None


@cache
def _bodies() -> frozenset[str]:
    return frozenset(code.code for code in code_list("institution_type").codes)
