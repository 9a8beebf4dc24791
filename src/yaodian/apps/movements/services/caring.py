"""Care (关爱服务) of left-behind, migrant and other children: a record is opened, contacts are logged, the record is closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.rows import add_row, change_row
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.movements.services.recording import refuse_day, refuse_empty
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotNow

CARE = register_named("care")


def open_care(*, row: Any, values: Mapping[str, Any], by: Acting | System) -> Any:
    """Open a record for a child; `values` by column key (kind, guardian, relation, guardian_phone, helper, plan …)."""
    if row.status not in ("10", "20", "30"):
        raise NotNow("这名学生已离校，不用建档。")
    given = {**values, "pupil": row.pk, "school": row.school_id, "opened_on": today()}
    return add_row(register=CARE, values=given, by=by)


def log_contact(*, record: Any, on: date, by: Acting | System, version: int | None = None) -> None:
    """Somebody spoke with the child or its guardian on a day; an earlier day than the last one changes nothing."""
    _require_open(record)
    refuse_day(on, earliest=record.opened_on, latest=today(), field="contacted_on")
    if record.contacted_on is None or on > record.contacted_on:
        change_row(register=CARE, row=record, values={"contacted_on": on}, by=by, version=version)


def close_care(*, record: Any, on: date, reason: str, by: Acting | System) -> None:
    """The child needs it no longer."""
    _require_open(record)
    refuse_empty(close_reason=reason)
    refuse_day(on, earliest=record.opened_on, latest=today(), field="closed_on")
    change_row(register=CARE, row=record, values={"closed_on": on, "close_reason": reason}, by=by)


def _require_open(record: Any) -> None:
    if record.closed_on is not None:
        raise NotNow("这份关爱档案已经结束。")
