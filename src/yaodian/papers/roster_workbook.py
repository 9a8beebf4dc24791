"""The sheet of all (机构人员表) as .xlsx: an empty one to fill in, the organisation as it is, and reading either back."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yaodian.apps.orgs.roster.cells import Row, WrongCell
from yaodian.apps.orgs.roster.columns import MOST_ROWS, SHEETS, Sheet
from yaodian.kernel.errors import BadInput, DocumentError
from yaodian.text.document.container import names_in, open_parts

MOST_BYTES = 20 * 1024 * 1024
EXAMPLE = "例："  # the first cell of a row that only shows how
FREE = "备注"  # a column so named is people's own
HEADING_WITHIN = 5
AGAIN = "请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def roster_workbook(rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None) -> bytes:
    """The workbook: with these rows, or without any an empty one whose first row shows how to fill it in."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        looks = {
            "head": book.add_format({"bold": True, "bg_color": "#E9F1F8", "border": 1, "border_color": "#CFD6DE"}),
            "text": book.add_format({"num_format": "@"}),
            "show": book.add_format({"num_format": "@", "font_color": "#5F6D7B", "italic": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in SHEETS:
            _write_sheet(book, sheet, None if rows is None else rows[sheet.key], looks)
        _write_help(book, looks)
    return out.getvalue()


def _write_sheet(
    book: xlsxwriter.Workbook, sheet: Sheet, rows: Sequence[Mapping[str, str]] | None, looks: dict[str, Any]
) -> None:
    page = book.add_worksheet(sheet.label)
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, looks["text"])
        page.write_string(0, at, column.label + ("*" if column.needed else ""), looks["head"])
        if column.choices:
            allowed = {"validate": "list", "source": "=说明!" + _choices_at(column.label)}
            page.data_validation(1, at, MOST_ROWS, at, allowed)
    if rows is None:
        for at, column in enumerate(sheet.columns):
            page.write_string(1, at, f"{EXAMPLE}{column.example}" if at == 0 else column.example, looks["show"])
        return
    for number, row in enumerate(rows, 1):
        for at, column in enumerate(sheet.columns):
            if text := UNFIT.sub("", row.get(column.key, "")):
                page.write_string(number, at, text, looks["text"])


LISTS = [column for sheet in SHEETS for column in sheet.columns if column.choices]


def _choices_at(label: str) -> str:
    """Where the choices of a column stand on the sheet 说明; in a cell range, since a list in the rule ends at 255 characters."""
    rank, column = next((rank, each) for rank, each in enumerate(LISTS) if each.label == label)
    letter = "GHIJ"[rank]
    return f"${letter}$2:${letter}${len(column.choices) + 1}"


def _write_help(book: xlsxwriter.Workbook, looks: dict[str, Any]) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 8)
    page.set_column(1, 1, 12)
    page.set_column(2, 2, 8)
    page.set_column(3, 3, 60, looks["wrap"])
    for at, label in enumerate(("表", "列", "必填", "怎样填")):
        page.write_string(0, at, label, looks["head"])
    row = 1
    for sheet in SHEETS:
        for column in sheet.columns:
            for at, text in enumerate((sheet.label, column.label, "是" if column.needed else "", column.help)):
                page.write_string(row, at, text)
            row += 1
    for line in (
        "三张表一起导入：先全部检查，有一处不对就什么也不写；没有写在表里的单位、人员、岗位不受影响。",
        "撤销单位、撤销岗位、停用账号不能从表里办，请在“机构与人员”中办。",
        f"首格以“{EXAMPLE}”开头的行是示例，不导入。可以加“{FREE}”列，不导入。",
    ):
        page.write_string(row + 1, 3, line)
        row += 1
    for column in LISTS:
        at = ord(_choices_at(column.label)[1]) - ord("A")
        page.set_column(at, at, 16)
        page.write_string(0, at, f"可选{column.label}", looks["head"])
        for below, choice in enumerate(column.choices, 1):
            page.write_string(below, at, choice)


@dataclass(slots=True)
class ReadRoster:
    """The rows of each sheet as text, and headings that nobody knows."""

    sheets: dict[str, list[Row]] = field(default_factory=lambda: {sheet.key: [] for sheet in SHEETS})
    wrong: list[WrongCell] = field(default_factory=list)
    columns_missing: bool = False  # then the rows say nothing that can be checked


