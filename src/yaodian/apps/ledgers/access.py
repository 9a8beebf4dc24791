"""Who may do what with which rows: reach × register × action as one scope, applied to every query for rows.

A role carries the permission for an action; an office's posts have it only for the registers whose `office` (or, for
reading, `offices`) is one of the office's duties; reach says for which units. The administrator reads no rows at all.
"""

from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet

from yaodian.apps.ledgers.models import OfficeInCharge
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission, Reach
from yaodian.kernel.errors import NotAllowed
from yaodian.packs import registers
from yaodian.registers.columns import Column
from yaodian.registers.offices import duties_of
from yaodian.registers.register import Fills, Register


class Action(Enum):
    """What somebody wants with rows; each needs its permission."""

    READ = Permission.LEDGER_READ
    FILL = Permission.LEDGER_FILL
    APPROVE = Permission.LEDGER_APPROVE
    UNMASK = Permission.LEDGER_UNMASK
    LOOK_UP = Permission.LEDGER_LOOK_UP  # find a person by the whole ID number


OFFICE_ROLES = ("office-head", "office-clerk")


def duties(unit: Unit) -> frozenset[str]:
    """The duties of an office: those set for it, else those that its name says."""
    told = frozenset(OfficeInCharge.objects.filter(unit=unit).values_list("duty", flat=True))
    return told or duties_of(unit.name, unit.short_name)


def may(by: Acting | System, action: Action, register: Register) -> bool:
    """Whether the post may do this with rows of the register somewhere (where, says `scope`)."""
    if isinstance(by, System):
        return True
    if not by.may(action.value):
        return False
    if by.post.role in OFFICE_ROLES:
        allowed = {register.office, *(register.offices if action is Action.READ else ())}
        return bool(_duties_of(by) & allowed)
    return action is not Action.FILL or register.fills is Fills.UNIT


def _duties_of(by: Acting) -> frozenset[str]:
    """The duties of the post's office, asked once for this request or job."""
    cached: frozenset[str] | None = getattr(by, "_duties", None)
    if cached is None:
        cached = duties(by.post.unit)
        object.__setattr__(by, "_duties", cached)
    return cached


def require_for(by: Acting | System, action: Action, register: Register, *, unit: Unit | None = None) -> None:
    """NotAllowed unless the post may do this with the register's rows (of this unit)."""
    if not may(by, action, register) or (unit is not None and not by.reaches(unit.path)):
        raise NotAllowed(
            f"“{by.post_name}”这个岗位不能对《{register.title}》办这件事。需要时请找系统管理员调整岗位权限，或切换到有权限的岗位。"
        )


def units_in_reach(by: Acting | System) -> list[int] | None:
    """The numbers of the units whose rows a post reaches; None for all units of the tree."""
    if isinstance(by, System) or by.role.reach is Reach.BUREAU:
        return None
    cached: list[int] | None = getattr(by, "_units_in_reach", None)
    if cached is None:
        cached = list(Unit.objects.filter(by.within("path")).values_list("pk", flat=True))
        object.__setattr__(by, "_units_in_reach", cached)  # for this request or job
    return cached


def scope(register: Register, by: Acting | System, action: Action = Action.READ) -> QuerySet[Any]:
    """The register's rows that the post may do this with; none where it may not at all."""
    found: QuerySet[Any] = rows_of(register.key)._default_manager.all()
    return found.filter(in_scope(register, by, action))


def in_scope(register: Register, by: Acting | System, action: Action = Action.READ, *, prefix: str = "") -> Q:
    """The scope as a condition, for joins: `prefix` leads to the register's rows (e.g. "pupil__")."""
    if not may(by, action, register):
        return Q(**{f"{prefix}id__in": []})
    units = units_in_reach(by)
    return Q() if units is None else Q(**{f"{prefix}{register.owner}_id__in": units})


def readable(by: Acting | System) -> list[Register]:
    """The registers that a post may read, in the order of the menu."""
    return [register for register in registers().values() if may(by, Action.READ, register)]


def is_masked(column: Column) -> bool:
    """Whether the column's values are shown masked until they are unmasked for a purpose.

    Nobody may filter, sort, group or search by such a column; exact look-up of an ID number is an act of its own.
    """
    return column.sensitive
