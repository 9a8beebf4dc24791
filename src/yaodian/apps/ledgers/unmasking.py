"""Seeing sensitive values: for a purpose, one row at a time, logged; who saw them (谁看过); finding a row by an exact number.

The log says which columns were shown and what for, never a value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.models import Event
from yaodian.apps.audit.selectors import all_events, events_of
from yaodian.apps.audit.services import record, record_many
from yaodian.apps.ledgers.access import Action, is_masked, require_for, scope
from yaodian.apps.ledgers.models import Alias
from yaodian.apps.ledgers.rows import reference_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.kernel.reference import Reference
from yaodian.registers.columns import Column, IdNumber
from yaodian.registers.ids import IdKind, normal
from yaodian.registers.register import Register

UNMASKED, LOOKED_UP = "ledger.unmasked", "ledger.looked-up"
PURPOSES = {
    "check": "核对信息",
    "contact": "联系本人或监护人",
    "formalities": "办理学籍、人事、资助等手续",
    "report": "按上级要求报送",
    "inspection": "督导、审计、核查",
    "other": "其他",
}
SHORTEST, LONGEST = 4, 200  # characters of what a purpose says
FOUND_MOST = 20
SEES_THE_LOG = ("principal", "township")  # besides offices and who may read the whole log


def sensitive_columns(register: Register) -> list[Column]:
    """The columns that are masked."""
    return [column for column in register.columns if is_masked(column)]


def purpose_of(choice: str, words: str) -> str:
    """A purpose as the log holds it; BadInput where one of the two is missing or says nothing."""
    wrong: dict[str, str] = {}
    if choice not in PURPOSES:
        wrong["purpose"] = "请选择用途。"
    words = " ".join(words.split())
    if not SHORTEST <= len(words) <= LONGEST:
        wrong["words"] = f"请写明具体为了什么事，{SHORTEST}到{LONGEST}个字，如“核对资助名单上的身份证号”。"
    if wrong:
        raise BadInput(wrong)
    return f"{PURPOSES[choice]}：{words}"


def unmask(*, register: Register, row: Any, purpose: str, by: Acting) -> list[Column]:
    """Log that a row's sensitive values are shown for a purpose (see `purpose_of`); the columns to show."""
    unit = Unit.objects.get(pk=getattr(row, f"{register.owner}_id"))
    require_for(by, Action.UNMASK, register, unit=unit)
    columns = sensitive_columns(register)
    titles = "、".join(column.title for column in columns)
    with transaction.atomic():
        record(
            UNMASKED,
            reference_of(register, row.pk),
            f"查看《{register.title}》一行的{titles}；用途：{purpose}",
            by=by,
        )
    return columns


def log_list(
    register: Register, columns: Sequence[Column], *, of: str, units: Sequence[int], purpose: str, by: Acting
) -> None:
    """Log that a list of rows was shown of which some sensitive columns are known by their being in it; `of` says which list,
    `units` whose rows it may hold."""
    require_for(by, Action.UNMASK, register)
    titles = "、".join(column.title for column in columns)
    says = f"查看{of}，从中可知《{register.title}》的{titles}；用途：{purpose}"
    record(UNMASKED, whole(register), says, changes={"units": sorted(units)}, by=by)


def may_see_who(by: Acting) -> bool:
    """Whether the post may read who saw the sensitive values of rows within its reach."""
    return by.post.role in SEES_THE_LOG or by.may(Permission.LEDGER_APPROVE) or by.may(Permission.LOG_READ)


def seen(register: Register, row: Any) -> list[Event]:
    """Who saw a row's sensitive values, found it by a number, or exported it unmasked: newest first, at most 200."""
    own = events_of(reference_of(register, row.pk)).filter(kind__in=(UNMASKED, LOOKED_UP))[:200]
    unit = getattr(row, f"{register.owner}_id")
    exports = all_events().filter(kind=UNMASKED, subject=whole(register))[:200]
    reaching = [event for event in exports if event.changes.get("units") is None or unit in event.changes["units"]]
    return sorted([*own, *reaching], key=lambda event: event.at, reverse=True)[:200]


def whole(register: Register) -> str:
    """How the log names the register itself, as the subject of exports."""
    return str(Reference("register", register.key))


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a look-up found, and how many look-ups the person made today."""

    rows: Sequence[Any]
    today: int


def number_columns(register: Register) -> list[IdNumber]:
    """The columns that an exact number is looked up in."""
    return [column for column in register.columns if isinstance(column, IdNumber)]


def look_up(*, register: Register, number: str, purpose: str, by: Acting) -> LookedUp:
    """The rows within reach whose number is exactly this one, or was before it was corrected; logged for each, and counted."""
    require_for(by, Action.LOOK_UP, register)
    if len("".join(number.split())) < 8:
        raise BadInput({"number": "请输入完整的号码；只记得一部分的，不能按号码查找。"})
    rows = list(_with_number(register, number, by)[:FOUND_MOST])
    says = f"按号码查找《{register.title}》，{{}}；用途：{purpose}"
    with transaction.atomic():
        record(LOOKED_UP, whole(register), says.format(f"找到{len(rows)}条"), by=by)
        record_many(((LOOKED_UP, reference_of(register, row.pk), says.format("找到这一条")) for row in rows), by=by)
    made = all_events().filter(kind=LOOKED_UP, subject__startswith="register:", by_user=by.user_id, at__date=today())
    return LookedUp(rows, made.count())


def _with_number(register: Register, number: str, by: Acting) -> QuerySet[Any]:
    match = Q(pk__in=[])
    for column in number_columns(register):
        written = normal(column.kind, number)
        match |= Q(**{column.key: written})
        if column.kind is IdKind.PUPIL and written[:1].isdigit():
            match |= Q(**{column.key: f"G{written}"})  # 学籍号 of who has a resident number is G and that number
        if register.identity == (column.key,):
            match |= Q(
                pk__in=list(Alias.objects.filter(register=register.key, identity=written).values_list("row", flat=True))
            )
    return scope(register, by, Action.LOOK_UP).filter(match).order_by("pk")
