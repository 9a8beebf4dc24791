"""Whatever is uploaded, reading gives tables or a DocumentError, and no cell of a plain table gets lost."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.plain import decode
from yaodian.registers.sheets.reading import read_workbook

FILES = sorted((Path(__file__).parent / "files").glob("*"))
BASE = (Path(__file__).parent / "files" / "excel_two_row_header.xlsx").read_bytes()
WORDS = st.sampled_from(
    ["姓名", "性别", "合计", "备注：", "填报单位：一小", "单位：万元", "1", "2", "例：", "家庭成员", "甲", ""]
)


@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    _read("甲.csv", content)


@settings(max_examples=100)
@given(data=st.data())
def test_any_damage(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(FILES)).read_bytes()[:20_000])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    _read("甲.xlsx", bytes(content))


@settings(max_examples=100)
@given(data=st.data())
def test_any_damage_inside(data: st.DataObject) -> None:
    parts = _parts(BASE)
    name = data.draw(st.sampled_from(sorted(parts)))
    part = bytearray(parts[name])
    at = data.draw(st.integers(0, len(part) - 1))
    part[at : at + data.draw(st.integers(0, 20))] = data.draw(
        st.sampled_from([b"", b'"', b"<", b">", b"&", b"/>", b"9", b"-", b'r="XFD9999999"', b"\xff", b"A"])
    )
    _read("甲.xlsx", _packed(parts | {name: bytes(part)}))


@given(rows=st.lists(st.lists(WORDS, max_size=5), max_size=12))
def test_any_layout(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if rows and len(rows) > 2:
        book.active.merge_cells(start_row=1, end_row=2, start_column=1, end_column=2)
    out = io.BytesIO()
    book.save(out)
    _read("甲.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"r="XFD9999999"><v>1</v></c></row>',
        '<row r="1"><c r="A1" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A99999999"><v>1</v></c></row>',
        '<row r="1"><c\tr="A1"><v>1</v></c></row><row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c t=">" r="A1"><v>1</v></c><c t=">" r="XFD1048576"><v>1</v></c></row>',
    ],
    ids=["two places", "two places, spaced", "beyond", "tab", "bracket"],
)
def test_places_for_which_the_reader_would_abort(cells: str) -> None:
    parts = _parts(BASE)
    name = "xl/worksheets/sheet1.xml"
    start, end = parts[name].index(b"<sheetData>"), parts[name].index(b"</sheetData>")
    parts[name] = parts[name][:start] + b"<sheetData>" + cells.encode() + parts[name][end:]
    with pytest.raises(DocumentError):
        read_workbook("甲.xlsx", _packed(parts), known=["姓名"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_told(encoding: str) -> None:
    text = "姓名,性别\r\n甲小明,男\r\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.slow
def test_a_million_formatted_rows_cost_no_cell() -> None:
    parts = _parts(BASE)
    name = "xl/worksheets/sheet1.xml"
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(6, 1_048_577))
    parts[name] = parts[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    (table,) = read_workbook("甲.xlsx", _packed(parts), known=["学生姓名", "序号"]).tables
    assert len(table) == 2


def _read(name: str, content: bytes) -> None:
    try:
        book = read_workbook(name, content, known=["姓名", "性别", "学生姓名"])
    except DocumentError as refused:
        said = str(refused)
        assert said
        return
    for table in book.tables:
        assert len(table.columns) == len(table.headings)
        assert all(len(column) == len(table) for column in table.columns)
        assert not set(table.numbers) & {line.row for line in table.left_out if "没有列名" not in line.reason}


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
