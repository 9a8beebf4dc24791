"""The data checks over what would be there after the import."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from yaodian.apps.ledgers.checking.batch import breaches_of_run
from yaodian.apps.ledgers.imports.cell_text import cell_text
from yaodian.apps.ledgers.imports.findings import Problem, of_breach
from yaodian.apps.ledgers.imports.tables import column_of
from yaodian.registers.register import Register
from yaodian.registers.sheets.table import Table


def failed_checks(register: Register, run_id: int) -> list[Problem]:
    """The checks that fail on the new and changed rows of a run."""
    return [of_breach(breach, sheet) for sheet, breach in breaches_of_run(register, run_id)]


def with_values(problems: Iterable[Problem], tables: Iterable[Table], mapping: Mapping[str, str]) -> list[Problem]:
    """The same problems with what the sheet has in the cell."""
    headings = {key: heading for heading, key in mapping.items() if key}
    places = {table.sheet[:100]: ({number: at for at, number in enumerate(table.numbers)}, table) for table in tables}
    found = []
    for problem in problems:
        numbers, table = places.get(problem.sheet, ({}, None))
        at = numbers.get(problem.number)
        if at is not None and table is not None and problem.column in headings:
            _heading, cells = column_of(table, headings[problem.column])
            found.append(replace(problem, value=cell_text(cells[at])))
        else:
            found.append(problem)
    return found
