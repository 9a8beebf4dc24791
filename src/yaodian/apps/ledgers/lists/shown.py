"""Stored values as people read them: names of codes, units and rows, amounts, days; sensitive ones masked.

What values refer to is looked up in bulk: one query for units, one for people, one for files, one for each register that
is referred to (and one for each register by which its rows are named in turn).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal as Exact
from functools import singledispatch
from typing import Any

from yaodian.apps.files.models import StoredFile
from yaodian.apps.ledgers.access import is_masked, scope
from yaodian.apps.ledgers.lists.masking import masked
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit, User
from yaodian.registers import columns as c

OUT_OF_REACH = "（其他单位的记录）"
StoredRow = Mapping[str, Any]  # by stored attribute


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as text, whether it is masked, and for a reference the register's key and the row's number."""

    text: str
    masked: bool = False
    link: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What numbers mean: units, people, files, and rows of registers as far as the reader reaches them."""

    units: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    rows: dict[str, dict[int, str]] = field(default_factory=dict)


def heading(column: c.Column) -> str:
    """A column's title with the unit of its numbers: 占地面积（平方米）."""
    match column:
        case c.Money():
            return f"{column.title}（元）"
        case c.Integer(unit=unit) | c.Decimal(unit=unit) if unit:
            return f"{column.title}（{unit}）"
        case _:
            return column.title


def cells_of(
    columns: Sequence[c.Column], rows: Sequence[StoredRow], by: Acting | System, *, unmasked: Collection[str] = ()
) -> list[list[Cell]]:
    """The cells of rows, a list for each row. `unmasked` are the keys of columns that the caller has unmasked (and logged)."""
    names = names_for(columns, rows, by)
    return [[_cell(column, row[stored_name(column)], names, unmasked) for column in columns] for row in rows]


def _cell(column: c.Column, value: Any, names: Names, unmasked: Collection[str]) -> Cell:
    if value is None or value == "":
        return Cell("")
    text = text_of(column, value, names)
    if is_masked(column) and column.key not in unmasked:
        return Cell(masked(column, text), masked=True)
    if isinstance(column, c.Ref) and value in names.rows.get(column.register, ()):
        return Cell(text, link=(column.register, value))
    return Cell(text)


def names_for(columns: Iterable[c.Column], rows: Sequence[StoredRow], by: Acting | System) -> Names:
    """Look up what the rows' numbers mean."""
    numbers: dict[type[c.Column] | str, set[int]] = defaultdict(set)
    for column in columns:
        if isinstance(column, c.Organisation | c.Person | c.File | c.Ref):
            kind = column.register if isinstance(column, c.Ref) else type(column)
            name = stored_name(column)
            numbers[kind] |= {row[name] for row in rows if row[name] is not None}
    labels = {key: labels_of(key, ids, by) for key, ids in numbers.items() if isinstance(key, str) and ids}
    return Names(
        units=_named(Unit, "short_name", numbers[c.Organisation]),
        people=_named(User, "name", numbers[c.Person]),
        files=_named(StoredFile, "name", numbers[c.File]),
        rows=labels,
    )


def labels_of(register_key: str, row_ids: Collection[int], by: Acting | System) -> dict[int, str]:
    """What rows of a register are called, of those that the post may read: 张三, 三（2）班, 张三 2026-03-01."""
    register = register_named(register_key)
    columns = [register.by_key[key] for key in register.label]
    found = list(scope(register, by).filter(pk__in=list(row_ids)).values("id", *map(stored_name, columns)))
    lines = cells_of(columns, found, by)
    return {
        row["id"]: " ".join(cell.text for cell in line if cell.text) for row, line in zip(found, lines, strict=True)
    }


def _named(model: Any, name: str, numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    return dict(model._default_manager.filter(pk__in=numbers).order_by().values_list("pk", name))


@singledispatch
def text_of(column: c.Column, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    """A stored value that is not None as text, unmasked; without its unit, which stands in the heading."""
    return str(value)


@text_of.register
def _choice(column: c.Choice, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return column.code_list.name_of(value) or str(value)


@text_of.register
def _yes_no(column: c.YesNo, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return "是" if value else "否"


@text_of.register
def _integer(column: c.Integer, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return str(value) if column.unit == "年" else f"{value:,}"  # 2015年, 1,200人


@text_of.register
def _decimal(column: c.Decimal, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return f"{Exact(value).scaleb(-column.digits):,.{column.digits}f}"


@text_of.register
def _money(column: c.Money, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return f"{Exact(value).scaleb(-2):,.2f}"


@text_of.register
def _date(column: c.Date, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return str(value.isoformat())


@text_of.register
def _school_year(column: c.SchoolYear, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return f"{value}—{value + 1}学年"


@text_of.register
def _unit(column: c.Organisation, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return names.units.get(value, "")


@text_of.register
def _person(column: c.Person, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return names.people.get(value, "")


@text_of.register
def _file(column: c.File, value: Any, names: Names) -> str:  # noqa: ARG001  # by type
    return names.files.get(value, "")


@text_of.register
def _ref(column: c.Ref, value: Any, names: Names) -> str:
    return names.rows.get(column.register, {}).get(value, OUT_OF_REACH)
