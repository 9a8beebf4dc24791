"""An official document (公文) after GB/T 9704-2012 in Word: its page, its types of paragraph, its page numbers."""

from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SANS, SONG, TITLE, HEAD = (
    "仿宋_GB2312",
    "宋体",
    "方正小标宋简体",
    "黑体",
)  # Word puts 仿宋 and 宋体 where one is missing
TEXT_SIZE, TITLE_SIZE, SMALL_SIZE = 16.0, 22.0, 14.0  # 三号, 二号, 四号
LINE = 28.95  # 22 lines in 225 mm
RED, BLACK = RGBColor(0xE6, 0x00, 0x12), RGBColor(0, 0, 0)
CENTRE, RIGHT, LEFT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def new_document(title: str) -> Word:
    """An empty document with the page of the standard: 天头 37, 订口 28, 版心 156 × 225 mm."""
    made = Document()
    made.core_properties.title = title
    made.core_properties.author = ""
    style = made.styles["Normal"]
    style.font.name, style.font.size = SANS, Pt(TEXT_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SANS)
    upright(made.sections[0])
    _number_pages(made)
    return made


def upright(section: Section) -> None:
    """The page of the standard."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)


def landscape(made: Word) -> Section:
    """A new section across, bound at its top edge, for a wide table."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(20), Mm(20)
    section.footer_distance = Mm(16)
    return section


def write(
    made: Any,
    text: str,
    *,
    font: str = SANS,
    size: float = TEXT_SIZE,
    align: WD_ALIGN_PARAGRAPH = BOTH,
    indent: float = 0,
) -> Paragraph:
    """A paragraph of one type; `indent` of the first line in characters."""
    paragraph: Paragraph = made.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE if size <= TEXT_SIZE else size * 1.5)
    if indent:
        form.first_line_indent = Pt(indent * size)
    dress(paragraph.add_run(text), font, size)
    return paragraph


def dress(run: Run, font: str, size: float) -> Run:
    """A run in a Chinese font; digits and letters in the same."""
    run.font.name, run.font.size, run.font.color.rgb = font, Pt(size), BLACK
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def red_line(paragraph: Paragraph) -> None:
    """The red line (红色分隔线) below a paragraph."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", "E60012")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _number_pages(made: Word) -> None:
    """— 1 — in 四号 宋体: on the right of odd pages, on the left of even ones, one character in."""
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Pt(SMALL_SIZE)
        for text in ("— ", None, " —"):
            run = dress(paragraph.add_run(text or ""), SONG, SMALL_SIZE)
            if text is None:
                _field(run, "PAGE")


def _field(run: Run, code: str) -> None:
    for kind in ("begin", None, "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        run._element.append(part)
