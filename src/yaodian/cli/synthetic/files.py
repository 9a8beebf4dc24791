"""The county as files: a sheet for each register as its template has it, the units, next month's export, the answers."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yaodian.cli.synthetic.county import County
from yaodian.cli.synthetic.next_month import EXPORT, next_month
from yaodian.cli.synthetic.tree import Unit
from yaodian.packs import registers
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.registers.sheets.writing import Kind, SheetColumn, Value, write_csv, write_rows

Row = dict[str, Any]
Show = Callable[[Any], Value]
KINDS = {"bureau": "教育局", "township": "中心校", "school": "学校", "kindergarten": "幼儿园"}
STAGE_WORDS = {
    "kindergarten": "学前",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "职业",
    "special": "特教",
}


def write_county(
    county: County, folder: Path, *, csv: bool = False, say: Callable[[str], None] = lambda _words: None
) -> None:
    """Write everything into a folder, which is made; `csv` for .csv instead of .xlsx (ten times as fast)."""
    folder.mkdir(parents=True, exist_ok=True)
    ending = "csv" if csv else "xlsx"
    write = write_csv if csv else _xlsx
    write(_unit_columns(), _unit_rows(county.units), to=folder / f"units.{ending}")
    sheets = Sheets(county)
    for key, register in registers().items():
        rows = county.rows.get(key)
        if rows is None:
            continue
        for period, part in _by_period(rows):
            name = f"{key}-{period}" if period else key
            written = write(sheets.columns(register), sheets.cells(register, part), to=folder / f"{name}.{ending}")
            say(f"{register.title}：{written}行")
    export = next_month(county)
    columns = [registers()["pupils"].by_key[key] for _heading, key in EXPORT]
    headed = [_sheet_column(column, heading) for column, (heading, _key) in zip(columns, EXPORT, strict=True)]
    shown = [sheets.show(column) for column in columns]
    write(headed, (_cells(row, columns, shown) for row in export.rows), to=folder / f"export-2026-10.{ending}")
    answers = {
        "seed": county.seed,
        "figures": county.truth,
        "planted": county.planted,
        "facts": county.facts,
        "reconciliation": export.expected,
    }
    text = json.dumps(answers, ensure_ascii=False, indent=1, default=str)
    (folder / "answers.json").write_text(text + "\n", encoding="utf-8")


def _xlsx(columns: Sequence[SheetColumn], rows: Iterator[Sequence[Value]], *, to: Path) -> int:
    return write_rows(columns, rows, title=to.stem, to=to)


def _by_period(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """A living register's rows whole, a periodic one's by period."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get("period", ""), []).append(row)
    return sorted(found.items()) or [("", [])]


class Sheets:
    """Shows values as a sheet has them: codes by name, units by name, rows of other registers by what names them there."""

    def __init__(self, county: County) -> None:
        self._rows = {key: {row["id"]: row for row in rows} for key, rows in county.rows.items()}
        self._units = {unit.code: unit.name for unit in county.units}
        self._labels = cache(self._labels_of)

    @staticmethod
    def columns(register: Register) -> list[SheetColumn]:
        """The columns of a register's template."""
        return [_sheet_column(column, column.title) for column in _typed(register)]

    def cells(self, register: Register, rows: Sequence[Row]) -> Iterator[list[Value]]:
        """The rows as written."""
        columns = _typed(register)
        shown = [self.show(column) for column in columns]
        return (_cells(row, columns, shown) for row in rows)

    def show(self, column: c.Column) -> Show:
        """How a known value of a column is written."""
        match column:
            case c.Choice():
                codes = column.code_list
                names = {code.code: code.name for code in codes.codes}
                return lambda value: names.get(value, value)
            case c.Organisation():
                return lambda value: self._units.get(value, value)
            case c.Ref(register=key):
                labels = self._labels(key)
                return lambda value: labels.get(value, f"#{value}")
            case c.SchoolYear():
                return lambda value: f"{value}-{value + 1}"
            case _:
                return lambda value: value

    def _labels_of(self, key: str) -> Mapping[int, str]:
        """What names a register's rows: the single other identity column for people's numbers, else the label.

        A label that two rows of one unit share gives way to the identity, as imports ask for.
        """
        register = registers()[key]
        own = [name for name in register.identity if name != register.owner]
        rows = self._rows[key]
        if key == "pupils":
            return {number: row["pupil_number"] for number, row in rows.items()}
        shown = [(name, self.show(register.by_key[name])) for name in register.label]
        label = {
            number: " ".join(_word(show(row[name])) for name, show in shown if name in row)
            for number, row in rows.items()
        }
        if key == "dropouts":  # named by the pupil's name, not the number
            pupils = self._rows["pupils"]
            label = {number: f"{pupils[row['pupil']]['full_name']} {row['left_on']}" for number, row in rows.items()}
        twice = Counter((row[register.owner], label[number]) for number, row in rows.items())
        if len(own) == 1:
            for number, row in rows.items():
                if twice[row[register.owner], label[number]] > 1:
                    label[number] = str(row[own[0]])
        return label


def _word(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _typed(register: Register) -> list[c.Column]:
    """The columns that people fill: not derived ones, no files, none that is retired."""
    return [
        column
        for column in register.columns
        if not column.derived and not isinstance(column, c.File) and column.retired is None
    ]


def _cells(row: Row, columns: Sequence[c.Column], shown: Sequence[Show]) -> list[Value]:
    return [
        None if row.get(column.key) is None else show(row[column.key])
        for column, show in zip(columns, shown, strict=True)
    ]


def _sheet_column(column: c.Column, heading: str) -> SheetColumn:
    kind: Kind = "text"
    digits = 2
    match column:
        case c.Integer():
            kind = "number"
        case c.Decimal():
            kind, digits = "decimal", column.digits
        case c.Money():
            kind = "money"
        case c.Date():
            kind = "date"
        case c.Choice():
            kind = "choice"
        case c.YesNo():
            kind = "yesno"
    return SheetColumn(heading, kind, required=column.required, digits=digits)


def _unit_columns() -> list[SheetColumn]:
    """The sheet 单位 of the roster (yaodian.apps.orgs.roster.columns)."""
    return [SheetColumn(title) for title in ("代码", "名称", "简称", "类别", "上级代码", "学段")] + [
        SheetColumn("排序", "number")
    ]


def _unit_rows(units: Sequence[Unit]) -> Iterator[list[Value]]:
    for unit in units:
        stages = "、".join(STAGE_WORDS[stage] for stage in unit.stages)
        yield [
            unit.code,
            unit.name,
            unit.short_name or unit.name,
            KINDS[unit.kind],
            unit.parent or None,
            stages or None,
            unit.sort,
        ]
