"""Drop-out control (控辍保学): a spell out of school is opened with the child's status, visited, and closed with it."""

from datetime import date
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import add_row, change_row, open_batch
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.services.recording import GONE, PUPILS, class_of, refuse_day
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import BadInput, NotNow

DROPOUTS, VISITS = register_named("dropouts"), register_named("visits")
OUT = "30"
AWAY = ("10", "20", "30", "60", "90")  # status of a child for whom a spell may be opened


def open_spell(
    *, row: Any, on: date, reason: str, note: str, helper: str, helper_phone: str, by: Acting | System
) -> Any:
    """The child is out of school since a day: its status and the spell in one act."""
    if row.status not in AWAY:
        raise NotNow("这名学生已毕业、转出或注销，不列入控辍保学台账。")
    refuse_day(on, latest=today(), field="left_on")
    with transaction.atomic():
        if row.status != OUT:
            values = {"status": OUT, "status_since": on, **GONE}
            _write_file(row, values, "登记失学", by)
        return add_row(
            register=DROPOUTS,
            values={
                "pupil": row.pk, "school": row.school_id, "left_on": on, "reason": reason, "reason_note": note,
                "helper": helper, "helper_phone": helper_phone, "result": "5",
            },
            by=by,
        )  # fmt: skip


def log_visit(
    *, spell: Any, on: date, visitors: str, met: str, said: str, next_step: str, result: str, by: Acting | System
) -> Any:
    """One visit or call to the family."""
    if spell.returned_on is not None:
        raise NotNow("这次失学已经结束，不用再登记走访。")
    refuse_day(on, earliest=spell.left_on, latest=today(), field="visited_on")
    with transaction.atomic():
        visit = add_row(
            register=VISITS,
            values={
                "dropout": spell.pk, "school": spell.school_id, "visited_on": on, "visitors": visitors, "met": met,
                "said": said, "next_step": next_step, "result": result or "5",
            },
            by=by,
        )  # fmt: skip
        if result in ("5", "9") and result != spell.result:
            change_row(register=DROPOUTS, row=spell, values={"result": result}, by=by)
    return visit


def close_spell(*, spell: Any, on: date, result: str, class_id: int | None, by: Acting | System) -> None:
    """The spell is over, with its result; the child's status goes with it."""
    if spell.returned_on is not None:
        raise NotNow("这次失学已经结束。")
    refuse_day(on, earliest=spell.left_on, latest=today(), field="returned_on")
    row = rows_of("pupils")._default_manager.get(pk=spell.pupil_id)
    with transaction.atomic():
        if row.status == OUT and row.school_id == spell.school_id:
            _write_file(row, _status_after(row, on, result, class_id), "失学结束", by)
        change_row(register=DROPOUTS, row=spell, values={"returned_on": on, "result": result}, by=by)


def _status_after(row: Any, on: date, result: str, class_id: int | None) -> dict[str, Any]:
    """What the child's file says after a spell with this result."""
    back: dict[str, Any] = {"status": "10", "status_since": on, **GONE}
    match result:
        case "1":
            room = class_of(row.school_id, class_id or row.class_room_id)
            return {**back, **({"class_room": room.pk, "grade": room.grade} if room else {})}
        case "4":
            return {**back, "attendance": "3"}
        case "6":
            return {"status": "20", "status_since": on}
        case "2":
            raise NotNow("学籍还在本校。请由接收学校申请转学，转走时系统会自动结束这次失学。")
        case "3":
            return {"status": "50", "status_since": on, "left_on": on, "left_how": "20"}
        case "7":
            return {"status": "60", "status_since": on, "left_on": on, "left_how": "41"}
        case _:
            raise BadInput({"result": "请选结束的结果：已返校、送教上门、办理休学、进入职业学校或超过义务教育年龄。"})


def _write_file(row: Any, values: dict[str, Any], why: str, by: Acting | System) -> None:
    batch = open_batch(PUPILS, Batch.Kind.MOVEMENT, by=by, reason=why)
    change_row(register=PUPILS, row=row, values=values, by=by, batch=batch)
