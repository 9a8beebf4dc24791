"""From a sheet to columns: kinds by heading and examples; what is left out; kinds read what they write."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledgers.returns.conftest import workbook
from yaodian.apps.ledgers.returns.kinds import KINDS, Kept
from yaodian.apps.ledgers.returns.proposing import guess, propose
from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.unreadable import Unreadable


@pytest.mark.parametrize(
    ("title", "measure", "examples", "kind"),
    [
        ("在校生数", "", [], "integer"),
        ("在校生数", "", ["约一百"], "text"),
        ("食堂面积", "", [120.5], "decimal"),
        ("改造资金", "万元", [3.5], "money"),
        ("联系电话", "", ["0795-3251234"], "phone"),
        ("负责人身份证号", "", [], "idnumber"),
        ("是否寄宿", "", ["√", "×"], "yesno"),
        ("有校车", "", ["有", "无"], "yesno"),
        ("检查日期", "", [date(2026, 3, 1)], "date"),
        ("完成时间", "", ["上半年"], "text"),
        ("建成", "", ["2012-09-01", "2013.9.1"], "date"),
        ("数值", "", [1, 2, 3], "integer"),
        ("数值", "", [1.5, 2], "decimal"),
        ("备注", "", ["见附件"], "text"),
        ("适用学年", "", ["2025-2026"], "schoolyear"),
        ("实施学年", "", [], "schoolyear"),
    ],
)
def test_the_kind_is_guessed_by_heading_and_examples(title: str, measure: str, examples: list[Any], kind: str) -> None:
    assert guess(title, measure, examples) == kind


def test_a_sheet_becomes_columns() -> None:
    rows = [[n, "某校", 100 + n, grade, "见附件"] for n, grade in enumerate(["好", "中", "好", "中", "好", "差"], 1)]
    content = workbook(["序号", "学校名称", "就餐人数（人）", "等次", "备注"], *rows, title="食堂情况统计表")
    found = propose("x.xlsx", content)
    assert (found.title, found.many, found.left_out) == ("食堂情况统计表", False, ["序号", "学校名称"])
    kinds = [(column.title, column.kind, column.options, column.unit) for column in found.columns]
    assert kinds[0] == ("就餐人数", "integer", (), "人")
    assert kinds[1] == ("等次", "choice", ("好", "中", "差"), "")
    assert kinds[2][:2] == ("备注", "text")


def test_headings_alone_are_enough() -> None:
    found = propose("食堂情况.xlsx", workbook(["食堂面积", "就餐人数", "经营方式"]))
    assert [(column.title, column.kind) for column in found.columns] == [
        ("食堂面积", "decimal"),
        ("就餐人数", "integer"),
        ("经营方式", "text"),
    ]
    assert (found.title, found.many) == ("食堂情况", False)


@pytest.mark.parametrize(
    ("headings", "many"),
    [
        (["序号", "学校", "学生数", "备注"], False),
        (["序号", "隐患部位", "整改措施"], True),
        (["学校", "教师姓名", "证书"], True),
        (["学生数", "教师数"], False),
    ],
)
def test_lists_of_people_and_numbered_lists_have_many_rows(headings: list[str], many: bool) -> None:
    assert propose("x.xlsx", workbook(headings)).many is many


def test_what_is_no_sheet_is_refused() -> None:
    with pytest.raises(DocumentError):
        propose("x.xlsx", b"not a workbook")


VALUES = {
    "integer": st.integers(-(10**9), 10**9),
    "decimal": st.integers(-(10**9), 10**9),
    "money": st.integers(0, 10**11),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat()),
    "yesno": st.booleans(),
    "schoolyear": st.integers(1900, 2198),
    "choice": st.sampled_from(("自营", "托管", "其他（注明）")),
    "phone": st.integers(13_000_000_000, 19_999_999_999).map(str),
    "text": st.text("甲乙丙 abc１（。", min_size=1, max_size=20),
}


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_what_a_field_shows_reads_back_as_it_was(drawn: tuple[str, Any]) -> None:
    kind, value = drawn
    column = Kept("值", kind, options=("自营", "托管", "其他（注明）"), unit="人" if kind == "integer" else "")
    if kind == "text":  # spaces around and within names go when a text is first read
        value = column.read(value)
    assert column.read(column.typed(value) or None) == value


@given(
    st.sampled_from(sorted(KINDS)), st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.dates(), st.none())
)
def test_any_cell_is_read_or_refused_with_a_sentence(kind: str, cell: Any) -> None:
    column = Kept("值", kind, options=("甲", "乙"))
    value, refused = None, None
    try:
        value = column.read(cell or None if isinstance(cell, str) else cell)
    except Unreadable as error:
        refused = error.says
    assert refused != ""
    assert isinstance(column.text(value), str)
    assert not isinstance(value, date), "days are kept as text"
