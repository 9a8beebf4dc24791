"""Classes and children of two schools, and what their spells say."""

from datetime import date
from itertools import count
from typing import Any

from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import add_row, change_row, open_batch
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit

PUPILS, CLASSES = register_named("pupils"), register_named("classes")
_numbers = count(1)


def class_values(school: Unit, grade: str = "13", number: int = 1, **values: Any) -> dict[str, Any]:
    """A class of a primary school."""
    entered = 2026 - int(grade[1])
    names = {"grade": grade, "entered": entered + 1, "number": number, "name": f"{grade[1]}（{number}）班"}
    given = {"school": school.pk, "stage": "primary", "class_kind": "11", "opened_on": date(entered + 1, 9, 1)}
    return {**given, **names, **values}


def add_class(school: Unit, grade: str = "13", number: int = 1, **values: Any) -> Any:
    """A class that is there."""
    return add_row(register=CLASSES, values=class_values(school, grade, number, **values), by=System())


def child_values(school: Unit, class_room: Any = None, **values: Any) -> dict[str, Any]:
    """A child's file at a school."""
    number = next(_numbers)
    given = {
        "pupil_number": f"L99010120170{3 + number // 9000}01{number % 9000:04d}",
        "full_name": f"安小{'一二三四五六七八九十'[number % 10]}",
        "sex": "1",
        "born_on": date(2017, 3, 1),
        "ethnic_group": "01",
        "school": school.pk,
        "class_room": class_room.pk if class_room else None,
        "grade": class_room.grade if class_room else "13",
        "entered_on": date(2024, 9, 1),
        "entered_how": "10",
        "status": "10",
    }
    return {**given, **values}


def add_child(school: Unit, class_room: Any = None, *, by: Acting | System | None = None, **values: Any) -> Any:
    """A child at a school."""
    return add_row(register=PUPILS, values=child_values(school, class_room, **values), by=by or System())


def change(child: Any, on: date, kind: Batch.Kind = Batch.Kind.FORM, **values: Any) -> None:
    """Change a child's file on a day."""
    with at(on):
        batch = open_batch(PUPILS, kind, by=System())
        change_row(register=PUPILS, row=child, values=values, by=System(), batch=batch)


def fresh(child: Any) -> Any:
    """The child's file as it is stored now."""
    return rows_of("pupils")._default_manager.get(pk=child.pk)


def spells(child: Any) -> list[tuple[Any, ...]]:
    """(school, class, from, how in, to, how out) of a child's spells, the first one first."""
    names = ("school_id", "class_room_id", "entered_on", "entered_how", "left_on", "left_how")
    return list(
        rows_of("enrolments")._default_manager.filter(pupil=child.pk).order_by("entered_on", "pk").values_list(*names)
    )
