"""Checking many rows with the engine: an import's rows together with those that are there, or a whole register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import QuerySet

from yaodian.algebra.needs import columns_needed
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.checking.relation import live_table, live_tables, read
from yaodian.apps.ledgers.numbers import numbers
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import staged_of
from yaodian.engines.duck import failing
from yaodian.kernel.breach import Breach
from yaodian.registers.register import Check, Register


def failing_rows(register: Register, checks: Mapping[str, Check] | None = None) -> dict[str, list[int]]:
    """For each check (of some) the numbers of the stored rows that fail it."""
    nodes = {code: check.bad for code, check in (register.checks if checks is None else checks).items()}
    if not nodes:
        return {}
    tables = live_tables(columns_needed(nodes.values(), register.key))
    found = failing(nodes, register=register.key, tables=tables, today=today(), parameters=numbers())
    return {code: ids.to_pylist() for code, ids in found.items()}


def breaches_of_run(register: Register, run_id: int) -> list[tuple[str, Breach]]:
    """What the checks say about the new and changed rows of an import, as if they were stored: (sheet, breach with the
    sheet's row). Rows of the register that are stored and not touched are looked at too, but not reported."""
    if not register.checks:
        return []
    nodes = {code: check.bad for code, check in register.checks.items()}
    needed = columns_needed(nodes.values(), register.key)
    tables = live_tables({key: columns for key, columns in needed.items() if key != register.key})
    tables[register.key] = _as_if_stored(register, run_id, needed[register.key])
    found = failing(nodes, register=register.key, tables=tables, today=today(), parameters=numbers())
    failed = {code: set(ids.to_pylist()) for code, ids in found.items() if len(ids)}
    return list(_told(register, run_id, failed))


def _as_if_stored(register: Register, run_id: int, columns: Iterable[str]) -> pa.Table:
    """The register's rows with those of the import in place of what they change; new ones have negative numbers."""
    staged = staged_of(register.key)._meta.db_table
    types = {name: register.types[name] for name in sorted(set(columns) - {"id"})}
    named = {name: stored_name(register.by_key[name]) for name in types}
    shown = "case when act = 'new' then -id else \"row\" end as shown"
    source = f"from (select {shown}, s.* from {staged} s where run = {int(run_id)} and act in ('new', 'changed')) t"  # noqa: S608  # numbers and names of ours
    ours = read(source, {"id": "shown", **named}, types)
    live = live_table(register.key, columns)
    touched = read(
        f"from \"{staged}\" where run = {int(run_id)} and act in ('changed', 'gone') and \"row\" is not null",
        {"id": "row"},
        {},
    )
    kept = live.filter(pc.invert(pc.is_in(live["id"], value_set=touched["id"].combine_chunks())))
    return pa.concat_tables([kept.select(ours.column_names), ours])


def _told(register: Register, run_id: int, failed: Mapping[str, set[int]]) -> Iterable[tuple[str, Breach]]:
    """A breach for each failed check of each row of the import, in the order of the sheet."""
    codes: dict[int, list[str]] = defaultdict(list)
    for code, ids in failed.items():
        for row_id in ids:
            codes[row_id].append(code)
    staged: QuerySet[Any] = staged_of(register.key)._default_manager.filter(run=run_id, act__in=["new", "changed"])
    columns = ("pk", "row", "act", "sheet", "line")  # no whole rows: most of 100,000 have nothing to tell
    for pk, row, act, sheet, line in staged.order_by("sheet", "line").values_list(*columns).iterator(chunk_size=5000):
        for code in codes.get(-pk if act == "new" else row, ()):
            yield sheet, breach_of(register.checks[code], line)


def breach_of(check: Check, row: int | None) -> Breach:
    """A failed check as people are told it."""
    return Breach(check.code, check.severity, row, check.on[0], "", check.says, check.fix, check.basis)
