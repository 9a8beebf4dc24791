"""Cells of a table to stored values, a column at a time, with every wrong cell collected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial, singledispatch
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.imports.cell_text import cell_text
from yaodian.apps.ledgers.imports.findings import Problem
from yaodian.apps.ledgers.imports.lookups import Rows, Units, read_file_cell, reads_person
from yaodian.apps.ledgers.imports.tables import column_of
from yaodian.apps.ledgers.pinyin import sort_key
from yaodian.apps.ledgers.storage import pinyin_name, stored_name
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers import columns as c
from yaodian.registers.ids import normal
from yaodian.registers.register import Register
from yaodian.registers.sheets import cells, numbers
from yaodian.registers.sheets.table import Cell, Heading, Table
from yaodian.registers.sheets.unreadable import Unreadable
from yaodian.registers.values import problem_in

Reader = Callable[[Cell], Any]
Wrong = list[tuple[int, str]]  # position in the table, what to write instead


@dataclass
class Context:
    """What readers need to know: who imports, the day, and the registers that cells name rows of."""

    register: Register
    by: Acting | System
    on: date = field(default_factory=today)
    units: Units = field(init=False)
    _rows: dict[str, Rows] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.units = Units(self.by)

    def rows(self, key: str) -> Rows:
        """The rows of another register, loaded once."""
        if key not in self._rows:
            self._rows[key] = Rows(register_named(key), self.by)
        return self._rows[key]


@singledispatch
def reader(column: c.Column, heading: Heading, table: Table, context: Context) -> Reader:  # noqa: ARG001  # by type
    """How one cell of a column is read; what it gives may still be too long, too big or no valid number."""
    raise TypeError(f"no reader for {type(column).__name__}")


@reader.register(c.Text)
@reader.register(c.Place)
def _text(column: c.Column, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return cells.read_text


@reader.register
def _phone(column: c.Phone, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return cells.read_phone


@reader.register
def _id_number(column: c.IdNumber, *_: Any) -> Reader:
    def read(cell: Cell) -> str | None:
        text = cells.read_identifier(cell)
        return None if text is None else normal(column.kind, text)

    return read


@reader.register
def _choice(column: c.Choice, *_: Any) -> Reader:
    codes = column.code_list

    def read(cell: Cell) -> str | None:
        text = cells.read_text(cell)
        if text is None:
            return None
        code = codes.read(text) or codes.read(cells.read_code(cell) or "")
        if code is None:
            near = codes.nearest(text)
            raise Unreadable(
                f"{codes.title}里没有“{text}”" + (f"，是不是“{'”“'.join(near)}”" if near else "，请从列表中选")
            )
        return code

    return read


@reader.register
def _integer(column: c.Integer, *_: Any) -> Reader:
    return partial(numbers.read_integer, unit=column.unit)


@reader.register
def _decimal(column: c.Decimal, *_: Any) -> Reader:
    return partial(numbers.read_decimal, digits=column.digits, unit=column.unit)


@reader.register
def _money(column: c.Money, heading: Heading, table: Table, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return partial(numbers.read_money, measure=heading.measure or table.notes.measure or "元")


@reader.register
def _date(column: c.Date, heading: Heading, table: Table, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return partial(cells.read_date, months=column.months, since_1904=table.since_1904)


@reader.register
def _school_year(column: c.SchoolYear, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return cells.read_school_year


@reader.register
def _yes_no(column: c.YesNo, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return cells.read_yes_no


@reader.register
def _organisation(column: c.Organisation, heading: Heading, table: Table, context: Context) -> Reader:  # noqa: ARG001
    return context.units.reads(column, owner=column.key == context.register.owner)


@reader.register
def _person(column: c.Person, heading: Heading, table: Table, context: Context) -> Reader:  # noqa: ARG001  # by type
    return reads_person(context.by)


@reader.register
def _file(column: c.File, *_: Any) -> Reader:  # noqa: ARG001  # by type
    return read_file_cell


def read_column(column: c.Column, heading: str, table: Table, context: Context) -> cells.Converted[Any]:
    """All values of a column of a table; wrong cells are None and listed."""
    found, raw = column_of(table, heading)
    read = _checked(column, reader(column, found, table, context), context.on)
    return cells.convert(raw, read)


def _checked(column: c.Column, read: Reader, on: date) -> Reader:
    """A reader that also refuses values that the column does not admit."""
    problem = problem_in.dispatch(type(column))  # looked up once for a column, not for each value

    def checked(cell: Cell) -> Any:
        value = read(cell)
        if value is not None and (says := problem(column, value, on)):
            raise Unreadable(says.rstrip("。"))
        return value

    return checked


def read_references(
    column: c.Ref, heading: str, table: Table, context: Context, owners: Sequence[int | None]
) -> cells.Converted[int]:
    """The rows that a column names; each distinct pair of unit and words is looked up once."""
    rows = context.rows(column.register)
    find = rows.find_own if column.own_unit else rows.find
    _heading, raw = column_of(table, heading)
    known: dict[tuple[int | None, Cell], int | str | None] = {}
    values: list[int | None] = []
    wrong: Wrong = []
    for at, pair in enumerate(zip(owners, raw, strict=True)):
        if pair not in known:
            known[pair] = _found(find, pair)
        value = known[pair]
        if isinstance(value, str):
            wrong.append((at, value))
            value = None
        values.append(value)
    return cells.Converted(values, wrong)


def _found(find: Callable[[str, int | None], int], pair: tuple[int | None, Cell]) -> int | str | None:
    """The row's id, None for an empty cell, or the sentence about a wrong one."""
    unit, cell = pair
    try:
        words = cells.read_text(cell)
        return None if words is None else find(words, unit)
    except Unreadable as error:
        return error.says