def read_roster(data: bytes) -> ReadRoster:
    """The rows of an uploaded workbook; BadInput where it is none of ours or nothing stands in it."""
    book = _opened(data)
    found = ReadRoster()
    there = [sheet for sheet in SHEETS if sheet.label in book.sheet_names]
    if not there:
        raise BadInput({"file": "文件里没有名叫“单位”“人员”“岗位”的表。请下载模板，把内容填进去再上传。"})
    try:
        for sheet in there:
            _read_sheet(sheet, book.get_sheet_by_name(sheet.label), found)
    except (CalamineError, ValueError, OSError):
        raise BadInput({"file": f"表格读不出来，可能已损坏。{AGAIN}"}) from None
    if not any(found.sheets.values()) and not found.wrong:
        raise BadInput({"file": "三张表里都没有内容。请检查是否选错了文件，或只留着示例行。"})
    return found


def _opened(data: bytes) -> CalamineWorkbook:
    if len(data) > MOST_BYTES:
        raise BadInput({"file": "文件超过20兆。请删去图片和多余的表后另存，再上传。"})
    if not data.startswith(b"PK\x03\x04"):
        raise BadInput({"file": f"这不是 .xlsx 表格。{AGAIN}"})
    names = names_in(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadInput({"file": "表格里有宏，不能收。请另存为不带宏的 .xlsx，再上传。"})
    if "xl/workbook.xml" not in names:
        raise BadInput({"file": f"这不是 .xlsx 表格。{AGAIN}"})
    try:
        open_parts(data, ("xl/workbook", "xl/worksheets/", "xl/sharedStrings"))  # for its limits
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except DocumentError as error:
        says = "文件设有密码，打不开。请去掉密码" if "密码" in str(error) else "文件已损坏，或解压后过大"
        raise BadInput({"file": f"{says}，没有读取。{AGAIN}"}) from None
    except (CalamineError, ValueError, OSError):
        raise BadInput({"file": f"表格打不开，可能已损坏或设有密码。{AGAIN}"}) from None


def _read_sheet(sheet: Sheet, page: CalamineSheet, found: ReadRoster) -> None:
    values = page.to_python(skip_empty_area=False, nrows=MOST_ROWS + HEADING_WITHIN + 1)
    texts = [[_text(value) for value in row] for row in values]
    at = next((at for at, row in enumerate(texts[:HEADING_WITHIN]) if _knows(sheet, row)), None)
    if at is None:
        if any(any(row) for row in texts):
            needed = "、".join(column.label for column in sheet.columns if column.needed)
            raise BadInput({"file": f"“{sheet.label}”表前{HEADING_WITHIN}行里没有列名（{needed}）。请照模板写列名。"})
        return
    columns = _columns(sheet, texts[at], at + 1, found)
    for number, row in enumerate(texts[at + 1 :], at + 2):
        first = next((text for text in row if text), "")
        if not first or row[0].startswith(EXAMPLE):
            continue
        if number - at > MOST_ROWS:
            raise BadInput({"file": f"“{sheet.label}”表超过{MOST_ROWS:,}行。请分几次导入。"})
        cells = {key: row[place] for key, place in columns.items() if place < len(row) and row[place]}
        if cells:
            found.sheets[sheet.key].append(Row(number, cells))


def _knows(sheet: Sheet, row: list[str]) -> bool:
    heads = {_heading(text) for text in row}
    return len(heads & sheet.by_label.keys()) >= 2


def _heading(text: str) -> str:
    return text.rstrip("*＊ ").strip()


def _columns(sheet: Sheet, row: list[str], number: int, found: ReadRoster) -> dict[str, int]:
    """Where each column stands; headings that are unknown, repeated or missing are wrong cells."""
    places: dict[str, int] = {}
    for at, text in enumerate(row):
        label = _heading(text)
        column = sheet.by_label.get(label)
        if column is None:
            if label and not label.startswith(FREE):
                found.wrong.append(
                    WrongCell(
                        sheet.label, number, label[:20], label[:60], "不认识这一列。", "列名照模板写；不用的列删去。"
                    )
                )
        elif column.key in places:
            found.wrong.append(WrongCell(sheet.label, number, label, label, "这一列出现了两次。", "只留一列。"))
        else:
            places[column.key] = at
    for column in sheet.columns:
        if column.needed and column.key not in places:
            found.columns_missing = True
            found.wrong.append(
                WrongCell(
                    sheet.label, number, column.label, "", "少了这一列。", f"加上“{column.label}”列：{column.help}。"
                )
            )
    return {key: at for key, at in places.items() if not sheet.by_key[key].told}


def _text(value: object) -> str:
    """A cell as people see it: whole numbers without .0, dates as 2026-03-01."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return UNFIT.sub("", str(value)).replace("\u3000", " ").strip()
