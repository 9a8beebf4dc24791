"""What each row adds to a count or total: the rows behind a figure, and what is compared when it changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from yaodian.algebra.figures import Cell
from yaodian.algebra.measures import Count, Distinct, Latest, Leaf, Total
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import columns_needed
from yaodian.algebra.nodes import Node
from yaodian.algebra.units import Dimension
from yaodian.apps.indicators.bases import Basis
from yaodian.engines.duck import values
from yaodian.packs import catalogue


@dataclass(frozen=True, slots=True)
class Counted:
    """A row that a figure counts: the unit that owns it, and what it adds (scaled by the leaf's digits)."""

    unit: int
    amount: int


def counted(
    leaf: Leaf, basis: Basis, moment: Moment, unit: int, *, dimension: Dimension | None = None, cell: Cell = ()
) -> dict[int, Counted]:
    """The rows beneath a unit that a leaf takes, by number, of one cell of a breakdown. Of `Latest` all that may be it, and of
    `Distinct` all whose values are told apart, which add up to nothing (amount 0)."""
    asked = _asked(leaf, dimension)
    needed = columns_needed(asked.values(), leaf.register)
    tables = basis.rows.tables(needed)
    found = values(
        asked, register=leaf.register, tables=tables, today=moment.on, parameters=basis.parameters, moment=moment
    )
    beneath = set(basis.units.beneath[unit])
    columns = [found[name].to_pylist() if name in asked else None for name in ("where", "value", "cell")]
    where, value, by = columns
    kept: dict[int, Counted] = {}
    for at, (row, owner) in enumerate(zip(found["id"].to_pylist(), found["unit"].to_pylist(), strict=True)):
        if owner in beneath and (where is None or where[at]) and (by is None or not cell or by[at] == cell[0]):
            if value is None:
                kept[row] = Counted(owner, 1)
            elif value[at] is not None:
                kept[row] = Counted(owner, value[at] if isinstance(leaf, Total) else 0)
    return kept


def adds_up(leaf: Leaf) -> bool:
    """Whether what a leaf takes is the sum of what its rows add."""
    return isinstance(leaf, Count | Total)


def own_columns(leaf: Leaf) -> frozenset[str]:
    """The columns of the leaf's own register that it reads."""
    return columns_needed(_asked(leaf, None).values(), leaf.register)[leaf.register]


def _asked(leaf: Leaf, dimension: Dimension | None) -> Mapping[str, Node]:
    asked = {"unit": catalogue().owners[leaf.register]}
    if leaf.where is not None:
        asked["where"] = leaf.where
    if isinstance(leaf, Total | Latest | Distinct):
        asked["value"] = leaf.value
    if dimension is not None:
        asked["cell"] = dimension.of(leaf.register)
    return asked
