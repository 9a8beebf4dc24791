"""One sheet's XML, read as a stream: how far it reaches, which rows are hidden, which formulas have no result.

The reader of values (calamine) lays out the whole rectangle up to the last filled cell and aborts the process where
memory is short, so the extent is checked before. Plain sheets are checked by one search; whatever is written in an
unusual way goes through a real XML parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.table import FormulaError
from yaodian.text.document.sheets import COUNT

MOST_PART = 400 * 1024 * 1024
MOST_CELLS = 12_000_000
MOST_ODD = 100_000  # hidden rows and formulas without result that are remembered
PIECE = 4 << 20
AGAIN = "另存为 .xlsx，再上传。"
BROKEN = f"表格打不开，可能已损坏。请用 Excel 或 WPS 打开后{AGAIN}"
TOO_FAR = "表格在很远的地方（第{row}行第{column}列）还有内容，未读取。请删去远处的行和列，另存后再上传。"
ENCODING = f"表格里的文字编码不认识，未读取。请用 Excel 或 WPS 打开后{AGAIN}"
# A plainly written cell; no second r, which the reader would take instead. 60 columns (BH) × 199,999 rows stay below MOST_CELLS
USUAL = re.compile(rb'<c r="(?:[A-Z]|A[A-Z]|B[A-H])(?:[1-9]\d{0,4}|1\d{5})"(?: [a-qs-z][a-z]?="\w*")* ?/?>')
ANY_CELL = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
PREFIXED = (b":c ", b":c\t", b":c\n", b":c\r", b":c/", b":c>")
HIDDEN = re.compile(rb"""<(?:\w+:)?row\s([^<>]{0,400}\bhidden\s*=\s*["'](?:1|true)["'][^<>]{0,400})>""")
NUMBER = re.compile(rb"""(?:^|\s)r\s*=\s*["'](\d{1,7})["']""")
PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
ERROR = re.compile(
    rb"""<c\s([^<>]{0,400}\bt="e"[^<>]{0,400})>\s*(?:<f[^<>]{0,400}/>|<f[^<>]{0,400}>[^<]*</f>)?\s*<v>([^<]{1,20})</v>"""
)
UNCALCULATED = re.compile(
    rb"""<c\s((?:(?!\bt="str")[^<>]){0,400})>\s*(?:<f[^<>]{0,400}/>|<f[^<>]{0,400}>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Numbers of hidden rows (from 1), and formulas without result by (row from 0, column from 0)."""

    hidden: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], FormulaError] = field(default_factory=dict)


def read_sheet_xml(stream: IO[bytes]) -> SheetFacts:
    """Check one part and gather its facts; DocumentError where it reaches too far. The stream must be seekable."""
    hidden: set[int] = set()
    errors: dict[tuple[int, int], FormulaError] = {}
    usual = True
    for piece in _whole_pieces(stream):
        usual = usual and _is_usual(piece)
        _gather(piece, hidden, errors)
    if not usual:
        stream.seek(0)
        _check_extent(stream)
    return SheetFacts(frozenset(hidden), errors)


def _whole_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that end with a whole row, else a whole cell, else a whole tag."""
    size = 0
    rest = b""
    while piece := stream.read(PIECE):
        if size == 0:
            _check_encoding(piece)
        size += len(piece)
        piece = rest + piece
        if size > MOST_PART or len(piece) > 4 * PIECE:
            raise DocumentError(BROKEN)
        cut = _last_boundary(piece)
        yield piece[:cut]
        rest = piece[cut:]
    yield rest


def _check_encoding(piece: bytes) -> None:
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in piece[:8]:
        raise DocumentError(ENCODING)
    if b"<!DOCTYPE" in piece[:4096] or b"<!ENTITY" in piece[:65536]:
        raise DocumentError(BROKEN)


def _last_boundary(piece: bytes) -> int:
    """Where the last row, else the last cell, else the last tag begins: what is before it is whole."""
    for tag in (b"<row", b"<c ", b"<"):
        if (cut := piece.rfind(tag)) > 0:
            return cut
    return 0


def _is_usual(piece: bytes) -> bool:
    """Whether every cell of a piece is plainly written and near."""
    if b"ount" in piece and any(b"&" in count or int(count[:20]) > MOST_CELLS for count in COUNT.findall(piece)):
        raise DocumentError(BROKEN)
    if b":c" in piece and any(tag in piece for tag in PREFIXED):
        return False
    cells = len(USUAL.findall(piece))
    return cells == piece.count(b"<c") or cells == sum(piece.count(tag) for tag in ANY_CELL)


def _gather(piece: bytes, hidden: set[int], errors: dict[tuple[int, int], FormulaError]) -> None:
    if b"hidden" in piece and len(hidden) < MOST_ODD:
        hidden.update(int(number[1]) for row in HIDDEN.finditer(piece) if (number := NUMBER.search(row[1])))
    if len(errors) >= MOST_ODD:
        return
    if b't="e"' in piece:
        for cell in ERROR.finditer(piece):
            if place := PLACE.search(cell[1]):
                errors[_position(place)] = FormulaError(cell[2].decode("utf-8", "replace"))
    if b"<f" in piece:
        for cell in UNCALCULATED.finditer(piece):
            if place := PLACE.search(cell[1]):
                errors[_position(place)] = FormulaError("")


def _position(place: re.Match[bytes]) -> tuple[int, int]:
    return int(place[2]) - 1, column_number(place[1].decode()) - 1


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Extent:
    """The last row and column that hold something, gathered from the parser's events."""

    def __init__(self) -> None:
        self.row = self.column = 0  # last filled
        self.at_row = self.at_column = 0  # where the parser stands

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow the parser to a row, a cell or what fills it; ValueError where a place makes no sense."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self.at_row = int(attributes["r"]) if "r" in attributes else self.at_row + 1
            self.at_column = 0
        elif name == "c":
            self.at_column += 1
            if "r" in attributes:
                place = re.fullmatch(r"([A-Za-z]{1,3})([1-9]\d{0,6})", attributes["r"], re.ASCII)
                if place is None:
                    raise ValueError(attributes["r"])
                self.at_row, self.at_column = int(place[2]), column_number(place[1])
        elif name in ("v", "f", "is", "t"):
            self.row, self.column = max(self.row, self.at_row), max(self.column, self.at_column)

    def end(self, _tag: str) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


def _check_extent(stream: IO[bytes]) -> None:
    extent = _Extent()
    parser = etree.XMLParser(
        target=extent, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False
    )
    try:
        while piece := stream.read(1 << 16):
            parser.feed(piece)
            if extent.row * extent.column > MOST_CELLS:
                raise DocumentError(TOO_FAR.format(row=extent.row, column=extent.column))
        parser.close()
    except (etree.XMLSyntaxError, ValueError):
        raise DocumentError(BROKEN) from None
