"""The rows to mend as a workbook: each with what is wrong in its first column, ready to be mended and uploaded again."""

import io
from collections.abc import Iterable, Iterator, Mapping

from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.services import store_file
from yaodian.apps.ledgers.imports.cell_text import cell_text
from yaodian.apps.ledgers.imports.findings import NOTE, Problem
from yaodian.apps.ledgers.imports.headings import PLACE, REMARK
from yaodian.apps.ledgers.models import Import
from yaodian.apps.orgs.acting import Acting
from yaodian.registers.register import Register
from yaodian.registers.sheets.table import Table
from yaodian.registers.sheets.writing import SheetColumn, write_rows

SEVERITIES = {"error": "错误", "warning": "提醒"}
MOST_WARNED = 5000  # rows with reminders only; more of them are no list that anybody goes through
MOST_CHARACTERS = 30_000  # a cell holds 32,767


def write_report(
    run: Import, register: Register, tables: Iterable[Table], problems: Iterable[Problem], by: Acting
) -> StoredFile | None:
    """Keep the workbook beside the import's file; None where nothing is to be mended."""
    listed = [problem for problem in problems if problem.severity != NOTE and problem.number]
    warned = {(problem.sheet, problem.number) for problem in listed if problem.severity == "warning"}
    by_row: dict[tuple[str, int], list[Problem]] = {}
    for problem in listed:
        if problem.severity == "error" or len(warned) <= MOST_WARNED:
            by_row.setdefault((problem.sheet, problem.number), []).append(problem)
    if not by_row:
        return None
    tables = list(tables)
    columns = [
        SheetColumn(f"{REMARK}（再导入时不读这一列）", width=40),
        SheetColumn(PLACE, width=14),
        *(SheetColumn(heading.text) for heading in tables[0].headings),
    ]
    target = io.BytesIO()
    write_rows(columns, _rows(register, tables, by_row), title=f"{register.title}：需要修改的行", to=target)
    content = target.getvalue()
    return store_file(name=f"需要修改的行-{register.title}-{run.pk}.xlsx", chunks=[content], unit=run.unit, by=by)


def _rows(
    register: Register, tables: list[Table], by_row: Mapping[tuple[str, int], list[Problem]]
) -> Iterator[list[str]]:
    several = len(tables) > 1
    texts = [heading.text for heading in tables[0].headings]
    for table in tables:
        at = {heading.text: i for i, heading in enumerate(table.headings)}
        order = [at.get(text) for text in texts]
        for place, number in enumerate(table.numbers):
            found = by_row.get((table.sheet, number)) or (by_row.get(("", number)) if not several else None)
            if found:
                cells = ["" if i is None else cell_text(table.columns[i][place]) for i in order]
                yield [_says(register, found), f"{table.sheet} 第{number}行", *cells]


def _says(register: Register, problems: Iterable[Problem]) -> str:
    lines = []
    for each in problems:
        column = f"“{register.title_of(each.column)}”" if each.column in register.by_key else ""
        fix = f"。{each.fix}" if each.fix else ""
        lines.append(f"{SEVERITIES[each.severity]}：{column}{each.says}{fix}")
    return "\n".join(lines)[:MOST_CHARACTERS]
