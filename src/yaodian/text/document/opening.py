"""Open any file that a bureau has: by what it is, not by what it is called."""

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.model import Document
from yaodian.text.document.plain import open_text

MOST_BYTES = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"#!")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
WORDS = (".docx", ".doc", ".wps", ".docm", ".rtf", ".pdf", ".xlsx", ".xls", ".et")


def open_document(data: bytes, name: str) -> Document:
    """The document in a file's bytes; `name` decides only between what bytes cannot tell. Raises DocumentError."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise DocumentError("文件是空的，没有内容。请检查是否选错了文件。")
    if len(data) > MOST_BYTES:
        raise DocumentError(f"文件有 {len(data) / 1048576:.0f} MB，超过 20 MB 的上限。请去掉图片后另存，或粘贴文字。")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        from yaodian.text.document.pdf import open_pdf  # noqa: PLC0415  # pypdf is loaded only for a PDF

        return open_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _open_container(data)
    if data.startswith(OLE):
        return _open_ole(data, suffix)
    if data.startswith(b"{\\rtf"):
        from yaodian.text.document.legacy import open_legacy  # noqa: PLC0415

        return open_legacy(data, ".rtf")
    if data.startswith(PICTURES):
        raise DocumentError("文件是图片，没有文字层。请上传Word，或粘贴文字。")
    if data.startswith(PROGRAMS) or suffix in WORDS:
        raise DocumentError(
            f"文件内容与扩展名“{suffix or '（无）'}”不符，不是可以读取的文档。请用 Word 或 WPS 打开后另存为 .docx，再上传。"
        )
    document = open_text(data)
    if not document.text.strip("\ufeff \n\t\u3000"):
        raise DocumentError("文件是空的，没有内容。请检查是否选错了文件。")
    return document


def paste_document(text: str) -> Document:
    """Pasted text (粘贴的文字)."""
    if not text.strip():
        raise DocumentError("没有文字。请把要点的全文粘贴进来。")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise DocumentError("文字超过 20 MB 的上限。请分开粘贴。")
    return open_text(text.encode("utf-8", "replace"), "paste")


def _open_container(data: bytes) -> Document:
    from yaodian.text.document.container import BROKEN, names_in  # noqa: PLC0415  # lxml is loaded only for these

    names = names_in(data)
    if any(name.startswith("word/document") for name in names):
        from yaodian.text.document.word import open_word  # noqa: PLC0415

        return open_word(data)
    if any(name.startswith("xl/workbook") for name in names):
        from yaodian.text.document.sheets import open_sheets  # noqa: PLC0415

        return open_sheets(data)
    if not names:
        raise DocumentError(BROKEN)
    raise DocumentError("这是压缩包，不是文档。请解压后上传其中的 Word 文件。")


def _open_ole(data: bytes, suffix: str) -> Document:
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise DocumentError("文件设有密码，打不开。请去掉密码后再上传。")
    if suffix in (".xls", ".et") or "Workbook".encode("utf-16-le") in data[:65536]:
        from yaodian.text.document.sheets import open_sheets  # noqa: PLC0415

        return open_sheets(data)
    from yaodian.text.document.legacy import open_legacy  # noqa: PLC0415

    return open_legacy(data, suffix if suffix in (".doc", ".wps") else ".doc")
