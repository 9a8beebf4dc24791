"""Word files (.docx): paragraphs with recovered numbering, tables, text boxes; insertions kept, deletions dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from yaodian.kernel.errors import DocumentError
from yaodian.text.document.breakdown import Cell, write_table
from yaodian.text.document.container import open_parts, parse_xml
from yaodian.text.document.model import Builder, Document
from yaodian.text.document.numbering import Numbering, W, read_numbering
from yaodian.text.document.styles import Styles, num_pr, read_styles

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DROPPED = frozenset(
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "instrText",
        "delText",
        "delInstrText",
        "sdtPr",
        "sdtEndPr",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "tblPr",
        "tblGrid",
        "sectPr",
    )
)
BLOCKS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
LETTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
DEEPEST_TABLE = 4


@dataclass(slots=True)
class _Walk:
    """One pass over a document's body."""

    numbering: Numbering
    styles: Styles
    builder: Builder = field(default_factory=Builder)
    tables: int = 0


def open_word(data: bytes) -> Document:
    """The canonical text of a .docx and its places."""
    parts = open_parts(data, ("word/",))
    main = next((parts[name] for name in ("word/document.xml", "word/document2.xml") if name in parts), None)
    if main is None:
        raise DocumentError("这不是 Word 文档（缺少正文）。请用 Word 或 WPS 打开后另存为 .docx，再上传。")
    numbering = read_numbering(_part(parts.get("word/numbering.xml")))
    styles = read_styles(_part(parts.get("word/styles.xml")), numbering)
    body = parse_xml(main).find(f"{W}body")
    walk = _Walk(numbering, styles)
    if body is not None:
        _blocks(body, walk)
    text = walk.builder.joined()
    if not text.strip():
        raise DocumentError("文档里没有文字。如果内容是图片，请粘贴文字或上传可以选中文字的文件。")
    return Document(text, "docx", tuple(walk.builder.places))


def _part(content: bytes | None) -> etree._Element | None:
    return None if content is None else parse_xml(content)


def _blocks(parent: etree._Element, walk: _Walk, depth: int = 0) -> None:
    for node in parent:
        if node.tag == f"{W}p":
            _paragraph(node, walk)
        elif node.tag == f"{W}tbl" and depth < DEEPEST_TABLE:
            walk.tables += 1
            write_table(_rows(node, walk), walk.builder, walk.tables - 1)
        elif node.tag in BLOCKS and depth < 40:
            _blocks(node, walk, depth)


def _paragraph(node: etree._Element, walk: _Walk) -> None:
    pieces = list(_pieces(node))
    text = "".join(piece for piece, _ in pieces)
    if text.strip():
        if label := _label(node, walk):
            walk.builder.add(label, None)
        for piece, run in pieces:
            walk.builder.add(piece, run)
    # a deleted paragraph mark joins the line to the next
    if node.find(f"{W}pPr/{W}rPr/{W}del") is None or not text:
        walk.builder.close_paragraph()
    for box in _boxes(node):
        _blocks(box, walk, 1)


def _label(node: etree._Element, walk: _Walk) -> str:
    properties = node.find(f"{W}pPr")
    number: str | None = None
    depth: int | None = None
    style = walk.styles.default
    if properties is not None:
        if (named := properties.find(f"{W}pStyle")) is not None:
            style = named.get(f"{W}val")
        if (found := properties.find(f"{W}numPr")) is not None:
            number, depth = num_pr(found)
    if number == "0":
        return ""
    from_style = walk.styles.lists.get(style or "")
    if number is None and from_style:
        number, depth = from_style.number, depth if depth is not None else from_style.depth
    return walk.numbering.next_label(number, depth or 0) if number else ""


def _pieces(node: etree._Element) -> Iterator[tuple[str, int]]:
    """Text of a paragraph, run by run, in reading order."""
    for run, element in enumerate(_runs(node)):
        text = "".join(_letters(element))
        if text:
            yield text, run


def _runs(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if child.tag == f"{W}r":
            hidden = child.find(f"{W}rPr/{W}vanish")
            if hidden is None or hidden.get(f"{W}val") in ("0", "false"):
                yield child
        elif child.tag not in DROPPED and isinstance(child.tag, str):
            yield from _runs(child)


def _letters(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in LETTERS:
            yield LETTERS[child.tag]


def _boxes(node: etree._Element) -> Iterator[etree._Element]:
    """Text boxes anchored in a paragraph; of alternate contents only the first, or each would be read twice."""
    for box in node.iter(f"{W}txbxContent"):
        above = [parent.tag for parent in box.iterancestors()]
        if f"{MC}Fallback" not in above and above.count(f"{W}txbxContent") == 0:
            yield box


def _rows(table: etree._Element, walk: _Walk) -> list[list[Cell]]:
    """Cells of a table, merged ones repeated where they reach."""
    rows: list[list[Cell]] = []
    for row in table.iter(f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None or next(row.iterancestors(f"{W}tbl")) is not table:
            continue
        cells: list[Cell] = []
        for cell in row.iterfind(f".//{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = int(span.get(f"{W}val", "1")) if span is not None and span.get(f"{W}val", "1").isdigit() else 1
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            text = _cell_text(cell, walk)
            above = rows[-1][len(cells)] if goes_on and rows and len(rows[-1]) > len(cells) else None
            value = Cell(above.text, repeated=True) if above is not None and not text.strip() else Cell(text)
            cells += [value] + [Cell(value.text, repeated=True)] * (min(width, 60) - 1)
        rows.append(cells)
    return rows


def _cell_text(cell: etree._Element, walk: _Walk) -> str:
    lines: list[str] = []
    for node in cell.iter(f"{W}p"):
        text = "".join(piece for piece, _ in _pieces(node))
        lines.append((_label(node, walk) if text.strip() else "") + text)
    return "\n".join(line for line in lines if line.strip())
