"""Data problems 数据问题: the failed checks of a register within reach, by check and unit, with the rows that fail them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from yaodian.apps.ledgers.access import units_in_reach
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.models import FailedCheck, Sweep
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.breach import Severity
from yaodian.registers.register import Check, Register

EXPLAINED = "explained"
MOST_UNITS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """Which problems: `severity` error, warning (unexplained) or explained, "" all that are open; a check; a unit."""

    severity: str = ""
    check: str = ""
    unit: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed check with what it says and what its row is called."""

    failed: FailedCheck
    check: Check
    label: str


def asked_from(query: Mapping[str, str], register: Register) -> Asked:
    """What an address asks for; nonsense is left out."""
    severity, check, unit = query.get("severity", ""), query.get("check", ""), query.get("unit", "")
    return Asked(
        severity=severity if severity in (Severity.ERROR, Severity.WARNING, EXPLAINED) else "",
        check=check if check in register.checks else "",
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else 0,
    )


def within(register: Register, by: Acting) -> QuerySet[FailedCheck]:
    """All failed checks of a register within reach."""
    units = units_in_reach(by)
    found = FailedCheck.objects.filter(register=register.key, code__in=list(register.checks))
    return found if units is None else found.filter(unit__in=units)


def failed_for(register: Register, failed_id: int, by: Acting) -> FailedCheck | None:
    """One of them, or None."""
    return within(register, by).select_related("unit").filter(pk=failed_id).first()


def asked(register: Register, wanted: Asked, by: Acting) -> QuerySet[FailedCheck]:
    """Those that are asked for, errors first, the oldest first."""
    found = within(register, by).filter(_severity(wanted.severity))
    if wanted.check:
        found = found.filter(code=wanted.check)
    if wanted.unit:
        found = found.filter(unit=wanted.unit)
    return found.select_related("unit").order_by("severity", "code", "pk")


def _severity(word: str) -> Q:
    match word:
        case Severity.ERROR:
            return Q(severity=Severity.ERROR)
        case Severity.WARNING:
            return Q(severity=Severity.WARNING, explanation="")
        case "explained":
            return Q(severity=Severity.WARNING) & ~Q(explanation="")
        case _:
            return Q(explanation="")


def by_check(register: Register, wanted: Asked, by: Acting) -> list[tuple[Check, int]]:
    """How many rows fail each check, under the same severity and unit; the worst first."""
    rows = asked(register, Asked(wanted.severity, "", wanted.unit), by).order_by().values_list("code")
    counts = dict(rows.annotate(many=Count("pk")))
    found = [(register.checks[code], many) for code, many in counts.items()]
    return sorted(found, key=lambda pair: (pair[0].severity is not Severity.ERROR, -pair[1]))


def by_unit(register: Register, wanted: Asked, by: Acting) -> list[tuple[int, str, int]]:
    """How many problems each unit has, under the same severity and check: number, name, problems; the most first."""
    rows = asked(register, Asked(wanted.severity, wanted.check, 0), by).order_by()
    counted = rows.values_list("unit", "unit__short_name").annotate(many=Count("pk")).order_by("-many", "unit")
    return [(unit, name, many) for unit, name, many in counted[:MOST_UNITS]]


def shown(register: Register, failed: list[FailedCheck], by: Acting) -> list[Problem]:
    """With their rows' labels; two queries or so, however many there are."""
    labels = labels_of(register.key, {each.row for each in failed}, by)
    return [Problem(each, register.checks[each.code], labels.get(each.row) or f"#{each.row}") for each in failed]


def swept(register: Register) -> Any:
    """When the checks were last gone through, None for never."""
    return Sweep.objects.filter(pk=register.key).first()
