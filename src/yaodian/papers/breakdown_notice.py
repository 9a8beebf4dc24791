"""关于印发《…任务分解表》的通知: the notice with which a breakdown is issued, and the table as its annex, in Word."""

import io
from datetime import date
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell

from yaodian.apps.plans.selectors.sheet import BY_KEY, Sheet, SheetRow
from yaodian.papers.breakdown_sheet import UNFIT
from yaodian.papers.official import (
    CENTRE,
    HEAD,
    LEFT,
    RED,
    RIGHT,
    SANS,
    TEXT_SIZE,
    TITLE,
    TITLE_SIZE,
    dress,
    landscape,
    new_document,
    red_line,
    write,
)

LONGEST_LINE = 20  # characters of 二号 in 156 mm
TABLE_SIZE = 10.5  # 五号
WIDTHS = {  # mm, together 257
    "number": 12,
    "task": 75,
    "targets": 42,
    "leader": 21,
    "lead": 24,
    "support": 31,
    "owner": 18,
    "due": 34,
}
BODY = (
    "现将《{table}》印发给你们，请认真抓好落实。",
    "各牵头科室要细化措施、排定进度，各配合科室要主动配合，按时完成，并在要点系统中报告进展。确需调整任务、时限或"
    "分工的，由牵头科室说明依据，报局领导同意后调整。",
)


def breakdown_notice(sheet: Sheet) -> bytes:
    """The .docx of an issued breakdown; recipients are its offices and the central schools and schools below the bureau."""
    plan = sheet.plan
    bureau, title = plan.unit.name, f"关于印发《{_clean(sheet.title)}》的通知"
    made = new_document(title)
    _masthead(made, bureau, plan.number)
    write(made, "", size=TEXT_SIZE)
    write(made, _broken(f"{bureau}{title}"), font=TITLE, size=TITLE_SIZE, align=CENTRE)
    write(made, "", size=TEXT_SIZE)
    write(made, "各中心校、局直属各学校，机关各科室：", align=LEFT)
    for paragraph in BODY:
        write(made, paragraph.format(table=_clean(sheet.title)), indent=2)
    write(made, "", size=TEXT_SIZE)
    write(made, f"附件：{_clean(sheet.title)}", indent=2, align=LEFT)
    write(made, "", size=TEXT_SIZE)  # one, so that the signature stays on the page of the text
    _signature(made, bureau, plan.issued_on)
    _annex(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def said_date(day: date | None) -> str:
    """成文日期: Arabic numerals without zeros in front.

    >>> said_date(date(2026, 3, 1))
    '2026年3月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _broken(title: str) -> str:
    """A long title in lines that do not tear a word apart: the bureau, what is issued, the kind of paper."""
    if _ems(title) <= LONGEST_LINE:
        return title
    return title.replace("关于印发《", "\n关于印发《", 1).replace("任务分解表》", "\n任务分解表》")


def _clean(text: str) -> str:
    return UNFIT.sub("", text)


def _masthead(made: Any, bureau: str, number: str) -> None:
    """发文机关标志, two lines, 发文字号, red line."""
    mark = write(made, f"{bureau}文件", font=TITLE, size=40, align=CENTRE)
    for run in mark.runs:
        run.font.color.rgb = RED
    for _ in range(2):
        write(made, "", size=TEXT_SIZE)
    red_line(write(made, _clean(number), align=CENTRE))


def _signature(made: Any, bureau: str, on: date | None) -> None:
    """The name centred on the date, which stands four characters from the right."""
    day = said_date(on)
    shift = max((len(bureau) - _ems(day)) / 2, 0)
    name = write(made, bureau, align=RIGHT)
    name.paragraph_format.right_indent = Pt((4 - min(shift, 4) + max((_ems(day) - len(bureau)) / 2, 0)) * TEXT_SIZE)
    signed = write(made, day, align=RIGHT)
    signed.paragraph_format.right_indent = Pt(4 * TEXT_SIZE)


def _ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1 for char in text)


def _annex(made: Any, sheet: Sheet) -> None:
    landscape(made)
    write(made, "附件", font=HEAD, align=LEFT)
    write(made, _clean(sheet.title), font=TITLE, size=TITLE_SIZE, align=CENTRE)
    table = made.add_table(rows=1, cols=len(WIDTHS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for cell, key in zip(table.rows[0].cells, WIDTHS, strict=True):
        _fill(cell, BY_KEY[key].label, font=HEAD, centred=True)
    _mark(table.rows[0], "w:tblHeader")
    for row in sheet.rows:
        _write_row(table.add_row(), row)
    for column, width in zip(table.columns, WIDTHS.values(), strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _mark(row, "w:cantSplit")


def _write_row(line: Any, row: SheetRow) -> None:
    cells = line.cells
    if row.heading:
        _fill(cells[0].merge(cells[-1]), row.heading, font=HEAD)
        return
    for cell, key in zip(cells, WIDTHS, strict=True):
        value = row.cells[key]
        text = said_date(value) if isinstance(value, date) else value
        _fill(cell, text, centred=key not in ("task", "targets", "support"))


def _fill(cell: _Cell, text: str, *, font: str = SANS, centred: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, line in enumerate(_clean(text).replace("\r", "").split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = CENTRE if centred else LEFT
        paragraph.paragraph_format.space_after = Pt(0)
        dress(paragraph.add_run(line), font, TABLE_SIZE)


def _mark(row: Any, name: str) -> None:
    """A property of a row: repeated as the head, or not to be broken."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
