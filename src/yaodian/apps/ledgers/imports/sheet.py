"""A register as a sheet: the template to fill in, and each column as it is written so that it can be imported again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yaodian.apps.ledgers.access import units_in_reach
from yaodian.apps.ledgers.imports.lookups import labelled
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit, User
from yaodian.registers import columns as c
from yaodian.registers.register import Kind, Register
from yaodian.registers.sheets.template import write_template
from yaodian.registers.sheets.writing import SheetColumn, Value

KINDS: dict[type[c.Column], str] = {
    c.Integer: "number",
    c.Decimal: "decimal",
    c.Money: "money",
    c.Date: "date",
    c.Choice: "choice",
    c.YesNo: "yesno",
}
OWN_LINES = (
    "标题、列名不要改；一行填一条，中间不要空行。",
    "身份证号、学籍号等长号码的列已设为文本，请直接填写或按“只粘贴数值”粘贴。",
    "填好后在系统里“导入”上传；有错的格子会全部列出来，改好再传，不会写入一半。",
)


def template_columns(register: Register) -> list[c.Column]:
    """The columns that people fill in a sheet: not the derived, retired ones and files."""
    return [
        column
        for column in register.columns
        if not column.derived and column.retired is None and not isinstance(column, c.File)
    ]


def sheet_column(column: c.Column) -> SheetColumn:
    """A column of a template or export."""
    options = tuple(code.name for code in _choices(column)) if isinstance(column, c.Choice) else ()
    digits = column.digits if isinstance(column, c.Decimal) else 2
    kind: Any = KINDS.get(type(column), "text")
    return SheetColumn(column.title, kind, column.required, _help(column), options, digits)


def _choices(column: c.Choice) -> list[Any]:
    return [code for code in column.code_list.choices() if not column.within or code.code.startswith(column.within)]


def _help(column: c.Column) -> str:
    unit = getattr(column, "unit", "")
    parts = [column.help, f"单位：{unit}" if unit else ""]
    if isinstance(column, c.SchoolYear):
        parts.append("如 2025-2026")
    if isinstance(column, c.Organisation):
        parts.append("写单位全称、简称或代码")
    if isinstance(column, c.Ref):
        parts.append(f"写《{register_named(column.register).title}》里的名称，须先登记")
    return "；".join(filter(None, parts))


def register_template(register: Register) -> bytes:
    """The empty .xlsx of a register."""
    columns = [sheet_column(column) for column in template_columns(register)]
    period = ("这张表按期填报，上传时选是哪一期。",) if register.kind is Kind.PERIODIC else ()
    return write_template(columns, title=register.title, notes=(*OWN_LINES, *period))


def writers(register: Register, by: Acting | System) -> Mapping[str, Callable[[Any], Value]]:
    """How a stored value of each column is written into an export, so that an import reads the same value.

    Rows of other registers are written by their label where it names one row within reach, else as label#number.
    """
    return {column.key: _writer(column, by) for column in register.columns}


def _writer(column: c.Column, by: Acting | System) -> Callable[[Any], Value]:  # noqa: PLR0911  # one for each kind
    match column:
        case c.Choice():
            codes = column.code_list
            return lambda value: None if value is None else codes.name_of(value) or str(value)
        case c.Organisation():
            units = dict(Unit.objects.values_list("pk", "name"))
            return _named(units)
        case c.Person():
            return _named(dict(User.objects.values_list("pk", "username")))
        case c.Ref(register=key):
            return _named(_unique_labels(register_named(key), by))
        case c.SchoolYear():
            return lambda value: None if value is None else f"{value}-{value + 1}"
        case c.File():
            return lambda value: None if value is None else f"#{value}"
        case _:
            return _as_it_is


def _named(names: Mapping[int, str]) -> Callable[[Any], Value]:
    return lambda value: None if value is None else names.get(value, f"#{value}")


def _as_it_is(value: str | int | bool | date | None) -> Value:
    return value


def _unique_labels(register: Register, by: Acting | System) -> dict[int, str]:
    found = labelled(register, units_in_reach(by))
    many: dict[str, int] = {}
    for row in found:
        many[row.label] = many.get(row.label, 0) + 1
    return {row.id: row.label if row.label and many[row.label] == 1 else f"{row.label}#{row.id}" for row in found}
