"""Breakdown tables (任务分解表): rows become numbered items with a responsibility note, which the reader knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yaodian.text.document.model import Builder
from yaodian.text.headers import column_roles
from yaodian.text.phrases import compiled

HEADER_WITHIN = 8
NOTED = ("lead", "responsible", "support", "leader", "due", "person")
LABELS = {
    "lead": "牵头单位",
    "responsible": "责任单位",
    "support": "配合单位",
    "leader": "分管领导",
    "due": "完成时限",
    "person": "责任人",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `repeated` where a merged cell reaches over it."""

    text: str
    repeated: bool = False


def header_roles(row: Sequence[Cell]) -> Mapping[int, str]:
    """What each column holds, if this row is a breakdown table's header; else nothing."""
    return column_roles(["" if cell.repeated else cell.text for cell in row])


def write_table(rows: list[list[Cell]], builder: Builder, table: int) -> None:
    """Write a table into the canonical text: a breakdown table as items, any other row by row."""
    header = next((i for i, row in enumerate(rows[:HEADER_WITHIN]) if header_roles(row)), None)
    if header is None:
        _plain(rows, builder, table, 0)
        return
    _plain(rows[:header], builder, table, 0)
    _items(rows[header + 1 :], header_roles(rows[header]), builder, table, header + 1)


def _plain(rows: list[list[Cell]], builder: Builder, table: int, first: int) -> None:
    for number, row in enumerate(rows, start=first):
        shown = [(column, cell) for column, cell in enumerate(row) if cell.text.strip() and not cell.repeated]
        for position, (column, cell) in enumerate(shown):
            if position:
                builder.add("\t", None)
            builder.add(cell.text.replace("\n", " "), 0, cell=(table, number, column))
        if shown:
            builder.close_paragraph()


def _items(rows: list[list[Cell]], roles: Mapping[int, str], builder: Builder, table: int, first: int) -> None:
    where = {role: column for column, role in roles.items()}
    count = sections = 0
    section = ""
    for number, row in enumerate(rows, start=first):
        cells = {role: row[column] for role, column in where.items() if column < len(row)}
        task = cells.get("task", Cell(""))
        if not task.text.strip():
            continue
        if _spans_row(row):
            sections = _section(task.text, builder, (table, number, where["task"]), sections)
            continue
        heading = cells.get("section", Cell("")).text.strip()
        if heading and heading != section:
            section = heading
            sections = _section(heading, builder, (table, number, where["section"]), sections)
        count += 1
        _item(cells, where, builder, (table, number), count)


def _spans_row(row: list[Cell]) -> bool:
    """A row that is one merged cell names a section."""
    texts = {cell.text.strip() for cell in row if cell.text.strip()}
    return len(texts) == 1 and len(row) > 2 and sum(cell.repeated for cell in row) >= len(row) - 2


def _section(text: str, builder: Builder, cell: tuple[int, int, int], sections: int) -> int:
    sections += 1
    line = " ".join(text.split())
    if not compiled(
        "^(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+)"
    ).match(line):
        builder.add(f"{_chinese(sections)}、", None)
    builder.add(line, 0, cell=cell)
    builder.close_paragraph()
    return sections


def _item(cells: dict[str, Cell], where: dict[str, int], builder: Builder, row: tuple[int, int], count: int) -> None:
    table, number = row
    task = cells["task"].text
    mark = "".join(cells.get("number", Cell("")).text.split()).rstrip("、.．")
    lines = [line for line in task.split("\n") if line.strip()]
    own = compiled(r"^\s*(?:\d{1,3}[、.．]|[(（]\d+[)）])").match(lines[0])
    if own is None:
        builder.add(f"{mark if mark.isascii() and mark.isdigit() else count}、", None)
    for position, line in enumerate(lines):
        builder.add(line.strip(), 0, cell=(table, number, where["task"]))
        if position + 1 < len(lines):
            builder.close_paragraph()
    for role in ("target", "measure", "note"):
        text = cells.get(role, Cell("")).text.strip()
        if text and not cells[role].repeated and text != task.strip():
            builder.close_paragraph()
            builder.add(" ".join(text.split()), 0, cell=(table, number, where[role]))
    _note(cells, where, builder, row)
    builder.close_paragraph()


def _note(cells: dict[str, Cell], where: dict[str, int], builder: Builder, row: tuple[int, int]) -> None:
    told = [(role, cells[role].text.strip()) for role in NOTED if role in cells and cells[role].text.strip()]
    if not told:
        return
    builder.close_paragraph()
    for position, (role, text) in enumerate(told):
        builder.add(("（" if position == 0 else "；") + LABELS[role] + "：", None)
        joined = compiled(r"\s*\n\s*|\s{2,}").sub("、", text)
        builder.add(joined, 0, cell=(*row, where[role]))
    builder.add("）", None)


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens % 10]) + "十" + (digits[ones] if ones else "")
