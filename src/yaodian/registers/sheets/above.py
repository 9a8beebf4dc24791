"""The lines above a header: title, 填报单位, 填报日期, 单位：元."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from yaodian.registers.sheets.dates import read_date
from yaodian.registers.sheets.table import Cell, Notes
from yaodian.registers.sheets.unreadable import Unreadable

UNITS = "填报单位|报送单位|上报单位|填表单位|填报学校|单位名称|学校名称|学校"
DAYS = "填报日期|填报时间|填表日期|填表时间|上报日期|上报时间|报送日期|报送时间|统计日期|统计时间|制表日期|日期"
MEASURES = "金额单位|计量单位|单位"
OTHERS = "填表人|填报人|制表人|审核人|负责人|单位负责人|联系人|联系电话|电话|学年|学期|表号|制定机关"
LABEL = re.compile(
    rf"(?:(?P<unit>{UNITS})|(?P<day>{DAYS})|(?P<measure>{MEASURES})|(?P<other>{OTHERS}))"
    r"\s*(?:[（(][^（()）]{0,12}[)）])?\s*[:：]"
)
BARE_LABEL = re.compile(rf"(?:{UNITS}|{DAYS}|{OTHERS})")
MEASURE_WORD = re.compile(r"(?:人民币)?(元|千元|万元|百万元|亿元|人|人次|个|所|间|平方米|㎡|m2|亩|册|台|套|%)$")
ATTACHMENT = re.compile(r"附(?:件|表)\s*[\d一二三四五六七八九十]*(?:[-—－]\d+)?\s*[:：]?")
GAP = re.compile(r"\s{2,}|　+")


def is_note_line(row: Sequence[Cell]) -> bool:
    """Whether a row names the filling unit, the day or the measure instead of columns."""
    return any(isinstance(cell, str) and LABEL.search(cell) for cell in row)


def read_notes(rows: Sequence[Sequence[Cell]]) -> Notes:
    """What the rows above the header say."""
    lines = [line for row in rows if (line := _line(row))]
    title = unit_named = ""
    day: date | None = None
    measure: str | None = None
    for line in lines:
        labels = list(LABEL.finditer(line))
        before = line[: labels[0].start()] if labels else line
        if not title and before.strip("（( ") and not ATTACHMENT.fullmatch(before.strip()):
            title = GAP.sub(" ", before.strip("（( 　"))
        for label, following in zip(labels, [*labels[1:], None], strict=False):
            value = line[label.end() : following.start() if following else None].strip()
            value = GAP.split(value)[0].rstrip("）)。；; ") if value else ""
            if not value:
                continue
            if label["measure"] and (word := MEASURE_WORD.match(value)):
                measure = measure or word[1]
            elif label["unit"] or label["measure"]:
                unit_named = unit_named or value
            elif label["day"]:
                day = day or _day(value)
    return Notes(title, unit_named, day, measure, tuple(lines))


def _line(row: Sequence[Cell]) -> str:
    """The row's cells in one line, two spaces apart; a label in a cell of its own gets its colon."""
    texts = [_text(cell) for cell in row if cell is not None]
    labelled = [f"{text}：" if BARE_LABEL.fullmatch(re.sub(r"\s", "", text)) else text for text in texts]
    return "  ".join(labelled).strip()


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def _day(value: str) -> date | None:
    try:
        return read_date(value, months=True)
    except Unreadable:
        return None
