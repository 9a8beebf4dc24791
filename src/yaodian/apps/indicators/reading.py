"""Who may see which figures; the one place where that is said.

* Figures (not rows) of the units within reach are open to a post that may read all registers whose rows they count: an office
  for all units if the registers are its own or open to it, a school for itself, a township's central school for its schools,
  an inspector for those on his list.
* The county's figure is open to every post.
* A post has the right to the rows where it may read them (reach × register, `ledgers.access`); there nothing is hidden from it.
  Elsewhere small counts are (`protecting`).
* Nobody in particular (the public) sees the figures that were published, and has the right to no row.
"""

from dataclasses import dataclass

from yaodian.apps.indicators.tree import Tree
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.orgs.acting import Acting, System
from yaodian.packs import registers
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
    roots = {unit for unit in units if tree.units.parents[unit] is None}
    return Reader(within | roots, within)


def may_open(by: Acting | System, indicator: Indicator, tree: Tree, unit: int) -> bool:
    """Whether a post may see the figure of one unit."""
    return unit in reader_of(by, indicator, tree).seen
