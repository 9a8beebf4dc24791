"""The naive evaluator: an expression for one row after the other, kept simple on purpose; engines must agree with it.

Forms use it for one row; tests use it as the truth. Cost: rows × related rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatch
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

from yaodian.algebra import nodes
from yaodian.algebra.moment import DAYS, AsOf, PeriodEnd, PeriodStart, require_moment
from yaodian.algebra.nodes import Node, children
from yaodian.algebra.related import Follow, How, Related
from yaodian.algebra.world import Answer, Row, World, stored

RESIDENT_ID = re.compile(r"[0-9]{6}(19|20)[0-9]{9}[0-9Xx]")


@dataclass(frozen=True)
class At:
    """Where an expression is evaluated: the world, this row, and inside a Related the other row."""

    world: World
    row: Row
    theirs: Row | None = None


def evaluate(node: Node, register: str, world: World) -> list[Answer]:
    """What the expression gives for each row of a register, in the order of the table; unknown is None."""
    return [value_of(node, At(world, row)) for row in world.tables[register]]


def evaluate_row(node: Node, row: Row, world: World) -> Answer:
    """What the expression gives for one row, which need not be among the tables (a form not saved yet)."""
    return value_of(node, At(world, row))


def bad_rows(node: Node, register: str, world: World) -> set[int]:
    """The ids of the rows for which the condition is true."""
    found = zip(world.tables[register], evaluate(node, register, world), strict=True)
    return {row["id"] for row, bad in found if bad}


def value_of(node: Node, at: At) -> Answer:
    """What one node gives."""
    if plain := PLAIN.get(type(node)):
        parts = _parts(node, children(node), at)
        return None if None in parts else plain(node, *parts)
    return special(node, at)


# Plain nodes: unknown if any part is unknown, otherwise made of the parts' values ------------------------------------------

_COMPARE = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_CALCULATE = {"+": add, "−": sub, "×": mul}


def _years(_node: Answer, start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _months(_node: Answer, start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _birthday(_node: Answer, number: str) -> date | None:
    if not RESIDENT_ID.fullmatch(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _sex(_node: Answer, number: str) -> str | None:
    if not RESIDENT_ID.fullmatch(number):
        return None
    return "1" if int(number[16]) % 2 else "2"


PLAIN: Mapping[type[Node], Callable[..., Answer]] = {
    nodes.Compare: lambda node, left, right: _COMPARE[node.operator](left, right),
    nodes.Not: lambda _node, part: not part,
    nodes.InSet: lambda _node, value, *options: value in options,
    nodes.Calculate: lambda node, left, right: _CALCULATE[node.operator](left, right),
    nodes.Mapped: lambda node, value: dict(node.pairs).get(value),
    nodes.YearsBetween: _years,
    nodes.MonthsBetween: _months,
    nodes.DaysBetween: lambda _node, start, end: (end - start).days,
    nodes.DatePart: lambda node, day: getattr(day, node.part),
    nodes.MakeDate: lambda node, year: date(year, node.month, node.day) if 1 <= year <= 9999 else None,
    nodes.Length: lambda _node, text: len(text),
    nodes.StartsWith: lambda _node, text, beginning: text.startswith(beginning),
    nodes.Slice: lambda node, text: text[node.start : node.start + node.length] or None,
    nodes.BirthdayOfId: _birthday,
    nodes.SexOfId: _sex,
}


# The others -----------------------------------------------------------------------------------------------------------------


@singledispatch
def special(node: Node, _at: At) -> Answer:
    """One node that is not in the table above."""
    raise TypeError(f"no value for {type(node).__name__}")


@special.register
def _(node: nodes.Column, at: At) -> Answer:
    return at.row.get(node.name)


@special.register
def _(node: nodes.Theirs, at: At) -> Answer:
    return at.theirs.get(node.name) if at.theirs is not None else None


@special.register
def _(node: nodes.Literal, _at: At) -> Answer:
    return node.value


@special.register
def _(_node: nodes.Today, at: At) -> Answer:
    return at.world.today


@special.register
def _(node: AsOf | PeriodStart | PeriodEnd, at: At) -> Answer:
    require_moment([node], at.world.moment)
    return at.world.moment.days[DAYS[type(node)]] if at.world.moment else None


@special.register
def _(node: nodes.ParameterValue, at: At) -> Answer:
    day = value_of(node.on, at)
    held = [value for since, value in at.world.parameters(node.key) if day is not None and since <= day]
    return stored(node.key, held[-1], node.digits) if held else None


@special.register
def _(node: nodes.And, at: At) -> Answer:
    parts = _parts(node, node.parts, at)
    return False if False in parts else None if None in parts else True


@special.register
def _(node: nodes.Or, at: At) -> Answer:
    parts = _parts(node, node.parts, at)
    return True if True in parts else None if None in parts else False


@special.register
def _(node: nodes.IsKnown, at: At) -> Answer:
    return value_of(node.part, at) is not None


@special.register
def _(node: nodes.Smallest, at: At) -> Answer:
    return min(_known(_parts(node, node.parts, at)), default=None)


@special.register
def _(node: nodes.Largest, at: At) -> Answer:
    return max(_known(_parts(node, node.parts, at)), default=None)


@special.register
def _(node: nodes.Coalesce, at: At) -> Answer:
    return next(iter(_known(_parts(node, node.parts, at))), None)


@special.register
def _(node: nodes.IfElse, at: At) -> Answer:
    then, otherwise = _parts(node, (node.then, node.otherwise), at)
    return then if value_of(node.condition, at) else otherwise


@special.register
def _(node: Follow, at: At) -> Answer:
    target = at.world.by_id[node.reference.type.register].get(value_of(node.reference, at))
    return None if target is None else value_of(node.then, At(at.world, target))


@special.register
def _(node: Related, at: At) -> Answer:
    theirs = [replace(at, theirs=row) for row in at.world.tables[node.register]]
    held = [other for other in theirs if _belongs(node, other)]
    if node.value is None:
        return len(held)
    value = node.value
    return summary(node.how, _known(value_of(value, other) for other in held))


def _belongs(node: Related, at: At) -> bool:
    if node.where is not None and not value_of(node.where, at):
        return False
    pairs = (_parts(node, pair, at) for pair in node.on)
    return all(theirs == ours and ours is not None for theirs, ours in pairs)


def summary(how: How, known: Sequence[Answer]) -> Answer:
    """What to make of the known values of several rows."""
    match how:
        case How.COUNT:
            return len(known)
        case How.TOTAL:
            return sum(known)
        case How.DISTINCT:
            return len(set(known))
        case How.SMALLEST:
            return min(known, default=None)
        case How.LARGEST:
            return max(known, default=None)
        case How.ONLY:
            return known[0] if len(set(known)) == 1 else None


def _parts(node: Node, parts: Iterable[Node], at: At) -> list[Answer]:
    """The values of parts; numbers that meet get the digits of the one that has most (not those of a product)."""
    found = [(value_of(part, at), part.type) for part in parts]
    most = max((of.digits for _value, of in found), default=0)
    if isinstance(node, nodes.Calculate) and node.operator == "×":
        return [value for value, _of in found]
    return [value * 10 ** (most - of.digits) if value is not None and of.numeric else value for value, of in found]


def _known(values: Iterable[Answer]) -> list[Answer]:
    return [value for value in values if value is not None]