@dataclass(frozen=True, slots=True)
class Values:
    """A table's values by stored column, and the positions of its rows that have wrong cells."""

    columns: dict[str, list[Any]]
    wrong: list[Problem]
    bad: frozenset[int]


def read_values(table: Table, mapping: Mapping[str, str], context: Context, step: Callable[[int], None]) -> Values:
    """Convert all mapped columns of a table; `step` hears after each column how many are done."""
    by_column = {key: heading for heading, key in mapping.items() if key}
    register = context.register
    owner = register.by_key[register.owner]
    found: dict[str, list[Any]] = {}
    wrong: list[Problem] = []
    bad: set[int] = set()
    ordered = sorted(register.columns, key=lambda column: column is not owner)  # references need the owner
    for done, column in enumerate(ordered):
        step(done)
        if column.key in by_column:
            heading = by_column[column.key]
            if isinstance(column, c.Ref):
                converted: Any = read_references(column, heading, table, context, found[stored_name(owner)])
            else:
                converted = read_column(column, heading, table, context)
            found |= _stored(column, converted.values)
            bad |= {at for at, _says in converted.wrong}
            wrong += _problems(column, heading, table, converted.wrong)
        elif column is owner:
            found[stored_name(owner)] = [_own_unit(table, context)] * len(table)
    return Values(found, wrong, frozenset(bad))


def _stored(column: c.Column, values: list[Any]) -> dict[str, list[Any]]:
    """A column's values under their stored names, with the sort keys of names."""
    stored = {stored_name(column): values}
    if pinyin := pinyin_name(column):
        stored[pinyin] = [None if value is None else sort_key(value) for value in values]
    return stored


def _problems(column: c.Column, heading: str, table: Table, wrong: Wrong) -> Iterable[Problem]:
    _heading, raw = column_of(table, heading)
    return [
        Problem("error", table.sheet, table.numbers[at], column.key, cell_text(raw[at]), says) for at, says in wrong
    ]


def _own_unit(table: Table, context: Context) -> int | None:
    """Whose rows a sheet without the owner's column holds: the unit named above the table, else that of who imports."""
    column = context.register.by_key[context.register.owner]
    if not isinstance(column, c.Organisation):
        return None  # a register refuses any other owner
    if table.notes.unit_named:
        try:
            return context.units.reads(column, owner=True)(table.notes.unit_named)
        except Unreadable:
            pass  # the line above the table names no school: fall back on who imports
    unit = context.by.post.unit if isinstance(context.by, Acting) else None
    return unit.pk if unit is not None and unit.kind in column.kinds else None
