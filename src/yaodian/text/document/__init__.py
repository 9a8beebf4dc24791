"""A file or pasted text → its canonical text, with the way back from every offset to paragraph, run, page or cell."""

from yaodian.text.document.model import Document, Place
from yaodian.text.document.opening import MOST_BYTES, open_document, paste_document

__all__ = ["MOST_BYTES", "Document", "Place", "open_document", "paste_document"]
