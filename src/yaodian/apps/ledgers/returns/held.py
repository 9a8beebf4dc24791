"""What Yaodian holds already (减负): for a return's column the register's column or the count that answers it."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from yaodian.packs import registers
from yaodian.registers.columns import Column, File
from yaodian.registers.register import Register
from yaodian.registers.sheets.headings import normal_heading

TOTAL = "total:"
VAGUE = frozenset(
    {"备注", "说明", "情况", "状态", "类别", "类型", "等级", "名称", "日期", "时间", "结果", "原因", "地点", "编号"}
)
COUNTING = re.compile("(?:总人数|总数|人数|数量|个数|栋数|数)$")


@dataclass(frozen=True, slots=True)
class Total:
    """A count of a register's rows: what it is called, the words that ask for it, and which rows count."""

    key: str
    title: str
    words: frozenset[str]  # without 数, 人数, 总数 …
    register: str
    where: Mapping[str, Any] = field(default_factory=dict)


PUPILS = frozenset({"学生", "在校生", "在校学生", "在读学生", "在籍学生", "幼儿", "在园幼儿"})
IN_SCHOOL = {"status": "10"}
ON_DUTY = {"status__startswith": "1"}
TOTALS = (
    Total("pupils", "在读学生数", PUPILS, "pupils", IN_SCHOOL),
    Total("boys", "男生数", frozenset({"男生", "男学生"}), "pupils", {**IN_SCHOOL, "sex": "1"}),
    Total("girls", "女生数", frozenset({"女生", "女学生"}), "pupils", {**IN_SCHOOL, "sex": "2"}),
    Total("boarders", "住校生数", frozenset({"寄宿生", "住校生", "住宿生", "寄宿学生"}), "pupils", {**IN_SCHOOL, "attendance": "2"}),
    Total("migrants", "随迁子女数", frozenset({"随迁子女", "进城务工人员随迁子女"}), "pupils", {**IN_SCHOOL, "migrant": True}),
    Total("left-behind", "留守儿童数", frozenset({"留守儿童", "留守学生"}), "pupils", {**IN_SCHOOL, "left_behind__in": ["1", "2", "3"]}),
    Total("staff", "教职工数", frozenset({"教职工", "教职员工"}), "staff", ON_DUTY),
    Total("teachers", "专任教师数", frozenset({"教师", "专任教师", "任课教师"}), "staff", {**ON_DUTY, "staff_kind": "1"}),
    Total("classes", "班级数", frozenset({"班级", "班", "教学班"}), "classes", {"closed_on": None}),
    Total("buildings", "在用校舍栋数", frozenset({"校舍", "在用校舍"}), "buildings", {"in_use": True}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What answers a column: `key` as it is stored; `title` for people; whether it can be offered, and why not."""

    key: str
    register: Register
    title: str
    column: Column | None = None
    total: Total | None = None
    offered: bool = True
    why_not: str = ""


def total_of(key: str) -> Total | None:
    """A total by its stored key."""
    return next((total for total in TOTALS if f"{TOTAL}{total.key}" == key), None)


@cache
def _index() -> Mapping[str, list[tuple[Register, Column]]]:
    """All headings of all registers: normal heading → register and column."""
    found: dict[str, list[tuple[Register, Column]]] = defaultdict(list)
    for register in registers().values():
        for column in register.columns:
            if column.retired is None and not isinstance(column, File):
                for heading in dict.fromkeys(map(normal_heading, column.headings)):
                    if heading not in VAGUE:
                        found[heading].append((register, column))
    return found


def is_single(register: Register) -> bool:
    """Whether a unit has one row in it."""
    return register.identity == (register.owner,)


def register_for_rows(titles: Sequence[str]) -> Register | None:
    """The register whose rows a form with these headings asks for: it has at least two of them and at least half."""
    votes: Counter[str] = Counter()
    for title in titles:
        votes.update(
            {
                register.key
                for register, column in _index().get(normal_heading(title), ())
                if column.key != register.owner
            }
        )
    for key, count in votes.most_common(1):
        if count >= 2 and 2 * count >= len(titles) and not is_single(registers()[key]):
            return registers()[key]
    return None


def held_for(titles: Sequence[str], *, many: bool) -> list[Held | None]:
    """What answers each heading of a form, None for what only the unit knows."""
    whole = register_for_rows(titles) if many else None
    return [_held(title, many=many, whole=whole) for title in titles]


def _held(title: str, *, many: bool, whole: Register | None) -> Held | None:
    normal = normal_heading(title)
    if not many and (total := _total(normal)):
        return Held(f"{TOTAL}{total.key}", registers()[total.register], total.title, total=total)
    found = sorted(_index().get(normal, ()), key=lambda pair: _rank(pair[0], whole))
    for register, column in found:
        why = _why_not(register, column, many=many, whole=whole)
        says = f"{register.title}·{column.title}"
        return Held(f"{register.key}.{column.key}", register, says, column, offered=not why, why_not=why)
    return None


def _rank(register: Register, whole: Register | None) -> tuple[bool, bool, int]:
    return register is not whole, not is_single(register), register.order


def _total(normal: str) -> Total | None:
    bare = COUNTING.sub("", normal)
    if registers().keys() >= {total.register for total in TOTALS} and bare != normal:
        return next((total for total in TOTALS if bare in total.words), None)
    return None


def _why_not(register: Register, column: Column, *, many: bool, whole: Register | None) -> str:
    if column.sensitive:
        return "是敏感信息，不自动填入"
    if many and register is not whole:
        return "这张表的行与该台账的行对不上，不能整行填入"
    if not many and not is_single(register):
        return "一个单位有多行，填不进一格"
    return ""


def held_named(key: str) -> Held | None:
    """What a stored key means, None where it is no longer declared."""
    if total := total_of(key):
        return Held(key, registers()[total.register], total.title, total=total)
    register_key, _dot, column_key = key.partition(".")
    register = registers().get(register_key)
    column = register.by_key.get(column_key) if register else None
    if register is None or column is None:
        return None
    return Held(key, register, f"{register.title}·{column.title}", column)
