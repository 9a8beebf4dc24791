"""What is wrong with the values of one row, column by column: missing, too long, out of bounds, no such code, bad number.

Values are typed already (see yaodian.registers.columns). Whether an organisation, person, row or file exists is for who
stores rows; what columns must be to each other is for the register's checks.
"""

from collections.abc import Mapping
from datetime import date
from functools import singledispatch
from typing import Any

from yaodian.registers import columns as c
from yaodian.registers.ids import problem_of
from yaodian.registers.register import Register

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def problems(register: Register, values: Mapping[str, Any], *, on: date) -> dict[str, str]:
    """The message for each column with a wrong value; `on` is today, for numbers that hold a date."""
    found: dict[str, str] = {}
    for column in register.columns:
        value = values.get(column.key)
        if value is None or value == "":
            if column.required and column.retired is None:
                found[column.key] = f"请填写“{column.title}”。"
        elif says := problem_in(column, value, on):
            found[column.key] = says
    return found


@singledispatch
def problem_in(column: c.Column, value: Any, on: date) -> str:  # noqa: ARG001  # kinds without a rule of their own
    """What is wrong with one known value of a column, "" for nothing."""
    return ""


@problem_in.register(c.Text)
@problem_in.register(c.Phone)
@problem_in.register(c.Place)
def _text(column: c.Text | c.Phone | c.Place, value: str, on: date) -> str:  # noqa: ARG001  # by type
    if len(value) > column.length:
        return f"“{column.title}”最多{column.length}个字，现有{len(value)}个，请写短一些。"
    if isinstance(column, c.Phone) and not _is_phone(value):
        return f"“{value}”不像电话号码。手机写11位数字，座机写区号-号码。"
    return ""


def _is_phone(value: str) -> bool:
    digits = value.replace("-", "").replace(" ", "")
    return digits.isascii() and digits.removeprefix("+").isdigit() and 5 <= len(digits) <= 15


@problem_in.register
def _choice(column: c.Choice, value: str, on: date) -> str:
    codes = column.code_list
    if codes.name_of(value) is None:
        near = codes.nearest(value)
        return f"{codes.title}里没有“{value}”" + (f"，是不是“{'”“'.join(near)}”？" if near else "，请从列表中选。")
    if column.within and not value.startswith(column.within):
        return f"“{codes.name_of(value)}”不能填在“{column.title}”里，请从列表中选。"
    retired = codes.get(value).retired
    return f"“{codes.name_of(value)}”已停用，请换一个。" if retired is not None and retired <= on else ""


@problem_in.register(c.Integer)
@problem_in.register(c.Decimal)
@problem_in.register(c.Money)
def _number(column: c.Integer | c.Decimal | c.Money, value: int, on: date) -> str:  # noqa: ARG001  # by type
    scale = 10**column.digits if isinstance(column, c.Decimal) else 100 if isinstance(column, c.Money) else 1
    unit = "元" if isinstance(column, c.Money) else column.unit
    if column.least is not None and value < column.least * scale:
        return f"“{column.title}”不能小于{column.least}{unit}。"
    most = None if isinstance(column, c.Money) else column.most
    if most is not None and value > most * scale:
        return f"“{column.title}”不能大于{most}{unit}。"
    return "" if abs(value) < 2**62 else f"“{column.title}”的数太大了，请核对。"


@problem_in.register(c.Date)
def _date(column: c.Date, value: date, on: date) -> str:  # noqa: ARG001  # by type
    return "" if EARLIEST <= value <= LATEST else f"“{column.title}”{value.isoformat()}不合情理，请核对年份。"


@problem_in.register(c.SchoolYear)
def _school_year(column: c.SchoolYear, value: int, on: date) -> str:  # noqa: ARG001  # by type
    return "" if EARLIEST.year <= value <= LATEST.year else f"“{column.title}”请写成如2025—2026学年。"


@problem_in.register
def _id_number(column: c.IdNumber, value: str, on: date) -> str:
    return problem_of(column.kind, value, on=on) or ""
