"""Acts with a class: graduating it, putting several of its children into another one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.many import change_many
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import change_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.models import Movement, Transfer
from yaodian.apps.movements.services.recording import PUPILS, class_of, end_other_work, keep_act, refuse_day
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput, NotNow

ON_ROLL = ("10", "20", "30")
IN_TRANSFER = "有学生的转学正在办，请先撤回或等转走以后再办。"


def children_of(room: Any) -> QuerySet[Any]:
    """The children on the roll of a class, by name."""
    found: QuerySet[Any] = rows_of("pupils")._default_manager.filter(class_room=room.pk, school=room.school_id)
    return found.filter(status__in=ON_ROLL).order_by("full_name_pinyin", "pk")


def graduate(*, room: Any, pupils: Collection[int], on: date, by: Acting | System) -> Movement:
    """These children of the class graduate, `on` being the first day on which they are no longer there; an empty class closes."""
    _require_open(room, by)
    refuse_day(on, earliest=room.opened_on, latest=today())
    chosen = _chosen(room, pupils)
    refuse_in_transfer(chosen)
    with transaction.atomic():
        end_other_work(chosen, on=on, why="毕业", by=by)
        values = {"status": "40", "status_since": on, "left_on": on, "left_how": "10"}
        batch = change_many(
            register=PUPILS, changes=[(chosen, values)], by=by, kind=Batch.Kind.MOVEMENT, reason=f"{room.name}毕业"
        )
        if not children_of(room).exists():
            change_row(register=register_named("classes"), row=room, values={"closed_on": on}, by=by)
        return keep_act(
            kind=Movement.Kind.GRADUATED, school_id=room.school_id, count=len(chosen), title=room.name, on=on, by=by,
            batch=batch.pk,
        )  # fmt: skip


def change_class(*, room: Any, pupils: Collection[int], target_id: int, reason: str, by: Acting | System) -> Movement:
    """These children of the class are in another class of their school from today on."""
    _require_open(room, by)
    target = class_of(room.school_id, target_id)
    if target is None or target.pk == room.pk:
        raise BadInput({"target": "请选另一个班。"})
    chosen = _chosen(room, pupils)
    with transaction.atomic():
        values = {"class_room": target.pk, "grade": target.grade, "seat_number": None}
        batch = change_many(
            register=PUPILS, changes=[(chosen, values)], by=by, kind=Batch.Kind.MOVEMENT, reason=reason or "调班"
        )
        return keep_act(
            kind=Movement.Kind.RECLASSED, school_id=room.school_id, count=len(chosen), on=today(), by=by, reason=reason,
            title=f"{room.name}→{target.name}", batch=batch.pk,
        )  # fmt: skip


def refuse_in_transfer(pupils: Collection[int]) -> None:
    """NotNow where a transfer of one of the children is under way."""
    if Transfer.objects.filter(pupil__in=pupils, state__in=[Transfer.State.ASKED, Transfer.State.RELEASED]).exists():
        raise NotNow(IN_TRANSFER)


def _chosen(room: Any, pupils: Collection[int]) -> list[int]:
    """The chosen children of the class; BadInput where none is chosen, NotNow where one is there no longer."""
    found = list(children_of(room).filter(pk__in=list(pupils)).values_list("pk", flat=True))
    if not pupils:
        raise BadInput({"pupils": "请至少勾选一名学生。"})
    if len(found) != len(set(pupils)):
        raise NotNow("名单有变化：有的学生已不在这个班。请刷新后再办。")
    return found


def _require_open(room: Any, by: Acting | System) -> None:
    require_for(by, Action.FILL, PUPILS, unit=Unit.objects.get(pk=room.school_id))
    if room.closed_on is not None:
        raise NotNow("这个班已经撤销（毕业）。")
