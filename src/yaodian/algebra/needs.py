"""What an expression reads: only these columns are fetched."""

from collections.abc import Iterable, Mapping, Sequence

from yaodian.algebra.measures import Leaf, Measure, expressions, leaves
from yaodian.algebra.nodes import Column, Node, Theirs, walk
from yaodian.algebra.related import Follow, Related
from yaodian.algebra.units import Dimension, Owners


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


def by_register(measures: Iterable[Measure]) -> dict[str, tuple[Leaf, ...]]:
    """What is taken from the rows of each register for some measures, each once."""
    found: dict[str, dict[Leaf, None]] = {}
    for leaf in (leaf for measure in measures for leaf in leaves(measure)):
        found.setdefault(leaf.register, {})[leaf] = None
    return {register: tuple(held) for register, held in found.items()}


def measures_need(
    measures: Iterable[Measure], owners: Owners, dimensions: Sequence[Dimension] = ()
) -> dict[str, frozenset[str]]:
    """The columns of each register that measures read, with those that say a row's unit and the dimensions' values."""
    found: dict[str, frozenset[str]] = {}
    for register, held in by_register(measures).items():
        named = [owners[register], *(dimension.of(register) for dimension in dimensions)]
        for key, names in columns_needed(
            [*named, *(node for leaf in held for node in expressions(leaf))], register
        ).items():
            found[key] = found.get(key, frozenset()) | names
    return found
