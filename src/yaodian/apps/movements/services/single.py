"""Acts with one child: suspension (休学), return (复学), leaving, going to and coming from another county."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import add_row, change_row, open_batch
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.models import Movement
from yaodian.apps.movements.services.classes import refuse_in_transfer
from yaodian.apps.movements.services.recording import (
    GONE,
    PUPILS,
    class_of,
    end_other_work,
    keep_act,
    move_file,
    refuse_day,
    refuse_empty,
)
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import BadInput, NotNow

LONGEST_BACK = timedelta(days=400)  # a day further back is a slip of the pen
LEAVING = {  # what the form offers → (status, leave_manner)
    "abroad": ("70", "60", "出国就读"),
    "hongkong": ("70", "61", "赴港澳台就读"),
    "withdrawn": ("60", "41", "退学"),
    "army": ("60", "70", "参军"),
    "died": ("80", "50", "死亡"),
    "other": ("90", "90", "其他（注销学籍）"),
}
OUT_OF = {"county": ("22", "县外（本省）"), "province": ("23", "省外")}  # → manner of leaving and of coming


def suspend(*, row: Any, on: date, until: date, reason: str, by: Acting | System) -> Movement:
    """A child stays away for a time and keeps its file; `until` is the first day back, as planned."""
    _require_status(row, "10", "30", act="休学")
    refuse_empty(reason=reason)
    _refuse_far(on, latest=today())
    refuse_day(until, earliest=on + timedelta(days=1), latest=on + timedelta(days=3 * 366), field="until")
    with transaction.atomic():
        values = {"status": "20", "status_since": on}
        end_other_dropout(row, on=on, result="6", by=by)
        return move_file(row=row, values=values, kind=Movement.Kind.SUSPENDED, on=on, by=by, reason=reason, until=until)


def take_back(*, row: Any, on: date, class_id: int, by: Acting | System, reason: str = "") -> Movement:
    """A suspended child returns to a class of its school."""
    _require_status(row, "20", act="复学")
    refuse_day(on, earliest=row.status_since, latest=today())
    room = class_of(row.school_id, class_id)
    values = {"status": "10", "status_since": on, "class_room": room.pk, "grade": room.grade, **GONE}
    return move_file(row=row, values=values, kind=Movement.Kind.RETURNED, on=on, by=by, reason=reason, title=room.name)


def leave(*, row: Any, how: str, on: date, reason: str, by: Acting | System) -> Movement:
    """A child leaves for good, other than to a school (see `leave_county` and transfers)."""
    if how not in LEAVING:
        raise BadInput({"how": "请选离校方式。"})
    refuse_empty(reason=reason)
    status, manner, name = LEAVING[how]
    with transaction.atomic():
        values = _leaving(row, on, status, manner)
        end_other_work([row.pk], on=on, why=name, by=by, dropout_result="7" if how == "withdrawn" else "2")
        return move_file(row=row, values=values, kind=Movement.Kind.LEFT, on=on, by=by, reason=reason, title=name)


def leave_county(
    *, row: Any, out_of: str, on: date, school: str, place: str, contact: str, reason: str, by: Acting | System
) -> Movement:
    """A child goes to a school outside the county; the Movement is what the certificate prints."""
    if out_of not in OUT_OF:
        raise BadInput({"out_of": "请选转往哪里。"})
    refuse_empty(school=school, place=place, reason=reason)
    manner = OUT_OF[out_of][0]
    with transaction.atomic():
        values = _leaving(row, on, "50", manner)
        end_other_work([row.pk], on=on, why="转往县外", by=by, dropout_result="2")
        kept = move_file(
            row=row, values=values, kind=Movement.Kind.WENT, on=on, by=by, reason=reason,
            counterpart=school, place=place, contact=contact,
        )  # fmt: skip
        _write_counterpart(row.pk, f"{place}{school}", left_on=on)
        return kept


def come_from_county(
    *,
    values: Mapping[str, Any],
    out_of: str,
    on: date,
    school: str,
    place: str,
    contact: str,
    reason: str,
    by: Acting | System,
) -> tuple[Any, Movement]:
    """A new file for a child that comes from outside the county, from its paper; the file and the act."""
    if out_of not in OUT_OF:
        raise BadInput({"out_of": "请选从哪里转来。"})
    refuse_empty(from_school=school, place=place)
    _refuse_far(on, latest=today())
    manner = OUT_OF[out_of][0]
    given = {**values, "status": "10", "status_since": on, "entered_how": manner}
    if given.get("class_room"):
        given["grade"] = class_of(given["school"], given["class_room"]).grade
    with transaction.atomic():
        batch = open_batch(PUPILS, Batch.Kind.MOVEMENT, by=by, reason="县外转入")
        row = add_row(register=PUPILS, values=given, by=by, batch=batch)
        _write_counterpart(row.pk, f"{place}{school}", left_on=None)
        kept = keep_act(
            kind=Movement.Kind.CAME, school_id=row.school_id, pupil=row.pk, on=on, by=by, reason=reason,
            counterpart=school, place=place, contact=contact, batch=batch.pk,
        )  # fmt: skip
    return row, kept


def end_other_dropout(row: Any, *, on: date, result: str, by: Acting | System) -> None:
    """Close the child's open spell out of school, if there is one."""
    dropouts = register_named("dropouts")
    for spell in rows_of("dropouts")._default_manager.filter(pupil=row.pk, returned_on=None):
        values = {"returned_on": max(on, spell.left_on), "result": result}
        change_row(register=dropouts, row=spell, values=values, by=by)


def _leaving(row: Any, on: date, status: str, manner: str) -> dict[str, Any]:
    _require_status(row, "10", "20", "30", act="离校")
    _refuse_far(on, latest=today())
    return {"status": status, "status_since": on, "left_on": on, "left_how": manner}


def _require_status(row: Any, *allowed: str, act: str) -> None:
    refuse_in_transfer([row.pk])
    column = PUPILS.by_key["status"]
    if row.status not in allowed:
        name = column.code_list.name_of(row.status)  # type: ignore[attr-defined]
        raise NotNow(f"这名学生现在是“{name}”，不能办理{act}。")


def _refuse_far(on: date, *, latest: date) -> None:
    refuse_day(on, earliest=today() - LONGEST_BACK, latest=latest)


def _write_counterpart(pupil: int, text: str, *, left_on: date | None) -> None:
    """The other school into the spell that the act just ended (or began): the system keeps spells, nobody types them."""
    spell = rows_of("enrolments")._default_manager.filter(pupil=pupil, left_on=left_on).order_by("-entered_on").first()
    if spell is not None:
        change_row(register=register_named("enrolments"), row=spell, values={"counterpart": text[:200]}, by=System())
