"""What the fuzzer starts from: the real plans, the samples, and files of each kind made of their lines."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from tests.text.document.files import abstract, docx, level, listed, merged, num, p, pdf, table, xlsx

ROOT = Path(__file__).parents[2]
HEADS = ("序号", "目标任务", "工作措施", "分管领导", "牵头单位", "责任单位", "配合单位", "完成时限", "备注")
NUMBERING = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.")) + num(1, 0)
STYLES = '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'


@cache
def plans() -> tuple[str, ...]:
    """All plans that are here; the samples always are."""
    places = (ROOT.parent / "shared" / "seeds", ROOT / "tests" / "gold", ROOT / "samples")
    files = sorted(file for place in places for file in place.glob("*.txt") if not file.stem.startswith("held"))
    return tuple(file.read_text(encoding="utf-8") for file in files if file.stem != "anthology")


def piece(chance: random.Random) -> str:
    """Some stretch of some plan; now and then a whole one, or two joined."""
    plan = chance.choice(plans())
    if chance.random() < 0.06:
        return plan
    start = chance.randrange(len(plan))
    text = plan[start : start + chance.choice((60, 300, 900, 2000))]
    return text + piece(chance) if chance.random() < 0.1 else text


def lines(chance: random.Random) -> list[str]:
    """Lines that a file can hold."""
    clean = "".join(char for char in piece(chance)[:3000] if char >= " " or char == "\n")
    return [line for line in clean.split("\n") if line.strip()][:40] or ["一、加强管理"]


def word_file(chance: random.Random) -> bytes:
    """A .docx with numbering, heading styles, a table with merged cells, and tracked changes."""
    parts = []
    for line in map(escape, lines(chance)):
        properties = chance.choice(("", "", listed(1), listed(1, 1), '<w:pStyle w:val="1"/>'))
        parts.append(p(line, properties))
    if chance.random() < 0.5:
        rows = [[escape(cell) for cell in row] for row in rows_of(chance)]
        rows[1:] = [[merged(row[0], goes_on=chance.random() < 0.5), *row[1:]] for row in rows[1:]]
        parts.append(table(rows))
    if chance.random() < 0.3:
        parts.append(f"<w:p><w:ins><w:r><w:t>{escape(lines(chance)[0])}</w:t></w:r></w:ins><w:del/></w:p>")
    return docx("".join(parts), numbering=NUMBERING, styles=STYLES)


def rows_of(chance: random.Random) -> list[list[str]]:
    """A breakdown table: some of the usual headers, rows of pieces of a plan."""
    heads = [head for head in HEADS if chance.random() < 0.8] or list(HEADS)
    texts = lines(chance)
    return [heads, *([chance.choice(texts)[:120] for _ in heads] for _ in range(chance.randint(1, 8)))]


def sheet_file(chance: random.Random) -> bytes:
    """An .xlsx with a breakdown table."""
    rows: Sequence[Sequence[str]] = rows_of(chance)
    return xlsx(rows, [(1, 0, len(rows), 0, "一")] if len(rows) > 2 and chance.random() < 0.5 else ())


def pdf_file(chance: random.Random) -> bytes:
    """A .pdf of one to three pages."""
    texts = lines(chance)
    return pdf([texts[at : at + 14] for at in range(0, min(len(texts), 42), 14)])


FILES: tuple[tuple[str, Callable[[random.Random], bytes]], ...] = (
    ("a.docx", word_file),
    ("a.xlsx", sheet_file),
    ("a.pdf", pdf_file),
)
