"""Rows of cells as they were read, and the wrong ones among them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from yaodian.apps.orgs.roster.columns import APART, Sheet


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number in the sheet and its cells by column key, as trimmed text."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class WrongCell:
    """One wrong cell: where, what is filled, what is wrong, what to write."""

    sheet: str
    row: int
    column: str
    value: str
    says: str
    fix: str

    def as_json(self) -> dict[str, Any]:
        """For the job's result."""
        return asdict(self)


class Reader:
    """Reads the cells of one row, collecting what is wrong instead of stopping at the first."""

    def __init__(self, sheet: Sheet, row: Row, wrong: list[WrongCell]) -> None:
        self.sheet, self.row, self._wrong = sheet, row, wrong
        self.clean = True

    def fail(self, key: str, says: str, fix: str) -> None:
        """Note a wrong cell."""
        self.clean = False
        label = self.sheet.by_key[key].label
        self._wrong.append(WrongCell(self.sheet.label, self.row.number, label, self.row[key][:60], says, fix))

    def text(self, key: str, most: int) -> str:
        """A text of limited length; one that is needed must not be empty."""
        value = self.row[key]
        column = self.sheet.by_key[key]
        if column.needed and not value:
            self.fail(key, "没有填。", f"写{column.label}，如“{column.example}”。")
        elif len(value) > most:
            self.fail(key, f"有{len(value)}字，太长。", f"最多{most}字。")
        return value

    def whole(self, key: str) -> int:
        """A whole number from 0, 0 for none."""
        value = self.row[key]
        if value and not (value.isascii() and value.isdecimal() and len(value) <= 6):
            self.fail(key, "不是整数。", "写0、1、2这样的整数，或留空。")
            return 0
        return int(value or 0)

    def day(self, key: str) -> date | None:
        """A date, None for an empty cell."""
        value = self.row[key]
        if not value:
            return None
        plain = value.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
        try:
            year, month, day = (int(part) for part in plain.split("-"))
            return date(year if year >= 1900 else 0, month, day)
        except ValueError:
            self.fail(key, "不是日历上有的日期。", "写成2026-03-01这样，或留空。")
            return None

    def several(self, key: str) -> list[str]:
        """Several words in one cell, apart by 、 or a comma."""
        plain = self.row[key].replace("，", APART).replace(",", APART).replace("；", APART).replace(";", APART)
        return [word for part in plain.split(APART) if (word := part.strip())]
