"""The controls of a list's filters, one for each column that may be filtered by."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from yaodian.apps.ledgers.lists.filters import UNKNOWN, Filter, address_word, filterable
from yaodian.apps.ledgers.lists.shown import heading
from yaodian.apps.ledgers.lists.wanted import Wanted
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.selectors import units_for
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.web.screens.registers.drawing import boxes, options

FEW = 8  # so many choices are boxes to tick; more are a list


@dataclass(frozen=True, slots=True)
class Control:
    """One filter's control. `kind`: boxes, list, units, range, text, kept (a filter that came by a link: shown as a chip)."""

    column: c.Column
    title: str
    kind: str
    options: list[tuple[str, str, bool]] = field(default_factory=list)  # word of the address, text, chosen
    low: str = ""
    high: str = ""
    input: str = "text"

    @property
    def drawn(self) -> SafeString:
        """Its options as HTML."""
        return boxes(self.column.key, self.options) if self.kind == "boxes" else options(self.options)


def controls_of(register: Register, wanted: Wanted, by: Acting) -> list[Control]:
    """The controls in the order of the columns."""
    found = [
        _control(register, column, wanted.filters.get(column.key, Filter()), by) for column in filterable(register)
    ]
    return [control for control in found if control is not None]


def _control(register: Register, column: c.Column, now: Filter, by: Acting) -> Control | None:  # noqa: PLR0911  # a table of kinds
    title = heading(column)
    chosen = {address_word(column, value) + ("-" if now.below else "") for value in now.values}
    if now.unknown:
        chosen.add(UNKNOWN)
    match column:
        case c.Choice():
            words = _marked([(code.code, code.name) for code in choices_of(column)], chosen, column)
            return Control(column, title, "boxes" if len(words) <= FEW else "list", words)
        case c.YesNo():
            return Control(column, title, "boxes", _marked([("yes", "是"), ("no", "否")], chosen, column))
        case c.Organisation():
            return _of_units(register, column, title, chosen, by)
        case c.Date():
            return Control(
                column, title, "range", low=_bound(column, now.low), high=_bound(column, now.high), input="date"
            )
        case c.Integer() | c.Decimal() | c.Money() | c.SchoolYear():
            return Control(
                column, title, "range", low=_bound(column, now.low), high=_bound(column, now.high), input="number"
            )
        case c.Text() | c.Place() | c.Phone() | c.IdNumber():
            return Control(column, title, "text", low=next(iter(chosen - {UNKNOWN}), ""))
        case _:
            return Control(column, title, "kept", [(word, "", True) for word in sorted(chosen)]) if chosen else None


def choices_of(column: c.Choice) -> list[Any]:
    """The codes that a column may take."""
    return [code for code in column.code_list.codes if not column.within or code.code.startswith(column.within)]


def _of_units(register: Register, column: c.Organisation, title: str, chosen: set[str], by: Acting) -> Control | None:
    """Units within reach: those that can own rows, and with all below them those that lie above."""
    reached = list(units_for(by))
    if column.key == register.owner and len(reached) <= 1:
        return None
    words = [
        (str(unit.pk), unit.short_name) if unit.kind in column.kinds else (f"{unit.pk}-", f"{unit.short_name}及下属")
        for unit in reached
        if unit.kind in column.kinds or unit.kind == "township"
    ]
    return Control(column, title, "units", [(word, text, word in chosen) for word, text in words])


def _marked(pairs: list[tuple[str, str]], chosen: set[str], column: c.Column) -> list[tuple[str, str, bool]]:
    given = pairs if column.required else [*pairs, (UNKNOWN, "未填")]
    return [(word, text, word in chosen) for word, text in given]


def _bound(column: c.Column, value: Any) -> str:
    return "" if value is None else address_word(column, value)
