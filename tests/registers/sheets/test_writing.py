"""What is written reads back as it was; templates keep digits; nothing is cut or run as a formula."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yaodian.kernel.errors import BadInput
from yaodian.registers.sheets.cells import convert, read_date, read_identifier, read_text, read_yes_no
from yaodian.registers.sheets.numbers import read_decimal, read_integer, read_money
from yaodian.registers.sheets.reading import read_workbook
from yaodian.registers.sheets.table import Cell, Table
from yaodian.registers.sheets.template import write_template
from yaodian.registers.sheets.writing import SheetColumn, Value, write_csv, write_rows

AWKWARD = [
    "007",
    "360902201209010011",
    "=1+1",
    "+86",
    "-",
    "@a",
    "'=x",
    "''",
    "a\nb",
    '说"好"',
    "😀",
    "_x0041_",
    "a\tb",
    "1E5",
    "#N/A",
]
TEXT = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=20)).map(read_text)
COLUMNS = [
    SheetColumn("编号", "text", required=True),
    SheetColumn("名称", "text"),
    SheetColumn("人数", "number"),
    SheetColumn("面积", "decimal", digits=3),
    SheetColumn("金额", "money"),
    SheetColumn("建成日期", "date"),
    SheetColumn("类别", "choice", options=("甲", "乙")),
    SheetColumn("在用", "yesno"),
]
READERS: Sequence[Callable[[Cell], Value]] = [
    read_identifier, read_text, read_integer, partial(read_decimal, digits=3), read_money, read_date, read_text, read_yes_no,
]  # fmt: skip
ROW = st.tuples(
    st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    TEXT,
    st.none() | st.integers(-(10**14), 10**14),
    st.none() | st.integers(-(10**17), 10**17),
    st.none() | st.integers(-(10**16), 10**16),
    st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from([None, "甲", "乙"]),
    st.sampled_from([None, True, False]),
)
KNOWN = [column.title for column in COLUMNS]


def _xlsx(rows: Sequence[Sequence[Value]], **options: int) -> bytes:
    out = io.BytesIO()
    assert write_rows(COLUMNS, rows, title="校舍", to=out, **options) == len(rows)
    return out.getvalue()


def _csv(rows: Sequence[Sequence[Value]]) -> bytes:
    out = io.BytesIO()
    assert write_csv(COLUMNS, rows, to=out) == len(rows)
    return out.getvalue()


def _converted(tables: Sequence[Table]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for table in tables:
        assert not table.left_out
        read = [convert(column, reader) for column, reader in zip(table.columns, READERS, strict=True)]
        assert [column.wrong for column in read] == [[]] * len(read)
        rows += zip(*(column.values for column in read), strict=True)
    return rows


@pytest.mark.parametrize(("name", "write"), [("校舍.xlsx", _xlsx), ("校舍.csv", _csv)])
@settings(max_examples=60)
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_what_is_written_reads_back(name: str, write: Callable[..., bytes], rows: list[tuple[Value, ...]]) -> None:
    tables = read_workbook(name, write(rows), known=KNOWN).tables
    assume(not any(table.left_out for table in tables))  # what reads like a sum or a remark is left out and listed
    assert _converted(tables) == rows


def test_more_rows_than_a_sheet_holds_go_on_in_a_further_one() -> None:
    rows = [(str(number), *[None] * 7) for number in range(25)]
    book = read_workbook("校舍.xlsx", _xlsx(rows, most_rows=10), known=KNOWN)
    assert [(table.sheet, len(table)) for table in book.tables] == [("校舍", 10), ("校舍_2", 10), ("校舍_3", 5)]
    assert _converted(book.tables) == rows


def test_a_text_longer_than_a_cell_is_refused_and_not_cut() -> None:
    with pytest.raises(BadInput, match=r"第2行“名称”.*32767"):
        _xlsx([("1", "长" * 32_768, *[None] * 6)])
    long = [("1", "长" * 32_768, *[None] * 6)]
    assert _converted(read_workbook("校舍.csv", _csv(long), known=KNOWN).tables) == long


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)"])
def test_no_text_becomes_a_formula(text: str) -> None:
    row = [("1", text, *[None] * 6)]
    cell = openpyxl.load_workbook(io.BytesIO(_xlsx(row))).active["B2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert f",'{text}," in _csv(row).decode("utf-8-sig")


def test_a_template_keeps_digits_and_offers_choices() -> None:
    long = tuple(f"第{number}个很长的选项" for number in range(60))  # together beyond 255 characters
    columns = [
        *COLUMNS, SheetColumn("街道", "choice", help="所在街道", options=long), SheetColumn("校区", "choice", options=long)
    ]  # fmt: skip
    content = write_template(columns, title="校舍登记表/2025", notes=["一校一表。"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["校舍登记表2025"]
    assert [page.column_dimensions[letter].number_format for letter in "ABCDEFGH"] == [
        "@", "@", "0", "0.000", "0.00", "yyyy-mm-dd", "@", "@",
    ]  # fmt: skip
    assert page["A1"].value == "编号*"
    assert page["I1"].comment.text == "所在街道"
    assert page.freeze_panes == "A2"
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert lists == {"F2": "ISNUMBER(F2)", "G2": "选项_1", "H2": '"是,否"', "I2": "选项_2", "J2": "选项_2"}
    assert book.defined_names["选项_2"].attr_text == "选项!$B$1:$B$60"
    assert book["选项"].sheet_state == "hidden"
    assert [book["填写说明"].cell(row, 1).value for row in range(1, 4)][-1] == "一校一表。"


def test_a_template_comes_back_as_a_table_without_rows() -> None:
    book = read_workbook("空表.xlsx", write_template(COLUMNS, title="校舍"), known=KNOWN)
    (table,) = book.tables
    assert [heading.text for heading in table.headings] == ["编号*", *KNOWN[1:]]
    assert len(table) == 0
    assert {sheet.sheet for sheet in book.skipped} == {"填写说明", "选项"}


def test_an_export_is_a_plain_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(_xlsx([("1", "=cmd|' /C calc'!A0", *[None] * 6)]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
