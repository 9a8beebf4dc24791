"""The tree of units in columns: who lies beneath whom, for a nation's hundred thousands of schools as for a county's."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from yaodian.algebra.units import Units

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
DEEPEST = 64  # levels above a unit; more is a circle
NONE = -1


@dataclass(frozen=True, eq=False)
class Tree:
    """`units` and for each the row of the unit above it (−1 for a root) and the number of its level in `levels`."""

    units: Numbers
    above: Numbers
    level: Numbers
    levels: tuple[str, ...]

    @classmethod
    def of(cls, units: Units) -> "Tree":
        """The same tree in columns."""
        table = {"unit": list(units.parents), "parent": list(units.parents.values())}
        levels = pa.array([units.levels.get(unit) for unit in units.parents], pa.string())
        return cls.read(
            pa.table({**{name: pa.array(held, pa.int64()) for name, held in table.items()}, "level": levels})
        )

    @classmethod
    def read(cls, table: pa.Table) -> "Tree":
        """From a table `unit`, `parent` (unknown, or not among the units: a root), `level`."""
        units = table["unit"].to_numpy()
        parents = table["parent"].fill_null(NONE).to_numpy()
        order = np.argsort(units, kind="stable")
        if not len(units):
            return cls(units, parents, parents, ())
        at = order[np.minimum(np.searchsorted(units, parents, sorter=order), len(units) - 1)]
        coded = table["level"].combine_chunks().fill_null("").dictionary_encode()
        return cls(
            units,
            np.where(units[at] == parents, at, NONE),
            coded.indices.to_numpy().astype(np.int64),
            tuple(coded.dictionary.to_pylist()),
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """The levels that there are."""
        return frozenset(self.levels) - {""}

    def paths(self, within: str = "", level: str = "") -> pa.Table:
        """`owner`, a `unit` above it or itself (where said, only of a level), and the `cell` within which values of the
        owner's rows are told apart for that unit (`Units.cell`). ValueError for a circle."""
        owner = at = np.arange(len(self.units))
        cell = np.full(len(owner), NONE)
        found = []
        for _step in range(DEEPEST):
            cell = np.where((cell == NONE) & self._is(within, at), at, cell)
            kept = self._is(level, at) if level else np.ones(len(at), bool)
            found.append((owner[kept], at[kept], np.where(cell == NONE, at, cell)[kept]))
            higher = self.above[at] != NONE
            owner, at, cell = owner[higher], self.above[at][higher], cell[higher]
            if not len(at):
                return pa.table(
                    {
                        name: self.units[np.concatenate(column)]
                        for name, column in zip(("owner", "unit", "cell"), zip(*found, strict=True), strict=True)
                    }
                )
        raise ValueError(f"unit {self.units[at[0]]} lies beneath itself")

    def _is(self, level: str, at: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of some units are of a level."""
        number = self.levels.index(level) if level in self.named else -2
        return np.equal(self.level[at], number)
