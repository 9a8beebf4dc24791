"""Kinds of identifier; the normal writing of each, and what is wrong with a number. Fast enough for a column of a county."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from yaodian.registers.ids.credit import problem_of_credit
from yaodian.registers.ids.damage import DAMAGED, DIGITS_KEPT, damaged_number
from yaodian.registers.ids.resident import problem_of_resident
from yaodian.registers.ids.school import problem_of_pupil, problem_of_school
from yaodian.text.characters import fold


class IdKind(StrEnum):
    """What a number identifies. Those below the line have no public rule of making: only their shape is checked."""

    RESIDENT = "resident"
    PUPIL = "pupil"
    SCHOOL = "school"
    CREDIT = "credit"
    # ---
    PASSPORT = "passport"
    HONG_KONG_MACAO_PERMIT = "hong-kong-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    HMT_RESIDENCE = "hmt-residence"
    FOREIGN_RESIDENCE = "foreign-residence"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _LABELS[self]


_LABELS = {
    IdKind.RESIDENT: "公民身份号码",
    IdKind.PUPIL: "学籍号",
    IdKind.SCHOOL: "学校标识码",
    IdKind.CREDIT: "统一社会信用代码",
    IdKind.PASSPORT: "护照号码",
    IdKind.HONG_KONG_MACAO_PERMIT: "港澳居民来往内地通行证号码",
    IdKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证号码",
    IdKind.HMT_RESIDENCE: "港澳台居民居住证号码",
    IdKind.FOREIGN_RESIDENCE: "外国人永久居留身份证号码",
    IdKind.OTHER: "其他证件号码",
}

_DOCUMENTS = {
    "1": IdKind.RESIDENT,
    "8": IdKind.TAIWAN_PERMIT,
    "9": IdKind.FOREIGN_RESIDENCE,
    "A": IdKind.PASSPORT,
    "Y": IdKind.HMT_RESIDENCE,
}

# From general knowledge of these documents, wide on purpose: no valid one may be refused.
_SHAPES = {
    IdKind.PASSPORT: (re.compile(r"[A-Z0-9]{5,15}"), "应为 5—15 位字母和数字，如 E12345678"),
    IdKind.HONG_KONG_MACAO_PERMIT: (re.compile(r"[HM]\d{8}(\d{2})?"), "应为 H 或 M 加 8 位数字（旧证 10 位）"),
    IdKind.TAIWAN_PERMIT: (re.compile(r"\d{8}|\d{10}[A-Z0-9]?"), "应为 8 位数字（旧证 10 位，可有 1 位签发次数）"),
    IdKind.FOREIGN_RESIDENCE: (
        re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]"),
        "应为 3 位字母加 12 位数字，或以 9 开头的 18 位号码",
    ),
    IdKind.OTHER: (re.compile(r"[^\s\x00-\x1f]{3,30}"), "应为 3—30 个字符"),
}
_WHOLE = re.compile(r"\d+\.0+")  # a short number that a sheet holds as a float


def kind_of_document(code: str) -> IdKind:
    """The kind of number that a document has, by its code in the list `id_document`; OTHER where it has no rule of ours."""
    return _DOCUMENTS.get(code, IdKind.OTHER)


def normal(kind: IdKind, text: str) -> str:
    """The one writing of a number in which it is stored and compared; it may still be wrong.

    Without blanks and the apostrophe that marks text in a sheet, half-width, letters upper-case, × for X amended, and
    without the .0 of a number that a sheet kept whole. Its digits are never changed.

    >>> normal(IdKind.RESIDENT, "'110105 19491231 002ｘ"), normal(IdKind.SCHOOL, "4111010001.0")
    ('11010519491231002X', '4111010001')
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = "".join(fold(text).split()).lstrip("'’‘`").upper()
    if kind in (IdKind.RESIDENT, IdKind.PUPIL, IdKind.HMT_RESIDENCE) and plain.endswith("×"):
        plain = plain[:-1] + "X"
    if _WHOLE.fullmatch(plain) and plain.index(".") <= DIGITS_KEPT:
        plain = plain[: plain.index(".")]
    return plain


def problem_of(kind: IdKind, text: str, on: date | None = None) -> str | None:
    """What is wrong with a number and what to do, in Chinese, without the number itself; None for a valid one.

    The text is taken in its normal writing. `on`: the day after which nobody in the file can be born; None: not checked.
    """
    number = normal(kind, text)
    problem = _problem(kind, number, on)
    if problem is not None and damaged_number(number):
        return DAMAGED
    return problem


def _problem(kind: IdKind, number: str, on: date | None) -> str | None:
    if not number:
        return f"没有填写{kind.label}"
    if rule := _RULES.get(kind):
        return rule(number, on)
    shape, wanted = _SHAPES[kind]
    return None if shape.fullmatch(number) else f"{kind.label}{wanted}，请核对证件"


def _problem_of_hmt_residence(number: str, on: date | None) -> str | None:
    if number[:2] not in ("81", "82", "83"):
        return "港澳台居民居住证号码应以 81（香港）、82（澳门）或 83（台湾）开头"
    return problem_of_resident(number, on)


_RULES: dict[IdKind, Callable[[str, date | None], str | None]] = {
    IdKind.RESIDENT: problem_of_resident,
    IdKind.PUPIL: problem_of_pupil,
    IdKind.SCHOOL: lambda number, _on: problem_of_school(number),
    IdKind.CREDIT: lambda number, _on: problem_of_credit(number),
    IdKind.HMT_RESIDENCE: _problem_of_hmt_residence,
}
