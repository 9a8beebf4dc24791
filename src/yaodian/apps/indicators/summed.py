"""What was taken from rows for figures, by the units that own the rows; and of each unit, with all beneath it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.figures import Cell
from yaodian.algebra.measures import Distinct, Leaf, Measure, leaves
from yaodian.algebra.units import Units

WHOLE: Cell = ()  # all rows, whatever the values of the dimensions
Place = tuple[int, Cell]  # a unit, and the values of the dimensions
Own = Mapping[Place, Any]  # an integer, where it is not 0; of distinct values the set of them


Values = dict[Place, Fraction | None]
Known = tuple[Units, tuple["Taken", ...], Values]  # figures, of which tree, from which parts


@dataclass(eq=False)
class Taken:
    """What was taken for a leaf from the rows of each owning unit; never changed."""

    leaf: Leaf
    own: Own
    figures: dict[Measure, Known] = field(default_factory=dict)  # that begin with this leaf
    _summed: dict[bool, tuple[Units, Mapping[Place, int]]] = field(default_factory=dict)

    def summed(self, units: Units, *, whole: bool) -> Mapping[Place, int]:
        """Of each unit of a tree; `whole`: whatever the dimensions' values. Added up once, as long as the tree is the same."""
        tree, found = self._summed.get(whole, (None, {}))
        if tree is not units:
            own = _whole(self.own) if whole else self.own
            found = _told_apart(self.leaf, own, units) if isinstance(self.leaf, Distinct) else _added(own, units)
            self._summed[whole] = (units, found)
        return found

    def replaced(self, units: frozenset[int], new: Own) -> "Taken":
        """With what was taken for some units anew (what was taken along for others is not whole); itself where nothing
        differs."""
        ours = {place: amount for place, amount in new.items() if place[0] in units}
        if ours == {place: amount for place, amount in self.own.items() if place[0] in units}:
            return self
        return Taken(self.leaf, {place: amount for place, amount in self.own.items() if place[0] not in units} | ours)


@dataclass(frozen=True, eq=False)
class Summed:
    """The integers of each unit of a tree, as `algebra.figures` wants them; `split`: whether they have cells."""

    units: Units
    taken: Mapping[str, Mapping[Leaf, Taken]]  # by register
    split: bool = False
    worked_out: dict[object, Any] = field(default_factory=dict)  # from these integers, kept as long as they are
    _found: dict[tuple[int, bool], tuple[Leaf, Mapping[Place, int]]] = field(default_factory=dict)  # by the leaf's id

    def amount(self, leaf: Leaf, unit: int, cell: Cell = WHOLE) -> int:
        """What was taken from the rows beneath a unit; 0 where there are none. DeclarationError if it was not computed."""
        whole = self.split and cell == WHOLE
        held = self._found.get((id(leaf), whole))  # hashing a definition takes longer than all else here
        if held is None:
            held = self._found[id(leaf), whole] = (leaf, self._taken(leaf).summed(self.units, whole=whole))
        return held[1].get((unit, cell), 0)

    def values(self, measure: Measure) -> Values:
        """The figures of a measure that were computed from the same parts and tree, for who computes more to add them."""
        parts = tuple(self._taken(leaf) for leaf in _leaves(measure))
        units, same, found = parts[0].figures.get(measure, (None, (), {}))
        if units is not self.units or any(one is not other for one, other in zip(parts, same, strict=True)):
            parts[0].figures[measure] = (self.units, parts, found := {})
        return found

    def cells(self, measure: Measure, unit: int) -> list[Cell]:
        """The values of the dimensions that a measure's rows have beneath a unit, in order, unknown ones last."""
        held = frozenset(self.units.beneath[unit])
        return _in_order(cell for leaf in _leaves(measure) for at, cell in self._taken(leaf).own if at in held)

    def cells_anywhere(self, measures: Iterable[Measure]) -> list[Cell]:
        """The values of the dimensions that rows of some measures have beneath any unit, in the same order."""
        return _in_order(
            cell for measure in measures for root in self.units.roots for cell in self.cells(measure, root)
        )

    def _taken(self, leaf: Leaf) -> Taken:
        try:
            return self.taken[leaf.register][leaf]
        except KeyError:
            raise DeclarationError(f"{leaf} was not computed; give its measure along") from None


def _in_order(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(set(cells), key=lambda cell: [(value is None, value) for value in cell])


@lru_cache(maxsize=4096)
def _leaves(measure: Measure) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys(leaves(measure)))


def _added(own: Own, units: Units) -> Mapping[Place, int]:
    found: dict[Place, int] = {}
    for (owner, cell), amount in own.items():
        for unit in units.paths.get(owner, ()):
            place = (unit, cell)
            found[place] = found.get(place, 0) + amount
    return found


def _told_apart(leaf: Distinct, own: Own, units: Units) -> Mapping[Place, int]:
    found: dict[Place, set[tuple[int, Any]]] = {}
    for (owner, cell), values in own.items():
        for unit in units.paths.get(owner, ()):
            within = units.cell(owner, unit, leaf.within)
            found.setdefault((unit, cell), set()).update((within, value) for value in values)
    return {place: len(held) for place, held in found.items()}


def _whole(own: Own) -> Own:
    """The same without cells."""
    found: dict[Place, Any] = {}
    for (unit, _cell), amount in own.items():
        place = (unit, WHOLE)
        if place not in found:
            found[place] = amount
        else:
            found[place] = found[place] | amount if isinstance(amount, set) else found[place] + amount
    return found
