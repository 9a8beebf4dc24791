"""A form as it is sent becomes a definition; names of fields: `kind`, `part.register`, `part.where.0.column`, `among.0.value`;
of a group among conditions `part.where.1.any`, `part.where.1.0.column`.
"""

from collections.abc import Iterator

from django.http import QueryDict

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.definitions import (
    SCALES,
    WITH_OTHER,
    WITHOUT_VALUE,
    Condition,
    Conditions,
    Definition,
    Part,
    columns_of,
    operators_for,
)
from yaodian.packs import registers
from yaodian.registers import columns as c

MOST = 20  # conditions of one part or group
GROUP = "group"  # in place of a column: a group of conditions is to begin here
DAY = "day"  # a day that is typed, instead of one of the period
LONGEST = 300


def definition_of(sent: QueryDict) -> Definition:
    """What the form says. Lines without a column, and what does not belong to the chosen register, are left out."""
    kind = _text(sent, "kind") or "count"
    part = _part(sent, "part")
    scale, digits = _text(sent, "scale"), _text(sent, "digits")
    return Definition(
        title=_text(sent, "title"),
        kind=kind,
        part=part,
        among=_conditions(sent, "among", part.register, "part") if kind == "share" else Conditions(),
        other=_part(sent, "other") if kind in WITH_OTHER else None,
        scale=int(scale) if scale.isdecimal() and int(scale) in SCALES.get(kind, ()) else 0,
        level=_text(sent, "level") or "school",
        digits=int(digits) if digits.isdecimal() else 2,
        direction=_text(sent, "direction") or "neither",
        cycle=_text(sent, "cycle") or "school-year",
        taken=_text(sent, "taken") or "first",
        note=_text(sent, "note"),
    )


def _part(sent: QueryDict, place: str) -> Part:
    register = _text(sent, f"{place}.register")
    column = _text(sent, f"{place}.column")
    where = _conditions(sent, f"{place}.where", register, place)
    if not where.each and not _is_as_drawn(sent, place, register):
        where = Conditions(tuple(_usual(register)))
    return Part(register, column if columns_of(register, column) else "", where)


def _usual(register: str) -> Iterator[Condition]:
    """Of a register whose rows end: those that are there on the day; a start for whoever has just chosen it."""
    held = registers().get(register)
    begins = next((one for one in held.columns if isinstance(one, c.Date) and one.required), None) if held else None
    if held is not None and held.closes and begins is not None:
        yield Condition(begins.key, "at-most", ("@on",))
        yield Condition(held.closes, "unknown")


def _conditions(sent: QueryDict, place: str, register: str, part: str) -> Conditions:
    """The lines and groups of a block. A group that is still empty stays, but not that of another register."""
    any_holds, keeps_empty = _any_holds(sent, place), _is_as_drawn(sent, part, register)
    each = (_entry(sent, f"{place}.{number}", register, not any_holds) for number in range(MOST))
    kept = (one for one in each if isinstance(one, Condition) or (one and (one.each or keeps_empty)))
    return Conditions(tuple(kept), any_holds)


def _entry(sent: QueryDict, place: str, register: str, new_any: bool) -> Condition | Conditions | None:
    if _text(sent, f"{place}.column") == GROUP:
        return Conditions(any=new_any)
    if _text(sent, f"{place}.any"):
        return Conditions(tuple(_lines(sent, place, register)), _any_holds(sent, place))
    return _line(sent, place, register)


def _lines(sent: QueryDict, place: str, register: str) -> Iterator[Condition]:
    for number in range(MOST):
        if (line := _line(sent, f"{place}.{number}", register)) is not None:
            yield line


def _any_holds(sent: QueryDict, place: str) -> bool:
    return _text(sent, f"{place}.any") == "1"


def _is_as_drawn(sent: QueryDict, part: str, register: str) -> bool:
    """Whether the register is the one that the page's fields were drawn for."""
    return register == _text(sent, f"{part}.was")


def _line(sent: QueryDict, place: str, register: str) -> Condition | None:
    path = _text(sent, f"{place}.column")
    columns = columns_of(register, path)
    if not columns:
        return None
    operators = operators_for(columns[-1][1])
    operator = _text(sent, f"{place}.operator")
    operator = operator if operator in operators else operators[0]
    if operator in WITHOUT_VALUE:
        return Condition(path, operator)
    values = [value.strip()[:LONGEST] for value in sent.getlist(f"{place}.value")]
    if DAY in values:
        values = [_text(sent, f"{place}.day") or today().isoformat()]
    return Condition(path, operator, tuple(value for value in values if value))


def _text(sent: QueryDict, name: str) -> str:
    return sent.get(name, "").strip()[:LONGEST]
