"""Hiding small counts 小数隐藏: who may not see rows must not find out how many are in a group of fewer than five people.

People are counted in groups; the finest ones are told apart by what is shown that counts them in: along each axis (units,
values of a breakdown, part and rest of a quotient) the names of the sums to which they belong. What is shown is the sum of
every combination of names:

    {(frozenset({"一小", "全县"}), frozenset({"女", "全部"})): 3, …}      shown: (一小, 女), (一小, 全部), (全县, 女) …

A sum of 1 to threshold − 1 is hidden, and with it further sums, so that the shown ones leave at least two possibilities. For
each small sum a **move** is looked for: a group gets one person more (or fewer), and others along some axes fewer (or more),
so that every sum that is not hidden stays as it was. All sums that a move changes are hidden; whoever knows the shown ones, that
hidden ones are at least 1 and this rule itself cannot tell the table from the moved one. Further hiding never spoils a move,
so they are made one after the other, each time the one that hides least. Zeros are shown: that nobody is there tells of nobody.

Hidden sums all look alike, the small one and those hidden for its sake. Limits: tables of different indicators are protected
each by itself, as are different breakdowns of one; what readers know from elsewhere is theirs.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product

Name = Hashable
Group = tuple[frozenset[Name], ...]  # along each axis the names of the sums that count it in
Entry = tuple[Name, ...]  # what is shown: along each axis one name
NOBODY: frozenset[Name] = frozenset()  # along an axis: the move is not balanced by another group
Near = Sequence[
    Mapping[frozenset[Name], Sequence[frozenset[Name]]]
]  # along each axis, of each group the nearest others
NEAREST = 6  # other groups along an axis that a move is tried with


def sums_of(groups: Mapping[Group, int]) -> Counter[Entry]:
    """What is shown: every sum that is not 0."""
    found: Counter[Entry] = Counter()
    for group, count in groups.items():
        for entry in product(*group):
            found[entry] += count
    return found


def hidden(groups: Mapping[Group, int], threshold: int) -> frozenset[Entry]:
    """The sums that are not shown. `groups` are counts of people, those above 0; their names along each axis as above."""
    held = {group: count for group, count in groups.items() if count}
    sums = sums_of(held)
    small = sorted(
        (entry for entry, count in sums.items() if count < threshold), key=lambda entry: (sums[entry], repr(entry))
    )
    near = _neighbours(held)
    found = set(small)
    for entry in small:
        found |= _least(entry, held, sums, found, near)
    return frozenset(found)


def _least(
    entry: Entry,
    groups: Mapping[Group, int],
    sums: Mapping[Entry, int],
    already: set[Entry],
    near: Near,
) -> frozenset[Entry]:
    """The sums that the move changes which hides the fewest people more."""
    best: tuple[int, frozenset[Entry]] | None = None
    for touched in _moves(entry, groups, sums, near):
        cost = sum(sums[each] for each in touched if each not in already)
        if best is None or cost < best[0]:
            best = cost, touched
        if not cost:
            break
    return best[1] if best else frozenset()


def _moves(
    entry: Entry,
    groups: Mapping[Group, int],
    sums: Mapping[Entry, int],
    near: Near,
) -> Iterator[frozenset[Entry]]:
    """The sums that each possible move changes; the one that nothing balances is always possible."""
    inside = [group for group in groups if all(name in names for name, names in zip(entry, group, strict=True))]
    for group in inside:
        beside = [
            [NOBODY, *(other for other in near[axis][names] if entry[axis] not in other)]
            for axis, names in enumerate(group)
        ]
        for others in product(*beside):
            for step in (1, -1):
                touched = _moved(group, others, step, groups, sums)
                if touched is not None:
                    yield touched


def _moved(
    group: Group, others: Group, step: int, groups: Mapping[Group, int], sums: Mapping[Entry, int]
) -> frozenset[Entry] | None:
    """The sums that a move changes; None where it would leave fewer than nobody, or change a sum from or to 0."""
    ends = [((names, 1), (other, -1)) if other else ((names, 1),) for names, other in zip(group, others, strict=True)]
    for corner in product(*ends):
        if groups.get(tuple(names for names, _sign in corner), 0) + step * _sign(corner) < 0:
            return None
    changed = [
        [(name, 1) for name in names - other] + [(name, -1) for name in other - names]
        for names, other in zip(group, others, strict=True)
    ]
    touched = []
    for along in product(*changed):
        entry = tuple(name for name, _sign in along)
        if not (held := sums.get(entry, 0)) or held + step * _sign(along) < 1:
            return None
        touched.append(entry)
    return frozenset(touched)


def _sign(along: Iterable[tuple[object, int]]) -> int:
    negative = sum(sign < 0 for _what, sign in along)
    return -1 if negative % 2 else 1


def _neighbours(groups: Mapping[Group, int]) -> Near:
    """Along each axis the groups nearest to each: those that share most sums with it, of these the largest."""
    axes = len(next(iter(groups), ()))
    found = []
    for axis in range(axes):
        sizes: Counter[frozenset[Name]] = Counter()
        for group, count in groups.items():
            sizes[group[axis]] += count
        ordered = sorted(sizes, key=lambda names: (-sizes[names], repr(sorted(map(repr, names)))))
        found.append(
            {
                names: sorted((other for other in ordered if other != names), key=lambda other: len(names ^ other))[
                    :NEAREST
                ]
                for names in sizes
            }
        )
    return found
