"""Filters of a list, by kind of column: read from an address, written back, and as a condition on the stored rows.

An address says `grade=01&grade=02` (several values), `born_on-from=2015-01-01&born_on-to=…` (both included), `school=7`
(a unit) or `school=7-` (with all below it), and `grade=unknown` for rows that do not say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as Exact
from decimal import InvalidOperation
from functools import singledispatch
from typing import Any

from django.db.models import Q

from yaodian.apps.ledgers.access import is_masked
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.models import Unit
from yaodian.registers import columns as c
from yaodian.registers.register import Register

UNKNOWN = "unknown"
MOST_VALUES = 50  # more in one filter are left out
BIGGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Filter:
    """What a column's value shall be: one of `values`, or from `low` to `high` (both included), or unknown.

    Values are as stored. `below` (units): also the units below them.
    """

    values: tuple[Any, ...] = ()
    low: Any = None
    high: Any = None
    unknown: bool = False
    below: bool = False

    def __bool__(self) -> bool:
        return bool(self.values) or self.unknown or self.low is not None or self.high is not None


def filterable(register: Register) -> list[c.Column]:
    """The columns that a list may be filtered by: those declared `filtered`, the owning unit, and references, by which a row's
    page links to the rows that name it; never masked ones."""
    return [
        column
        for column in register.columns
        if (column.filtered or column.key == register.owner or isinstance(column, c.Ref))
        and not is_masked(column)
        and not isinstance(column, c.File)
    ]


def read_filter(column: c.Column, values: list[str], low: str = "", high: str = "") -> Filter:
    """The filter that an address asks for; what makes no sense is left out, so it may be empty."""
    unknown = UNKNOWN in values
    below = isinstance(column, c.Organisation) and any(value.endswith("-") for value in values)
    given = (value.removesuffix("-") if below else value for value in values[:MOST_VALUES] if value != UNKNOWN)
    read = tuple(dict.fromkeys(value for value in (stored_of(column, text) for text in given) if value is not None))
    if not _has_range(column):
        return Filter(values=read, unknown=unknown, below=below and bool(read))
    return Filter(values=read, low=stored_of(column, low), high=stored_of(column, high), unknown=unknown)


def words_of(column: c.Column, wanted: Filter) -> dict[str, list[str]]:
    """The filter as parameters of an address, which `read_filter` reads again."""
    tail = "-" if wanted.below else ""
    words = [address_word(column, value) + tail for value in wanted.values] + ([UNKNOWN] if wanted.unknown else [])
    found = {column.key: words} if words else {}
    for name, bound in (("from", wanted.low), ("to", wanted.high)):
        if bound is not None:
            found[f"{column.key}-{name}"] = [address_word(column, bound)]
    return found


def condition(register: Register, filters: Mapping[str, Filter]) -> Q:
    """All filters as one condition on the register's rows; asks the database once for units with what lies below them."""
    whole = Q()
    for key, wanted in filters.items():
        column = register.by_key[key]
        name = stored_name(column)
        part = Q()
        if wanted.values:
            values = units_below(wanted.values) if wanted.below else list(wanted.values)
            part = Q(**{f"{name}__in": values}) if len(values) != 1 else Q(**{name: values[0]})
        bounds = {
            f"{name}__{sign}": bound for sign, bound in (("gte", wanted.low), ("lte", wanted.high)) if bound is not None
        }
        if bounds:
            part |= Q(**bounds)
        if wanted.unknown:
            part |= Q(**{f"{name}__isnull": True})
        whole &= part
    return whole


def units_below(unit_ids: tuple[int, ...]) -> list[int]:
    """These units and all below them."""
    paths = Unit.objects.filter(pk__in=unit_ids).values_list("path", flat=True)
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    return sorted(Unit.objects.filter(within).values_list("pk", flat=True))


def _has_range(column: c.Column) -> bool:
    return column.numeric or isinstance(column, c.Date | c.SchoolYear)


@singledispatch
def stored_of(column: c.Column, text: str) -> Any:  # noqa: ARG001  # by type
    """The stored value that a word of an address means; None for nonsense."""
    return text.strip()[:200] or None


@stored_of.register
def _code(column: c.Choice, text: str) -> Any:
    return text if column.code_list.name_of(text) is not None else None


@stored_of.register
def _yes_no(column: c.YesNo, text: str) -> Any:  # noqa: ARG001  # by type
    return {"yes": True, "no": False}.get(text)


@stored_of.register
def _date(column: c.Date, text: str) -> Any:  # noqa: ARG001  # by type
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@stored_of.register
def _decimal(column: c.Decimal, text: str) -> Any:
    return _scaled(text, column.digits)


@stored_of.register
def _money(column: c.Money, text: str) -> Any:  # noqa: ARG001  # by type
    return _scaled(text, 2)


@stored_of.register(c.Integer)
@stored_of.register(c.SchoolYear)
@stored_of.register(c.Organisation)
@stored_of.register(c.Person)
@stored_of.register(c.Ref)
def _whole(column: c.Column, text: str) -> Any:  # noqa: ARG001  # by type
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None


def _scaled(text: str, digits: int) -> int | None:
    try:
        number = Exact(text).scaleb(digits)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and abs(number) <= BIGGEST else None


def address_word(column: c.Column, value: Any) -> str:
    """A stored value as a word of an address."""
    match column:
        case c.YesNo():
            return "yes" if value else "no"
        case c.Decimal(digits=digits):
            return f"{Exact(value).scaleb(-digits):f}"
        case c.Money():
            return f"{Exact(value).scaleb(-2):f}"
        case c.Date():
            return str(value.isoformat())
        case _:
            return str(value)
