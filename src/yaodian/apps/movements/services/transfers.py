"""Transfers (转学) within the county: asked by the receiving school, released or refused, carried out on their day."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localtime

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import OFFICE_ROLES, Action, require_for
from yaodian.apps.ledgers.rows import reference_of
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.ledgers.unmasking import UNMASKED, sensitive_columns
from yaodian.apps.movements.limits import limit
from yaodian.apps.movements.models import Movement, Transfer
from yaodian.apps.movements.services.recording import (
    GONE,
    PUPILS,
    class_of,
    end_other_work,
    move_file,
    refuse_day,
    refuse_empty,
    tell_school,
)
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput, NotNow, YaodianError
from yaodian.registers.columns import Column

LOG = logging.getLogger(__name__)
LONGEST_AHEAD = timedelta(days=200)  # a term and its holidays
SUSPENDED, DIED, GRADUATED = "20", "80", ("40", "41", "42")


def ask(
    *,
    pupil: int,
    receiver: Unit,
    reason: str,
    note: str,
    grade: str,
    class_id: int | None,
    on: date,
    by: Acting | System,
) -> Transfer:
    """The receiving school asks for a child that it found; it counts there from `on`, once it is released."""
    require_for(by, Action.FILL, PUPILS, unit=receiver)
    row = _file(pupil)
    wrong = {}
    if reason not in Transfer.Reason.values:
        wrong["reason"] = "请选转学原因。"
    if PUPILS.by_key["grade"].code_list.name_of(grade) is None:  # type: ignore[attr-defined]
        wrong["grade"] = "请选年级。"
    if wrong:
        raise BadInput(wrong)
    refuse_day(on, earliest=today(), latest=today() + LONGEST_AHEAD)
    room = class_of(receiver.pk, class_id, grade=grade)
    if row.school_id == receiver.pk:
        raise NotNow("这名学生的学籍已在本校。")
    try:
        with transaction.atomic():
            asked = Transfer.objects.create(
                pupil=pupil, sender_id=row.school_id, receiver=receiver, reason=reason, note=note[:300], grade=grade,
                class_room=room.pk if room else None, effective_on=on,
                asked_at=now(), asked_by=by.name, asked_post=by.post_name,
            )  # fmt: skip
            says = f"{receiver.short_name}申请转入一名学生，{on.isoformat()}起到校"
            record("movement.asked", reference_of(PUPILS, row.pk), says, by=by)
            _tell(asked, asked.sender, f"{receiver.short_name}申请转走一名学生，请放行或说明理由")
    except IntegrityError as error:
        raise NotNow("这名学生已有一份转学申请在办，不能再申请。可请家长问清，或请基础教育科协调。") from error
    return asked


def may_answer(transfer: Transfer, by: Acting | System) -> bool:
    """Whether the post may release or refuse it now: the sender at any time, the bureau's office when its days are over."""
    if transfer.state != Transfer.State.ASKED or not _may_fill(by, transfer.sender):
        return False
    return not is_office(by) or office_may_answer_on(transfer) <= today()


def may_withdraw(transfer: Transfer, by: Acting | System) -> bool:
    """Whether the post may take it back: who asked, until the file has moved."""
    return transfer.is_open and _may_fill(by, transfer.receiver)


def office_may_answer_on(transfer: Transfer) -> date:
    """The day from which the bureau's office may release it without the sender."""
    return localtime(transfer.asked_at).date() + timedelta(days=limit("pupils.transfer_days"))


def is_office(by: Acting | System) -> bool:
    """Whether somebody acts for an office of the bureau."""
    return isinstance(by, Acting) and by.post.role in OFFICE_ROLES


def release(*, transfer: Transfer, by: Acting | System, answer: str = "") -> Transfer:
    """Let the child go. The file can be read by the receiver from now on; it moves on the day, at once where that is past."""
    with transaction.atomic():
        transfer = _to_answer(transfer, by)
        row = _file(transfer.pupil)
        if row.status == SUSPENDED:
            raise NotNow("这名学生正在休学。请先办理复学，再放行。")
        transfer.effective_on = max(transfer.effective_on, today())
        _answered(transfer, Transfer.State.RELEASED, by, answer)
        transfer.by_office = is_office(by)
        transfer.save()
        who = "基础教育主管科室" if transfer.by_office else transfer.sender.short_name
        says = f"{who}放行，{transfer.effective_on.isoformat()}起转到{transfer.receiver.short_name}"
        record("movement.released", reference_of(PUPILS, row.pk), says, by=by)
        _tell(transfer, transfer.receiver, f"{who}已放行一名转入学生，{transfer.effective_on.isoformat()}起在本校就读")
        if transfer.by_office:
            _tell(transfer, transfer.sender, f"过期没有答复，{who}已放行一名转学学生")
    carry_out(transfer)
    transfer.refresh_from_db()
    return transfer


def refuse(*, transfer: Transfer, answer: str, by: Acting | System) -> Transfer:
    """Refuse it, with the reason."""
    refuse_empty(answer=answer)
    with transaction.atomic():
        transfer = _to_answer(transfer, by)
        _answered(transfer, Transfer.State.REFUSED, by, answer)
        transfer.save()
        record("movement.refused", reference_of(PUPILS, _file(transfer.pupil).pk), f"不同意转出：{answer}", by=by)
        _tell(transfer, transfer.receiver, f"{transfer.sender.short_name}不同意转出一名学生：{answer}")
    return transfer


