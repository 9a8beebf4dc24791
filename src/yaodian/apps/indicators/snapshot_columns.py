"""What a snapshot holds: the columns and parameters that indicators read, none that says who somebody is."""

from collections.abc import Mapping
from functools import lru_cache

from yaodian.algebra.measures import Measure, expressions, leaves
from yaodian.algebra.needs import measures_need
from yaodian.algebra.nodes import ParameterValue, walk
from yaodian.packs import catalogue, registers
from yaodian.registers import columns as c
from yaodian.registers.indicator import Indicator
from yaodian.registers.register import Register

TELLING = (c.IdNumber, c.Phone, c.Place, c.File)


@lru_cache(maxsize=4)
def publishable(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Those that can be computed from a snapshot."""
    return tuple(each for each in indicators if not telling_columns(each.measure))


def telling_columns(measure: Measure) -> list[str]:
    """The titles of the columns that a measure reads and no snapshot holds, since they say who somebody is."""
    return [
        registers()[key].title_of(name)
        for key, names in measures_need([measure], catalogue().owners).items()
        for name in sorted(names - {"id"})
        if tells(registers()[key], registers()[key].by_key[name])
    ]


def tells(register: Register, column: c.Column) -> bool:
    """Whether a column says who somebody is, or what was written about him; numbers and names of schools do not."""
    if not register.about_people:
        return False
    return isinstance(column, TELLING) or (isinstance(column, c.Text) and (column.name or column.sensitive))


@lru_cache(maxsize=4)
def columns_kept(indicators: tuple[Indicator, ...]) -> Mapping[str, frozenset[str]]:
    """The columns of each register that indicators read, split up in every way that is declared for their registers."""
    held, measures = catalogue(), [each.measure for each in indicators]
    found = dict(measures_need(measures, held.owners))
    for dimension in held.dimensions.values():
        declared = {key for key, _node in dimension.by}
        split = [each.measure for each in indicators if each.registers <= declared]
        for key, names in measures_need(split, held.owners, [dimension]).items():
            found[key] = found.get(key, frozenset()) | names
    return found


@lru_cache(maxsize=4)
def parameters_named(indicators: tuple[Indicator, ...]) -> tuple[str, ...]:
    """The parameters of rules/ that definitions name."""
    parts = {part for each in indicators for leaf in leaves(each.measure) for part in expressions(leaf)}
    return tuple(sorted({node.key for part in parts for node in walk(part) if isinstance(node, ParameterValue)}))
