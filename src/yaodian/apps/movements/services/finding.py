"""Finding a child of another school by its exact number and name: whether it is there and at which school, nothing else.

Every attempt is logged without the number, and misses are counted: who guesses too often is stopped for the day.
"""

from dataclasses import dataclass

from django.db.models import Q

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.selectors import all_events
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.movements.services.recording import PUPILS
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.registers.ids import IdKind, normal

FOUND, MISSED = "movement.looked-up", "movement.not-found"
MISSES_A_DAY = 10
SHORTEST = 15  # characters of a number: shorter ones are parts of it
NOBODY = "没有学籍号（或身份证号）和姓名都相符的学生。请对照户口簿或学籍卡核对后再试；县外转来的用“县外转入”。"
DIED = "80"


@dataclass(frozen=True, slots=True)
class Found:
    """A child that may be asked for: the row of its file and the school that keeps it."""

    pupil: int
    school: Unit


def find_child(*, number: str, name: str, receiver: Unit, by: Acting) -> Found:
    """The child with exactly this number and name; BadInput where there is none, NotNow after too many misses."""
    require_for(by, Action.FILL, PUPILS, unit=receiver)
    number, name = normal(IdKind.PUPIL, number), "".join(name.split())
    if wrong := _incomplete(number, name):
        raise BadInput(wrong)
    missed = all_events().filter(kind=MISSED, by_user=by.user_id, at__date=today()).count()
    if missed >= MISSES_A_DAY:
        raise NotNow(f"今天已有{missed}次没有查到，不能再查。请核对证件，明天再试，或请基础教育科协助。")
    whose = Q(pupil_number=number) | Q(id_number=number) | Q(pupil_number=f"G{number}")
    row = rows_of("pupils")._default_manager.filter(whose, full_name=name).exclude(status=DIED).first()
    if row is None:
        record(
            MISSED,
            "register:pupils",
            f"为{receiver.short_name}按号码和姓名查找转入学生，没有查到（今天第{missed + 1}次）",
            by=by,
        )
        raise BadInput({"number": NOBODY})
    if row.school_id == receiver.pk:
        raise BadInput({"number": "这名学生的学籍已在本校，不用转学。不在校的请办理复学或返校。"})
    school = Unit.objects.get(pk=row.school_id)
    says = f"为{receiver.short_name}按号码和姓名查到一名转入学生，学籍在{school.short_name}"
    record(FOUND, f"register.pupils:{row.pk}", says, by=by)
    return Found(row.pk, school)


def _incomplete(number: str, name: str) -> dict[str, str]:
    wrong = {}
    if len(number) < SHORTEST:
        wrong["number"] = "请输入完整的学籍号或身份证号。"
    if not name:
        wrong["name"] = "请输入姓名，与户口簿一致。"
    return wrong
