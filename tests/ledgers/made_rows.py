"""Rows made up from a register's declaration alone, sound by its checks: what the battery over all registers lives on.

A row's required columns get a plain value of their kind; while a check that is an error fails, the columns that it looks at
are tried with other values. Rows that it refers to are made first.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from yaodian.algebra.needs import columns_needed
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.checking.single import breaches_of
from yaodian.apps.ledgers.derived import with_derived
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Unit, User
from yaodian.kernel.breach import Severity
from yaodian.registers import columns as c
from yaodian.registers.ids import IdKind, made_up_credit, made_up_pupil, made_up_resident, made_up_school_code
from yaodian.registers.register import Kind, Register
from yaodian.registers.values import problems

AREA = "990101"  # nobody's
ROUNDS = 60
NAMES = "安柏曹丁范高何贾康李马倪潘秦孙田王徐杨赵"


def made_row(register: Register, unit: Unit, n: int = 1) -> dict[str, Any]:
    """The values of the n-th made-up row of a unit; AssertionError names the checks that could not be satisfied."""
    values: dict[str, Any] = {column.key: None for column in register.columns}
    for column in register.columns:
        if column.required and not column.derived:
            values[column.key] = next(_candidates(column, register, unit, n, values))
    errors = _errors(register, values)
    for _round in range(ROUNDS):
        if not errors:
            return with_derived(register, values)
        values, better = _mended(register, unit, n, values, errors)
        if len(better) >= len(errors) and better == errors:
            break
        errors = better
    raise AssertionError(f"{register.key}: no sound row; checks {errors}; {values}")


def add_made_row(register: Register, unit: Unit, n: int = 1) -> int:
    """Store such a row; its number."""
    return add_rows(
        register=register, rows=[made_row(register, unit, n)], by=System(), source="测试", period=period_of(register)
    )[0]


def period_of(register: Register) -> str:
    """The period of rows that belong to one."""
    return register.filing.current(today()).key if register.kind is Kind.PERIODIC and register.filing else ""


def _errors(register: Register, values: dict[str, Any]) -> list[str]:
    if wrong := problems(register, with_derived(register, values), on=today()):
        return sorted(f"!{key}" for key in wrong)
    found = breaches_of(register, with_derived(register, values), row_id=None)
    return [breach.code for breach in found if breach.severity is Severity.ERROR]


def _mended(
    register: Register, unit: Unit, n: int, values: dict[str, Any], errors: list[str]
) -> tuple[dict[str, Any], list[str]]:
    """The values with one column, or two, changed so that fewer errors remain; the same where nothing helps."""
    code = errors[0]
    looked_at = (
        columns_needed([register.checks[code].bad], register.key).get(register.key, ())
        if code in register.checks
        else [code[1:]]
    )
    columns = (
        [register.by_key[key] for key in (*register.checks[code].on, *looked_at) if key in register.by_key]
        if code in register.checks
        else [register.by_key[code[1:]]]
    )
    columns = [column for column in dict.fromkeys(columns) if not column.derived and column.key != register.owner]
    best, left = values, errors
    for column in columns:
        for candidate in _candidates(column, register, unit, n, values):
            tried = {**values, column.key: candidate}
            found = _errors(register, tried)
            if len(found) < len(left):
                best, left = tried, found
            if not left:
                return best, left
    if len(left) < len(errors):
        return best, left
    for column in columns:  # a column changed in spite of another error, which the next round may mend
        for candidate in _candidates(column, register, unit, n, values):
            tried = {**values, column.key: candidate}
            found = _errors(register, tried)
            if code not in found and not any(each.startswith("!") for each in found):
                return tried, found
    return values, errors


def _candidates(  # noqa: PLR0912  # a table of kinds
    column: c.Column, register: Register, unit: Unit, n: int, values: dict[str, Any]
) -> Iterator[Any]:
    """Values of a column, the plainest first; unknown last, where it may be unknown."""
    match column:
        case c.Text(length=length, name=True):
            yield (NAMES[n % 20] + NAMES[n // 20 % 20] + "一")[:length]
        case c.Text(length=length):
            yield f"{column.title[:2]}{n}"[:length]
        case c.Place():
            yield f"石桥镇{n}号"
        case c.Phone():
            yield f"1380000{n % 10000:04d}"
        case c.Choice():
            yield from (
                code.code
                for code in column.code_list.choices(today())
                if not column.within or code.code.startswith(column.within)
            )
        case c.Integer(least=least, most=most):
            low, high = least if least is not None else 0, most if most is not None else 10**6
            yield from (number for number in (n, 4, 2015, 1, 40, 12, 300, low, high) if low <= number <= high)
        case c.Decimal(digits=digits):
            yield from (number * 10**digits for number in (40 + n, 1, 2000))
        case c.Money():
            yield 120_000 + n
        case c.Date():
            yield from _days(n)
        case c.SchoolYear():
            begun = today().year if today().month >= 9 else today().year - 1
            yield from (begun, *range(begun - 1, begun - 14, -1))
        case c.YesNo():
            yield from (True, False)
        case c.IdNumber():
            yield from _numbers(column, n, values)
        case c.Organisation(kinds=kinds):
            if column.key == register.owner:
                yield unit.pk
            yield from Unit.objects.filter(kind__in=kinds).exclude(pk=unit.pk).values_list("pk", flat=True)
        case c.Ref():
            yield _referred(column, unit, n)
        case c.Person():
            yield User.objects.values_list("pk", flat=True)[0]
    if not column.required:
        yield None


def _days(n: int) -> Iterator[date]:
    """Days a while ago, by and by further back, one for each n; then some to come."""
    for back in (30, 200, 400, 800, 1200, 2600, 3000, 3400, 3800, 4200, 4600, 5000, 5400, 9000, 12000, 16000):
        yield today() - timedelta(days=back + n)
    yield from (today() + timedelta(days=ahead + n) for ahead in (30, 400, 1000))


def _numbers(column: c.IdNumber, n: int, values: dict[str, Any]) -> Iterator[str]:
    born = [value for value in values.values() if isinstance(value, date)]
    for day in (*born, *_days(n)):
        if day > today():
            continue
        for sequence in (2 * n + 1, 2 * n):  # odd for a man
            match column.kind:
                case IdKind.RESIDENT:
                    yield made_up_resident(AREA, day, sequence)
                case IdKind.PUPIL:
                    yield made_up_pupil(AREA, day, sequence)
    match column.kind:
        case IdKind.SCHOOL:
            yield made_up_school_code("21", n)
        case IdKind.CREDIT:
            yield made_up_credit(AREA, n)


def _referred(column: c.Ref, unit: Unit, n: int) -> int:
    """The n-th row of the register that a column refers to, made where it is not there."""
    target = register_named(column.register)
    rows = rows_of(target.key)._default_manager.filter(**{f"{target.owner}_id": unit.pk}).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    if len(found) >= n:
        return int(found[n - 1])
    wanted = made_row(target, unit, n)
    same = rows_of(target.key)._default_manager.filter(
        **{stored_name(target.by_key[key]): wanted[key] for key in target.identity}
    )
    return int(there.pk) if (there := same.first()) else add_made_row(target, unit, n)
