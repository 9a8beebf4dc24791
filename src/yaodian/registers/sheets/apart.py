"""An .xls read in a process of its own (text.document.apart says why)."""

from yaodian.registers.sheets.books import open_book
from yaodian.registers.sheets.grid import Grid
from yaodian.registers.sheets.package import Package
from yaodian.registers.sheets.sheet_xml import BROKEN
from yaodian.registers.sheets.table import SkippedSheet
from yaodian.text.document.apart import read_apart


def open_apart(content: bytes) -> tuple[list[Grid], list[SkippedSheet]]:
    """As books.open_book; a reader that dies or hangs is a broken file."""
    return read_apart(open_unchecked, content, broken=BROKEN)


def open_unchecked(content: bytes) -> tuple[list[Grid], list[SkippedSheet]]:
    """A workbook without facts of its package, which only an .xlsx has."""
    return open_book(content, Package())
