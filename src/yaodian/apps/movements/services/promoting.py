"""Promotion (升级) of a whole school at the beginning of a school year, seen before it is written, undone as one act."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from yaodian.apps.audit.clock import now, today
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.checking.acts import refuse_errors
from yaodian.apps.ledgers.many import Change, change_many
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.movements.models import Movement
from yaodian.apps.movements.services.recording import PUPILS, keep_act
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import NotNow

NEXT = {
    "04": "01", "01": "02", "02": "03", "11": "12", "12": "13", "13": "14", "14": "15", "15": "16",
    "21": "22", "22": "23", "31": "32", "32": "33",
}  # fmt: skip
NEXT_FIVE_FOUR = {**NEXT, "15": "", "23": "24"}  # 五四学制: five years of primary school, four of junior secondary
STANDS_FOR = timedelta(days=200)  # schools promote in August or September: a second one within this time is a slip
GOES_ON = ("10", "30")  # suspended children stay in their grade until they return
STEMS = {  # how names of classes begin with the grade
    "04": ("托",), "01": ("小",), "02": ("中",), "03": ("大",),
    **{f"1{n}": (word, str(n)) for n, word in enumerate("一二三四五六", 1)},
    "21": ("七", "7", "初一"), "22": ("八", "8", "初二"), "23": ("九", "9", "初三"),
    "31": ("高一",), "32": ("高二",), "33": ("高三",),
}  # fmt: skip
STEMS_FIVE_FOUR = {
    **STEMS,
    "21": ("六", "6", "初一"), "22": ("七", "7", "初二"), "23": ("八", "8", "初三"), "24": ("九", "9", "初四"),
}  # fmt: skip
AFTER_WORD, AFTER_DIGIT = "年级|[（(.·一二三四五六七八九十0-9]", "年级|[（(.·]"  # 三班 and 3班 name no grade


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one class. `grade` is "" where the class is at the end of its stage and has to be graduated first."""

    room: Any
    grade: str
    name: str
    children: int
    staying: int  # suspended: they keep their grade


def name_after(name: str, old: str, new: str, stems: Mapping[str, tuple[str, ...]] = STEMS) -> str:
    """A class's name in its next grade; a name that does not begin with the grade stays.

    >>> name_after("三（1）班", "13", "14"), name_after("2024级1班", "12", "13"), name_after("小一班", "01", "02")
    ('四（1）班', '2024级1班', '中一班')
    """
    for said, becomes in zip(stems.get(old, ()), stems.get(new, ()), strict=False):
        after = AFTER_DIGIT if said.isascii() else f"班|{AFTER_WORD}" if old[0] == "0" else AFTER_WORD
        if re.match(f"{said}(?={after})", name):
            return becomes + name.removeprefix(said)
    return name


def is_five_four(school: Unit) -> bool:
    """Whether the school's profile says 五四学制."""
    return rows_of("schools")._default_manager.filter(school=school, five_four=True).exists()


def steps_of(school: Unit) -> list[Step]:
    """What a promotion would do with the school's open classes, the highest grade first."""
    rooms = rows_of("classes")._default_manager.filter(school=school, closed_on=None).order_by("-grade", "number")
    counts = rows_of("pupils")._default_manager.filter(school=school).order_by().values("class_room")
    tally = counts.annotate(going=Count("pk", filter=Q(status__in=GOES_ON)), away=Count("pk", filter=Q(status="20")))
    by_room = {row["class_room"]: (row["going"], row["away"]) for row in tally}
    after, stems = (NEXT_FIVE_FOUR, STEMS_FIVE_FOUR) if is_five_four(school) else (NEXT, STEMS)
    steps = []
    for room in rooms:
        grade = after.get(room.grade, "")
        going, away = by_room.get(room.pk, (0, 0))
        steps.append(Step(room, grade, name_after(room.name, room.grade, grade, stems) if grade else "", going, away))
    return steps


def last_promotion(school: Unit) -> Movement | None:
    """The promotion of this school for this school year, if there was one that stands."""
    found = Movement.objects.filter(school=school, kind=Movement.Kind.PROMOTED, undone_at=None)
    return found.filter(on__gt=today() - STANDS_FOR).first()


def promote(*, school: Unit, by: Acting | System) -> Movement:
    """All classes with the children in them go up one grade."""
    require_for(by, Action.FILL, PUPILS, unit=school)
    require_for(by, Action.FILL, register_named("classes"), unit=school)
    if last_promotion(school) is not None:
        raise NotNow("本学年已经办过升级。办错的先撤销，再重新办。")
    steps = steps_of(school)
    if waiting := [step.room.name for step in steps if not step.grade]:
        raise NotNow(f"{'、'.join(waiting)}是毕业年级，请先办理毕业，再办升级。")
    if not steps:
        raise NotNow("本校没有在办的班，不用升级。")
    going: dict[str, list[int]] = defaultdict(list)
    children = rows_of("pupils")._default_manager.filter(school=school, status__in=GOES_ON)
    with transaction.atomic():
        grades = {step.room.pk: step.grade for step in steps}
        for pk, room in children.filter(class_room__in=list(grades)).values_list("pk", "class_room"):
            going[grades[room]].append(pk)
        why = "新学年升级"
        classes: list[Change] = [([step.room.pk], {"grade": step.grade, "name": step.name}) for step in steps]
        of_classes = change_many(
            register=register_named("classes"),
            changes=classes,
            by=by,
            kind=Batch.Kind.MOVEMENT,
            reason=why,
            checked=False,
        )
        changes: list[Change] = [(rows, {"grade": grade}) for grade, rows in going.items()]
        batch = change_many(register=PUPILS, changes=changes, by=by, kind=Batch.Kind.MOVEMENT, reason=why)
        refuse_errors(of_classes, by)  # now that their children are in the same grade
        return keep_act(
            kind=Movement.Kind.PROMOTED, school_id=school.pk, count=batch.changed, on=today(), by=by,
            title=f"{len(steps)}个班", batch=batch.pk, classes_batch=of_classes.pk,
        )  # fmt: skip


def undo_promotion(*, movement: Movement, by: Acting | System) -> int:
    """Put grades and names back where nothing has come upon the rows since; how many children stay as they are."""
    with transaction.atomic():
        movement = Movement.objects.select_for_update().get(pk=movement.pk)
        require_for(by, Action.FILL, PUPILS, unit=movement.school)
        if movement.kind != Movement.Kind.PROMOTED or movement.undone_at is not None:
            raise NotNow("这次升级已经撤销过了。")
        _put_back("classes", movement.classes_batch, ("grade", "name"), by)
        put_back = _put_back("pupils", movement.batch, ("grade",), by)
        movement.undone_at = now()
        movement.save(update_fields=["undone_at"])
    return movement.count - put_back


def _put_back(key: str, batch_id: int | None, columns: tuple[str, ...], by: Acting | System) -> int:
    """The rows that a batch changed and nobody since, as they were before; how many."""
    history = history_of(key)._default_manager
    written = dict(history.filter(batch=batch_id, record_to=None).values_list("row", "version"))
    before: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, version, *values in history.filter(row__in=list(written)).values_list("row", "version", *columns):
        if version == written[row] - 1:
            before[tuple(values)].append(row)
    changes: list[Change] = [(rows, dict(zip(columns, values, strict=True))) for values, rows in before.items()]
    undone = change_many(
        register=register_named(key), changes=changes, by=by, kind=Batch.Kind.UNDO, reason="撤销升级", checked=False
    )
    Batch.objects.filter(pk=batch_id, undone_by=None).update(undone_by=undone)
    return undone.changed
