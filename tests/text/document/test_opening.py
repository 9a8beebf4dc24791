"""Files of every kind, and those that are none: what is read, and what a person is told."""

import io
import shutil
import zipfile

import pytest

from tests.text.document.files import docx, p, pdf, xlsx
from yaodian.kernel.errors import DocumentError
from yaodian.text import read_plan
from yaodian.text.document import MOST_BYTES, open_document, paste_document

LINES = "一、加强管理\r\n1、年内新建学校2所。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_are_read_in_any_usual_encoding(encoding: str) -> None:
    document = open_document(LINES.encode(encoding), "plan.txt")
    assert document.text.lstrip("\ufeff") == LINES.replace("\r\n", "\n")
    assert len(read_plan(document.text).outline) == 2


def test_a_text_file_is_what_python_reads() -> None:
    data = "\ufeff甲\r乙\r\n丙\n".encode()
    assert open_document(data, "a.txt").text == io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()


def test_pasted_text_keeps_its_kind() -> None:
    assert paste_document("一、加强管理").kind == "paste"


def zip_of(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BAD = {
    "empty": (b"", "a.docx", "文件是空的"),
    "blank": (b"\xef\xbb\xbf \r\n\t", "a.txt", "文件是空的"),
    "wide blank": ("\u3000\n\u3000".encode(), "a.txt", "文件是空的"),
    "too big": (b"a" * (MOST_BYTES + 1), "a.txt", "超过 20 MB"),
    "program named docx": (b"MZ\x90\x00" + b"\x00\xff" * 200, "a.docx", "不符"),
    "text named docx": ("一、加强".encode(), "a.docx", "不符"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.png", "图片"),
    "picture named pdf": (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "a.pdf", "图片"),
    "scanned pdf": (pdf([[], []]), "a.pdf", "没有文字层。请上传Word，或粘贴文字。"),
    "broken pdf": (b"%PDF-1.4\ngarbage", "a.pdf", "打不开"),
    "encrypted docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "密码"),
    "cut zip": (docx(p("甲"))[:200], "a.docx", "损坏"),
    "plain zip": (zip_of(a=b"x"), "a.docx", "压缩包"),
    "bomb": (zip_of(word__document_xml=b"<a>" + b" " * 70_000_000), "a.docx", "过大"),
    "entity": (docx(p("甲"), head=ENTITY), "a.docx", "XML"),
    "no text": (docx(p("")), "a.docx", "没有文字"),
    "broken xml": (zip_of(word__document_xml=b"<a><b></a>"), "a.docx", "损坏"),
    "binary txt": (bytes(range(1, 32)) * 40, "a.txt", "不是文字"),
    "empty sheet": (xlsx([]), "a.xlsx", "没有内容"),
}


@pytest.mark.parametrize(("data", "name", "says"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_with_a_clear_message(data: bytes, name: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        open_document(data, name)


def test_empty_paste_is_refused() -> None:
    with pytest.raises(DocumentError, match="没有文字"):
        paste_document(" \n")


def test_pdf_lines_come_without_headers_and_page_numbers() -> None:
    pages = [
        ["某县教育局文件", f"{start}、加强管理，年内新建学校{start}所。", "全面提高质量。", f"— {start} —"]
        for start in (1, 2, 3, 4)
    ]
    document = open_document(pdf(pages), "a.pdf")
    assert document.text.split("\n")[:2] == ["1、加强管理，年内新建学校1所。", "全面提高质量。"]
    assert "某县教育局文件" not in document.text
    assert "—" not in document.text
    place = document.place_at(document.text.index("2、"))
    assert place is not None
    assert place.page == 2


def test_workbooks_hold_breakdown_tables_with_merged_cells() -> None:
    rows: list[list[str | int]] = [
        ["某县教育局任务分解表", "", "", "", ""],
        ["序号", "目标任务", "责任单位", "配合单位", "完成时限"],
        [1, "新建幼儿园2所", "学前科", "计财科", "6月底前"],
        [2, "招聘教师50名", "人事科", "", ""],
    ]
    document = open_document(xlsx(rows, [(2, 4, 3, 4, "6月底前")]), "a.xlsx")
    assert document.text.split("\n") == [
        "某县教育局任务分解表",
        "1、新建幼儿园2所",
        "（责任单位：学前科；配合单位：计财科；完成时限：6月底前）",
        "2、招聘教师50名",
        "（责任单位：人事科；完成时限：6月底前）",
    ]
    place = document.place_at(document.text.index("人事科"))
    assert place is not None
    assert (place.row, place.column) == (3, 2)


def test_old_word_files_need_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError, match=r"没有安装 LibreOffice.*另存为"):
        open_document(OLE, "a.wps")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice 未安装")
def test_old_word_files_are_read_through_libreoffice() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg936 1. \'bc\'d3\'c7\'bf\par}"
    assert "加强" in open_document(rtf, "a.rtf").text
