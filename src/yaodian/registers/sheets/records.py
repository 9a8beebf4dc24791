"""Which rows below a header are records, and which are totals, remarks, repeated headers: left out and listed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.grid import Grid
from yaodian.registers.sheets.headings import Header, normal_heading
from yaodian.registers.sheets.sheet_xml import BROKEN, MOST_CELLS
from yaodian.registers.sheets.table import Cell, FormulaError, Heading, LeftOut

TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计).{0,8}|.{0,20}(?:合计|总计|小计|共计)")
TOTAL_WITHIN = 8  # columns in which a total is named
REMARK = re.compile(
    r"(?:备注|说明|填表说明|填报说明|填写说明|注意?|附注|填表人|填报人|制表人?|审核人?|复核人?|负责人|单位负责人|学校负责人|"
    r"填报单位|校长|园长|经办人|联系人|联系电话|填表日期|填报日期|填报时间|日期|时间|盖章|单位盖章|签字|以上数据|以上信息)"
    r"(?:[(（][^)）]*[)）])?(?:\s*[:：].*|\s*)",
    re.DOTALL,
)
EXAMPLE = re.compile(r"[(（【]?(?:例|示例|样例|填写示例)(?:[)）】:：].*)?")
ORDINALS = "甲乙丙丁戊己庚辛"
FOOT = 40  # rows that are looked through from the end
NUMBERING = frozenset({"序号", "no.", "no", "编号"})


@dataclass(slots=True)
class Records:
    """Rows of the grid that are records, from 0, and what was left out."""

    rows: Sequence[int]
    left_out: list[LeftOut] = field(default_factory=list)


def find_records(grid: Grid, header: Header, headings: Sequence[Heading]) -> Records:
    """Tell records from the rest, carrying merged cells over their range on the way."""
    first = header.bottom + 1
    columns = [grid.columns[heading.index] for heading in headings]
    reasons: dict[int, str] = {}
    empty = set(_rows_without(columns, range(first, grid.height)))
    _judge_sections(grid, headings, first, reasons)
    _carry_merged(grid, headings, first, empty | reasons.keys())
    if headings and normal_heading(headings[0].text) in NUMBERING and len(columns) > 1:
        for row in set(_rows_without(columns[1:], range(first, grid.height))) - empty:
            if isinstance(columns[0][row], int):
                reasons[row] = "只有序号，其余为空"
    _judge_top(columns, first, empty, reasons)
    _judge_totals(columns, first, reasons)
    _judge_foot(columns, first, empty, reasons)
    _judge_repeated(grid, header, reasons)
    unnamed = [column for at, column in enumerate(grid.columns) if at not in {heading.index for heading in headings}]
    outside = {row: "在列名之外" for row in empty if any(column[row] is not None for column in unnamed)}
    reasons.update({row: reason for row, reason in outside.items() if row not in reasons})
    skipped = empty | reasons.keys()
    rows = range(first, grid.height) if not skipped else [r for r in range(first, grid.height) if r not in skipped]
    left_out = [LeftOut(row + 1, reasons[row], _said(grid.row(row))) for row in sorted(reasons)]
    return Records(rows, _joined(left_out))


def _rows_without(columns: Sequence[list[Cell]], rows: Iterable[int]) -> Iterable[int]:
    for column in columns:
        rows = [row for row in rows if column[row] is None]
    return rows


def _judge_sections(grid: Grid, headings: Sequence[Heading], first: int, reasons: dict[int, str]) -> None:
    """A row merged over half of the table and more, with nothing else in it, heads or closes a section."""
    for merge in grid.merges:
        if not (first <= merge.top == merge.bottom < grid.height):
            continue
        covered = sum(merge.left <= heading.index <= merge.right for heading in headings)
        row = grid.row(merge.top)
        if covered >= max(3, (len(headings) + 1) // 2) and sum(cell is not None for cell in row) == 1:
            reasons[merge.top] = "整行合并的文字"


def _carry_merged(grid: Grid, headings: Sequence[Heading], first: int, skipped: set[int]) -> None:
    indices = {heading.index for heading in headings}
    area = 0
    for merge in grid.merges:
        if merge.top < first or merge.top >= grid.height or merge.left >= len(grid.columns):
            continue
        bottom = min(merge.bottom, grid.height - 1)
        area += (bottom - merge.top + 1) * (min(merge.right, len(grid.columns)) - merge.left + 1)
        if area > MOST_CELLS:
            raise DocumentError(BROKEN)  # ranges that overlap
        value = grid.columns[merge.left][merge.top]
        for at in range(merge.left, min(merge.right + 1, len(grid.columns))):
            if at in indices and value is not None:
                _fill(grid.columns[at], value, set(range(merge.top, bottom + 1)) - skipped)


def _fill(column: list[Cell], value: Cell, rows: set[int]) -> None:
    for row in rows:
        if column[row] is None:
            column[row] = value


def _judge_top(columns: Sequence[list[Cell]], first: int, empty: set[int], reasons: dict[int, str]) -> None:
    """The rows right below the header may number its columns (甲 乙 1 2 3) or show an example."""
    for row in range(first, min(first + 3, len(columns[0]) if columns else 0)):
        cells = [column[row] for column in columns]
        if row in empty or row in reasons:
            continue
        if _is_numbering(cells):
            reasons[row] = "栏次"
        elif isinstance(lead := next(cell for cell in cells if cell is not None), str) and EXAMPLE.fullmatch(lead):
            reasons[row] = "示例"


def _is_numbering(cells: Sequence[Cell]) -> bool:
    words = [str(cell).strip("()（） ") for cell in cells if cell is not None]
    ordinals = 0
    while ordinals < min(len(words), len(ORDINALS)) and words[ordinals] == ORDINALS[ordinals]:
        ordinals += 1
    rest = words[ordinals:]
    counted = [str(number) for number in range(1, len(rest) + 1)]
    return len(words) >= 3 and len(words) == len(cells) and rest == counted


def _judge_totals(columns: Sequence[list[Cell]], first: int, reasons: dict[int, str]) -> None:
    for at, column in enumerate(columns[:TOTAL_WITHIN]):
        words = {cell for cell in set(column[first:]) if isinstance(cell, str) and "计" in cell and _is_total(cell)}
        if not words:
            continue
        for row in range(first, len(column)):
            if column[row] in words and row not in reasons and _leads(columns[:at], row):
                reasons[row] = "合计行"


def _is_total(text: str) -> bool:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return len(folded) <= 24 and TOTAL.fullmatch(folded) is not None


def _leads(before: Sequence[list[Cell]], row: int) -> bool:
    """At most two cells stand before the total's name: a serial number, a school."""
    return sum(column[row] is not None for column in before) <= 2


