"""The form field of each kind of column: how it is typed and shown; what is typed is read by `Entry`, as cells of sheets are."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.entry import Entry
from yaodian.apps.ledgers.lists.shown import heading
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.registers.sheets.unreadable import Unreadable
from yaodian.web.screens.registers.filtering import choices_of

LONGEST_SELECT = 40  # codes; a longer list is typed with suggestions
YEARS = (18, 2)  # school years offered, back and ahead


class TypedField(forms.CharField):
    """A field whose text a column's reader turns into a stored value; None for an empty one."""

    def __init__(self, column: c.Column, entry: Entry, *, kept: bool, **options: Any) -> None:
        self.column, self.entry = column, entry
        super().__init__(
            label=heading(column),
            required=column.required and not kept,
            help_text=column.help,
            error_messages={"required": f"请填写“{column.title}”。"},
            **options,
        )

    def clean(self, value: Any) -> Any:
        """The stored value; references wait until the form knows whose row it is."""
        text = super().clean(value)
        if text == "" or isinstance(self.column, c.Ref):
            return text or None
        return self.read(text)

    def read(self, text: str) -> Any:
        """The value that a text means; ValidationError says what to write instead."""
        try:
            return self.entry.read(self.column, text)
        except Unreadable as wrong:
            raise forms.ValidationError(f"{wrong.says.rstrip('。')}。") from wrong


def field_for(column: c.Column, entry: Entry, *, now: Any, unit: int | None, hidden: str) -> forms.Field:
    """The field of a column. `now` is the stored value, `unit` the one that owns the row where that is settled; `hidden` is
    how a sensitive value that is there is shown ("": it is not hidden): an empty field then leaves it as it is."""
    if isinstance(column, c.File):
        return forms.FileField(label=column.title, required=column.required and now is None, help_text=column.help)
    widget = _widget(column, entry.register, now, unit, hidden)
    if hidden and not isinstance(widget, forms.Select):
        widget.attrs["placeholder"] = f"{hidden}（不改请留空）"
    field = TypedField(column, entry, kept=bool(hidden), widget=widget)
    if isinstance(column, c.Text) and column.long:
        field.strip = False
    return field


def _widget(  # noqa: PLR0911, PLR0912  # a table of kinds
    column: c.Column, register: Register, now: Any, unit: int | None, hidden: str
) -> forms.Widget:
    blank = [("", f"{hidden}（不改）" if hidden else "")]
    place = f"offers-{column.key}"
    match column:
        case c.Text(long=True):
            return forms.Textarea(attrs={"rows": 3, "maxlength": column.length})
        case c.Choice():
            codes = [
                code
                for code in choices_of(column)
                if code.retired is None or code.retired > today() or code.code == now
            ]
            if len(codes) <= LONGEST_SELECT:
                return forms.Select(choices=[*blank, *((code.code, code.name) for code in codes)])
            return Suggested([code.name for code in codes], place=place)
        case c.YesNo():
            return forms.Select(choices=[*blank, ("yes", _("是")), ("no", _("否"))])
        case c.SchoolYear():
            return Suggested([f"{year}-{year + 1}" for year in _years(today())], place=place)
        case c.Date(months=months) if months or hidden:
            return forms.TextInput(attrs={"placeholder": "2012-09" if months else "2012-09-01"})
        case c.Date():
            return forms.DateInput(attrs={"type": "date"})
        case c.Integer():
            return forms.TextInput(attrs={"inputmode": "numeric"})
        case c.Decimal() | c.Money():
            return forms.TextInput(attrs={"inputmode": "decimal"})
        case c.Organisation() | c.Person() | c.Ref():
            including = "" if unit or column.key == register.owner else f"[name={register.owner}]"
            return Suggested([], place=place, asked=_asked(register, column, unit), including=including)
        case c.Phone(length=length):
            return forms.TextInput(attrs={"type": "tel", "maxlength": length})
        case c.Text(length=length) | c.Place(length=length) | c.IdNumber(length=length):
            return forms.TextInput(attrs={"maxlength": length})
        case _:
            return forms.TextInput()


def _asked(register: Register, column: c.Column, unit: int | None) -> str:
    address = reverse("register-choices", args=[register.key, column.key])
    return f"{address}?{urlencode({'unit': unit})}" if unit else address


def _years(on: date) -> list[int]:
    begun = on.year if on.month >= 9 else on.year - 1
    return list(range(begun + YEARS[1], begun - YEARS[0], -1))


class Suggested(forms.TextInput):
    """A text field with a list of suggestions: fixed ones, or those that an address gives for what has been typed (the form's
    template writes the <datalist>). Without a script the name is typed whole."""

    def __init__(self, options: list[str], *, place: str, asked: str = "", including: str = "") -> None:
        attrs = {"autocomplete": "off", "list": place}
        if asked:
            attrs |= {
                "hx-get": asked,
                "hx-trigger": "input changed delay:250ms, focus once",
                "hx-target": f"#{place}",
                "hx-sync": "this:replace",
            }
        if including:
            attrs["hx-include"] = including
        super().__init__(attrs=attrs)
        self.place, self.options = place, options
