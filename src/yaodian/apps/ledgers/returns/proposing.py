"""From an office's sheet to the columns of a form: which there are, and what each of them holds, by heading and examples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from yaodian.apps.ledgers.returns.kinds import Kept
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.registers.sheets.cells import NO, YES
from yaodian.registers.sheets.headings import normal_heading
from yaodian.registers.sheets.reading import read_workbook
from yaodian.registers.sheets.table import Cell, Heading
from yaodian.registers.sheets.unreadable import Unreadable

MOST_COLUMNS = 60
MOST_OPTIONS = 8
EXAMPLES = 200
NUMBERING = frozenset({"序号", "编号", "行号"})
UNIT_NAMES = frozenset({"单位", "单位名称", "填报单位", "学校", "学校名称", "学校（盖章）", "填报学校"})
BY_HEADING = (  # the first that fits
    (re.compile("身份证"), "idnumber"),
    (re.compile("电话|手机|联系方式"), "phone"),
    (re.compile("^是否|^有无"), "yesno"),
    (re.compile("学年$"), "schoolyear"),
    (re.compile("日期|时间$|年月$"), "date"),
    (re.compile("金额|经费|资金|费用|造价|投资"), "money"),
    (re.compile("面积|比例|占比|率$|距离|长度"), "decimal"),
    (re.compile("数$|人数|数量|个数|人次"), "integer"),
)
IN_BRACKETS = re.compile(r"[（(【\[][^（(【\[]*[）)】\]]$")
MONEY = frozenset({"元", "千元", "万元", "亿元"})
AREAS = frozenset({"平方米", "㎡", "m2", "亩", "公顷", "%", "公斤", "厘米"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet asks for: title, columns, whether its rows hint at several a unit, and the headings left out."""

    title: str
    columns: list[Kept] = field(default_factory=list)
    many: bool = False
    left_out: list[str] = field(default_factory=list)


def propose(name: str, content: bytes) -> Proposal:
    """Read a sheet's headings and examples. DocumentError where it cannot be read, BadInput where it has too many columns."""
    known = [heading for register in registers().values() for column in register.columns for heading in column.headings]
    table = read_workbook(name, content, known=known).tables[0]
    columns, left_out = [], []
    for heading, cells in zip(table.headings, table.columns, strict=True):
        title = normal_heading(heading.text) or heading.text
        if title in NUMBERING | UNIT_NAMES:
            left_out.append(heading.text)
        else:
            columns.append(_column(heading, [cell for cell in cells[:EXAMPLES] if cell is not None]))
    if not columns:
        raise BadInput({"file": "表里除了序号和单位没有别的列。请检查是否选错了文件。"})
    if len(columns) > MOST_COLUMNS:
        raise BadInput({"file": f"表里有{len(columns)}列，一次最多{MOST_COLUMNS}列。请分成几张表，或删去不要的列。"})
    titles = {normal_heading(heading.text) for heading in table.headings}
    people = any(title.endswith("姓名") for title in titles)
    many = people or (bool(titles & NUMBERING) and not titles & UNIT_NAMES)  # a list of schools has one row each
    return Proposal(table.notes.title or PurePath(name).stem[:100], columns, many, left_out)


def _column(heading: Heading, examples: Sequence[Cell]) -> Kept:
    title = heading.text.strip().rstrip("*＊").replace("/", "·")[:100]
    kind = guess(normal_heading(heading.text) or heading.text, heading.measure or "", examples)
    options: tuple[str, ...] = ()
    if kind == "text" and (found := _options(examples)):
        kind, options = "choice", found
    unit = (heading.measure or "") if kind in ("integer", "decimal") else ""
    if unit or kind == "money":
        title = IN_BRACKETS.sub("", title) or title
    return Kept(title, kind, options=options, unit=unit)


def guess(title: str, measure: str, examples: Sequence[Cell]) -> str:
    """The kind of a column by its heading, its unit and its examples, which may overrule the heading.

    >>> guess("在校生数", "", [120, 87]), guess("备注", "", []), guess("是否寄宿", "", ["√"]), guess("改造资金", "万元", [])
    ('integer', 'text', 'yesno', 'money')
    """
    if measure in MONEY:
        return "money"
    likely = next((kind for pattern, kind in BY_HEADING if pattern.search(title)), "")
    if measure in AREAS and likely not in ("money",):
        likely = "decimal"
    elif measure:
        likely = likely or "integer"
    tried = [likely] if likely else []
    if examples:
        tried += ["yesno"] if all(_is_mark(cell) for cell in examples) else []
        tried += ["integer", "decimal"] if all(isinstance(cell, int | float) for cell in examples) else []
        tried += ["date"] if not any(isinstance(cell, int | float) for cell in examples) else []
    return next((kind for kind in tried if _fits(kind, examples)), "text")


def _is_mark(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() in YES | NO and not cell.strip().isascii()


def _fits(kind: str, examples: Sequence[Cell]) -> bool:
    reads = Kept("值", kind)
    for cell in examples:
        try:
            reads.read(cell)
        except Unreadable:
            return False
    return True


def _options(examples: Sequence[Cell]) -> tuple[str, ...]:
    """The few words that repeat, as options; nothing where every cell says something else."""
    words = [cell.strip() for cell in examples if isinstance(cell, str)]
    distinct = tuple(dict.fromkeys(words))
    repeats = len(words) == len(examples) >= 5 and 2 <= len(distinct) <= min(MOST_OPTIONS, len(words) // 2)
    return distinct if repeats and all(len(word) <= 20 for word in distinct) else ()
