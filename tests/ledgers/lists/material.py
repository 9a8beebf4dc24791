"""Rows for tests of lists and search: put into their tables in bulk, with history and followers as an import writes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from yaodian.apps.audit.clock import now
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import Written, attributes, open_batch, take_ids, tell_followers
from yaodian.apps.ledgers.storage import stored_names
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.orgs.acting import System
from yaodian.registers import columns as c


def put(key: str, rows: Iterable[dict[str, Any]]) -> list[int]:
    """Put rows into a register; required columns that are not given get some value. Their numbers."""
    register, given = register_named(key), list(rows)
    first = take_ids(register, len(given))
    model, history = rows_of(key), history_of(key)
    batch = open_batch(register, Batch.Kind.IMPORT, by=System())
    made = []
    for row_id, values in enumerate(given, first):
        some = {column.key: plain(column, row_id) for column in register.columns if column.required}
        made.append(model(id=row_id, version=1, **attributes(register, {**some, **values})))
    model._default_manager.bulk_create(made)
    names = stored_names(register)
    history._default_manager.bulk_create(
        history(
            row=row.pk, version=1, record_from=now(), batch=batch.pk, **{name: getattr(row, name) for name in names}
        )
        for row in made
    )
    tell_followers(Written(register, batch, System()))
    return [row.pk for row in made]


def plain(column: c.Column, number: int) -> Any:
    """Some value of a required column."""
    match column:
        case c.Choice():
            return column.code_list.codes[0].code
        case c.Date():
            return date(2020, 1, 1)
        case c.YesNo():
            return False
        case c.Text() | c.IdNumber() | c.Phone() | c.Place():
            return f"{number:06d}"
        case c.Organisation() | c.Ref():
            return None
        case _:
            return number
