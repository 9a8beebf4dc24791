"""Hiding small counts 小数隐藏: who may not see rows must not find out how many are in a group of fewer than five people.

People are counted in groups; the finest ones are told apart by what is shown that counts them in: along each axis (units,
values of a breakdown, parts of a count) the names of the sums to which they belong. What is shown is the sum of every
combination of names:

    {(frozenset({"一小", "全县"}), frozenset({"女", "全部"})): 3, …}      shown: (一小, 女), (一小, 全部), (全县, 女) …

A sum of 1 to threshold − 1 is hidden, and with it further sums, so that the shown ones leave at least two possibilities. For
each small sum a **move** is looked for: a group gets one person more (or fewer), and others fewer (or more), so that every
sum that is not hidden stays as it was. All sums that a move changes are hidden; whoever knows the shown ones, that hidden
ones are at least 1 and this rule itself cannot tell the table from the moved one. Further hiding never spoils a move, so
they are made one after the other, each time the one that hides least. Zeros are shown: that nobody is there tells of nobody.

Tables are linked: pupils by school and sex add up to pupils by school. So they are decided in order, wholes before what these
are made of, and a finer table **follows** the coarser ones: it makes each of their moves too, and otherwise only such as leave
their sums alone. What is hidden in one is then never told by another.

Hidden sums all look alike, the small one and those hidden for its sake. In tables of very few people there may be no move
that fits: then one that leaves a hidden sum at 0 is made, or else one that changes shown sums of coarser tables, and a reader
may find out more than he should.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, product

Name = Hashable
Group = tuple[frozenset[Name], ...]  # along each axis the names of the sums that count it in
Entry = tuple[Name, ...]  # what is shown: along each axis one name
Move = Mapping[Group, int]  # who comes to a group (1), who leaves it (−1)
NOBODY: frozenset[Name] = frozenset()  # along an axis: the move is not balanced by another group
NEAREST = 5  # other groups along an axis that a move is tried with
INSIDE = 12  # groups of a sum that a move is tried with
TRIED = 400  # ways in which a move of a coarser table is made in a finer one


@dataclass(frozen=True)
class Followed:
    """A coarser table that is decided: its moves, its hidden sums, and which of its groups each finer group belongs to (None:
    none). A group is named by the sums of the first axis that it is in, and by one name along each other."""

    moves: Sequence[Move]
    hidden: Collection[Entry]
    group_of: Callable[[Group], Group | None]


def hidden(groups: Mapping[Group, int], threshold: int) -> frozenset[Entry]:
    """The sums of one table that are not shown. `groups` are counts of people; their names along each axis as above."""
    return Table(groups, threshold).hidden


def sums_of(groups: Mapping[Group, int]) -> Counter[Entry]:
    """What is shown: every sum that is not 0."""
    found: Counter[Entry] = Counter()
    for group, count in groups.items():
        for entry in product(*group):
            found[entry] += count
    return found


class Table:
    """Counts of people in groups, those above 0, with the moves by which their small sums are hidden."""

    def __init__(
        self,
        groups: Mapping[Group, int],
        threshold: int,
        follows: Sequence[Followed] = (),
        also: Collection[Entry] = (),
    ) -> None:
        """`also`: further sums that are as telling as small ones."""
        self.groups = {group: count for group, count in groups.items() if count > 0}
        self.sums = sums_of(self.groups)
        self.sizes = sums_of(dict.fromkeys(self.groups, 1))
        self.follows = follows
        self.coarser = [{group: held.group_of(group) for group in self.groups} for held in follows]
        self.known = [frozenset(frozenset(move.items()) for move in held.moves) for held in follows]
        self.moves: list[Move] = []
        self._moved: set[Entry] = set()
        small = {entry for entry, count in self.sums.items() if count < threshold}
        for at, held in enumerate(follows):
            for move in held.moves:
                self._make(self._finer(at, move))
        wanted = small.union(entry for entry in also if entry in self.sums)
        for entry in sorted(wanted, key=lambda entry: (self.sums[entry], repr(entry))):
            if entry not in self._moved:
                any(
                    self._make(self._around(entry, allows), least)
                    for least in (1, 0)
                    for allows in (self._allows, self._hides)
                ) or self._make(self._around(entry, lambda _move: True))
        self.hidden = frozenset(small | self._moved)

    def _make(self, moves: Iterable[Move], least: int = 1) -> bool:
        """Make the one of several possible moves that hides least more: as few sums as can be and of few groups, large ones."""
        best: tuple[tuple[int, int], Move, frozenset[Entry]] | None = None
        for move in moves:
            changed = self._changed(move, least)
            if changed is None:
                continue
            new = changed - self._moved
            cost = sum(self.sizes[entry] for entry in new), -sum(self.sums[entry] for entry in new)
            if best is None or cost < best[0]:
                best = cost, move, changed
            if not new:
                break
        if best is None:
            return False
        if best[1] not in self.moves:
            self.moves.append(best[1])
        self._moved |= best[2]
        return True

    def _changed(self, move: Move, least: int = 1) -> frozenset[Entry] | None:
        """The sums that a move changes; None where it would leave fewer than nobody, or fewer than `least` in one of them."""
        net: dict[Entry, int] = {}
        for group, step in move.items():
            if self.groups[group] + step < 0:
                return None
            for entry in product(*group):
                net[entry] = net.get(entry, 0) + step
        if any(step and self.sums[entry] + step < least for entry, step in net.items()):
            return None
        return frozenset(entry for entry, step in net.items() if step)

    def _around(self, entry: Entry, allows: Callable[[Move], bool]) -> Iterator[Move]:
        """Moves that change a sum and are allowed: a group of it, and along some axes others that balance it."""
        inside = [
            group for group in self.groups if all(name in names for name, names in zip(entry, group, strict=True))
        ]
        for group in sorted(inside, key=lambda group: -self.groups[group])[:INSIDE]:
            beside = [[NOBODY, *self._beside(group, axis, entry[axis])] for axis in range(len(group))]
            for others in product(*beside):
                for step in (1, -1):
                    move = self._balanced(group, others, step)
                    if move is not None and allows(move):
                        yield move

    def _beside(self, group: Group, axis: int, name: Name) -> list[frozenset[Name]]:
        """Along an axis the groups that are not in a sum: those from which one can be taken first, then the nearest."""
        found = [
            (other, held)
            for other in self._near[axis][group[axis]]
            if name not in other and (held := self.groups.get((*group[:axis], other, *group[axis + 1 :])))
        ]
        return [other for other, _held in sorted(found, key=lambda pair: pair[1] < 2)[:NEAREST]]

    def _balanced(self, group: Group, others: Group, step: int) -> Move | None:
        """A group with others along some axes; None where one of them is nobody's."""
        ends = [
            ((names, 1), (other, -1)) if other else ((names, 1),) for names, other in zip(group, others, strict=True)
        ]
        move = {}
        for corner in product(*ends):
            one = tuple(names for names, _sign in corner)
            if one not in self.groups:
                return None
            move[one] = step * _sign(corner)
        return move

    def _finer(self, at: int, move: Move) -> Iterator[Move]:
        """Ways to make a move of a coarser table: in groups of those that it changes, and along with another's where its own
        sums alone would change those of that one."""
        found = False
        for made in self._split(at, move):
            if self._allows(made):
                found = True
                yield made
        if found:
            return
        wanted = frozenset(move.items())
        for other, held in enumerate(self.follows):
            for theirs in held.moves if other != at else ():
                for made in self._split(other, theirs):
                    if self._of(at, made) == wanted and self._allows(made):
                        yield made

    def _split(self, at: int, move: Move) -> Iterator[Move]:
        options = [self._groups_of[at].get(group, []) for group in move]
        steps = list(move.values())
        tried: Iterable[tuple[Group, ...]] = chain(self._alike(options), islice(product(*options), TRIED))
        return (dict(zip(chosen, steps, strict=True)) for chosen in tried)

    def _alike(self, options: Sequence[Sequence[Group]]) -> Iterator[tuple[Group, ...]]:
        """Choices that are alike along an axis, for all or for those of the same unit: so other tables' sums stay."""
        for axis in range(len(options[0][0]) if all(options) else 0):
            by = [{group[axis]: group for group in some} for some in options]
            for names in by[0]:
                if all(names in some for some in by):
                    yield tuple(some[names] for some in by)
        if all(options) and len({group[0] for some in options for group in some}) > 1:
            yield from islice(self._alike_by_unit(options), TRIED)

    def _alike_by_unit(self, options: Sequence[Sequence[Group]]) -> Iterator[tuple[Group, ...]]:
        units = list(dict.fromkeys(some[0][0] for some in options))
        rests = [{group[1:]: group for group in some} for some in options]
        for axis in range(len(options[0][0]) - 1):
            by = [{rest[axis]: group for rest, group in held.items()} for held in rests]
            common = []
            for unit in units:
                first, *others = (held for held, some in zip(by, options, strict=True) if some[0][0] == unit)
                common.append([names for names in first if all(names in other for other in others)])
            for names in product(*common):
                chosen = dict(zip(units, names, strict=True))
                yield tuple(held[chosen[some[0][0]]] for held, some in zip(by, options, strict=True))

    def _allows(self, move: Move) -> bool:
        """Whether it leaves coarser tables' sums alone, or does to them what a move of theirs does."""
        return all(self._allowed(at, move) for at in range(len(self.follows)))

    def _allowed(self, at: int, move: Move) -> bool:
        theirs = self._of(at, move)
        return not theirs or theirs in self.known[at]

    def _hides(self, move: Move) -> bool:
        """Whether it changes only hidden sums of coarser tables."""
        for at, held in enumerate(self.follows):
            net: dict[Entry, int] = {}
            for group, step in self._of(at, move):
                for name in group[0]:
                    entry = (name, *group[1:])
                    net[entry] = net.get(entry, 0) + step
            if any(step and entry not in held.hidden for entry, step in net.items()):
                return False
        return True

    def _of(self, at: int, move: Move) -> frozenset[tuple[Group, int]]:
        """What a move does to the groups of a coarser table."""
        net: dict[Group, int] = {}
        for group, step in move.items():
            theirs = self.coarser[at][group]
            if theirs is not None:
                net[theirs] = net.get(theirs, 0) + step
        return frozenset((group, step) for group, step in net.items() if step)

    @cached_property
    def _groups_of(self) -> list[dict[Group, list[Group]]]:
        """By each coarser table's group the groups that belong to it, the largest first."""
        found: list[dict[Group, list[Group]]] = []
        for held in self.coarser:
            by: dict[Group, list[Group]] = {}
            for group, theirs in held.items():
                if theirs is not None:
                    by.setdefault(theirs, []).append(group)
            found.append({theirs: sorted(some, key=lambda group: -self.groups[group]) for theirs, some in by.items()})
        return found

    @cached_property
    def _near(self) -> list[dict[frozenset[Name], list[frozenset[Name]]]]:
        """Along each axis the groups nearest to each: those that share most sums with it, of these the largest."""
        found = []
        for axis in range(len(next(iter(self.groups), ()))):
            sizes: Counter[frozenset[Name]] = Counter()
            for group, count in self.groups.items():
                sizes[group[axis]] += count
            ordered = sorted(sizes, key=lambda names: (-sizes[names], repr(sorted(map(repr, names)))))
            found.append(
                {
                    names: sorted((other for other in ordered if other != names), key=lambda other: len(names ^ other))
                    for names in sizes
                }
            )
        return found


def _sign(along: Iterable[tuple[object, int]]) -> int:
    negative = sum(sign < 0 for _what, sign in along)
    return -1 if negative % 2 else 1
