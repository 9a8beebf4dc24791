"""The container of an .xlsx: refused where it is dangerous, and what calamine does not tell read from its XML."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.sheet_xml import AGAIN, BROKEN, MOST_PART, SheetFacts, read_sheet_xml
from yaodian.text.document.container import MOST_ENTRIES, parse_xml
from yaodian.text.document.sheets import COUNT

MOST_UNPACKED = 600 * 1024 * 1024  # 200,000 pupils × 40 columns unpack to about 400 MB
MOST_ANNOUNCED = 12_000_000
SMALL = 64 * 1024 * 1024
BOMB = f"表格解压后过大，可能不是正常的文件，未读取。请删去多余的行、列和图片，{AGAIN}"
MACROS = "表格里含有宏，未读取。请用 Excel 或 WPS 打开后另存为“Excel 工作簿（*.xlsx）”（不含宏），再上传。"
LOCKED = "表格设有打开密码，读不了。请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx，再上传。"
NOT_XLSX = f"这不是 .xlsx 格式的表格。请用 Excel 或 WPS 打开它，{AGAIN}"
NAMESPACES = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "strict": "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
SINCE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True, slots=True)
class Package:
    """What an .xlsx tells beside its values: facts of each sheet by its name."""

    facts: Mapping[str, SheetFacts] = field(default_factory=dict)
    since_1904: bool = False


def check_package(content: bytes) -> Package:
    """Read every part of an .xlsx once, as a stream; DocumentError where it is no plain, harmless workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive)
            book = _small_part(archive, "xl/workbook.xml")
            paths = _sheet_paths(archive, book)
            found: dict[str, SheetFacts] = {}
            for entry in archive.infolist():  # a sheet may lie under any name
                if entry.filename.endswith((".xml", ".rels")):
                    facts = _read_part(archive, entry)
                    found[entry.filename] = facts
            facts_by_sheet = {sheet: found[path] for sheet, path in paths.items() if path in found}
            return Package(facts_by_sheet, SINCE_1904.search(book) is not None)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, KeyError, zlib.error):
        raise DocumentError(BROKEN) from None


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise DocumentError(BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError(LOCKED)
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise DocumentError(MACROS)
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise DocumentError(NOT_XLSX)
    if len(names) < len(entries):
        raise DocumentError(BROKEN)  # two parts of one name: readers disagree which of them counts


def _read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetFacts:
    with archive.open(entry) as stream:
        if entry.filename.startswith("xl/") and not entry.filename.endswith(("sharedStrings.xml", ".rels")):
            return read_sheet_xml(stream)
        size = 0
        tail = b""
        while piece := stream.read(1 << 20):
            size += len(piece)
            if size > MOST_PART:
                raise DocumentError(BOMB)
            check_announced(tail + piece)
            tail = piece[-64:]
    return SheetFacts()


def check_announced(piece: bytes) -> None:
    """Refuse a count="…" beyond reason: the reader reserves room for it, and aborts the process where there is none."""
    if b"ount" in piece and any(b"&" in count or int(count[:20]) > MOST_ANNOUNCED for count in COUNT.findall(piece)):
        raise DocumentError(BROKEN)


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(SMALL + 1)
    if len(content) > SMALL:
        raise DocumentError(BOMB)
    return content


def _sheet_paths(archive: zipfile.ZipFile, book: bytes) -> dict[str, str]:
    """Where each sheet lies, by its name."""
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    relations = parse_xml(_small_part(archive, "xl/_rels/workbook.xml.rels"))
    targets = {str(relation.get("Id")): str(relation.get("Target")) for relation in relations}
    paths: dict[str, str] = {}
    for sheet in parse_xml(book).iter("{*}sheet"):
        identifiers = [value for key, value in sheet.attrib.items() if str(key).endswith("}id")]
        if identifiers and (target := targets.get(str(identifiers[0]))):
            paths[str(sheet.get("name"))] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return paths
