"""Which counts are part of others, read from their conditions: a stage's girls are among its pupils, whatever the rows.

A condition is what it says of single expressions (`stage` is one of …, `sex` is 2) and what else it wants. One count lies
within another where its condition implies the other's; two are apart where an expression has other values in each. What
cannot be read so (ages above and below a number) is taken for unrelated.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from yaodian.algebra.measures import Count, Leaf, Total
from yaodian.algebra.nodes import And, Compare, InSet, IsKnown, Literal, Node, Not, Or
from yaodian.algebra.types import Kind

Pair = tuple[Leaf, Leaf]  # a part and its whole
Value = object


@dataclass(frozen=True, slots=True)
class Values:
    """The values that an expression may have: these, or all known ones but these. None is unknown."""

    these: frozenset[Value]
    excluded: bool = False

    def holds(self, value: Value) -> bool:
        """Whether a value is among them."""
        return (value in self.these) != self.excluded and not (self.excluded and value is None)

    def within(self, other: "Values") -> bool:
        """Whether all of them are among the others."""
        if self.excluded:
            return other.excluded and other.these <= self.these
        return all(map(other.holds, self.these))

    def apart(self, other: "Values") -> bool:
        """Whether none of them is among the others."""
        if self.excluded and other.excluded:
            return False
        some, others = (other, self) if self.excluded else (self, other)
        return not any(map(others.holds, some.these))

    def both(self, other: "Values") -> "Values":
        """Those that are among the others too."""
        if self.excluded and other.excluded:
            return Values(self.these | other.these, excluded=True)
        some, others = (other, self) if self.excluded else (self, other)
        return Values(frozenset(filter(others.holds, some.these)))


@dataclass(frozen=True)
class Condition:
    """What must hold of a row: values of single expressions, and what else there is."""

    values: Mapping[Node, Values]
    others: frozenset[Node]

    def implies(self, wanted: Node | None) -> bool:
        """Whether what is wanted holds of every row of which this does."""
        if wanted is None or wanted in self.others:
            return True
        if isinstance(wanted, And):
            return all(map(self.implies, wanted.parts))
        if isinstance(wanted, Or):
            return any(map(self.implies, wanted.parts))
        said = _said(wanted)
        return said is not None and said[0] in self.values and self.values[said[0]].within(said[1])

    def apart(self, other: "Condition") -> bool:
        """Whether no row is in both."""
        return any(node in other.values and held.apart(other.values[node]) for node, held in self.values.items())


@dataclass(frozen=True)
class Split:
    """Parts of a count that are apart from each other. `by`: the expression by whose values alone they differ. `yields`: it is
    the whole (there is one part) that is hidden where the rest is small, so the part is decided first."""

    whole: Leaf
    by: Node | None
    parts: tuple[Leaf, ...]
    yields: bool = False

    @property
    def first(self) -> Leaf:
        """What is decided before the others."""
        return self.parts[0] if self.yields else self.whole


@dataclass(frozen=True, eq=False)
class Family:
    """Counts that are taken on the same day: of which one each is part, and of which others; how each is split up."""

    splits: Mapping[Leaf, tuple[Split, ...]]  # by the whole
    split_of: Mapping[Leaf, Split]  # in which a count is decided
    within: Mapping[Leaf, tuple[Leaf, ...]] = field(default_factory=dict)  # besides the whole of that split

    def above(self, leaf: Leaf) -> list[Leaf]:
        """The counts that are decided before one, as far as it is part of them."""
        found: list[Leaf] = []
        while leaf in self.split_of:
            leaf = self.split_of[leaf].first
            found.insert(0, leaf)
        return found

    def first_of(self, leaf: Leaf) -> Leaf:
        """The part to which a whole yields; else itself."""
        way = self.split_of.get(leaf)
        return way.first if way is not None and way.yields else leaf

    def needed(self, leaf: Leaf) -> list[Leaf]:
        """The counts by which it is decided whether one is shown, itself the last."""
        chain = [*self.above(leaf), leaf]
        ways = [self.split_of[one] for one in chain[1:]] + [way for one in chain for way in self.splits.get(one, ())]
        beside = [other for one in chain for other in self.within.get(one, ())]
        return [
            *dict.fromkeys([*chain[:-1], *beside, *(part for way in ways for part in way.parts if part != leaf)]),
            leaf,
        ]


def family(counts: Sequence[Leaf], pairs: Collection[Pair] = ()) -> Family:
    """How counts are part of each other. Earlier ones are wholes of those that count the same; `pairs` are parts and wholes
    by their meaning, where conditions do not tell. A whole that nothing is divided by, and that is named less often than its
    part, yields to it."""
    held, named = list(dict.fromkeys(counts)), Counter(counts)
    divided_by = {whole for _part, whole in pairs}
    wholes = {
        one: [
            other
            for at, other in enumerate(held)
            if other != one and lies_within(one, other) and (at < number or not lies_within(other, one))
        ]
        for number, one in enumerate(held)
    }
    for part, whole in pairs:
        if not wholes[part] and part != whole and part not in wholes[whole] and not _apart(part, whole):
            wholes[part].append(whole)
    splits: dict[Leaf, list[Split]] = {}
    yielding: dict[Leaf, Split] = {}
    within: dict[Leaf, tuple[Leaf, ...]] = {}
    for one, found in wholes.items():
        if not found:
            continue
        nearest = next(each for each in found if not any(each in wholes[other] for other in found))
        if (
            found == [nearest]
            and not wholes[nearest]
            and nearest not in divided_by
            and named[one] > named[nearest]
            and nearest not in yielding
        ):
            yielding[nearest] = Split(nearest, None, (one,), yields=True)
            continue
        within[one] = tuple(each for each in found if each != nearest)
        _add(splits.setdefault(nearest, []), nearest, one)
    ways = {whole: tuple(some) for whole, some in splits.items()}
    return Family(ways, {part: way for some in ways.values() for way in some for part in way.parts} | yielding, within)


def lies_within(part: Leaf, whole: Leaf) -> bool:
    """Whether every row of one is a row of the other, and adds the same to it."""
    return _adds(part) is not None and _adds(part) == _adds(whole) and condition(part.where).implies(whole.where)


@lru_cache(maxsize=4096)
def condition(where: Node | None) -> Condition:
    """What a condition says."""
    values: dict[Node, Values] = {}
    others = []
    for node in _all_of(where):
        said = _said(node)
        if said is None:
            others.append(node)
        else:
            values[said[0]] = values[said[0]].both(said[1]) if said[0] in values else said[1]
    return Condition(values, frozenset(others))


def _apart(first: Leaf, second: Leaf) -> bool:
    return condition(first.where).apart(condition(second.where))


def _add(ways: list[Split], whole: Leaf, part: Leaf) -> None:
    """Put a part with others that are apart from it by the same expression, or by itself."""
    by = _differing(part, whole)
    for at, way in enumerate(ways):
        if by is not None and way.by == by and all(_apart(part, other) for other in way.parts):
            ways[at] = Split(whole, by, (*way.parts, part))
            return
    ways.append(Split(whole, by, (part,)))


def _differing(part: Leaf, whole: Leaf) -> Node | None:
    """The expression by whose values alone a part differs."""
    ours, theirs = condition(part.where), condition(whole.where)
    found = [node for node, values in ours.values.items() if theirs.values.get(node) != values]
    return found[0] if len(found) == 1 and ours.others == theirs.others else None


def _adds(leaf: Leaf) -> tuple[object, ...] | None:
    """What each row adds; None of what does not add up."""
    if isinstance(leaf, Count):
        return Count, leaf.register
    return (Total, leaf.register, leaf.value) if isinstance(leaf, Total) else None


def _all_of(node: Node | None) -> Iterable[Node]:
    if isinstance(node, And):
        return [inside for part in node.parts for inside in _all_of(part)]
    return [] if node is None else [node]


def _said(node: Node) -> tuple[Node, Values] | None:
    """The expression of which a condition says the values."""
    if isinstance(node, InSet):
        return node.part, Values(frozenset(option.value for option in node.options))
    if isinstance(node, Compare) and node.operator in ("==", "!=") and isinstance(node.right, Literal):
        return node.left, Values(frozenset([node.right.value]), excluded=node.operator == "!=")
    if isinstance(node, IsKnown):
        return node.part, Values(frozenset(), excluded=True)
    if isinstance(node, Not):
        return _said_not(node.part)
    if isinstance(node, And | Or | Compare):
        return None
    return (node, Values(frozenset([True]))) if node.type.kind is Kind.YESNO else None


def _said_not(node: Node) -> tuple[Node, Values] | None:
    if isinstance(node, IsKnown):
        return node.part, Values(frozenset([None]))
    said = _said(node)
    if said is None or said[1].these == {None}:
        return None
    node, values = said
    if values == Values(frozenset([True])) and node.type.kind is Kind.YESNO:
        return node, Values(frozenset([False]))
    return node, Values(values.these, excluded=not values.excluded)
