"""The form of a row, from its register's columns: fields in groups, and between them what is fixed and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import is_masked, units_in_reach
from yaodian.apps.ledgers.entry import Entry, typed, typed_columns
from yaodian.apps.ledgers.grouping import groups_of
from yaodian.apps.ledgers.imports.profiles import profile_named
from yaodian.apps.ledgers.lists.shown import Cell, cells_of, heading, names_for, text_of
from yaodian.apps.ledgers.offers import only_unit, unit_name
from yaodian.apps.ledgers.rows import values_of
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.acting import Acting
from yaodian.registers import columns as c
from yaodian.registers.register import Kind, Register
from yaodian.web.screens.registers.fields import Suggested, TypedField, field_for

REASON, VERSION, PERIOD = "row-reason", "row-version", "row-period"  # a hyphen: no column has such a key


@dataclass(frozen=True, slots=True)
class Item:
    """One place of the form: a field (and the box that empties a hidden one), or a fixed value and why it is fixed."""

    column: c.Column
    title: str
    bound: Any = None
    clear: Any = None
    cell: Cell | None = None
    why: str = ""
    width: str = "yd-c4"

    @property
    def suggested(self) -> Suggested | None:
        """The widget whose suggestions stand beside the field, if it has any."""
        widget = self.bound.field.widget if self.bound is not None else None
        return widget if isinstance(widget, Suggested) else None


class RowForm(forms.Form):
    """The form of a new row (`row` None) or of one that is there. `unmasked`: sensitive values are shown."""

    def __init__(
        self,
        register: Register,
        by: Acting,
        *,
        row: Any = None,
        unmasked: bool = False,
        data: Any = None,
        files: Any = None,
    ) -> None:
        super().__init__(data, files)
        self.register, self.by, self.row = register, by, row
        self.entry = Entry(register, by)
        self.stored = values_of(register, row) if row is not None else {}
        self.cells = self._cells(unmasked)
        self.own_unit = self.stored.get(register.owner) if row is not None else only_unit(register, by)
        self.entry.unit = self.own_unit
        self.hidden: set[str] = set()
        for column in typed_columns(register, adding=row is None):
            if column.key != register.owner or self._owner_is_asked():
                self._add(column, unmasked)
        if register.kind is Kind.PERIODIC and row is None:
            self.fields[PERIOD] = forms.ChoiceField(label=_("哪一期"), choices=_periods(register))
        if row is not None:
            self.fields[REASON] = forms.CharField(label=_("改的原因"), required=False, max_length=200)
            self.fields[VERSION] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)

    def _cells(self, unmasked: bool) -> dict[str, Cell]:
        if self.row is None:
            return {}
        shown = {stored_name(column): self.stored[column.key] for column in self.register.columns}
        keys = [column.key for column in self.register.columns] if unmasked else []
        (cells,) = cells_of(self.register.columns, [shown], self.by, unmasked=keys)
        return {column.key: cell for column, cell in zip(self.register.columns, cells, strict=True)}

    def _owner_is_asked(self) -> bool:
        reach = units_in_reach(self.by)
        return self.own_unit is None or (self.row is not None and (reach is None or len(reach) > 1))

    def _add(self, column: c.Column, unmasked: bool) -> None:
        now = self.stored.get(column.key)
        hidden = ""
        if now is not None and is_masked(column) and not unmasked:
            hidden = self.cells[column.key].text
            self.hidden.add(column.key)
        unit = None if self._owner_is_asked() else self.own_unit
        field = field_for(column, self.entry, now=now, unit=unit, hidden=hidden)
        if now is not None and not hidden and not isinstance(column, c.File):
            field.initial = typed(column, now, self._name_of(column, now))
            if isinstance(column, c.Choice) and isinstance(field.widget, Suggested):
                field.initial = column.code_list.name_of(now) or now
        self.fields[column.key] = field
        clearable = hidden or (isinstance(column, c.File) and now is not None)
        if clearable and not column.required:
            self.fields[f"clear-{column.key}"] = forms.BooleanField(label=_("清空这一项"), required=False)

    def _name_of(self, column: c.Column, now: Any) -> str:
        match column:
            case c.Organisation():
                return unit_name(now)
            case c.Ref() | c.Person():
                named = names_for([column], [{stored_name(column): now}], self.by)
                return str(text_of(column, now, named))
            case _:
                return ""

    def clean(self) -> dict[str, Any]:
        """Read the references, now that the owning unit is known."""
        found: dict[str, Any] = super().clean() or {}
        if self.register.owner in found:
            self.entry.unit = found[self.register.owner]
        for name, field in self.fields.items():
            if isinstance(field, TypedField) and isinstance(field.column, c.Ref) and found.get(name):
                try:
                    found[name] = field.read(found[name])
                except forms.ValidationError as wrong:
                    self.add_error(name, wrong)
        return found

    def values(self) -> dict[str, Any]:
        """The stored values of what was typed; without hidden values that were left as they are, and without files."""
        found: dict[str, Any] = {}
        for column in self.register.columns:
            if column.key not in self.fields:
                continue
            value = self.cleaned_data.get(column.key)
            if self.cleaned_data.get(f"clear-{column.key}"):
                found[column.key] = None
            elif isinstance(column, c.File) or (column.key in self.hidden and value is None):
                continue
            else:
                found[column.key] = value
        if self.row is None and self.register.owner not in found:
            found[self.register.owner] = self.own_unit
        return found

    def uploads(self) -> dict[str, Any]:
        """The files that were sent, by column."""
        files = [column.key for column in self.register.columns if isinstance(column, c.File)]
        return {key: self.cleaned_data[key] for key in files if self.cleaned_data.get(key)}

    def refuse(self, wrong: dict[str, str]) -> None:
        """Put a service's messages at their fields; those of fixed columns at the top, named."""
        for key, says in wrong.items():
            if key in self.fields:
                self.add_error(key, says)
            else:
                title = f"{self.register.title_of(key)}：" if key in self.register.by_key else ""
                self.add_error(None, f"{title}{says}")

    def reasons(self) -> dict[str, list[str]]:
        """Why places of the form are fixed, or where their values come from later: the titles for each reason."""
        found: dict[str, list[str]] = {}
        for _title, items in self.groups():
            for item in items:
                if item.why:
                    found.setdefault(item.why, []).append(item.column.title)
        return found

    def groups(self) -> Iterator[tuple[str, list[Item]]]:
        """The places of the form by group."""
        columns = [column for column in self.register.columns if column.retired is None]
        if self.row is None:
            columns = [column for column in columns if not column.derived]
        for title, group in groups_of(self.register, columns):
            yield title, [self.item(column) for column in group]

    def item(self, column: c.Column) -> Item:
        """The place of one column."""
        width = "yd-c12" if isinstance(column, c.Text) and column.long else "yd-c4"
        if column.key in self.fields:
            clear = f"clear-{column.key}"
            box = self[clear] if clear in self.fields else None
            return Item(column, heading(column), self[column.key], box, width=width, why=self._whence(column))
        cell = self.cells.get(column.key) or Cell(unit_name(self.own_unit))
        return Item(column, heading(column), cell=cell, why=self._why_fixed(column), width=width)

    def _whence(self, column: c.Column) -> str:
        if column.master and self.row is None:
            return f"以{source_of(self.register, column)}为准，以后按它的导出表更新"
        return ""

    def _why_fixed(self, column: c.Column) -> str:
        if column.derived:
            return "由系统算出"
        if column.key in self.register.identity and self.row is not None:
            return "是这一行的标识，用“更正标识”改"
        if column.master:
            return f"来自{source_of(self.register, column)}，请在该系统改后导入"
        return ""


class IdentityForm(RowForm):
    """Correcting a row's identity: only the identity columns, and why."""

    def __init__(self, register: Register, by: Acting, *, row: Any, unmasked: bool = False, data: Any = None) -> None:
        super().__init__(register, by, row=row, unmasked=unmasked, data=data)
        self.fields = {REASON: forms.CharField(label=_("更正的原因"), max_length=200)}
        for key in register.identity:
            if key != register.owner or self._owner_is_asked():
                self._add(register.by_key[key], unmasked)
        self.fields[REASON] = self.fields.pop(REASON)


def source_of(register: Register, column: c.Column) -> str:
    """What the system is called that is the source of a column."""
    profile = profile_named(register, column.master)
    return profile.title if profile is not None else "上级业务系统"


def _periods(register: Register) -> list[tuple[str, str]]:
    if register.filing is None:
        return []
    period = register.filing.current(today())
    found = [period.next(), period, period.before(), period.before().before()]
    return [(each.key, each.name) for each in (found[1], found[0], *found[2:])]
