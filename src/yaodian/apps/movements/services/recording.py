"""What every act with one child's file shares: the file is written as a batch of kind 学籍异动 and the act is kept beside it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import change_row, open_batch
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.models import Movement
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Post, Unit
from yaodian.kernel.errors import BadInput

PUPILS = register_named("pupils")
GONE = {"left_on": None, "left_how": None}  # of a child that is on the roll again
ANSWERS = ("principal", "school-clerk")  # roles of a school that are told about its children


def move_file(
    *,
    row: Any,
    values: Mapping[str, Any],
    kind: Movement.Kind,
    on: date,
    by: Acting | System,
    reason: str = "",
    **more: Any,
) -> Movement:
    """Write a file and keep the act; `more` are further fields of the Movement. Spells follow by themselves."""
    with transaction.atomic():
        batch = open_batch(PUPILS, Batch.Kind.MOVEMENT, by=by, reason=reason[:200])
        change_row(register=PUPILS, row=row, values=values, by=by, batch=batch)
        return keep_act(
            kind=kind, school_id=row.school_id, pupil=row.pk, on=on, by=by, reason=reason, batch=batch.pk, **more
        )


def keep_act(*, kind: Movement.Kind, on: date, by: Acting | System, **more: Any) -> Movement:
    """Keep an act; `more` are the fields of the Movement."""
    return Movement.objects.create(kind=kind, on=on, at=now(), by_name=by.name, by_post=by.post_name, **more)


def tell_school(unit: Unit, *, kind: str, says: str, link: str) -> None:
    """A message to those who keep the files of a school."""
    posts = Post.objects.filter(unit=unit, role__in=ANSWERS, closed_on=None, holder__isnull=False)
    notify(posts, kind=kind, says=says, link=link)


def class_of(school_id: int, class_id: int | None, *, grade: str | None = None) -> Any:
    """An open class of the school (of a grade); None where none is named; BadInput for any other."""
    if class_id is None:
        return None
    found = rows_of("classes")._default_manager.filter(pk=class_id, school=school_id, closed_on=None)
    row = found.filter(grade=grade).first() if grade else found.first()
    if row is None:
        raise BadInput({"class_room": "请选本校在办的班，年级也要一致。"})
    return row


def refuse_day(day: date, *, earliest: date | None = None, latest: date | None = None, field: str = "on") -> None:
    """BadInput for a day out of bounds."""
    if earliest is not None and day < earliest:
        raise BadInput({field: f"不能早于{earliest.isoformat()}。"})
    if latest is not None and day > latest:
        raise BadInput({field: f"不能晚于{latest.isoformat()}。"})


def refuse_empty(**texts: str) -> None:
    """BadInput for what must be said and is not."""
    if wrong := {name: "请填写。" for name, text in texts.items() if not text.strip()}:
        raise BadInput(wrong)


def end_other_work(
    pupils: Iterable[int], *, on: date, why: str, by: Acting | System, dropout_result: str | None = None
) -> None:
    """Close the care files, and with a result the open spells out of school, of children who leave their school."""
    care, dropouts = register_named("care"), register_named("dropouts")
    for row in rows_of("care")._default_manager.filter(pupil__in=pupils, closed_on=None):
        day = max(on, row.opened_on)
        change_row(register=care, row=row, values={"closed_on": day, "close_reason": why}, by=by)
    if dropout_result:
        for row in rows_of("dropouts")._default_manager.filter(pupil__in=pupils, returned_on=None):
            values = {"returned_on": max(on, row.left_on), "result": dropout_result}
            change_row(register=dropouts, row=row, values=values, by=by)
