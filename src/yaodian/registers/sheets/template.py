"""Empty workbooks to fill in: drop-downs, formats that lose no digit, and a sheet that explains the columns."""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from yaodian.registers.sheets.headings import letter_of
from yaodian.registers.sheets.writing import HEAD, OPTIONS, Kind, SheetColumn, sheet_name

FILLABLE = 100_000  # rows with drop-downs
LONGEST_INLINE = 255  # characters of a list that Excel takes without a range
LONGEST_MESSAGE = 255
OPTIONS_SHEET = "选项"
HELP_SHEET = "填写说明"
HOW: dict[Kind, str] = {
    "text": "文字",
    "number": "整数",
    "decimal": "数，最多{digits}位小数",
    "money": "金额，元，最多到分",
    "date": "日期，如 2012-09-01",
    "choice": "从下拉表里选",
    "yesno": "填“是”或“否”",
}


def write_template(columns: Sequence[SheetColumn], *, title: str, notes: Sequence[str] = ()) -> bytes:
    """An empty .xlsx: one sheet to fill in, 填写说明 with `notes` and each column's help, the options on a hidden sheet.

    Text and choice columns are formatted as text throughout, so that leading zeros and 18-digit numbers stay.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True}) as book:
        page = book.add_worksheet(sheet_name(title))
        head = book.add_format(HEAD)
        needed = book.add_format({**HEAD, "font_color": "#B00020"})
        page.freeze_panes(1, 0)
        page.set_row(0, 30)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.characters, book.add_format({"num_format": column.number_format}))
            page.write_string(
                0, at, column.title + ("*" if column.required else ""), needed if column.required else head
            )
            if column.help:
                page.write_comment(0, at, column.help, {"x_scale": 2, "y_scale": 1.2})
        _write_help(book, columns, title, notes)
        lists = _write_options(book, columns)
        for at, column in enumerate(columns):
            _restrict(page, at, column, lists.get(at))
        page.activate()
    return out.getvalue()


def _write_help(book: xlsxwriter.Workbook, columns: Sequence[SheetColumn], title: str, notes: Sequence[str]) -> None:
    page = book.add_worksheet(HELP_SHEET)
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    head = book.add_format(HEAD)
    page.set_column(0, 0, 24, wrapped)
    page.set_column(1, 1, 8, wrapped)
    page.set_column(2, 2, 24, wrapped)
    page.set_column(3, 3, 70, wrapped)
    lines = [f"{title}：填写说明", "带 * 的列必须填写。不要改动列名；列可以调换次序，不填的列可以删去。", *notes]
    for row, line in enumerate(lines):
        page.write_string(row, 0, line)
    top = len(lines) + 1
    for at, name in enumerate(("列", "必填", "怎么填", "说明")):
        page.write_string(top, at, name, head)
    for row, column in enumerate(columns, top + 1):
        page.write_string(row, 0, column.title, wrapped)
        page.write_string(row, 1, "必填" if column.required else "", wrapped)
        page.write_string(row, 2, HOW[column.kind].format(digits=column.digits), wrapped)
        page.write_string(row, 3, column.help, wrapped)


def _write_options(book: xlsxwriter.Workbook, columns: Sequence[SheetColumn]) -> dict[int, str]:
    """The name of each column's list. Options lie on a hidden sheet, since a list in the rule itself ends at 255 characters."""
    choices = [(at, column) for at, column in enumerate(columns) if column.options]
    if not choices:
        return {}
    page = book.add_worksheet(OPTIONS_SHEET)
    text = book.add_format({"num_format": "@"})
    names: dict[int, str] = {}
    shared: dict[tuple[str, ...], str] = {}
    for at, column in choices:
        options = tuple(column.options)
        if options not in shared:
            place = len(shared)
            for row, option in enumerate(options):
                page.write_string(row, place, option, text)
            letter = letter_of(place)
            shared[options] = f"选项_{place + 1}"
            book.define_name(shared[options], f"={OPTIONS_SHEET}!${letter}$1:${letter}${len(options)}")
        names[at] = shared[options]
    page.hide()
    return names


def _restrict(page: Worksheet, at: int, column: SheetColumn, options: str | None) -> None:
    """Drop-downs and limits, as Excel and WPS enforce them while typing."""
    rule: dict[str, str | bool | list[str]] = {"ignore_blank": True, "error_type": "warning"}
    if options or column.kind == "yesno":
        source = f"={options}" if options else ["是", "否"]
        rule |= {"validate": "list", "source": source, "error_type": "stop"}
        rule |= {"error_title": "不在选项里", "error_message": "请从下拉表里选。"}
    elif column.kind == "date":
        rule |= {"validate": "custom", "value": f"=ISNUMBER({letter_of(at)}2)"}
        rule |= {"error_title": "不是日期", "error_message": "请写成如 2012-09-01。"}
    else:
        return
    if column.help:
        rule |= {"input_title": column.title[:32], "input_message": column.help[:LONGEST_MESSAGE]}
    page.data_validation(1, at, FILLABLE, at, rule)
