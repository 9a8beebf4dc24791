"""Sheets as they come: each file in files/ gives what expected.yaml says, value by value."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.cells import (
    Unreadable,
    read_code,
    read_date,
    read_identifier,
    read_phone,
    read_text,
    read_yes_no,
)
from yaodian.registers.sheets.numbers import read_decimal, read_integer, read_money
from yaodian.registers.sheets.reading import read_workbook
from yaodian.registers.sheets.table import Cell, Heading, Table

HERE = Path(__file__).parent
EXPECTED = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
KNOWN = [
    "序号", "姓名", "学生姓名", "性别", "身份证件号", "出生日期", "联系电话", "学校", "班级", "年级", "备注", "设备名称", "数量", "金额",
    "家庭成员1/姓名", "关系", "学生数", "教师数", "是否寄宿", "校舍面积", "投入", "人数", "面积", "入学年月", "寄宿", "民族代码", "在编",
    "学籍号", "电话",
]  # fmt: skip
Value: TypeAlias = str | int | bool | date | None
READERS: dict[str, Callable[[Cell], Value]] = {
    "身份证件号": read_identifier,
    "学籍号": read_identifier,
    "民族代码": read_code,
    "联系电话": read_phone,
    "电话": read_phone,
    "寄宿": read_yes_no,
    "是否寄宿：": read_yes_no,
    "在编": read_yes_no,
    "人数": read_integer,
    "数量": read_integer,
    "男": read_integer,
    "女": read_integer,
    "教师数（人）": read_integer,
    "面积": partial(read_decimal, digits=2, unit="平方米"),
    "校舍面积（平方米）": partial(read_decimal, digits=2, unit="平方米"),
}


def reader(table: Table, heading: Heading) -> Callable[[Cell], Value]:
    """How a column of these sheets is read, by what it is called."""
    name = heading.parts[-1]
    if name in ("出生日期", "入学年月"):
        return partial(read_date, months=name == "入学年月", since_1904=table.since_1904)
    if name.startswith(("金额", "投入")):
        return partial(read_money, measure=heading.measure or table.notes.measure or "元")
    return READERS.get(name, read_text)


def value(read: Callable[[Cell], Value], cell: Cell) -> Value:
    """The value, or the sentence behind an exclamation mark."""
    try:
        return read(cell)
    except Unreadable as wrong:
        return f"！{wrong.says}"


def told(table: Table) -> dict[str, object]:
    """A table in the form of expected.yaml."""
    readers = [reader(table, heading) for heading in table.headings]
    notes = {name: said for name in ("title", "unit_named", "day", "measure") if (said := getattr(table.notes, name))}
    whole: dict[str, object] = {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "headings": [heading.text for heading in table.headings],
        "notes": notes,
        "rows": {
            number: [value(read, cell) for read, cell in zip(readers, row, strict=True)]
            for number, row in zip(table.numbers, table.rows, strict=True)
        },
        "hidden": sorted(table.hidden),
        "left_out": [[line.row, line.reason, line.text] for line in table.left_out],
    }
    return {name: part for name, part in whole.items() if part or name == "sheet"}


@pytest.mark.parametrize("case", EXPECTED, ids=[case["file"] for case in EXPECTED])
def test_file_reads_as_expected(case: dict[str, object]) -> None:
    file = HERE / "files" / str(case["file"])
    if "error" in case:
        with pytest.raises(DocumentError) as refused:
            read_workbook(file.name, file.read_bytes(), known=KNOWN)
        assert str(refused.value) == case["error"]
        return
    book = read_workbook(file.name, file.read_bytes(), known=KNOWN)
    assert [told(table) for table in book.tables] == case["tables"]
    assert {sheet.sheet: sheet.reason for sheet in book.skipped} == case.get("skipped", {})


def test_every_file_is_expected() -> None:
    assert sorted(case["file"] for case in EXPECTED) == sorted(file.name for file in (HERE / "files").iterdir())
