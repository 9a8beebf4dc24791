"""Make the .docx of each sample plan from its .txt: `python samples/make.py [FOLDER]`. The .txt is the truth.

The bureau's plan gets Word's automatic numbering (一、（一）1. live in numbering.xml, not in the text), as bureaus type
it; the other two keep their hand-typed numbers. Page and fonts as in official papers: title in 方正小标宋, body in 仿宋.
"""

import re
import sys
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
AUTOMATIC = {"青澜县教育局2026年工作要点"}
MARKERS = (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"\d+[.、]")  # by level
FONTS = ("黑体", "楷体_GB2312", "仿宋_GB2312")
BODY, TITLE = "仿宋_GB2312", "方正小标宋简体"
OPENING = re.compile("[^。]*。")  # a numbered paragraph's first sentence is its heading
NUMBER = 7  # the list's numId; any that the template does not use


def build(text: str, *, automatic: bool) -> Paper:
    """The paper of a plan's text; with `automatic`, markers become paragraph numbering."""
    title, *lines = [line for line in text.splitlines() if line.strip()]
    paper = Document()
    _set_page(paper)
    if automatic:
        _add_numbering(paper)
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.space_after = Pt(18)
    _write(head, title, TITLE, size=22)
    for line in lines:
        _add(paper, line, automatic=automatic)
    return paper


def _set_page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    properties = paper.core_properties
    properties.author, properties.title, properties.comments = "青澜县教育局（虚构）", "", ""
    properties.created = properties.modified = datetime(2026, 1, 12, 9, 0)  # noqa: DTZ001  # python-docx wants it bare
    style = paper.styles["Normal"]
    style.font.size = Pt(16)
    style.paragraph_format.line_spacing = Pt(28)
    style.paragraph_format.space_after = Pt(0)


def _add(paper: Paper, line: str, *, automatic: bool) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    level, marker = next(
        ((level, found.group()) for level, form in enumerate(MARKERS) if (found := re.match(form, line))), (None, "")
    )
    if level is None:
        _write(paragraph, line, BODY)
        return
    if automatic:
        _number(paragraph, level)
    shown = line[len(marker) :] if automatic else line
    heading = OPENING.match(shown) if level == 2 else None
    if heading and automatic:
        _write(paragraph, heading.group(), FONTS[level], bold=True)
        _write(paragraph, shown[heading.end() :], BODY)
    else:
        _write(paragraph, shown, FONTS[level])


def _write(paragraph: Paragraph, text: str, font: str, *, size: int = 16, bold: bool = False) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold or None
    run.font.name = "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    run._element.rPr.rFonts.set(qn("w:hint"), "eastAsia")  # “ ” stay full width


def _number(paragraph: Paragraph, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = NUMBER


def _add_numbering(paper: Paper) -> None:
    """一、 →（一）→ 1., where 1. goes on through the （一）（二） of a section and restarts with the next 一、."""
    levels = ("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", "1")
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if restart else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/></w:lvl>'
        for depth, (form, shown, restart) in enumerate(levels)
    )
    numbering = paper.part.numbering_part.element
    spaces = nsdecls("w")
    abstract = parse_xml(
        f'<w:abstractNum {spaces} w:abstractNumId="{90 + NUMBER}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
    )
    for old in numbering.findall(qn("w:num")) + numbering.findall(qn("w:abstractNum")):
        numbering.remove(old)  # the template's own lists; none is used
    numbering.append(abstract)
    numbering.append(parse_xml(f'<w:num {spaces} w:numId="{NUMBER}"><w:abstractNumId w:val="{90 + NUMBER}"/></w:num>'))


def make(folder: Path = HERE) -> list[Path]:
    """Write the .docx of every .txt here into `folder`."""
    made = []
    for source in sorted(HERE.glob("*.txt")):
        paper = build(source.read_text(encoding="utf-8"), automatic=source.stem in AUTOMATIC)
        target = folder / f"{source.stem}.docx"
        paper.save(str(target))
        made.append(target)
    return made


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        sys.stdout.write(f"{path}\n")
