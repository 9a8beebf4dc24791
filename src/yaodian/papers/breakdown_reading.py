"""Reading an edited breakdown sheet back, as Excel, WPS or LibreOffice save it; the file is distrusted until it is opened."""

import io
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yaodian.apps.plans.selectors.sheet import BY_KEY, COLUMNS
from yaodian.apps.plans.services.sheet_rows import SentRow, SentSheet, Typed, shown
from yaodian.kernel.errors import DocumentError
from yaodian.papers.breakdown_sheet import CODE, KEPT, MARK
from yaodian.text.document.container import names_in, open_parts
from yaodian.text.document.opening import MOST_BYTES, OLE, PICTURES
from yaodian.text.document.sheets import check_workbook

AGAIN = "请用 Excel 或 WPS 打开导出的任务分解表，改好后另存为 .xlsx，再上传。"
HEAD_WITHIN = 40
MOST_ROWS = 20_000
MOST_COLUMNS = 200
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*[^/>])?>(.*?)</c>', re.DOTALL)
ALSO = {
    "task": ("重点任务", "工作任务", "任务", "任务内容", "重点工作", "任务名称"),
    "number": ("编号",),
    "targets": ("目标", "目标任务", "目标要求"),
    "measures": ("措施", "工作措施", "工作举措", "主要举措"),
    "leader": ("分管局领导", "责任领导", "牵头领导"),
    "lead": ("牵头单位", "牵头部门", "责任科室", "责任单位"),
    "support": ("配合单位", "配合部门", "协同科室"),
    "owner": ("责任人员", "具体责任人"),
    "due": ("时限", "完成时间", "办结时限", "时间节点"),
    "progress": ("进展情况", "工作进展"),
    "light": ("状态",),
}


def read_breakdown(data: bytes, name: str) -> SentSheet:
    """What an uploaded sheet says. Raises DocumentError with what to do."""
    _check_kind(data, name)
    check_workbook(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kept, without_value = _kept(book), _without_value(data)
        for title in (title for title in book.sheet_names if title != KEPT):
            rows = _rows(book.get_sheet_by_name(title))
            for at, place in without_value:
                if at < len(rows) and place < len(rows[at]) and rows[at][place] == "":
                    rows[at][place] = "#VALUE!"  # calamine gives it as empty, which would empty the field
            head = _head(rows)
            if head is not None:
                return _read(rows, head, kept)
    except (CalamineError, ValueError, OSError):
        raise DocumentError(f"表格打不开，可能已损坏或设有密码。{AGAIN}") from None
    raise DocumentError(
        f"表里没有找到表头（序号、重点任务、牵头科室、完成时限这一行）。{AGAIN}表头上面可以有标题行，但表头的字不要改。"
    )


def _check_kind(data: bytes, name: str) -> None:
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError(f"文件是空的，没有内容。{AGAIN}")
    if len(data) > MOST_BYTES:
        raise DocumentError(f"文件有 {len(data) / 1048576:.0f} MB，超过 20 MB 的上限。请删去表里的图片后另存，再上传。")
    if data.startswith(OLE):
        secret = "EncryptedPackage".encode("utf-16-le") in data
        raise DocumentError(
            "文件设有密码，打不开。请去掉密码后再上传。"
            if secret
            else f"这是旧格式（.xls、.et），会丢掉识别码。{AGAIN}"
        )
    if data.startswith(PICTURES):
        raise DocumentError(f"文件是图片，不是表格。{AGAIN}")
    names = names_in(data)
    if not data.startswith(b"PK") or not names:
        raise DocumentError(f"文件“{name[-60:]}”不是 .xlsx 表格，或已损坏。{AGAIN}")
    if any(part.endswith(("vbaProject.bin", ".xlm")) or part.startswith("xl/macrosheets") for part in names):
        raise DocumentError("表格带有宏，没有读取。请另存为不带宏的 .xlsx，再上传。")
    if not any(part.startswith("xl/workbook") for part in names):
        what = "Word 文档" if any(part.startswith("word/") for part in names) else "压缩包或别的文件"
        raise DocumentError(f"这是{what}，不是 .xlsx 表格。{AGAIN}")


def _without_value(data: bytes) -> set[tuple[int, int]]:
    """Places of cells that hold an error, or a formula without its result."""
    found = set()
    for name, part in open_parts(data, ("xl/worksheets/",)).items():
        for cell in CELL.finditer(part) if name.endswith(".xml") else ():
            if b't="e"' in (cell[3] or b"") or (b"<f" in cell[4] and b"<v" not in cell[4]):
                letters = cell[1].decode()
                place = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))
                found.add((int(cell[2]) - 1, place - 1))
    return found


