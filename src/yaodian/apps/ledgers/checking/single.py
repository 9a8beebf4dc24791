"""Checking one row before it is stored: its values, what they name, and the register's checks."""

from collections.abc import Mapping
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.files.models import StoredFile
from yaodian.apps.ledgers.checking.surroundings import breaching
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.models import Unit, User
from yaodian.kernel.breach import Breach, Severity
from yaodian.kernel.errors import BadInput
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.registers.values import problems


def breaches_of(register: Register, values: Mapping[str, Any], *, row_id: int | None) -> list[Breach]:
    """What the register's checks say about a row with these values, errors first."""
    failed = breaching(register, values, row_id, {code: check.bad for code, check in register.checks.items()})
    found = [
        Breach(check.code, check.severity, row_id, check.on[0], "", check.says, check.fix, check.basis)
        for check in (register.checks[code] for code in failed)
    ]
    return sorted(found, key=lambda breach: breach.severity is not Severity.ERROR)


def refuse_bad(register: Register, values: Mapping[str, Any], *, row_id: int | None) -> None:
    """BadInput with a message for each wrong column: wrong values, names of nothing, and failed checks that are errors."""
    wrong = problems(register, values, on=today()) | missing_targets(register, values)
    if not wrong:
        for breach in breaches_of(register, values, row_id=row_id):
            if breach.severity is Severity.ERROR:
                wrong.setdefault(breach.column, f"{breach.says}。{breach.fix}。".replace("。。", "。"))
    if wrong:
        raise BadInput(wrong)


def missing_targets(register: Register, values: Mapping[str, Any]) -> dict[str, str]:
    """The message for each column that names a unit, person, file or row that is not there."""
    wrong: dict[str, str] = {}
    for column in register.columns:
        value = values.get(column.key)
        if value is not None and not _exists(column, value):
            wrong[column.key] = f"“{column.title}”指的对象不存在，请重新选择。"
    return wrong


def _exists(column: c.Column, value: int) -> bool:
    match column:
        case c.Organisation():
            return Unit.objects.filter(pk=value, kind__in=column.kinds).exists()
        case c.Person():
            return User.objects.filter(pk=value).exists()
        case c.File():
            return StoredFile.objects.filter(pk=value).exists()
        case c.Ref():
            return rows_of(column.register)._default_manager.filter(pk=value).exists()
        case _:
            return True
