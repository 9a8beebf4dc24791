"""Each node in Ibis: a table for the plain ones, functions for the rest.

Nodes that go to other rows never come here: `relations` has joined those rows and hands their columns over as `ready`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce, singledispatch
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_, sub

import ibis
from ibis.expr import types as ir

from yaodian.algebra import nodes
from yaodian.algebra.moment import DAYS, AsOf, PeriodEnd, PeriodStart
from yaodian.algebra.nodes import Node, children
from yaodian.algebra.reference import RESIDENT_ID
from yaodian.algebra.world import Answer, ParameterSteps, stored
from yaodian.engines.arrow import ibis_type

Column = Answer  # an Ibis value; its methods depend on its type, which the nodes have checked


@dataclass(frozen=True)
class Here:
    """Where a node is compiled: the table, the nodes that are columns of it already, the day and the parameters."""

    register: str
    table: ir.Table
    ready: Mapping[Node, Column]
    today: date
    parameters: ParameterSteps


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def getvariable(variable: str) -> date:  # type: ignore[empty-body]  # DuckDB's own
    """A day that is set when the query runs, so that SQL is compiled once for all periods."""


def compiled(node: Node, here: Here) -> Column:
    """One node as an Ibis value over the table."""
    if node in here.ready:
        return here.ready[node]
    if plain := PLAIN.get(type(node)):
        return plain(node, *(compiled(child, here) for child in children(node)))
    return special(node, here)


# Plain nodes: made of their parts ------------------------------------------------------------------------------------------

_COMPARE = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_CALCULATE = {"+": add, "−": sub, "×": mul}


def _years(_node: Node, start: Column, end: Column) -> Column:
    not_yet = end.month() * 100 + end.day() < start.month() * 100 + start.day()
    return _int(end.year() - start.year() - not_yet.ifelse(1, 0))


def _months(_node: Node, start: Column, end: Column) -> Column:
    whole = (end.year() - start.year()) * 12 + end.month() - start.month()
    return _int(whole - (end.day() < start.day()).ifelse(1, 0))


def _year_day(node: nodes.MakeDate, year: Column) -> Column:
    possible = year.between(1, 9999).ifelse(year, ibis.null("int64"))  # make_date raises for others
    return ibis.date(possible, node.month, node.day)


def _birthday(_node: Node, number: Column) -> Column:
    day = number.substr(6, 4) + "-" + number.substr(10, 2) + "-" + number.substr(12, 2)
    return _well_formed(number).ifelse(day, ibis.null("string")).try_cast("date")


def _sex(_node: Node, number: Column) -> Column:
    male = number.substr(16, 1).isin(["1", "3", "5", "7", "9"])
    return _well_formed(number).ifelse(male.ifelse("1", "2"), ibis.null("string"))


def _well_formed(number: Column) -> Column:
    return number.re_search(f"^{RESIDENT_ID.pattern}$")


def _mapped(node: nodes.Mapped, value: Column) -> Column:
    return value.cases(*node.pairs).cast(ibis_type(node.of))


def _int(value: Column) -> Column:
    return value.cast("int64")


PLAIN: Mapping[type[Node], Callable[..., Column]] = {
    nodes.Compare: lambda node, left, right: _COMPARE[node.operator](left, right),
    nodes.And: lambda _node, *parts: reduce(and_, parts),
    nodes.Or: lambda _node, *parts: reduce(or_, parts),
    nodes.Not: lambda _node, part: ~part,
    nodes.IsKnown: lambda _node, part: part.notnull(),
    nodes.InSet: lambda _node, value, *options: value.isin(options),
    nodes.Calculate: lambda node, left, right: _CALCULATE[node.operator](left, right),
    nodes.Smallest: lambda _node, *parts: ibis.least(*parts),
    nodes.Largest: lambda _node, *parts: ibis.greatest(*parts),
    nodes.Coalesce: lambda _node, *parts: ibis.coalesce(*parts),
    nodes.IfElse: lambda _node, condition, then, otherwise: condition.ifelse(then, otherwise),
    nodes.Mapped: _mapped,
    nodes.YearsBetween: _years,
    nodes.MonthsBetween: _months,
    nodes.DaysBetween: lambda _node, start, end: _int(end.delta(start, unit="day")),
    nodes.DatePart: lambda node, day: _int(getattr(day, node.part)()),
    nodes.MakeDate: _year_day,
    nodes.Length: lambda _node, text: _int(text.length()),
    nodes.StartsWith: lambda _node, text, beginning: text.startswith(beginning),
    nodes.Slice: lambda node, text: text.substr(node.start, node.length).nullif(""),
    nodes.BirthdayOfId: _birthday,
    nodes.SexOfId: _sex,
}


# The others -----------------------------------------------------------------------------------------------------------------


@singledispatch
def special(node: Node, _here: Here) -> Column:
    """One node that is not in the table above."""
    raise TypeError(f"{node} was not joined before it was compiled")


@special.register
def _(node: nodes.Column, here: Here) -> Column:
    return here.table[node.name]


@special.register
def _(node: nodes.Literal, _here: Here) -> Column:
    return ibis.literal(node.value, type=ibis_type(node.of))


@special.register
def _(_node: nodes.Today, here: Here) -> Column:
    return ibis.literal(here.today, type="date")


@special.register
def _(node: AsOf | PeriodStart | PeriodEnd, _here: Here) -> Column:
    return getvariable(DAYS[type(node)])


@special.register
def _(node: nodes.ParameterValue, here: Here) -> Column:
    steps = [(since, stored(node.key, value, node.digits)) for since, value in here.parameters(node.key)]
    day = compiled(node.on, here)
    newest_first = [(day >= since, ibis.literal(value, type="int64")) for since, value in reversed(steps)]
    return ibis.cases(*newest_first) if newest_first else ibis.null("int64")
