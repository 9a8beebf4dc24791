"""Files that are no edited breakdown sheet get a clear message, and none can take the server down."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from yaodian.apps.plans.services.sheet_rows import SentSheet
from yaodian.kernel.errors import DocumentError
from yaodian.papers.breakdown_reading import read_breakdown
from yaodian.text.document.opening import open_document

HEAD = ["序号", "重点任务", "牵头单位", "完成时限"]


def book(*rows: list[Any], far: bool = False, sheets: int = 1) -> bytes:
    """A workbook with these rows on its last sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        pages = [made.add_worksheet() for _ in range(sheets)]
        for at, row in enumerate(rows):
            pages[-1].write_row(at, 0, row)
        if far:
            pages[-1].write(1048575, 16383, "远")
    return out.getvalue()


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """The container with further parts; a name's __ stands for /."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    return with_parts(b"PK\x05\x06" + b"\0" * 18, **parts)


GOOD = book(HEAD, ["1", "甲", "办公室", "年底"])
REFUSED = [
    (b"", "文件是空的"),
    (b"MZ\x90\x00" + b"\0" * 100, "不是 .xlsx 表格"),
    (b"\x89PNG\r\n", "是图片"),
    (b"%PDF-1.7", "不是 .xlsx 表格"),
    ("序号,重点任务".encode(), "不是 .xlsx 表格"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "设有密码"),
    (GOOD[:-40], "已损坏"),
    (archive(word__document_dot_xml=b"<w/>"), "这是Word 文档"),
    (archive(readme_dot_txt=b"x"), "压缩包"),
    (archive(xl__workbook_dot_bin=b"x"), "不是 .xlsx 格式"),
    (with_parts(GOOD, xl__vbaProject_dot_bin=b"x"), "带有宏"),
    (with_parts(GOOD, xl__media__bomb_dot_xml=b"0" * 70_000_000), "解压后过大"),
    (book(HEAD, ["1", "甲", "办公室", "年底"], far=True), "在很远的地方"),
    (book(["姓名", "电话"], ["甲", "1"]), "没有找到表头"),
    (book(HEAD), "没有一行任务"),
    (book([*HEAD, "牵头科室"], ["1", "甲", "办公室", "年底", "人事科"]), "表头有两列“牵头科室”（C列和E列）"),
]


@pytest.mark.parametrize(("data", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_it_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read_breakdown(data, "任务分解表.xlsx")


def test_a_sheet_typed_by_hand_is_read() -> None:
    read: SentSheet = read_breakdown(
        book(
            ["附件2"],
            ["青澜县教育局任务分解表"],
            [*HEAD, "联系\n电话", "备 注"],
            ["一、守牢安全底线"],
            [1, "消防安全", "办公室", 46203, "123", "好"],
            [],
            ["2.10", "演练", "", "", "", ""],
            HEAD[:4],
            ["注：以上任务年底前完成"],
            sheets=2,
        ),
        "表.xlsx",
    )
    assert [(row.at, row.cells["number"], row.cells["task"], row.cells["due"]) for row in read.rows] == [
        (5, 1.0, "消防安全", 46203.0),
        (7, "2.10", "演练", ""),
    ]
    assert read.rows[0].cells["remark"] == "好"
    assert (read.plan_id, read.strangers, read.letters["due"]) == (None, ("联系电话",), "D")


def test_a_cell_with_two_places_is_judged_by_the_farther() -> None:
    """The reader goes by the last `r`; laying out the rectangle up to it took the whole process down."""
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/worksheets/sheet1.xml")
    twice = sheet.replace(b'<c r="A1"', b'<c r="A1" r="XFD1048576"')
    assert twice != sheet
    data = with_parts(archive(), **{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": twice})
    for read in (read_breakdown, open_document):
        with pytest.raises(DocumentError, match="第1048576行第16384列"):
            read(data, "任务分解表.xlsx")


XLS = Path(__file__).parent.parent / "registers" / "sheets" / "files" / "excel97.xls"


def test_an_old_workbook_is_read_apart() -> None:
    read = open_document(XLS.read_bytes(), "名册.xls")
    assert (read.kind, read.text.splitlines()[0]) == ("xlsx", "山南县教职工名册")


@pytest.mark.parametrize("name", ["分解.xls", "分解.et"])
def test_an_old_workbook_that_kills_the_reader_is_refused(name: str) -> None:
    data = bytearray(XLS.read_bytes())
    at = data.rfind(b"\xfd\x00\x0a\x00")  # the last text cell: its row and column
    data[at + 4 : at + 8] = b"\xfe\xff\xfe\xff"  # 4 000 million cells are laid out up to here
    with pytest.raises(DocumentError, match="已损坏"):
        open_document(bytes(data), name)
