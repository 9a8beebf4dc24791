"""Runs every data check of the packs over a county with the engine that nightly sweeps use."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from yaodian.algebra.world import steps_of
from yaodian.cli.synthetic.county import County
from yaodian.cli.synthetic.model import TODAY
from yaodian.engines.arrow import schema
from yaodian.engines.duck import failing, values
from yaodian.packs import registers
from yaodian.registers.columns import Organisation
from yaodian.registers.register import Register
from yaodian.rules import Parameters

PARAMETERS = steps_of(Parameters())


def tables_of(county: County, today: date = TODAY) -> dict[str, pa.Table]:
    """The county's registers as Arrow tables, units as numbers, derived columns computed."""
    numbers = {unit.code: number for number, unit in enumerate(county.units, 1)}
    tables: dict[str, pa.Table] = {}
    for key, register in registers().items():
        owners = [column.key for column in register.columns if isinstance(column, Organisation)]
        arrays = {}
        for field in schema(register.types):
            cells = [row.get(field.name) for row in county.rows[key]]
            if field.name in owners:
                cells = [None if cell is None else numbers[cell] for cell in cells]
            arrays[field.name] = pa.array(cells, field.type)
        tables[key] = pa.table(arrays, schema=schema(register.types))
    for key, register in registers().items():
        if register.derivations:
            tables[key] = _derived(register, tables, today)
    return tables


def _derived(register: Register, tables: Mapping[str, pa.Table], today: date) -> pa.Table:
    table = tables[register.key].sort_by("id")
    found = values(register.derivations, register=register.key, tables=tables, today=today, parameters=PARAMETERS)
    for name in register.derivations:
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(name), found[name].cast(table.schema.field(name).type))
    return table


def found_in(county: County, today: date = TODAY) -> dict[tuple[str, str], list[int]]:
    """The ids of the rows that break each check, by register and code; checks that nothing breaks are left out."""
    tables = tables_of(county, today)
    found: dict[tuple[str, str], list[int]] = {}
    for key, register in registers().items():
        nodes = {code: check.bad for code, check in register.checks.items()}
        broken = failing(nodes, register=key, tables=tables, today=today, parameters=PARAMETERS)
        found |= {(key, code): ids.to_pylist() for code, ids in broken.items() if len(ids)}
    return found
