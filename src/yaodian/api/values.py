"""Values in JSON: codes as codes, units by their code, amounts in 元 and decimals as text, days as ISO dates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal as Exact
from decimal import InvalidOperation
from typing import Any

from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.selectors import unit_codes, unit_ids
from yaodian.kernel.errors import BadInput
from yaodian.registers import columns as c
from yaodian.registers.register import Register

Row = dict[str, Any]


def digits_of(column: c.Column) -> int:
    """By how many digits a column's stored integers are scaled."""
    return column.digits if isinstance(column, c.Decimal) else 2 if isinstance(column, c.Money) else 0


def told(register: Register, rows: list[Any], *, unmasked: bool) -> list[Row]:
    """Rows as JSON; sensitive values are null and named in `masked`, unless `unmasked`."""
    organisations = [column for column in register.columns if isinstance(column, c.Organisation)]
    codes = unit_codes({getattr(row, stored_name(column)) for row in rows for column in organisations})
    return [_told(register, row, codes, unmasked=unmasked) for row in rows]


def _told(register: Register, row: Any, codes: Mapping[int, str], *, unmasked: bool) -> Row:
    found: Row = {"id": row.pk, "version": row.version}
    hidden = []
    for column in register.columns:
        value = getattr(row, stored_name(column))
        if column.sensitive and not unmasked and value is not None:
            hidden.append(column.key)
            value = None
        found[column.key] = _as_json(column, value, codes)
    return {**found, "masked": hidden}


def _as_json(column: c.Column, value: Any, codes: Mapping[int, str]) -> Any:
    if value is None:
        return None
    match column:
        case c.Organisation():
            return codes.get(value)
        case c.Date():
            return value.isoformat()
        case c.Decimal() | c.Money():
            return str(Exact(value).scaleb(-digits_of(column)))
        case _:
            return value


def read(register: Register, given: Mapping[str, Any], *, adding: bool) -> Row:
    """JSON values as they are stored; BadInput with a message for each that cannot be read. Only what is given.

    What another system is the source of can be given for a new row, which that system may not have yet, and not changed.
    """
    wrong: dict[str, str] = {}
    found: Row = {}
    for key, value in given.items():
        column = register.by_key.get(key)
        if column is None or column.derived or (column.master and not adding):
            wrong[key] = "没有这一栏，或这一栏由系统算出、由别的系统提供，不能写。"
            continue
        try:
            found[key] = None if value is None or value == "" else _read(column, value)
        except (ValueError, TypeError, InvalidOperation, KeyError):
            wrong[key] = f"“{column.title}”的值{value!r}写法不对。{HOW.get(type(column), '')}"
    if wrong:
        raise BadInput(wrong)
    return found


HOW: dict[type[c.Column], str] = {
    c.Date: "日期写成2026-09-01。",
    c.Money: "金额写成以元为单位的数，最多两位小数。",
    c.Organisation: "写单位的代码。",
    c.Choice: "写代码，不写名称。",
    c.YesNo: "写 true 或 false。",
}


def _read(column: c.Column, value: Any) -> Any:
    match column:
        case c.Organisation():
            return unit_ids({str(value)})[str(value)]
        case c.Date():
            return date.fromisoformat(str(value))
        case c.Decimal() | c.Money():
            scaled = Exact(str(value)).scaleb(digits_of(column))
            if scaled != scaled.to_integral_value():
                raise ValueError(value)
            return int(scaled)
        case c.YesNo():
            if not isinstance(value, bool):
                raise TypeError(value)
            return value
        case c.Integer() | c.SchoolYear() | c.Ref() | c.Person() | c.File():
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(value)
            return value
        case _:
            return str(value).strip()
