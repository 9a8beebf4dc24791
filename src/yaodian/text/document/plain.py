"""Text files in the encodings that are met: UTF-8, GB18030 (GBK), UTF-16."""

import codecs
import re

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.model import Document, FileKind, Place

CHINESE = re.compile("[\u4e00-\u9fff\u3001\u3002\uff00-\uff5e]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """The characters of a text file; UTF-8 keeps its BOM, as Python's own reading does."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16")
    if b"\x00" in data[:4000] and len(data) % 2 == 0 and (wide := _wide(data)):
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030")


def _wide(data: bytes) -> str:
    """UTF-16 without a BOM, in the byte order that gives Chinese characters; "" if neither does."""
    best = ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if len(CHINESE.findall(text[:2000])) > max(len(text[:2000]) * 0.4, len(CHINESE.findall(best[:2000]))):
            best = text
    return best


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise DocumentError(
            "文件不是文字，或编码无法识别。请在记事本中打开后“另存为”，编码选 UTF-8，再上传。"
        ) from None


def open_text(data: bytes, kind: FileKind = "txt") -> Document:
    """A text file; line ends are Python's universal newlines."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(CONTROL.findall(text[:20000])) > 8:
        raise DocumentError("文件不是文字（含有大量控制字符）。请上传 Word（.docx）、PDF、.txt，或粘贴文字。")
    return Document(text, kind, _line_places(text))


def _line_places(text: str) -> tuple[Place, ...]:
    places: list[Place] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        if line:
            places.append(Place(at, at + len(line), number, 0))
        at += len(line) + 1
    return tuple(places)
