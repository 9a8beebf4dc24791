"""Named rewrites that leave fewer things to the compiler; each gives an expression of the same value."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from yaodian.algebra import nodes
from yaodian.algebra.nodes import Literal, Node
from yaodian.algebra.related import Follow, Related
from yaodian.algebra.rewrite import rebuild
from yaodian.algebra.types import YESNO, Number


def lower(node: Node) -> Node:
    """All rewrites, from the inside out."""
    return reduce(lambda found, rewrite: rewrite(found), REWRITES, rebuild(node, lower))


def nest_references(node: Node) -> Node:
    """pupil → class, → school: the school's columns are fetched together with the class's."""
    if isinstance(node, Follow) and isinstance(node.reference, Follow):
        first = node.reference
        return nest_references(Follow(first.reference, nest_references(Follow(first.then, node.then))))
    return node


def align_digits(node: Node) -> Node:
    """1.5 and 1.25 meet as 1.50 and 1.25: engines compare and add the stored integers."""
    match node:
        case nodes.Compare() | nodes.Calculate(operator="+" | "−"):
            left, right = _aligned((node.left, node.right))
            return replace(node, left=left, right=right)
        case nodes.Smallest() | nodes.Largest() | nodes.Coalesce():
            return replace(node, parts=_aligned(node.parts))
        case nodes.IfElse():
            then, otherwise = _aligned((node.then, node.otherwise))
            return replace(node, then=then, otherwise=otherwise)
        case nodes.InSet():
            part, *options = _aligned((node.part, *node.options))
            return nodes.InSet(part, tuple(option for option in options if isinstance(option, Literal)))
        case Related():
            return replace(node, on=tuple((theirs, ours) for theirs, ours in map(_aligned, node.on)))
    return node


def never_unknown(node: Node) -> Node:
    """Whether it is known whether something is known: yes. (Spark cannot read `x IS NOT NULL IS NOT NULL`.)"""
    if isinstance(node, nodes.IsKnown) and isinstance(node.part, nodes.IsKnown):
        return Literal(True, YESNO)
    return node


REWRITES: tuple[Callable[[Node], Node], ...] = (nest_references, align_digits, never_unknown)


def _aligned(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """The parts with the digits of the one that has most."""
    most = max(part.type.digits for part in parts)
    return tuple(_with_digits(part, most - part.type.digits) if part.type.numeric else part for part in parts)


def _with_digits(part: Node, more: int) -> Node:
    """The same number with more digits: itself, times 1.00."""
    if more == 0:
        return part
    if isinstance(part, Literal) and isinstance(part.value, int):
        return Literal(part.value * 10**more, Number(part.type.unit, part.type.digits + more))
    return nodes.Calculate("×", part, Literal(10**more, Number("", more)))
