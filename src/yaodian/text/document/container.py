"""Zip containers (.docx, .xlsx) opened with limits, and their XML read without entities or network."""

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from yaodian.kernel.errors import DocumentError

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PART = 60 * 1024 * 1024
BROKEN = "文件已损坏，打不开。请用 Word 或 WPS 打开后另存为 .docx，再上传。"
BOMB = "文件解压后过大，可能不是正常的文档，未读取。请用 Word 或 WPS 打开后另存为 .docx，再上传。"


def open_parts(data: bytes, prefixes: tuple[str, ...]) -> Mapping[str, bytes]:
    """The parts of a container whose names begin so, by name; refuses what unpacks beyond the limits."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise DocumentError(BOMB)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise DocumentError("文件设有密码，打不开。请去掉密码后再上传。")
                if entry.filename.startswith(prefixes) and entry.filename.endswith((".xml", ".rels")):
                    parts[entry.filename] = _limited(archive, entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise DocumentError(BROKEN) from None
    except Exception as error:
        if isinstance(error, DocumentError) or type(error).__module__ != "zlib":
            raise
        raise DocumentError(BROKEN) from None
    return MappingProxyType(parts)


def _limited(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # the declared size may lie, so the stream is cut off at the limit
    with archive.open(entry) as stream:
        content = stream.read(MOST_PART + 1)
    if len(content) > MOST_PART:
        raise DocumentError(BOMB)
    return content


def names_in(data: bytes) -> frozenset[str]:
    """Names of a container's parts; empty where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist()[:MOST_ENTRIES])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()


def parse_xml(content: bytes) -> etree._Element:
    """An XML part; document types are refused, so that no entity is ever expanded."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
        raise DocumentError("文件含有不允许的 XML 声明，未读取。请用 Word 或 WPS 打开后另存为 .docx，再上传。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise DocumentError(BROKEN) from None
