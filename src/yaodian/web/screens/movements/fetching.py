"""What the views of this screen fetch: children, classes, transfers, spells and records within reach, else 403 or 404."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse

from yaodian.apps.ledgers.access import Action, may, require_for
from yaodian.apps.ledgers.lists.shown import cells_of
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.movements.selectors import care, dropouts, former, transfers
from yaodian.registers.code_lists import code_list
from yaodian.web.pages import PageRequest

PUPILS = register_named("pupils")


def require_read(request: PageRequest, key: str = "pupils") -> None:
    """NotAllowed where the post may not read the register anywhere."""
    require_for(request.by, Action.READ, register_named(key))


def may_fill(request: PageRequest, unit: Any = None, key: str = "pupils") -> bool:
    """Whether buttons that write are shown."""
    return may(request.by, Action.FILL, register_named(key)) and (unit is None or request.by.reaches(unit.path))


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404("没有这一条，或不在您的范围内。")
    return found


def child_at(request: PageRequest, pupil_id: int, action: Action = Action.READ) -> Any:
    """A child's file within reach."""
    require_for(request.by, action, PUPILS)
    return _or_404(transfers.child_for(request.by, pupil_id, action))


def class_at(request: PageRequest, class_id: int) -> Any:
    """A class within reach."""
    require_read(request)
    return _or_404(transfers.class_for(request.by, class_id))


def transfer_at(request: PageRequest, transfer_id: int) -> Any:
    """A transfer from or to a school within reach."""
    require_read(request)
    return _or_404(transfers.transfers_for(request.by).filter(pk=transfer_id).first())


def movement_at(request: PageRequest, movement_id: int) -> Any:
    """An act of a school within reach."""
    require_read(request)
    return _or_404(transfers.movements_for(request.by).filter(pk=movement_id).first())


def former_at(request: PageRequest, enrolment_id: int) -> Any:
    """A child's last spell at a school within reach."""
    require_read(request)
    return _or_404(former.former_spell(request.by, enrolment_id))


def dropout_at(request: PageRequest, dropout_id: int, action: Action = Action.READ) -> Any:
    """A spell out of school within reach."""
    require_for(request.by, action, register_named("dropouts"))
    return _or_404(dropouts.spell_for(request.by, dropout_id, action))


def care_at(request: PageRequest, care_id: int, action: Action = Action.READ) -> Any:
    """A care record within reach."""
    require_for(request.by, action, register_named("care"))
    return _or_404(care.record_for(request.by, care_id, action))


def school_of(request: PageRequest) -> Any:
    """The school that the address names, else the only one within reach; None where one is to be chosen."""
    schools = transfers.schools_for(request.by)
    asked = request.GET.get("school", "")
    if asked.isdigit():
        return _or_404(schools.filter(pk=int(asked)).first())
    some = list(schools[:2])
    return some[0] if len(some) == 1 else None


def school_choices(request: PageRequest) -> list[tuple[int, str]]:
    """The schools within reach as choices."""
    return [(unit.pk, unit.short_name) for unit in transfers.schools_for(request.by)]


def room_choices(request: PageRequest, school: Any) -> list[tuple[int, str]]:
    """A school's open classes as choices, with their grade."""
    grades = code_list("grade")
    return [
        (room.pk, f"{grades.name_of(room.grade)} {room.name}") for room in transfers.classes_for(request.by, school)
    ]


def shown(request: PageRequest, key: str, row: Any, columns: Sequence[str]) -> list[tuple[str, Any]]:
    """Some values of a row with their titles, sensitive ones masked."""
    register = register_named(key)
    wanted = [register.by_key[name] for name in columns]
    (cells,) = cells_of(
        wanted, [{stored_name(column): getattr(row, stored_name(column)) for column in wanted}], request.by
    )
    return [(column.title, cell) for column, cell in zip(wanted, cells, strict=True)]


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """A page with personal data that no cache keeps."""
    response["Cache-Control"] = "private, no-store"
    return response
