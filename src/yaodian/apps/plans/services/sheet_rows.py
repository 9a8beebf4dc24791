"""What an edited sheet says, free of the file it came in: its rows, each cell with its place, and what was exported there."""

from dataclasses import dataclass, field
from datetime import date

Typed = str | float | date


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row: its number in the sheet, its 识别码 ("" where lost), its cells by column key, and the cells as exported if known."""

    at: int
    code: str
    cells: dict[str, Typed]
    exported: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A sheet that came back: whose it is (None where lost), which columns it has and under which letters, its rows."""

    plan_id: int | None
    plan_title: str
    as_of: str
    letters: dict[str, str]
    rows: tuple[SentRow, ...]
    strangers: tuple[str, ...] = field(default=())  # headings of columns that are not ours

    def place(self, row: SentRow, key: str) -> str:
        """Where a cell is: 第18行 F列."""
        letter = self.letters.get(key)
        return f"第{row.at}行 {letter}列" if letter else f"第{row.at}行"


def shown(value: Typed) -> str:
    """A cell as a person reads it, with line ends and outer spaces made alike.

    >>> shown(2.0), shown(date(2026, 6, 30)), shown("一 \\r\\n二\\n")
    ('2', '2026-06-30', '一\\n二')
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
