"""The file's format told by its content, and its sheets laid out as grids."""

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.apart import open_apart
from yaodian.registers.sheets.books import open_book
from yaodian.registers.sheets.grid import Grid
from yaodian.registers.sheets.package import LOCKED, MACROS, check_package
from yaodian.registers.sheets.plain import open_plain
from yaodian.registers.sheets.sheet_xml import AGAIN
from yaodian.registers.sheets.table import SkippedSheet

MOST_BYTES = 200 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # a bare stream of Excel 2–5
TOO_BIG = "文件超过 200 MB，未读取。请按学校或年级分成几个文件，再分别上传。"
EMPTY = "文件是空的。请检查是否选错了文件。"
NOT_A_SHEET = f"这个文件是{{what}}，不是表格。请上传 .xlsx、.xls 或 .csv 文件；网页或其他系统导出的，用 Excel 或 WPS 打开后{AGAIN}"
OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)


def open_grids(name: str, content: bytes) -> tuple[list[Grid], list[SkippedSheet]]:
    """Visible sheets as grids, and the others with the reason; DocumentError where the file is none to be read."""
    if not content.strip(b"\x00 \r\n\t"):
        raise DocumentError(EMPTY)
    if len(content) > MOST_BYTES:
        raise DocumentError(TOO_BIG)
    for beginning, what in OTHER_KINDS:
        if content.startswith(beginning):
            raise DocumentError(NOT_A_SHEET.format(what=what))
    if name.lower().endswith((".xlsm", ".xltm", ".xlam", ".xlsb")):
        raise DocumentError(MACROS)
    if content.startswith(b"PK"):
        return open_book(content, check_package(content))
    if content.startswith(OLE):
        _check_ole(content)
        return open_apart(content)
    if content.startswith(BIFF):
        raise DocumentError(f"这是很旧的 Excel 格式，读不了。请用 Excel 或 WPS 打开后{AGAIN}")
    if _is_markup(content):
        raise DocumentError(NOT_A_SHEET.format(what="网页或 XML 文件（扩展名虽是表格）"))
    return [open_plain(content)], []


def _is_markup(content: bytes) -> bool:
    beginning = content[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return beginning.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"mime-version:"))


def _check_ole(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise DocumentError(LOCKED)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise DocumentError(MACROS)
    if "WordDocument".encode("utf-16-le") in content:
        raise DocumentError(NOT_A_SHEET.format(what="Word 文档"))
