"""What people type into a row's form, as stored values; and stored values as the form shows them.

Cells of sheets and fields of forms are read by the same readers, so that what one takes the other takes too.
"""

import re
from dataclasses import dataclass
from functools import cached_property, singledispatchmethod
from typing import Any

from yaodian.apps.ledgers.access import scope, units_in_reach
from yaodian.apps.ledgers.checking.single import breaches_of, refuse_bad
from yaodian.apps.ledgers.derived import with_derived
from yaodian.apps.ledgers.imports.lookups import Units, labelled, plain, reads_person
from yaodian.apps.ledgers.rows import values_of
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.breach import Breach, Severity
from yaodian.registers import columns as c
from yaodian.registers.ids import normal
from yaodian.registers.register import Register
from yaodian.registers.sheets import cells, numbers
from yaodian.registers.sheets.unreadable import Unreadable
from yaodian.registers.sheets.writing import scaled_text

NUMBERED = re.compile(r"(?:.*)#(\d{1,18})")


@dataclass
class Entry:
    """Reads one form: who types, into which register, and which unit owns the row (None until that is read)."""

    register: Register
    by: Acting
    unit: int | None = None

    @cached_property
    def units(self) -> Units:
        """The units of the tree, loaded once."""
        return Units(self.by)

    @singledispatchmethod
    def read(self, column: c.Column, text: str) -> Any:  # noqa: ARG002  # by type
        """The stored value that a text means, None for an empty one; Unreadable says what to write instead."""
        raise TypeError(f"no reader for {type(column).__name__}")

    @read.register(c.Text)
    @read.register(c.Place)
    def _text(self, column: c.Text | c.Place, text: str) -> Any:  # by type
        return text.strip() or None if isinstance(column, c.Text) and column.long else cells.read_text(text)

    @read.register
    def _phone(self, column: c.Phone, text: str) -> Any:  # noqa: ARG002  # by type
        return cells.read_phone(text)

    @read.register
    def _id_number(self, column: c.IdNumber, text: str) -> Any:
        return normal(column.kind, text) or None

    @read.register
    def _choice(self, column: c.Choice, text: str) -> Any:
        codes = column.code_list
        code = text if codes.name_of(text) is not None else codes.read(text)
        if code is None:
            near = codes.nearest(text)
            hint = f"，是不是“{'”“'.join(near)}”" if near else "，请从列表中选"
            raise Unreadable(f"{codes.title}里没有“{text}”{hint}")
        return code

    @read.register
    def _integer(self, column: c.Integer, text: str) -> Any:
        return numbers.read_integer(text, unit=column.unit)

    @read.register
    def _decimal(self, column: c.Decimal, text: str) -> Any:
        return numbers.read_decimal(text, digits=column.digits, unit=column.unit)

    @read.register
    def _money(self, column: c.Money, text: str) -> Any:  # noqa: ARG002  # by type
        return numbers.read_money(text)

    @read.register
    def _date(self, column: c.Date, text: str) -> Any:
        return cells.read_date(text, months=column.months)

    @read.register
    def _school_year(self, column: c.SchoolYear, text: str) -> Any:  # noqa: ARG002  # by type
        return cells.read_school_year(text)

    @read.register
    def _yes_no(self, column: c.YesNo, text: str) -> Any:  # noqa: ARG002  # by type
        return cells.read_yes_no(text)

    @read.register
    def _organisation(self, column: c.Organisation, text: str) -> Any:
        return self.units.reads(column, owner=column.key == self.register.owner)(text)

    @read.register
    def _person(self, column: c.Person, text: str) -> Any:  # noqa: ARG002  # by type
        return reads_person(self.by)(text)

    @read.register
    def _ref(self, column: c.Ref, text: str) -> Any:
        return self._row_named(column, text)

    def _row_named(self, column: c.Ref, text: str) -> int:
        """A row within reach by label#number as the form offers it, or by its label where one row has it."""
        target = register_named(column.register)
        own = self.unit if column.own_unit else None
        if found := NUMBERED.fullmatch(text):
            rows = scope(target, self.by).filter(pk=int(found[1]))
            if own is not None:
                rows = rows.filter(**{f"{target.owner}_id": own})
            if rows.exists():
                return int(found[1])
        else:
            units = units_in_reach(self.by) if own is None else [own]
            named = [row.id for row in labelled(target, units) if plain(row.label) == plain(text)]
            named = list(scope(target, self.by).filter(pk__in=named[:2]).values_list("pk", flat=True))
            if len(named) == 1:
                return int(named[0])
            if named:
                raise Unreadable(f"《{target.title}》里不止一个“{text}”，请从提示的列表中选")
        where = "本单位的" if own is not None else ""
        raise Unreadable(f"{where}《{target.title}》里没有“{text}”，请先登记，或从提示的列表中选")


def typed(column: c.Column, value: Any, label: str) -> str:  # noqa: PLR0911  # a table of kinds
    """A stored value as a field holds it, so that `Entry.read` gives the value back; `label` is what a reference is called."""
    if value is None or value == "":
        return ""
    match column:
        case c.Decimal(digits=digits):
            return scaled_text(value, digits)
        case c.Money():
            return scaled_text(value, 2)
        case c.Date():
            return str(value.isoformat())
        case c.SchoolYear():
            return f"{value}-{value + 1}"
        case c.YesNo():
            return "yes" if value else "no"
        case c.Organisation() | c.Person():
            return label
        case c.Ref():
            return f"{label}#{value}"
        case _:
            return str(value)


def typed_columns(register: Register, *, adding: bool) -> list[c.Column]:
    """The columns that a form asks for: in a new row all but derived ones; in a row that is there neither its identity
    (which is corrected by an act of its own) nor what another system is the source of."""
    live = [column for column in register.columns if not column.derived and column.retired is None]
    if adding:
        return live
    return [column for column in live if not column.master and column.key not in register.identity]


def new_warnings(register: Register, values: dict[str, Any], *, row: Any = None) -> list[Breach]:
    """The warnings of a row with these values that it does not have already; BadInput while there are errors."""
    before = values_of(register, row) if row is not None else {}
    row_id = row.pk if row is not None else None
    after = with_derived(register, {**before, **values})
    refuse_bad(register, after, row_id=row_id)
    found = [breach for breach in breaches_of(register, after, row_id=row_id) if breach.severity is Severity.WARNING]
    if not found or row is None:
        return found
    known = {breach.code for breach in breaches_of(register, before, row_id=row_id)}
    return [breach for breach in found if breach.code not in known]
