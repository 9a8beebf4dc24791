"""PDF files with a text layer (有文字层的 PDF): headers, footers and page numbers removed."""

import io
import re
from collections import Counter

import pypdf
from pypdf.errors import PyPdfError

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.model import Builder, Document

MOST_PAGES = 500
PAGE_NUMBER = re.compile(r"[\s—\-–－·]*(?:第?\s*\d{1,4}\s*页?(?:\s*[,，/]?\s*共?\s*\d{1,4}\s*页?)?)[\s—\-–－·]*")
SCANNED = "文件是扫描图片，没有文字层。请上传Word，或粘贴文字。"
EDGE = 2  # lines at the head and foot of a page that may repeat


def open_pdf(data: bytes) -> Document:
    """The lines of all pages in order."""
    pages = _pages(data)
    if sum(len("".join(page.split())) for page in pages) < 10 * len(pages):
        raise DocumentError(SCANNED)
    lines = [[line.rstrip() for line in page.split("\n") if line.strip()] for page in pages]
    running = _running(lines)
    builder = Builder()
    for number, page in enumerate(lines, start=1):
        depth = _depth(page)
        for position, line in enumerate(page):
            edge = position < depth or position >= len(page) - depth
            if edge and (PAGE_NUMBER.fullmatch(line) or _key(line) in running):
                continue
            builder.add(line, 0, page=number)
            builder.close_paragraph()
    return Document(builder.joined(), "pdf", tuple(builder.places))


def _pages(data: bytes) -> list[str]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("文件设有密码，打不开。请去掉密码后再上传。")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentError(f"文件超过 {MOST_PAGES} 页，不像是工作要点。请只上传要点部分。")
        return [page.extract_text() or "" for page in reader.pages]
    except DocumentError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        NotImplementedError,
        AssertionError,
        ArithmeticError,
        MemoryError,
    ):
        # pypdf raises whatever a broken object makes it stumble over
        raise DocumentError("PDF 打不开，可能已损坏。请上传Word，或粘贴文字。") from None


def _running(pages: list[list[str]]) -> frozenset[str]:
    """Lines that stand at the edge of most pages."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        depth = _depth(page)
        seen.update({_key(line) for line in [*page[:depth], *page[-depth:]]})
    return frozenset(key for key, count in seen.items() if key and count >= max(3, len(pages) * 0.6))


def _depth(page: list[str]) -> int:
    return EDGE if len(page) > 3 * EDGE else 1


def _key(line: str) -> str:
    return re.sub(r"[\d\s]+", "", line)