def _rows(sheet: CalamineSheet) -> list[list[Typed]]:
    values = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    rows = [[_typed(value) for value in row[:MOST_COLUMNS]] for row in values]
    own = [any(shown(cell) for cell in row) for row in rows]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if own[at] and left < len(
                rows[at]
            ):  # one office for several tasks; a row with nothing else goes on the one above
                rows[at][left] = rows[top][left]
    return rows


def _typed(value: object) -> Typed:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return float(value)
    return str(value)


def _heading(cell: Typed) -> str:
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", shown(cell)))
    return re.sub(r"\([^()]*\)$", "", words)


def _labels() -> dict[str, str]:
    known = {_heading(column.label): column.key for column in COLUMNS}
    return known | {other: key for key, others in ALSO.items() for other in others if other not in known}


def _head(rows: list[list[Typed]]) -> int | None:
    """The row of headings: the first that names the task or the code, and at least two of our columns."""
    labels = _labels()
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        words = [_heading(cell) for cell in row]
        keys = {labels[word] for word in words if word in labels}
        if len(keys) >= 2 and (keys & {"task", "number"} or CODE in words):
            return at
        if keys and CODE in words:
            return at
    return None


def _read(rows: list[list[Typed]], head: int, kept: tuple[list[str], Mapping[str, dict[str, str]]]) -> SentSheet:
    about, exported = kept
    where, code_at, strangers = _columns(rows[head])
    sent = []
    for at, row in enumerate(rows[head + 1 :], head + 2):
        code = shown(row[code_at]).strip() if code_at is not None and code_at < len(row) else ""
        cells = {key: row[place] if place < len(row) else "" for key, place in where.items()}
        if not code and not _is_task(row, where, [_heading(cell) for cell in rows[head]]):
            continue
        sent.append(SentRow(at, code, cells, exported.get(code)))
    if not sent:
        raise DocumentError(f"表头下面没有一行任务。{AGAIN}")
    return SentSheet(
        plan_id=_plan_of(about, sent),
        plan_title=about[2] if len(about) > 2 else "另一份要点",
        as_of=about[3] if len(about) > 3 else "",
        letters={key: _letter(place) for key, place in where.items()},
        rows=tuple(sent),
        strangers=strangers,
    )


def _columns(head: list[Typed]) -> tuple[dict[str, int], int | None, tuple[str, ...]]:
    labels = _labels()
    where: dict[str, int] = {}
    code_at, strangers = None, []
    for place, cell in enumerate(head):
        word = _heading(cell)
        key = labels.get(word)
        if word == CODE:
            code_at = place
        elif key is None:
            strangers += [word] if word else []
        elif key in where:
            raise DocumentError(
                f"表头有两列“{BY_KEY[key].label}”（{_letter(where[key])}列和{_letter(place)}列）。请只留一列，再上传。"
            )
        else:
            where[key] = place
    return where, code_at, tuple(strangers)


def _is_task(row: list[Typed], where: Mapping[str, int], head: list[str]) -> bool:
    """Not empty, no repeated heading, no section or note that fills the first cell, or all, with the same words."""
    words = [shown(cell) for cell in row]
    filled = [place for place, word in enumerate(words) if word]
    if not filled or all(_heading(words[place]) == head[place] for place in filled if place < len(head)):
        return False
    task = where.get("task", where.get("number", 0))
    if task not in filled:
        return len(filled) > 1 and where.get("number") in filled
    return (len(filled) == 1 and filled[0] != 0) or len({words[place] for place in filled}) > 1


def _plan_of(about: list[str], rows: list[SentRow]) -> int | None:
    """Whose sheet it is: as the kept sheet says, else as the codes do."""
    if about:
        return int(about[1]) if about[1].isdecimal() else None
    plans = {found[1] for row in rows if (found := re.fullmatch(r"YD-(\d+)-\d+-\d+", row.code))}
    return int(plans.pop()) if len(plans) == 1 else None


def _kept(book: CalamineWorkbook) -> tuple[list[str], dict[str, dict[str, str]]]:
    """What the hidden sheet says of the plan, and of each row as it was exported; nothing where it is lost."""
    if KEPT not in book.sheet_names:
        return [], {}
    rows = [[shown(cell) for cell in row] for row in _rows(book.get_sheet_by_name(KEPT))]
    if len(rows) < 2 or rows[0][:1] != [MARK]:
        return [], {}
    keys = rows[1]
    exported = {
        row[0]: {key: cell for key, cell in zip(keys[1:], row[1:], strict=False) if key in BY_KEY} for row in rows[2:]
    }
    return rows[0], exported


def _letter(place: int) -> str:
    """A column's letter.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name
