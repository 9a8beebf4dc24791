"""Who may see which figures; the one place where that is said.

* Figures (not rows) of the units within reach are open to a post that may read all registers whose rows they count: an office
  for all units if the registers are its own or open to it, a school for itself, a township's central school for its schools,
  an inspector for those on his list.
* The county's figure is open to every post.
* A post has the right to the rows where it may read them (reach × register, `ledgers.access`); there nothing is hidden from it.
  Elsewhere small counts are (`protecting`).
* Where rows are counted by a sensitive column (孤儿, 残疾类型), they are listed only to who may unmask it, for a purpose, which is
  logged: a list of those who are counted says what the column holds (`may_list`).
* Nobody in particular (the public) sees the figures that were published, and has the right to no row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from yaodian.algebra.measures import Measure, expressions, leaves
from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Node
from yaodian.apps.indicators.tree import Tree
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.orgs.acting import Acting, System
from yaodian.packs import catalogue, registers
from yaodian.registers.columns import Column
from yaodian.registers.indicator import Indicator


@dataclass(frozen=True, slots=True)
class Reader:
    """Of one indicator: the units whose figures somebody sees, and those whose rows he has the right to."""

    seen: frozenset[int]
    known: frozenset[int]


def reader_of(by: Acting | System | None, indicator: Indicator, tree: Tree) -> Reader:
    """What a post sees of an indicator; None is the public, who may see all that was published."""
    units = frozenset(tree.units.levels)  # offices have no figures
    if by is None:
        return Reader(units, frozenset())
    if isinstance(by, System):
        return Reader(units, units)
    reads = all(may(by, Action.READ, registers()[key]) for key in indicator.registers)
    within = frozenset(unit for unit in units if by.reaches(tree.info[unit].path)) if reads else frozenset()
    return Reader(within | units.intersection(tree.units.roots), within)


def may_list(by: Acting | System, measure: Measure, breakdown: str = "") -> bool:
    """Whether a post that has the right to rows may see the list of those that are counted, where it says its purpose."""
    held = sensitive_in(measure, breakdown)
    return isinstance(by, System) or all(may(by, Action.UNMASK, registers()[key]) for key in held)


@lru_cache(maxsize=4096)
def sensitive_in(measure: Measure, breakdown: str = "") -> dict[str, tuple[Column, ...]]:
    """The sensitive columns by which rows are counted, by register."""
    found: dict[str, dict[Column, None]] = {}
    for register, nodes in _asked(measure, breakdown):
        for key, names in columns_needed(nodes, register).items():
            for column in registers()[key].columns:
                if column.key in names and column.sensitive:
                    found.setdefault(key, {})[column] = None
    return {key: tuple(columns) for key, columns in found.items()}


def _asked(measure: Measure, breakdown: str) -> Iterable[tuple[str, list[Node]]]:
    """What is asked of the rows of each register."""
    split = dict(catalogue().dimensions[breakdown].by) if breakdown else {}
    for leaf in leaves(measure):
        yield leaf.register, [*expressions(leaf), *([split[leaf.register]] if leaf.register in split else [])]


def may_open(by: Acting | System, indicator: Indicator, tree: Tree, unit: int) -> bool:
    """Whether a post may see the figure of one unit."""
    return unit in reader_of(by, indicator, tree).seen