def withdraw(*, transfer: Transfer, by: Acting | System) -> Transfer:
    """Take it back, as long as the file has not moved."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
        require_for(by, Action.FILL, PUPILS, unit=transfer.receiver)
        if not transfer.is_open:
            raise NotNow("这份申请已经办完，不能撤回。")
        transfer.state, transfer.trouble = Transfer.State.WITHDRAWN, ""
        transfer.save()
        record("movement.withdrawn", reference_of(PUPILS, _file(transfer.pupil).pk), "撤回转学申请", by=by)
        _tell(transfer, transfer.sender, f"{transfer.receiver.short_name}撤回了一份转学申请")
    return transfer


def carry_out_due() -> int:
    """Move the files of all released transfers whose day has come; how many. Called by the worker; safe to call again."""
    due = Transfer.objects.filter(state=Transfer.State.RELEASED, effective_on__lte=today())
    return sum(carry_out(transfer) for transfer in due)


def carry_out(transfer: Transfer) -> bool:
    """Move the file if the day has come; whether it did. What stands in the way is kept as `trouble`, for both schools to see."""
    try:
        with transaction.atomic():
            locked = Transfer.objects.select_for_update().get(pk=transfer.pk)
            if locked.state != Transfer.State.RELEASED or locked.effective_on > today():
                return False
            _move(locked)
    except YaodianError as error:
        LOG.warning("transfer %s could not be carried out", transfer.pk)
        Transfer.objects.filter(pk=transfer.pk, state=Transfer.State.RELEASED).update(trouble=str(error)[:300])
        return False
    return True


def _move(transfer: Transfer) -> None:
    row, on, by = _file(transfer.pupil), transfer.effective_on, System()
    if row.school_id != transfer.sender_id:
        raise NotNow("学籍已不在原学校。请撤回后重新申请。")
    if row.status == DIED:
        raise NotNow("学籍已注销，不能转学。")
    rooms = rows_of("classes")._default_manager.filter(pk=transfer.class_room, closed_on=None, grade=transfer.grade)
    values = {
        "school": transfer.receiver_id, "grade": transfer.grade, "class_room": rooms.values_list("pk", flat=True).first(),
        "seat_number": None, "status": "10", "status_since": on, **GONE,
    }  # fmt: skip
    if row.status in GRADUATED:
        values |= {"entered_on": on, "entered_how": "10"}  # a new stage begins
    end_other_work([row.pk], on=on, why="转学", by=by, dropout_result="2")
    move_file(
        row=row, values=values, kind=Movement.Kind.TRANSFERRED, on=on, by=by,
        reason=transfer.get_reason_display(), counterpart=transfer.receiver.short_name,
    )  # fmt: skip
    transfer.state, transfer.moved_at, transfer.trouble = Transfer.State.DONE, now(), ""
    transfer.save()
    _tell(transfer, transfer.receiver, "一名转入学生的学籍已到本校")
    _tell(transfer, transfer.sender, "一名转学学生的学籍已转走，本校仍可查看其在校期间的学籍")


def unmask_released(*, transfer: Transfer, purpose: str, by: Acting) -> list[Column]:
    """Log that a receiver sees the sensitive values of a file released to it; the columns to show."""
    require_for(by, Action.UNMASK, PUPILS, unit=transfer.receiver)
    if transfer.state != Transfer.State.RELEASED:
        raise NotNow("放行以后才能查看学籍；已转入的在学籍台账中查看。")
    columns = sensitive_columns(PUPILS)
    titles = "、".join(column.title for column in columns)
    record(UNMASKED, reference_of(PUPILS, _file(transfer.pupil).pk), f"接收学校查看{titles}；用途：{purpose}", by=by)
    return columns


def file_of(transfer: Transfer) -> Any:
    """The child's file, whoever keeps it; the caller has checked who may see it. NotNow where it was taken out."""
    return _file(transfer.pupil)


def room_name(transfer: Transfer) -> str:
    """The name of the class that the receiver chose, "" for none."""
    names = rows_of("classes")._default_manager.filter(pk=transfer.class_room).values_list("name", flat=True)
    return names.first() or ""


def _to_answer(transfer: Transfer, by: Acting | System) -> Transfer:
    locked = Transfer.objects.select_for_update().get(pk=transfer.pk)
    require_for(by, Action.FILL, PUPILS, unit=locked.sender)
    if locked.state != Transfer.State.ASKED:
        raise NotNow(f"这份申请{locked.get_state_display()}，不用再答复。")
    if not may_answer(locked, by):
        day = office_may_answer_on(locked).isoformat()
        raise NotNow(f"还在原学校答复的期限内。{day}起原学校仍不答复的，主管科室可以放行。")
    return locked


def _answered(transfer: Transfer, state: Transfer.State, by: Acting | System, answer: str) -> None:
    transfer.state, transfer.answer = state, answer.strip()[:300]
    transfer.answered_at, transfer.answered_by, transfer.answered_post = now(), by.name, by.post_name


def _file(pupil: int) -> Any:
    row = rows_of("pupils")._default_manager.filter(pk=pupil).first()
    if row is None:
        raise NotNow("这名学生的学籍已被删除，不能再办。")
    return row


def _may_fill(by: Acting | System, unit: Unit) -> bool:
    try:
        require_for(by, Action.FILL, PUPILS, unit=unit)
    except YaodianError:
        return False
    return True


def _tell(transfer: Transfer, unit: Unit, says: str) -> None:
    tell_school(unit, kind="movement", says=says, link=reverse("transfer", args=[transfer.pk]))
