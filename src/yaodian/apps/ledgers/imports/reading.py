"""Reading an import: tables, headings, values, staging, comparing, checking; nothing but staging rows is written."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from yaodian.apps.jobs.services import Progress
from yaodian.apps.ledgers.access import units_in_reach
from yaodian.apps.ledgers.imports import matching
from yaodian.apps.ledgers.imports.checks import failed_checks, with_values
from yaodian.apps.ledgers.imports.findings import NOTE, Problem, in_order, keep
from yaodian.apps.ledgers.imports.headings import automatic, missing_columns, missing_says, remembered
from yaodian.apps.ledgers.imports.inspecting import inspect
from yaodian.apps.ledgers.imports.keeping import referred
from yaodian.apps.ledgers.imports.matching import Rules
from yaodian.apps.ledgers.imports.profiles import by_hand, only_for_new, profile_named, sourced
from yaodian.apps.ledgers.imports.report import write_report
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.imports.tables import Read, examples, read_tables
from yaodian.apps.ledgers.imports.undoing import keep as mark_kept
from yaodian.apps.ledgers.imports.values import Context, Values, read_values
from yaodian.apps.ledgers.models import Import
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import DocumentError
from yaodian.registers.register import Register
from yaodian.registers.sheets.table import Table

PARTS = 100  # of the whole work, for the bar: read 25, values 30, staged 20, compared 15, checked 10


def read(run: Import, staging: Staging, by: Acting, progress: Progress) -> None:
    """Do all of it; the import ends as `checked`, or as `mapping` where headings are not known."""
    register = staging.register
    progress.step(0, PARTS)
    staging.clear()
    profile = profile_named(register, run.profile)
    found = read_tables(run, register, profile)
    progress.step(25, PARTS)
    run.headings = examples(found.tables[0])
    mapping = _mapping(run, register, found)
    if mapping is None:
        run.state = Import.State.MAPPING
        run.save(update_fields=["headings", "mapping", "state"])
        return
    columns = frozenset(filter(None, mapping.values()))
    if missing := missing_columns(register, columns, known_only=run.known_only or profile is not None):
        raise DocumentError(missing_says(register, missing))
    problems = [Problem(NOTE, "", 0, "", "", remark) for remark in found.remarks]
    problems += _stage(run, staging, found, mapping=mapping, context=Context(register, by), progress=progress)
    rules = Rules(
        mapped=columns - only_for_new(profile),
        clears=run.blanks == Import.Blanks.CLEAR,
        sourced=sourced(profile),
        reach=units_in_reach(by),
    )
    run.rules = run.rules or {"columns": by_hand(profile)}
    problems += _compare(run, staging, rules, problems, progress)
    problems += with_values(failed_checks(register, run.pk), found.tables, mapping)
    progress.step(98, PARTS)
    _finish(run, staging, found, problems, by)


def _mapping(run: Import, register: Register, found: Read) -> dict[str, str] | None:
    """Which column each heading is; None where somebody must say it. What is known is put into the import."""
    headings = found.headings
    said = {heading: key for heading, key in run.mapping.items() if heading in headings}
    mapping = automatic(register, headings) | remembered(register, headings, run.unit) | said
    run.mapping = mapping
    return mapping if len(mapping) == len(headings) else None


def _stage(
    run: Import, staging: Staging, found: Read, *, mapping: Mapping[str, str], context: Context, progress: Progress
) -> list[Problem]:
    """Convert each table's cells and write its rows to the staging table; the wrong cells."""
    wrong: list[Problem] = []
    columns, staged = len(staging.register.columns) * len(found.tables), 0
    for at, table in enumerate(found.tables):
        before = at * len(staging.register.columns)
        values = read_values(
            table,
            mapping,
            context,
            lambda done, before=before: progress.step(25 + 30 * (before + done) // columns, PARTS),
        )
        wrong += values.wrong
        names = [*values.columns, *(["period"] if run.period else []), "run", "sheet", "line", "act", "changes"]
        rows = _rows(run, table, values)
        while piece := list(islice(rows, staging.rows_at_once)):
            staging.add(names, piece)
            staged += len(piece)
            progress.step(55 + 20 * staged // max(found.rows, 1), PARTS)
    return wrong


def _rows(run: Import, table: Table, values: Values) -> Iterable[tuple[Any, ...]]:
    """The table's rows as they are staged; those with a wrong cell are marked."""
    acts = ["wrong" if at in values.bad else "" for at in range(len(table))] if values.bad else [""] * len(table)
    same: list[Any] = [[run.period] * len(table)] if run.period else []
    size = len(table)
    fixed = [[run.pk] * size, [table.sheet[:100]] * size, table.numbers, acts, [""] * size]
    return zip(*values.columns.values(), *same, *fixed, strict=True)


def _compare(
    run: Import, staging: Staging, rules: Rules, wrong: Iterable[Problem], progress: Progress
) -> list[Problem]:
    """Compare with the stored rows, and look at the rows as a whole."""
    register = staging.register
    found = [
        Problem(
            "warning", "", first, key, "",
            f"“{register.title_of(key)}”以另一个系统的数据为准，表中{many}行与现有的不同，没有采用",
            "要更正，请先在那个系统里改，再用它的导出表导入",
        )
        for key, many, first in matching.not_taken(staging, rules)
    ]  # fmt: skip
    steps = max(3 * len(staging.pieces()), 1)
    for done, _piece in enumerate(matching.match(staging, rules)):
        progress.step(75 + min(15, 15 * done // steps), PARTS)
    if run.whole:
        matching.add_gone(staging, rules)
        mark_kept(staging, referred(staging, "gone"))
    cells = {(each.sheet, each.number, each.column) for each in wrong if each.number}
    return found + list(inspect(staging, run, cells))


def _finish(run: Import, staging: Staging, found: Read, problems: list[Problem], by: Acting) -> None:
    """Keep the counts, the list and the report; the import can be confirmed if nothing is wrong."""
    sheets = {table.sheet: at for at, table in enumerate(found.tables)}
    problems = in_order(problems, sheets)
    keep(run, problems)
    run.report = write_report(run, staging.register, found.originals, problems, by)
    counts: dict[str, Any] = {**matching.count(staging), "rows": found.rows, "sheets": len(found.tables)}
    counts["errors"] = sum(each.severity == "error" for each in problems)
    counts["warnings"] = sum(each.severity == "warning" for each in problems)
    counts["columns"] = matching.changes_by_column(staging, staging.register.by_key)
    run.counts, run.message, run.state = counts, "", Import.State.CHECKED
    still = Import.objects.filter(pk=run.pk, state=Import.State.READING)
    still.update(
        counts=counts,
        message="",
        state=run.state,
        report=run.report,
        headings=run.headings,
        mapping=run.mapping,
        rules=run.rules,
    )
