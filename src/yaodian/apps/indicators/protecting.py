"""Which figures of an indicator are hidden from a reader: the people that it counts, as `hiding` wants them.

A figure is hidden where one of its counts is. A count is hidden or shown wherever it stands, whichever indicator is asked: of
the counts that indicators of the packs take on the same day those which are part of another (`nested`) are decided after it,
by unit and part and rest, so that neither a small part nor a small rest is told. A breakdown is decided after the wholes that
it splits up, and after the counts that are some of its values.

Sums of other things (hours, 元) count as the people behind them. Rows that a reader may see himself are known to him, so it is
the others who are counted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings

from yaodian.algebra.composed import Ratio, Share, both
from yaodian.algebra.figures import Cell
from yaodian.algebra.flow import Flow
from yaodian.algebra.measures import Count, Distinct, Latest, Leaf, Measure, Total, leaves
from yaodian.algebra.nodes import IsKnown
from yaodian.algebra.units import Dimension, Units
from yaodian.apps.indicators.hiding import Entry, Followed, Group, Move, Name, Table
from yaodian.apps.indicators.nested import Family, Pair, Split, condition, family, lies_within
from yaodian.apps.indicators.summed import WHOLE, Summed
from yaodian.kernel.period import Cycle
from yaodian.packs import catalogue, registers
from yaodian.registers.indicator import Indicator, Taken
from yaodian.rules import Parameters

PEOPLE = "人"
THRESHOLD = "indicators.small_count"
REST = "rest"  # of a whole, beside its parts
Key = tuple[object, ...]  # a group: the sums of units that it is in, the cell, the number of the part


def threshold(on: date) -> int:
    """Counts below this one are small."""
    return int(Parameters(Path(settings.PARAMETERS_ROOT)).value(THRESHOLD, on=on))


def guards(indicator: Indicator) -> list[Leaf]:
    """The counts by which it is decided what is hidden; they are computed along with an indicator."""
    held = _family(indicator)
    return list(dict.fromkeys(each for leaf in _counted(indicator) for each in (leaf, *held.needed(leaf))))


def hidden_figures(
    indicator: Indicator,
    amounts: Summed,
    split: Dimension | None = None,
    *,
    seen: Collection[int],
    known: Collection[int],
    below: int,
) -> frozenset[tuple[int, Cell]]:
    """The figures (unit, cell) that are hidden, of all those that a reader may see; `split`: by which breakdown there are
    cells besides the whole of each unit."""
    terms = (split, frozenset(seen), frozenset(known), below, _family(indicator))
    reader = amounts.worked_out.get(terms)
    if reader is None:
        reader = amounts.worked_out[terms] = Reader(amounts, *terms)
    return frozenset().union(*(reader.hidden(one) for one in (*_counted(indicator), *_flows(indicator.measure))))


@dataclass(frozen=True)
class _Linked:
    """A table that is decided, by the keys of its groups."""

    table: Table
    keys: Mapping[Group, Key]

    def moves(self, of: Callable[[Key], Key | None]) -> list[Move]:
        """Its moves as those of a coarser table; None: a group is not in that."""
        found: dict[frozenset[tuple[Key, int]], None] = {}
        for move in self.table.moves:
            net: dict[Key, int] = {}
            for group, step in move.items():
                key = of(self.keys[group])
                if key is not None:
                    net[key] = net.get(key, 0) + step
            found[frozenset((key, step) for key, step in net.items() if step)] = None
        return [dict(move) for move in found if move]

    def hidden(self, of: Callable[[Key], Key | None]) -> set[Entry]:
        """Its hidden sums as those of a coarser table."""
        return {key for entry in self.table.hidden if (key := of(entry)) is not None}


@dataclass(eq=False)
class Reader:
    """The counts of people whose rows a reader may not see, by the sums that he sees, and what is hidden of them."""

    amounts: Summed
    split: Dimension | None
    seen: frozenset[int]
    known: frozenset[int]
    below: int
    family: Family
    made: dict[object, _Linked] = field(default_factory=dict)
    parted: dict[Split, bool] = field(default_factory=dict)

    def hidden(self, leaf: Leaf | Flow) -> set[tuple[int, Cell]]:
        """The units and cells of which a count is not shown; of a flow how many of its cohort the part has not."""
        if isinstance(leaf, Distinct):
            return self._small(leaf)
        way = self.family.split_of.get(leaf)
        side = [_side(leaf, way)] if way else []
        found = {(unit, WHOLE) for unit, *names in self._base(leaf).table.hidden if names == side}
        if self.split is not None:
            told = self._cells(leaf).table.hidden
            found |= {(unit, cell) for unit, cell, *names in told if names == side and type(cell) is tuple and cell}
        return found  # type: ignore[return-value]  # names of the first axis are units

    def _base(self, leaf: Leaf | Flow) -> _Linked:
        """By unit, and by part and rest of what the count is part of."""
        way = self.family.split_of.get(leaf)
        if way:
            return self._sided(way)
        if leaf not in self.made:
            self.made[leaf] = self._single(leaf)
        return self.made[leaf]

    def _sided(self, way: Split) -> _Linked:
        """By unit, part and rest."""
        if way not in self.made:
            self.made[way] = self._parted(way)
        return self.made[way]

    def _cells(self, leaf: Leaf | Flow) -> _Linked:
        """The same by the values of the breakdown."""
        way = self.family.split_of.get(leaf)
        place = ("cells", way or leaf)
        if place not in self.made:
            self.made[place] = self._parted_cells(way) if way else self._single_cells(leaf)
        return self.made[place]

    def _single(self, leaf: Leaf | Flow) -> _Linked:
        groups = {(above,): ((above,), self._own(leaf, at, WHOLE)) for above, at in self._places.items()}
        return self._linked(groups, [])

    def _parted(self, way: Split) -> _Linked:
        sides = self._sides(way)
        counts = {above: self._by_side(way, at, WHOLE) for above, at in self._places.items()}
        groups = {
            (above, side): ((above, names), counts[above][side]) for above in counts for side, names in sides.items()
        }
        follows = [self._follow(way.first, _first_of(way, 1))] if self._holds(way) else []
        also = {(unit, number) for number, part in enumerate(way.parts) for unit in self._nearly_whole(part, way)}
        return self._linked(groups, follows, also)

    def _single_cells(self, leaf: Leaf | Flow) -> _Linked:
        counts = {
            (above, cell): self._own(leaf, at, cell)
            for above, at in self._places.items()
            for cell in self._values(leaf)
        }
        names = self._cell_names({(above, cell, None): count for (above, cell), count in counts.items()})
        groups = {key: ((key[0], names[key[1]]), count) for key, count in counts.items()}
        ways = [(self._sided(way), _same, self._valued(way)) for way in self._by_split(leaf)]
        return self._linked(groups, [self._follow(leaf, lambda key: key[:1]), *ways])

    def _parted_cells(self, way: Split) -> _Linked:
        sides = self._sides(way)
        counts = {
            (above, cell, side): count
            for above, at in self._places.items()
            for cell in self._values(way.whole, *way.parts)
            for side, count in self._by_side(way, at, cell).items()
            if count > 0
        }
        names = self._cell_names(counts)
        groups = {
            (above, cell, side): ((above, names[cell], sides[side]), count)
            for (above, cell, side), count in counts.items()
        }
        follows: list[_Follow] = [(self._sided(way), _same, lambda key: (key[0], key[2]))]
        if self._holds(way):
            follows.append((self._cells(way.first), self._of(way.first, 2), _first_of(way, 2)))
            follows.append(self._follow(way.first, _first_of(way, 2, 1)))
        for number, part in enumerate(way.parts):
            for inside in self._by_split(part):
                follows.append((self._sided(inside), _same, self._valued(inside, number)))
        return self._linked(groups, follows)

    def _linked(
        self, groups: Mapping[Key, tuple[Group, int]], follows: Iterable["_Follow"], also: Collection[Entry] = ()
    ) -> _Linked:
        keys = {group: key for key, (group, count) in groups.items() if count > 0}
        followed = [
            Followed(held.moves(of), held.hidden(of), lambda group, to=to: to(keys[group])) for held, of, to in follows
        ]
        return _Linked(Table(dict(groups.values()), self.below, followed, also), keys)

    def _follow(self, leaf: Leaf | Flow, to: "_To") -> "_Follow":
        """What is decided of a count by unit."""
        return self._base(leaf), self._of(leaf, 1), to

    def _of(self, leaf: Leaf | Flow, axis: int) -> "_To":
        """The groups of one count in the table where it is decided, which tells them from others along an axis."""
        way = self.family.split_of.get(leaf)
        return _part_of(_side(leaf, way), axis) if way else _same

    def _by_split(self, leaf: Leaf | Flow) -> Iterator[Split]:
        """Where parts of a count are some of the values of the breakdown."""
        node = self.split and dict(self.split.by).get(leaf.register)
        return (way for way in self.family.splits.get(leaf, ()) if way.by is not None and way.by == node)

    def _valued(self, way: Split, number: int | None = None) -> Callable[[Key], Key | None]:
        """To which part a cell belongs; `number` is that of the whole itself, where it is part of another."""
        values = [condition(part.where).values[way.by] for part in way.parts]

        def part_of(key: Key) -> Key | None:
            above, (value,), *side = key
            if number is not None and side != [number]:
                return None
            return above, next((at for at, held in enumerate(values) if held.holds(value)), REST)

        return part_of

    def _sides(self, way: Split) -> dict[object, frozenset[Name]]:
        """The sums in which each part is, and the rest: the whole, and all but one of the parts."""
        numbers = range(len(way.parts))
        if not self._holds(way):
            return {number: frozenset({number}) for number in numbers}
        others = {side: {("not", number) for number in numbers if number != side} for side in (*numbers, REST)}
        return {
            side: frozenset({side, "whole", *(names if len(way.parts) > 1 else ())}) for side, names in others.items()
        }

    def _by_side(self, way: Split, at: "_Place", cell: Cell) -> dict[object, int]:
        parts: dict[object, int] = {number: self._own(part, at, cell) for number, part in enumerate(way.parts)}
        return {**parts, **({REST: self._own(way.whole, at, cell) - sum(parts.values())} if self._holds(way) else {})}

    def _holds(self, way: Split) -> bool:
        """Whether the parts are parts: by their conditions, or else as it happens everywhere."""
        if way not in self.parted:
            self.parted[way] = all(
                lies_within(part, way.whole)
                or all(self._own(part, at, WHOLE) <= self._own(way.whole, at, WHOLE) for at in self._places.values())
                for part in way.parts
            )
        return self.parted[way]

    def _cell_names(self, counts: Mapping[Key, int]) -> dict[Cell, frozenset[Name]]:
        """The sums in which each value is: itself, the whole, and all but another one where these are few."""
        wholes: dict[Key, int] = {}
        values: dict[Key, int] = {}
        for (above, cell, side), count in counts.items():
            for unit in above:
                wholes[unit, side] = wholes.get((unit, side), 0) + count
                values[unit, side, cell] = values.get((unit, side, cell), 0) + count
        most = dict.fromkeys(
            cell for (unit, side, cell), count in values.items() if 0 < wholes[unit, side] - count < self.below
        )
        cells = dict.fromkeys(cell for _above, cell, _side in counts)
        return {cell: frozenset({cell, WHOLE, *(("not", *other) for other in most if other != cell)}) for cell in cells}

    def _nearly_whole(self, part: Leaf, way: Split) -> Iterator[int]:
        """The units of which few are in another whole and not in the part, and that is not told of by wholes between them."""
        chain = self.family.above(part)
        for other in self.family.within.get(part, ()) if not way.yields else ():
            between = other in chain or self.family.first_of(other) in chain
            for unit in self.seen - self.known:
                wide, middle, narrow = (self._others(leaf, unit) for leaf in (other, way.whole, part))
                if 0 < wide - narrow < self.below and not (between and middle in (wide, narrow)):
                    yield unit

    def _others(self, leaf: Leaf, unit: int) -> int:
        """How many of a unit are not known to the reader."""
        mine = [at for above, at in self._places.items() if unit in above]
        return sum(self._own(leaf, at, WHOLE) for at in mine)

    def _values(self, *counts: Leaf | Flow) -> list[Cell]:
        return self.amounts.cells_anywhere(counts)

    def _small(self, leaf: Distinct) -> set[tuple[int, Cell]]:
        """What does not add up is hidden where it is small itself."""
        cells = [WHOLE, *(self._values(leaf) if self.split is not None else ())]
        places = ((unit, cell) for unit in self.seen - self.known for cell in cells)
        return {(unit, cell) for unit, cell in places if 0 < self.amounts.amount(leaf, unit, cell) < self.below}

    def _own(self, leaf: Leaf | Flow, at: "_Place", cell: Cell) -> int:
        unit, without = at
        if isinstance(leaf, Flow):
            rest = leaf.rest([Fraction(self._own(part, at, cell)) for part in _cohort(leaf)])
            return max(int(rest), 0)
        return self.amounts.amount(leaf, unit, cell) - sum(self.amounts.amount(leaf, each, cell) for each in without)

    @cached_property
    def _places(self) -> "Mapping[frozenset[int], _Place]":
        return _places(self.amounts.units, self.seen, self.known)


_Place = tuple[int, tuple[int, ...]]  # a unit, without some beneath it
_To = Callable[[Key], Key | None]
_Follow = tuple[_Linked, _To, _To]  # what is followed, its groups and those that follow as those of a coarser table


def _same(key: Key) -> Key:
    return key


def _part_of(side: object, axis: int) -> _To:
    """The groups of one side of a split, without saying so; those of all together."""
    return lambda key: key[:axis] if side in (key[axis], "whole") else None


def _side(leaf: Leaf | Flow, way: Split) -> object:
    """How a count is named in the table in which it is decided."""
    return "whole" if leaf == way.whole else way.parts.index(leaf)


def _first_of(way: Split, axis: int, kept: int | None = None) -> _To:
    """The groups of what was decided first: of all sides of the whole, or of the part to which it yields."""
    return lambda key: key[: kept or axis] if not way.yields or key[axis] == 0 else None


@lru_cache(maxsize=64)
def _places(units: Units, seen: frozenset[int], known: frozenset[int]) -> Mapping[frozenset[int], _Place]:
    """Who is in the same sums, by these: all beneath a unit, without those beneath others that are seen or known."""
    without: dict[int, list[int]] = {}
    told = seen | known
    for unit in units.paths:
        nearest = next((above for above in units.paths[unit][1:] if above in told), None)
        if unit in told and nearest is not None:
            without.setdefault(nearest, []).append(unit)
    return {
        seen.intersection(units.paths[unit]): (unit, tuple(without.get(unit, ())))
        for unit in units.paths
        if unit in seen and unit not in known
    }


def _family(indicator: Indicator) -> Family:
    """The counts of the packs' indicators that are taken on the same day, and those of an indicator that is not of them."""
    own = () if catalogue().indicators.get(indicator.code) == indicator else (indicator,)
    return _family_of(indicator.cycle, indicator.taken, own)


