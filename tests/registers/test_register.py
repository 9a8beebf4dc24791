"""Declarations: what makes no sense is refused when it is built; calendars; offices; values of a row."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from yaodian.algebra.errors import DeclarationError
from yaodian.kernel.period import Period
from yaodian.packs import registers
from yaodian.registers.columns import (
    Choice,
    Column,
    Date,
    Decimal,
    IdNumber,
    Integer,
    Money,
    Organisation,
    Phone,
    Ref,
    Text,
)
from yaodian.registers.filing import Calendar, monthly, school_yearly, termly, yearly
from yaodian.registers.register import Kind, Register
from yaodian.registers.values import problem_in, problems

SCHOOL = Organisation("school", "学校", required=True, listed=True)
NUMBER = Text("number", "编号", required=True)
BEGUN, ENDED = Date("begun_on", "开始日期"), Date("ended_on", "结束日期")


def declare(*columns: Column, **options: Any) -> Register:
    """A register that makes sense but for what is given."""
    basics: dict[str, Any] = {
        "key": "things",
        "title": "物品",
        "one_row_is": "一件物品",
        "office": "general",
        "columns": (SCHOOL, NUMBER, BEGUN, ENDED, *columns),
        "identity": ("number",),
        "owner": "school",
        "label": ("number",),
    }
    return Register(**{**basics, **options})


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: Text("Number", "编号"), "lower-case identifier"),
        (lambda: Text("school_id", "学校"), "not ending in _id"),
        (lambda: Text("version", "版本"), "reserved: every row has one"),
        (lambda: Text("number", " 编号"), "title without spaces"),
        (lambda: Text("secret", "密", sensitive=True, searched=True), "looked up whole"),
        (lambda: Integer("sum", "合计", derived=True, required=True), "computed"),
        (lambda: Choice("sex", "性别", codes="sex", within=("7",)), "no code of sex begins with '7'"),
        (lambda: declare(key="Things"), "lower-case identifier"),
        (lambda: declare(office="kitchen"), "no office 'kitchen'"),
        (lambda: declare(Text("other", "编号")), "'编号' names two columns"),
        (lambda: declare(Text("number", "另一编号")), "'number' names two columns"),
        (lambda: declare(identity=("colour",)), "identity names 'colour', which is no column"),
        (lambda: declare(identity=("begun_on",)), "identity column 'begun_on' must be required"),
        (lambda: declare(owner="number"), "must be a required Organisation column"),
        (lambda: declare(label=()), "named (label)"),
        (lambda: declare(one_open=("number",)), "one_open goes with closes"),
        (lambda: declare(closes="ended_on"), "one_open goes with closes"),
        (lambda: declare(kind=Kind.PERIODIC), "needs a filing calendar"),
        (lambda: declare(Choice("colour", "颜色")), "KeyError"),
        (lambda: declare(Ref("other", "别的")), "needs the register it refers to"),
        (lambda: declare(Date("born_on", "出生日期", sensitive=True, sorted=True)), "may sort or filter"),
        (lambda: declare(columns=(Organisation("school", "学校", required=True), NUMBER)), "must be listed"),
    ],
)
def test_nonsense_is_refused(build: Callable[[], object], says: str) -> None:
    with pytest.raises((DeclarationError, KeyError)) as told:
        build()
    assert says in str(told.value) or says == type(told.value).__name__


def test_checks_are_refused_that_say_too_little() -> None:
    register = declare()
    rows = register.rows
    ended_early = rows.ended_on < rows.begun_on
    register.check("T1", "结束早于开始", bad=ended_early, on="ended_on", fix="改为开始之后的日期")
    with pytest.raises(DeclarationError, match="twice"):
        register.check("T1", "结束早于开始", bad=ended_early, on="ended_on", fix="改")
    with pytest.raises(DeclarationError, match="no column 'colour'"):
        register.check("T2", "颜色不对", bad=ended_early, on="colour", fix="改")
    with pytest.raises(DeclarationError, match="must be a condition"):
        register.check("T3", "不对", bad=rows.begun_on.days_to(rows.ended_on), on="ended_on", fix="改")
    with pytest.raises(DeclarationError, match="what to do"):
        register.check("T4", "不对", bad=ended_early, on="ended_on", fix="")


def test_a_derived_column_needs_its_expression() -> None:
    register = declare(Integer("days", "天数", unit="天", derived=True))
    with pytest.raises(DeclarationError, match="say how 'days' is derived"):
        register.sealed("scratch")
    register.derive("days", register.rows.begun_on.days_to(register.rows.ended_on))
    assert register.sealed("scratch").field == "scratch"


@pytest.mark.parametrize(
    ("calendar", "period", "due"),
    [
        (monthly(due_day=5), "2026-03", date(2026, 4, 5)),
        (monthly(due_day=31), "2026-01", date(2026, 2, 28)),
        (termly(due_day=15), "2025-2026/1", date(2026, 2, 15)),
        (termly(months=0, due_day=10), "2025-2026/2", date(2026, 8, 10)),
        (yearly(months=2, due_day=1), "2025", date(2026, 2, 1)),
        (school_yearly(due_day=10), "2026-2027", date(2026, 10, 10)),
    ],
)
def test_when_a_filing_is_due(calendar: Calendar, period: str, due: date) -> None:
    assert calendar.due(Period.read(period)) == due
    assert calendar.current(due).key == period


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        (Integer("floors", "层数", unit="层", least=1, most=40), 41, "“层数”不能大于40层。"),
        (Integer("floors", "层数", unit="层", least=1), 0, "“层数”不能小于1层。"),
        (Decimal("area", "面积", unit="平方米", most=10), 1001, "“面积”不能大于10平方米。"),
        (Decimal("area", "面积", unit="平方米", most=10), 1000, ""),
        (Money("cost", "造价"), -1, "“造价”不能小于0元。"),
        (Choice("sex", "性别", codes="sex"), "7", "没有“7”"),
        (Choice("sex", "性别", codes="sex", within=("1", "2")), "9", "不能填在“性别”里"),
        (Date("begun_on", "开始日期"), date(212, 1, 1), "不合情理"),
        (Phone("phone", "电话"), "一二三", "不像电话号码"),
        (Phone("phone", "电话"), "0795-1234567", ""),
        (IdNumber("id_number", "身份证号"), "110105194912310021", "校验码"),
        (IdNumber("id_number", "身份证号"), "11010519491231002X", ""),
    ],
)
def test_what_is_wrong_with_a_value(column: Column, value: object, says: str) -> None:
    told = problem_in(column, value, date(2026, 9, 16))
    assert (says in told) if says else told == ""


def test_what_is_missing_in_a_row() -> None:
    assert problems(declare(), {"school": 1, "number": ""}, on=date(2026, 9, 16)) == {"number": "请填写“编号”。"}


def test_the_registers_are_found_and_refer_to_each_other() -> None:
    found = registers()
    assert {"schools", "classes", "pupils", "staff", "buildings"} <= found.keys()
    assert found["pupils"].references == {"classes"}
    assert found["pupils"].field == "pupils"
