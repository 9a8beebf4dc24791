"""Changing expressions: a node with other parts, this row's columns as the other row's, and back."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TypeVar

from yaodian.algebra.nodes import Column, Node, Theirs
from yaodian.algebra.related import Follow
from yaodian.algebra.term import Term

AnyTerm = TypeVar("AnyTerm", bound=Term)


def rebuild(term: AnyTerm, change: Callable[[Node], Node]) -> AnyTerm:
    """The node or measure with each node directly inside changed (`children`); types are checked again."""
    inside = {field.name: getattr(term, field.name) for field in fields(term)}  # type: ignore[arg-type]
    changed = {name: _changed(value, change) for name, value in inside.items()}
    return replace(term, **changed) if changed != inside else term  # type: ignore[type-var]


def as_theirs(node: Node) -> Node:
    """An expression over this row, asked of the other row inside a `Related`."""
    return _swapped(node, Column, Theirs)


def as_own(node: Node) -> Node:
    """An expression over the other row, asked of a row of that register by itself."""
    return _swapped(node, Theirs, Column)


def _swapped(node: Node, old: type[Column] | type[Theirs], new: type[Column] | type[Theirs]) -> Node:
    if isinstance(node, old):
        return new(node.register, node.name, node.of)
    if isinstance(node, Follow):  # `then` is about a third row
        return Follow(_swapped(node.reference, old, new), node.then)
    return rebuild(node, lambda child: _swapped(child, old, new))


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, Term):
        return rebuild(value, change)
    if isinstance(value, tuple):
        return tuple(_changed(part, change) for part in value)
    return value
