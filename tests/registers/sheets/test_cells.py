"""Cells as people write them, and what comes of them; where nothing does, the sentence says what to write."""

import doctest
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.registers.sheets import headings
from yaodian.registers.sheets.cells import (
    Converted,
    Unreadable,
    convert,
    read_code,
    read_date,
    read_identifier,
    read_phone,
    read_school_year,
    read_text,
    read_yes_no,
)
from yaodian.registers.sheets.headings import normal_heading
from yaodian.registers.sheets.numbers import read_decimal, read_integer, read_money
from yaodian.registers.sheets.table import Cell, FormulaError

money_in_wan = partial(read_money, measure="万元")
area = partial(read_decimal, digits=2, unit="平方米")
month = partial(read_date, months=True)
READERS = [
    read_text, read_code, read_identifier, read_phone, read_integer, area, read_money, money_in_wan, read_date, month,
    read_school_year, read_yes_no,
]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (read_text, "张 三", "张三"),
        (read_text, "张\u3000\u3000三", "张三"),
        (read_text, "张三 转学", "张三转学"),
        (read_text, "第一 中学 高中 部 的 一个 说明", "第一 中学 高中 部 的 一个 说明"),
        (read_text, "张三 2班", "张三 2班"),
        (read_text, "Mary Ann", "Mary Ann"),
        (read_text, "a\x00\u200bb", "ab"),
        (read_text, "  ", None),
        (read_text, 12, "12"),
        (read_text, 0.1 + 0.2, "0.3"),
        (read_text, date(2012, 9, 1), "2012-09-01"),
        (read_text, datetime(2012, 9, 1, 8, 30), "2012-09-01 08:30:00"),  # noqa: DTZ001
        (read_text, time(8, 30), "08:30"),
        (read_text, timedelta(hours=30), "30:00"),
        (read_code, "Ａ０１ ", "A01"),
        (read_code, 1, "1"),
        (read_identifier, "36090220121103003x", "36090220121103003X"),
        (read_identifier, "'3609 0220 1211 0300 31", "360902201211030031"),
        (read_identifier, 123456789012345, "123456789012345"),
        (read_identifier, "12345.0", "12345"),
        (read_phone, 13800000001, "13800000001"),
        (read_phone, "+86 138-0000-0001", "13800000001"),
        (read_phone, "（0795）3000001", "0795-3000001"),
        (read_phone, "0795-3000001转8001", "0795-3000001-8001"),
        (read_phone, "400-000-0001", "4000000001"),
        (read_phone, "3000001", "3000001"),
        (read_phone, "无", None),
        (read_integer, "１２", 12),
        (read_integer, "1,200", 1200),
        (read_integer, "12人", 12),
        (read_integer, "12.0", 12),
        (read_integer, "-3", -3),
        (read_integer, "—", None),
        (area, 1234.5, 123450),
        (area, "120㎡", 12000),
        (area, "120.25 平方米", 12025),
        (read_money, "1,200元", 120000),
        (read_money, "￥1,200.50", 120050),
        (read_money, "3.5万元", 3500000),
        (money_in_wan, 3.5, 3500000),
        (money_in_wan, "1,200元", 120000),
        (read_date, 41153, date(2012, 9, 1)),
        (read_date, 41153.75, date(2012, 9, 1)),
        (read_date, "2012 年 9 月 1 日", date(2012, 9, 1)),
        (read_date, "２０１２．９．１", date(2012, 9, 1)),
        (read_date, "2012/9/1 0:00:00", date(2012, 9, 1)),
        (read_date, "二〇一二年十二月三十一日", date(2012, 12, 31)),
        (month, "2012.9", date(2012, 9, 1)),
        (month, 2012.12, date(2012, 12, 1)),
        (month, "2012-10", date(2012, 10, 1)),
        (month, 201209, date(2012, 9, 1)),
        (read_school_year, "2025—2026学年", 2025),
        (read_school_year, "2025-26", 2025),
        (read_school_year, "2025学年度", 2025),
        (read_school_year, 2025, 2025),
        (read_yes_no, "√", True),
        (read_yes_no, "Ｙ", True),
        (read_yes_no, "没 有", False),
        (read_yes_no, "/", None),
    ],
)
def test_is_read(read: partial[Cell], raw: Cell, value: object) -> None:
    assert read(raw) == value


