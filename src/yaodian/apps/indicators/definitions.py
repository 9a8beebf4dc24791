"""What an own indicator may be: a form (rows of a register under conditions, counted, added up or compared).

Whoever fills the form chooses registers, columns and operators from lists; what is typed are values. There is no other way
in, so that an own indicator can do no more than one of the packs. A column is named `sex`, one of a row that is referred to
`pupil.sex`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from yaodian.algebra.types import Kind
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.registers import columns as c
from yaodian.registers.register import Register

KINDS = {
    "count": "计数",
    "total": "合计",
    "mean": "平均",
    "share": "占比（%）",
    "ratio": "两数之比",
    "per-head": "平均每人（生、班、间）",
    "dispersion": "差异系数",
}
WITH_OTHER = ("ratio", "per-head", "dispersion")
SCALES = {"ratio": (100, 1, 1000), "per-head": (1, 100, 1000, 10000)}
DAYS = {"@on": "统计日", "@start": "统计期首日", "@end": "统计期末日"}  # what days are compared with, besides days
OPERATORS = {
    "is": "是",
    "is-not": "不是",
    "in": "是其中之一",
    "less": "小于（早于）",
    "at-most": "不大于（不晚于）",
    "more": "大于（晚于）",
    "at-least": "不小于（不早于）",
    "known": "已填",
    "unknown": "未填",
}
ORDER = {"less": "<", "at-most": "<=", "more": ">", "at-least": ">="}
WITHOUT_VALUE = ("known", "unknown")


@dataclass(frozen=True, slots=True)
class Condition:
    """One line: a column, an operator, and what it is compared with."""

    column: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Several lines, all of which hold, or any of them. Among them may be groups, blocks of lines of their own; none in groups."""

    each: tuple["Condition | Conditions", ...] = ()
    any: bool = False

    @property
    def lines(self) -> list[Condition]:
        """All lines, those of groups too."""
        return [line for one in self.each for line in (one.lines if isinstance(one, Conditions) else [one])]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a register under conditions, counted, or a column of theirs added up."""

    register: str
    column: str = ""  # added up; "" counts the rows
    where: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True, slots=True)
class Definition:
    """The form. `among`: which of them a share is of; `other`: the whole of a ratio, the heads; `level`: of a dispersion."""

    title: str
    kind: str
    part: Part
    among: Conditions = field(default_factory=Conditions)
    other: Part | None = None
    scale: int = 0  # 0: the first of SCALES
    level: str = "school"
    digits: int = 2
    direction: str = "neither"
    cycle: str = "school-year"
    taken: str = "first"
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form as it is kept."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))  # tuples as lists, as they come back
        return kept

    @property
    def parts(self) -> list[Part]:
        """One or two."""
        return [self.part] if self.other is None or self.kind not in WITH_OTHER else [self.part, self.other]

    @property
    def named(self) -> list[tuple[Register, c.Column]]:
        """All columns that it names, with their registers; for who may see them."""
        found = [(part.register, path) for part in self.parts for path in _paths(part)]
        found += [(self.part.register, line.column) for line in self.among.lines]
        return [pair for register, path in found for pair in columns_of(register, path)]


def definition_from(written: Mapping[str, Any]) -> Definition:
    """The form that `as_json` wrote; BadInput for one that is none."""
    try:
        other = written.get("other")
        return Definition(
            **{
                **written,
                "part": _part(written["part"]),
                "among": _conditions(written.get("among", {})),
                "other": None if other is None else _part(other),
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput("指标的写法不全或有多余的内容，请在页面上重新填写。") from error


def columns_of(register: str, path: str) -> list[tuple[Register, c.Column]]:
    """The columns that a path goes along; none where there is no such path."""
    found: list[tuple[Register, c.Column]] = []
    held = registers().get(register)
    for number, key in enumerate(path.split(".")):
        column = held.by_key.get(key) if held else None
        if held is None or column is None or number > 1:
            return []
        found.append((held, column))
        held = registers().get(column.register) if isinstance(column, c.Ref) else None
    return found


def offered(register: Register) -> Iterator[tuple[str, str]]:
    """The paths that a form offers for a register, each with its title: 性别, 学生·性别."""
    for column in register.columns:
        if column.retired is None:
            yield column.key, column.title
            if isinstance(column, c.Ref):
                beyond = registers()[column.register].columns
                yield from (
                    (f"{column.key}.{far.key}", f"{column.title}·{far.title}") for far in beyond if not far.retired
                )


def operators_for(column: c.Column) -> list[str]:
    """The operators that fit a column; of what names a person or a text of his only whether it is filled in."""
    kind = column.type.kind
    if kind is Kind.CODE:
        return ["is", "is-not", "in", *WITHOUT_VALUE]
    if kind is Kind.YESNO:
        return ["is", *WITHOUT_VALUE]
    if column.type.numeric or kind is Kind.DATE:
        return ["is", "is-not", *ORDER, *WITHOUT_VALUE]
    return list(WITHOUT_VALUE)


def _paths(part: Part) -> Iterable[str]:
    return [*([part.column] if part.column else []), *(line.column for line in part.where.lines)]


def _part(written: Mapping[str, Any]) -> Part:
    return Part(**{**written, "where": _conditions(written.get("where", {}))})


def _conditions(written: Mapping[str, Any]) -> Conditions:
    each = tuple(_group(one) if "each" in one else _line(one) for one in written.get("each", ()))
    return Conditions(each, bool(written.get("any", False)))


def _group(written: Mapping[str, Any]) -> Conditions:
    return Conditions(tuple(_line(one) for one in written["each"]), bool(written.get("any", False)))


def _line(written: Mapping[str, Any]) -> Condition:
    return Condition(written["column"], written["operator"], tuple(map(str, written.get("values", ()))))
