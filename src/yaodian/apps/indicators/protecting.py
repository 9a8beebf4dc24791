"""Which figures of an indicator are hidden from a reader: the people that it counts, as `hiding` wants them.

A figure is hidden where one of its counts is: a quotient whose numerator, denominator or rest (those of the whole who are not
of the part) is small tells of few people as well. Sums of other things (hours, 元) count as the people behind them. Rows
that a reader may see himself are known to him, so it is the others who are counted.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from django.conf import settings

from yaodian.algebra.composed import Ratio, Share, both
from yaodian.algebra.figures import Amounts, Cell
from yaodian.algebra.flow import Flow
from yaodian.algebra.measures import Count, Distinct, Latest, Leaf, Measure, Total, leaves
from yaodian.algebra.nodes import IsKnown
from yaodian.apps.indicators.hiding import Group, Name, hidden
from yaodian.apps.indicators.summed import WHOLE
from yaodian.packs import registers
from yaodian.registers.indicator import Indicator
from yaodian.rules import Parameters

PEOPLE = "人"
THRESHOLD = "indicators.small_count"


def threshold(on: date) -> int:
    """Counts below this one are small."""
    return int(Parameters(Path(settings.PARAMETERS_ROOT)).value(THRESHOLD, on=on))


def guards(indicator: Indicator) -> list[Count]:
    """The counts of people behind sums of other things; they are computed along with an indicator."""
    return [
        count for leaf in _of_people(indicator) if (count := _behind(leaf)) is not leaf and isinstance(count, Count)
    ]


def hidden_figures(
    indicator: Indicator,
    amounts: Amounts,
    cells: Sequence[Cell],
    *,
    seen: Collection[int],
    known: Collection[int],
    below: int,
) -> frozenset[tuple[int, Cell]]:
    """The figures (unit, cell) that are hidden, of all those that a reader may see; `cells` of a breakdown, none where
    figures are not split up. The whole of each unit is among them."""
    reader = _Reader(amounts, cells, frozenset(seen), frozenset(known))
    found: set[tuple[int, Cell]] = set()
    paired: set[Leaf] = set()
    people = _of_people(indicator)
    for part, whole in _pairs(indicator.measure):
        groups = reader.quotient(part, whole)
        if whole in people and groups is not None:
            paired |= {part, whole}
            found |= {(unit, cell) for unit, cell, _side in hidden(groups, below)}  # type: ignore[misc]
    for leaf in dict.fromkeys(map(_behind, people)):
        if isinstance(leaf, Distinct):
            found |= reader.small(leaf, below)
        elif leaf not in paired:
            found |= {(unit, cell) for unit, cell in hidden(reader.counted(leaf), below)}  # type: ignore[misc]
    return frozenset(found)


class _Reader:
    """The counts of people whose rows a reader may not see, by the sums that he sees."""

    def __init__(self, amounts: Amounts, cells: Sequence[Cell], seen: frozenset[int], known: frozenset[int]) -> None:
        self.amounts, self.cells, self.seen, self.known = amounts, list(cells) or [WHOLE], seen, known

    def counted(self, leaf: Leaf) -> dict[Group, int]:
        """One count by unit and cell."""
        return self._summed((names, self._own(leaf, unit, cell)) for unit, cell, names in self._places())

    def quotient(self, part: Leaf, whole: Leaf) -> dict[Group, int] | None:
        """Part and rest of a whole; None where the part is none of it."""
        found: list[tuple[Group, int]] = []
        for unit, cell, names in self._places():
            inside, all_of_it = self._own(part, unit, cell), self._own(whole, unit, cell)
            if inside > all_of_it:
                return None
            found.append(((*names, frozenset({"part", "whole"})), inside))
            found.append(((*names, frozenset({"rest", "whole"})), all_of_it - inside))
        return self._summed(found)

    def small(self, leaf: Distinct, below: int) -> set[tuple[int, Cell]]:
        """What does not add up is hidden where it is small itself."""
        places = ((unit, cell) for unit in self.seen - self.known for cell in {*self.cells, WHOLE})
        return {(unit, cell) for unit, cell in places if 0 < self._amount(leaf, unit, cell) < below}

    def _places(self) -> Iterator[tuple[int, Cell, Group]]:
        for unit, path in self.amounts.units.paths.items():
            if unit in self.known:
                continue
            above: frozenset[Name] = self.seen.intersection(path)
            for cell in self.cells:
                yield unit, cell, (above, frozenset({cell, WHOLE}))

    def _own(self, leaf: Leaf, unit: int, cell: Cell) -> int:
        """Those of the unit itself, without the units beneath it."""
        beneath = self._children.get(unit, ())
        return self._amount(leaf, unit, cell) - sum(self._amount(leaf, child, cell) for child in beneath)

    def _amount(self, leaf: Leaf, unit: int, cell: Cell) -> int:
        return self.amounts.amount(leaf, unit, cell)

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for unit, above in self.amounts.units.parents.items():
            if above is not None:
                found.setdefault(above, []).append(unit)
        return found

    @staticmethod
    def _summed(places: Iterable[tuple[Group, int]]) -> dict[Group, int]:
        found: dict[Group, int] = {}
        for names, count in places:
            if count > 0 and all(names):
                found[names] = found.get(names, 0) + count
        return found


def _of_people(indicator: Indicator) -> list[Leaf]:
    """What is taken from rows about people; of an indicator about people also numbers of people that rows of others hold."""
    return [
        leaf
        for leaf in dict.fromkeys(leaves(indicator.measure))
        if registers()[leaf.register].about_people or (indicator.about_people and leaf.type.unit == PEOPLE)
    ]


def _behind(leaf: Leaf) -> Leaf:
    """The count of people that a leaf tells of."""
    if isinstance(leaf, Total | Latest) and leaf.type.unit != PEOPLE:
        return Count(leaf.register, both(leaf.where, IsKnown(leaf.value)), PEOPLE)
    return leaf


def _pairs(measure: Measure) -> Iterator[tuple[Leaf, Leaf]]:
    """Each (part, whole) of one register."""
    if isinstance(measure, Share | Ratio | Flow):
        part, whole = measure.parts[:2]
        if isinstance(part, Count) and isinstance(whole, Count) and part.register == whole.register:
            yield part, whole
    for inside in measure.parts:
        yield from _pairs(inside)
