"""Tables of figures as .xlsx and .csv, hidden figures as hidden; what is written is logged."""

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from yaodian.algebra.figures import shown
from yaodian.apps.audit.services import record
from yaodian.apps.indicators.figure_text import Figure, Part
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput
from yaodian.registers.sheets.writing import SheetColumn, Value, write_csv, write_rows

Number = Figure | Part
Entry = Number | str | None
FORMS = ("xlsx", "csv")


@dataclass(frozen=True)
class Sheet:
    """A table: heads, and lines of texts and figures."""

    title: str
    heads: Sequence[str]
    lines: Sequence[Sequence[Entry]]


def exported(sheet: Sheet, form: str, by: Acting) -> bytes:
    """The file. A column of known figures has numbers, one with hidden figures texts. BadInput for another kind of file."""
    if form not in FORMS:
        raise BadInput({"format": "请选择 .xlsx 或 .csv。"})
    made = [_column(head, [line[at] for line in sheet.lines]) for at, head in enumerate(sheet.heads)]
    columns = [column for column, _written in made]
    rows = [[written(entry) for entry, (_column, written) in zip(line, made, strict=True)] for line in sheet.lines]
    record("indicator.exported", "indicators.table", f"导出指标表《{sheet.title}》{len(rows)}行（.{form}）", by=by)
    if form == "xlsx":
        held = io.BytesIO()
        write_rows(columns, rows, title=sheet.title, to=held)
        return held.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(columns, rows, to=path)
        return path.read_bytes()


def _column(head: str, entries: Sequence[Entry]) -> tuple[SheetColumn, Callable[[Entry], Value]]:
    numbers = [entry for entry in entries if isinstance(entry, Number)]
    if not numbers or any(each.hidden for each in numbers) or any(isinstance(entry, str) for entry in entries):
        return SheetColumn(head), lambda entry: entry.text if isinstance(entry, Number) else entry
    digits = max(map(_digits, numbers))

    def scaled(entry: Entry) -> Value:
        rounded = shown(entry.value, _digits(entry)) if isinstance(entry, Number) else None
        return None if rounded is None else int(rounded * 10**digits)

    return SheetColumn(head, "decimal", digits=digits), scaled


def _digits(number: Number) -> int:
    return number.indicator.digits if isinstance(number, Figure) else number.digits
