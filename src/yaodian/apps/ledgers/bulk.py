"""Adding many rows at once whose values are typed already: the demo's county, movements of a whole class.

What people upload goes through imports/, which shows what is wrong before anything is written; here a wrong value is an
error of the caller.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.derived import with_derived
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import Written, attributes, open_batch, take_ids, tell_followers
from yaodian.apps.ledgers.tables import history_of, rows_of
from yaodian.apps.orgs.acting import System
from yaodian.kernel.errors import BadInput
from yaodian.registers.register import Kind, Register
from yaodian.registers.values import problems

AT_ONCE = 500
INITIAL = Batch.Kind.INITIAL  # for rows of several registers that agree already


def add_rows(
    *,
    register: Register,
    rows: Iterable[Mapping[str, Any]],
    by: System,
    kind: Batch.Kind = Batch.Kind.IMPORT,
    source: str = "",
    period: str = "",
) -> list[int]:
    """Add rows as one batch, all or nothing; their numbers in the order given. BadInput names the first wrong row."""
    complete = [with_derived(register, values) for values in rows]
    for number, values in enumerate(complete, 1):
        if wrong := problems(register, values, on=today()):
            raise BadInput({key: f"第{number}行：{says}" for key, says in wrong.items()})
    with transaction.atomic():
        batch = open_batch(register, kind, by=by, source=source)
        first = take_ids(register, len(complete))
        stored = [attributes(register, values) for values in complete]
        if register.kind is Kind.PERIODIC:
            stored = [{"period": period, **values} for values in stored]
        _insert(register, stored, first, batch)
        batch.added = len(stored)
        batch.save(update_fields=["added"])
        record(
            "ledger.batch", f"register.{register.key}", f"《{register.title}》写入{len(stored)}行（{source}）", by=by
        )
        tell_followers(Written(register, batch, by))
    return list(range(first, first + len(stored)))


def _insert(register: Register, stored: list[dict[str, Any]], first: int, batch: Batch) -> None:
    rows, history = rows_of(register.key), history_of(register.key)
    numbered = enumerate(stored, first)
    while some := list(islice(numbered, AT_ONCE)):
        rows._default_manager.bulk_create([rows(id=number, version=1, **values) for number, values in some])
        history._default_manager.bulk_create(
            [history(row=number, version=1, record_from=batch.at, batch=batch.pk, **values) for number, values in some]
        )
