"""What a return's column may hold: the registers' kinds of column, read and checked by the same readers as their sheets.

A value is kept in JSON as registers store it: decimals times 100, money in 分, days as 2026-09-16.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as Exact
from functools import partial
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.imports.lookups import plain
from yaodian.apps.ledgers.models import ReturnColumn
from yaodian.registers import columns as c
from yaodian.registers.ids import IdKind, normal
from yaodian.registers.sheets import cells, numbers
from yaodian.registers.sheets.table import Cell
from yaodian.registers.sheets.unreadable import Unreadable
from yaodian.registers.sheets.writing import Kind, SheetColumn, scaled_text
from yaodian.registers.values import problem_in

KINDS = {
    "text": "文字",
    "integer": "整数",
    "decimal": "小数",
    "money": "金额（元）",
    "date": "日期",
    "yesno": "是或否",
    "choice": "从选项中选",
    "phone": "电话",
    "idnumber": "身份证号",
    "schoolyear": "学年",
}
SUMMED = frozenset({"integer", "decimal", "money"})
DIGITS = 2
MOST_TEXT = 500
Stored = str | int | bool | None
COLUMNS: dict[str, Callable[..., c.Column]] = {
    "text": partial(c.Text, length=MOST_TEXT),
    "money": partial(c.Money, least=None),
    "date": c.Date,
    "yesno": c.YesNo,
    "phone": partial(c.Phone, sensitive=True),
    "idnumber": partial(c.IdNumber, kind=IdKind.RESIDENT, sensitive=True),
    "schoolyear": c.SchoolYear,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A column as declared: what reads it, limits it and writes it. `options` of a choice, `unit` of a number."""

    title: str
    kind: str
    required: bool = False
    options: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""

    @property
    def column(self) -> c.Column:
        """The registers' column of this kind, for its limits."""
        if self.kind == "integer":
            return c.Integer("value", self.title, unit=self.unit)
        if self.kind == "decimal":
            return c.Decimal("value", self.title, unit=self.unit, digits=DIGITS, least=None)
        return COLUMNS.get(self.kind, COLUMNS["text"])("value", self.title)

    def read(self, cell: Cell) -> Stored:
        """The value of a cell or of typed text, None for an empty one; Unreadable says what to write instead."""
        value = self._read(cell)
        if value is None:
            return None
        if says := problem_in(self.column, value, today()):
            raise Unreadable(says.rstrip("。"))
        return value.isoformat() if isinstance(value, date) else value

    def _read(self, cell: Cell) -> Any:
        match self.kind:
            case "choice":
                return self._choice(cell)
            case "idnumber":
                text = cells.read_identifier(cell)
                return None if text is None else normal(IdKind.RESIDENT, text)
            case _:
                return READERS[self.kind](cell, **({"unit": self.unit} if self.kind in ("integer", "decimal") else {}))

    def _choice(self, cell: Cell) -> str | None:
        text = cells.read_text(cell)
        if text is None:
            return None
        found = next((option for option in self.options if plain(option) == plain(text)), None)
        if found is None:
            raise Unreadable(f"“{text}”不在选项里，请从“{'、'.join(self.options)}”中选")
        return found

    def text(self, value: Stored) -> str:
        """A value as people read it."""
        if value is None:
            return ""
        match self.kind:
            case "integer":
                return f"{value:,}"
            case "decimal" | "money":
                return f"{Exact(int(value)).scaleb(-DIGITS):,.{DIGITS}f}"
            case "yesno":
                return "是" if value else "否"
            case "schoolyear":
                return f"{value}—{int(value) + 1}学年"
            case _:
                return str(value)

    def typed(self, value: Stored) -> str:
        """A value as a field of the form holds it."""
        if value is None:
            return ""
        match self.kind:
            case "decimal" | "money":
                return scaled_text(int(value), DIGITS)
            case "yesno":
                return "是" if value else "否"
            case "schoolyear":
                return f"{value}-{int(value) + 1}"
            case _:
                return str(value)

    def written(self, value: Stored) -> Any:
        """A value as a sheet's writer takes it."""
        if value is None:
            return None
        if self.kind == "date":
            return date.fromisoformat(str(value))
        return self.typed(value) if self.kind == "schoolyear" else value

    @property
    def sheet(self) -> SheetColumn:
        """The column of a template or of the merged sheet."""
        helps = "；".join(filter(None, [self.help, f"单位：{self.unit}" if self.unit else ""]))
        return SheetColumn(self.title, SHEETS.get(self.kind, "text"), self.required, helps, self.options, DIGITS)


READERS: dict[str, Any] = {
    "text": cells.read_text,
    "integer": numbers.read_integer,
    "decimal": partial(numbers.read_decimal, digits=DIGITS),
    "money": numbers.read_money,
    "date": cells.read_date,
    "yesno": cells.read_yes_no,
    "phone": cells.read_phone,
    "schoolyear": cells.read_school_year,
}
SHEETS: dict[str, Kind] = {
    "integer": "number",
    "decimal": "decimal",
    "money": "money",
    "date": "date",
    "yesno": "yesno",
    "choice": "choice",
}


def kept(column: ReturnColumn) -> Kept:
    """A stored column as declared."""
    return Kept(column.title, column.kind, column.required, tuple(column.options), column.unit, column.help)


def kept_columns(columns: Sequence[ReturnColumn]) -> list[Kept]:
    """All columns of a return."""
    return [kept(column) for column in columns]