@pytest.mark.parametrize(
    ("read", "raw", "says"),
    [
        (read_identifier, 3.60902201209010e17, "3.60902E+17，末几位丢失；该列请设为文本后重新填写"),
        (read_identifier, "3.60902E+17", "该列请设为文本后重新填写"),
        (read_identifier, "1.38E+10", "该列请设为文本后重新填写"),
        (read_identifier, 12.5, "不是号码"),
        (read_text, 3.60902201209010e17, "该列请设为文本后重新填写"),
        (read_phone, 7953000001, "丢了区号前的0"),
        (read_phone, "13800000001/13900000001", "写了几个号码"),
        (read_phone, "1380000000", "有10位；手机号是11位"),
        (read_integer, "12.5", "要写整数"),
        (read_integer, "12㎡", "不是数"),
        (read_integer, date(2012, 9, 1), "是日期或时间，不是数"),
        (read_integer, "1,20", "逗号不在千位上"),
        (read_integer, "Infinity", "不是数"),
        (read_integer, "1_000", "不是数"),
        (area, 1 / 3, "最多写2位小数"),
        (area, "12元", "不是数"),
        (area, "1." + "0" * 40 + "1", "位数太多"),
        (read_money, "0.001", "金额最多到分"),
        (read_money, "三百元", "不是数"),
        (read_date, "2012-02-30", "这一天不存在；请写成如 2012-09-01"),
        (read_date, "2012.9", "没有写明哪一日"),
        (read_date, 2012, "不是日期"),
        (read_date, "1812-09-01", "年份不对"),
        (month, 2012.1, "请写成 2012-01 或 2012-10"),
        (read_school_year, "2025-2027", "不相连；请写成如 2025-2026"),
        (read_school_year, "25学年", "不是学年"),
        (read_yes_no, "也许", "请写“是”或“否”"),
        (read_yes_no, FormulaError("#N/A"), "公式出错（#N/A）"),
        (read_date, FormulaError(""), "公式还没有算出结果"),
    ],
)
def test_is_refused(read: partial[Cell], raw: Cell, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert says in refused.value.says


def test_a_column_is_read_once_per_distinct_cell() -> None:
    asked: list[Cell] = []

    def read(raw: Cell) -> int | None:
        asked.append(raw)
        return read_integer(raw)

    assert convert(["1", "x", None, "1", "x"], read) == Converted(
        [1, None, None, 1, None], [(1, "“x”不是数；请只写数字，没有就留空"), (4, "“x”不是数；请只写数字，没有就留空")]
    )
    assert sorted(map(str, asked)) == ["1", "None", "x"]


@pytest.mark.parametrize("read", READERS, ids=[str(number) for number in range(len(READERS))])
@given(
    raw=st.one_of(
        st.none(),
        st.text(),
        st.text(alphabet="0123456789.,-/年月日 E+万元㎡０一十〇()转", max_size=30),
        st.integers(-(10**15) + 1, 10**15 - 1),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
        st.builds(FormulaError, st.sampled_from(["", "#N/A"])),
    )
)
def test_any_cell_is_read_or_refused_and_what_was_read_stays(read: partial[Cell], raw: Cell) -> None:
    try:
        value = read(raw)
    except Unreadable as refused:
        value = refused.says
        assert value
        return
    if isinstance(value, str):
        assert read(value) == value


@pytest.mark.parametrize(
    ("heading", "normal"),
    [
        ("＊姓  名\n（必填，与户口簿一致）", "姓名"),
        ("身份证件号*：", "身份证件号"),
        ("是否寄宿【选填】", "是否寄宿"),
        ("ＩＤ No.", "idno."),
        ("（必填）", "()"),
    ],
)
def test_headings_are_compared_without_ornament(heading: str, normal: str) -> None:
    assert normal_heading(heading) == normal


def test_docstring_examples_hold() -> None:
    assert doctest.testmod(headings).failed == 0