def _judge_foot(columns: Sequence[list[Cell]], first: int, empty: set[int], reasons: dict[int, str]) -> None:
    """From the end upwards: remarks and signatures, with the lone lines between and below them."""
    height = len(columns[0]) if columns else 0
    lone: list[int] = []
    looked = 0
    for row in range(height - 1, first - 1, -1):
        if row in empty:
            continue
        looked += 1
        filled = [cell for column in columns if (cell := column[row]) is not None]
        if isinstance(filled[0], str) and REMARK.fullmatch(filled[0].strip()) and _is_sparse(filled, len(columns)):
            for line in [row, *lone]:
                reasons.setdefault(line, "表尾的备注或签名")
            lone = []
        elif len(set(filled)) == 1 and isinstance(filled[0], str):
            lone.append(row)
        elif row not in reasons:
            break
        if looked > FOOT:
            break


def _is_sparse(filled: Sequence[Cell], width: int) -> bool:
    """Whether a line has few texts, or each is a label: a record that begins with 说明 is fuller."""
    labels = sum(isinstance(cell, str) and REMARK.fullmatch(cell.strip()) is not None for cell in filled)
    return len(set(filled)) <= max(2, 2 * labels) and (
        width > 2 or labels == len(filled) or ":" in str(filled[0]).replace("：", ":")
    )


def _judge_repeated(grid: Grid, header: Header, reasons: dict[int, str]) -> None:
    """The header printed again on each page."""
    heads = [[grid.columns[at][row] for at in range(len(grid.columns))] for row in range(header.top, header.bottom + 1)]
    for head in heads:
        lead = next((at for at, cell in enumerate(head) if cell is not None), None)
        if lead is None or sum(cell is not None for cell in head) < 2:
            continue
        for row, cell in enumerate(grid.columns[lead]):
            if cell == head[lead] and row > header.bottom and row not in reasons and grid.row(row) == head:
                reasons[row] = "重复的表头"


def _said(row: Sequence[Cell]) -> str:
    texts = [cell.text if isinstance(cell, FormulaError) else str(cell).strip() for cell in row if cell is not None]
    return "  ".join(dict.fromkeys(texts))[:200]


def _joined(left_out: Sequence[LeftOut]) -> list[LeftOut]:
    """Rows with nothing but a serial number as one entry each run."""
    joined: list[LeftOut] = []
    last = 0
    for line in left_out:
        follows = bool(joined) and line.row == last + 1 and joined[-1].reason.endswith(line.reason)
        last = line.row
        if follows and line.reason == "只有序号，其余为空":
            start = joined[-1].row
            joined[-1] = LeftOut(start, f"至第{line.row}行{line.reason}", "")
        else:
            joined.append(line)
    return joined
