"""The registers of the demo county: invented schools, staff and children for its own units, taken over in August."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.bulk import INITIAL, add_rows
from yaodian.apps.ledgers.checking.sweep import sweep_dirty
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.selectors import all_units
from yaodian.cli.synthetic import County, Unit, make_county
from yaodian.packs import registers
from yaodian.registers.columns import Organisation, Ref
from yaodian.registers.register import Register

SEED, PUPILS = 7, 3000
TAKEN_OVER = date(2026, 8, 28)
SOURCE = "示范数据"
Row = dict[str, Any]


def fill_registers() -> None:
    """Make the county for the units that are there, store its rows, and go through the checks."""
    with at(TAKEN_OVER):
        load(make_county(SEED, PUPILS, units=units_here()))
    sweep_dirty()


def units_here() -> list[Unit]:
    """The organisation's tree as the synthetic county takes it."""
    return [
        Unit(
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            parent=unit.parent.code if unit.parent else "",
            stages=tuple(stage for stage in unit.stages.split(",") if stage),
            short_name=unit.short_name,
            sort=unit.sort,
        )
        for unit in all_units()
        if unit.kind != "office"
    ]


def load(county: County) -> dict[str, int]:
    """Store the county's rows, referred ones first, with the numbers they get here in place of its own; how many of each."""
    units = {unit.code: unit.pk for unit in all_units()}
    numbers: dict[str, dict[int, int]] = {}
    for register in in_order():
        rows = county.rows.get(register.key, [])
        numbers[register.key] = {}
        for period, some in by_period(rows).items():
            stored = [_here(register, row, units, numbers) for row in some]
            ids = add_rows(register=register, rows=stored, by=System(), kind=INITIAL, source=SOURCE, period=period)
            numbers[register.key] |= dict(zip((row["id"] for row in some), ids, strict=True))
    return {key: len(found) for key, found in numbers.items()}


def in_order() -> list[Register]:
    """All registers, each after those that it refers to."""
    done: dict[str, Register] = {}

    def add(register: Register) -> None:
        for key in sorted(register.references - {register.key}):
            add(register_named(key))
        done.setdefault(register.key, register)

    for register in registers().values():
        add(register)
    return list(done.values())


def by_period(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Rows by the period they belong to, "" for those of living registers."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get("period", "")].append(row)
    return found


def _here(
    register: Register, row: Row, units: Mapping[str, int], numbers: Mapping[str, Mapping[int, int]]
) -> dict[str, Any]:
    """A row with this database's numbers for units and other rows."""
    values = {key: value for key, value in row.items() if key in register.by_key}
    for column in register.columns:
        value = values.get(column.key)
        if value is None:
            continue
        if isinstance(column, Organisation):
            values[column.key] = units[value]
        elif isinstance(column, Ref):
            values[column.key] = numbers[column.register][value]
    return values
