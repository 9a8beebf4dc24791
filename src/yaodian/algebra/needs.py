"""What an expression reads: only these columns are fetched."""

from collections.abc import Iterable, Mapping

from yaodian.algebra.nodes import Column, Node, Theirs, walk
from yaodian.algebra.related import Follow, Related


def columns_needed(expressions: Iterable[Node], register: str) -> Mapping[str, frozenset[str]]:
    """The columns of each register that expressions over a register's rows read; `id` is always among them."""
    found: dict[str, set[str]] = {register: {"id"}}
    for node in (inside for expression in expressions for inside in walk(expression)):
        match node:
            case Column() | Theirs():
                found.setdefault(node.register, {"id"}).add(node.name)
            case Follow():
                found.setdefault(node.reference.type.register, {"id"})
            case Related():
                found.setdefault(node.register, {"id"})
    return {key: frozenset(names) for key, names in found.items()}


def is_row_only(node: Node) -> bool:
    """Whether one row alone decides, so that a form can ask without reading others."""
    return not any(isinstance(inside, Follow | Related) for inside in walk(node))
