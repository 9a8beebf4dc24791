"""Flat snapshots: what a reference gives stands beside the row, `pupil.sex` as a column of enrolments, so that figures of
a nation's pupils need no join of them.

    flat = beside(measure, {"enrolments": {"school", "pupil.sex", …}})     columns that a snapshot has
    dated = on_days(flat, moment)                                          measures of several days share one scan
"""

from collections.abc import Collection, Mapping
from typing import TypeVar

from yaodian.algebra.measures import Leaf, Measure, leaves
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import measures_need
from yaodian.algebra.nodes import Column, Node
from yaodian.algebra.related import Follow
from yaodian.algebra.rewrite import rebuild
from yaodian.algebra.term import Term
from yaodian.algebra.units import Dimension, Owners
from yaodian.engines.engine import dated
from yaodian.engines.scan import on_the_day

Stored = Mapping[str, Collection[str]]  # a snapshot's columns by register
AnyTerm = TypeVar("AnyTerm", bound=Term)
AnyMeasure = TypeVar("AnyMeasure", bound=Measure)


def beside(term: AnyTerm, stored: Stored) -> AnyTerm:
    """The same expression or measure with the columns that stand beside the row instead of references followed."""
    if isinstance(term, Node):
        return _beside(term, stored)  # type: ignore[return-value]  # a node for a node
    return rebuild(term, lambda node: _beside(node, stored))


def split_beside(dimension: Dimension, stored: Stored) -> Dimension:
    """The same dimension for the registers that a snapshot has."""
    return Dimension(
        dimension.key, tuple((register, beside(node, stored)) for register, node in dimension.by if register in stored)
    )


def on_days(measure: AnyMeasure, moment: Moment) -> AnyMeasure:
    """The measure with the days of a moment written in it."""
    return rebuild(measure, lambda node: dated(on_the_day(node), moment))


def lacking(measure: Measure, stored: Stored, owners: Owners) -> list[str]:
    """What a (flat) measure reads that a snapshot has not: registers, and columns as `register.column`."""
    found: list[Leaf] = list(leaves(measure))
    needed = measures_need(found, owners)
    return sorted(
        name
        for register, names in needed.items()
        for name in (
            [register] if register not in stored else [f"{register}.{one}" for one in names - set(stored[register])]
        )
    )


def _beside(node: Node, stored: Stored) -> Node:
    match node:
        case Follow(Column(register, reference, _), Column(_, name, of)) if f"{reference}.{name}" in stored.get(
            register, ()
        ):
            return Column(register, f"{reference}.{name}", of)
    return rebuild(node, lambda child: _beside(child, stored))