@lru_cache(maxsize=64)
def _family_of(cycle: Cycle, taken: Taken, own: tuple[Indicator, ...]) -> Family:
    held = [one for one in (*catalogue().indicators.values(), *own) if (one.cycle, one.taken) == (cycle, taken)]
    counts = [leaf for one in held for leaf in _counted(one) if not isinstance(leaf, Distinct)]
    pairs = [pair for one in held for pair in _pairs(one.measure) if set(counts).issuperset(pair)]
    return family(counts, pairs)


@lru_cache(maxsize=1024)
def _counted(indicator: Indicator) -> tuple[Leaf, ...]:
    """The counts of people that an indicator tells of."""
    return tuple(dict.fromkeys(map(_behind, _of_people(indicator))))


def _of_people(indicator: Indicator) -> list[Leaf]:
    """What is taken from rows about people; of an indicator about people also numbers of people that rows of others hold."""
    return [
        leaf
        for leaf in dict.fromkeys(leaves(indicator.measure))
        if registers()[leaf.register].about_people or (indicator.about_people and leaf.type.unit == PEOPLE)
    ]


def _flows(measure: Measure) -> Iterator[Flow]:
    """The flows of cohorts that a measure is made of, of which the part and the rest are the whole. Who dropped out is counted
    as a part."""
    if isinstance(measure, Flow) and measure.kind != "drop-out":
        yield measure
    for inside in measure.parts:
        yield from _flows(inside)


@lru_cache(maxsize=256)
def _cohort(flow: Flow) -> tuple[Leaf, ...]:
    """The counts of a flow."""
    return tuple(cast(Leaf, part) for part in flow.parts)


def _behind(leaf: Leaf) -> Leaf:
    """The count of people that a leaf tells of."""
    if isinstance(leaf, Total | Latest) and leaf.type.unit != PEOPLE:
        return Count(leaf.register, both(leaf.where, IsKnown(leaf.value)), PEOPLE)
    return leaf


def _pairs(measure: Measure) -> Iterator[Pair]:
    """Each (part, whole) of one register."""
    if isinstance(measure, Share | Ratio | Flow):
        part, whole = measure.parts[:2]
        if isinstance(part, Count) and isinstance(whole, Count) and part.register == whole.register:
            yield part, whole
    for inside in measure.parts:
        yield from _pairs(inside)
