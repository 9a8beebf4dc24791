"""Cohort flow: what became, between two days, of those who were there; conditional counts over spells in one scan.

A spell holds from its first day to the day before `left`; an unknown `left` is open. All counts add up over units, and
a transfer between two schools of a county cancels out in the county.
"""

from collections.abc import Sequence
from fractions import Fraction

from yaodian.algebra.combine import conditions
from yaodian.algebra.composed import both, quotient
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.measures import PERCENT, Count, Measure, Quantity, require_days
from yaodian.algebra.nodes import And, Compare, IsKnown, Node, Not, Or

KINDS = ("retention", "completion", "drop-out")


class Flow(Measure):
    """A rate of a cohort in percent, over the spells for which `cohort` holds, between two days.

    | kind | part | whole |
    | --- | --- | --- |
    | retention 巩固率 | still there on `until`, or `done` in between | there on `since` + `joined` − `parted` in between |
    | completion 完成率 | left in between, and `done` holds (graduated) | the same |
    | drop-out 辍学率 | left in between, and `done` holds (dropped out) | there on `since` |

    `joined` are ways of entering that add to the cohort (transfers in), `parted` ways of leaving that take from it
    (transfers out, deaths); retention may have `done` (graduated), the others must; "in between" is after `since` and not
    after `until`. `capped`: never more than 100. Unknown where the whole is not above 0.
    """

    kind: str
    register: str
    entered: Node
    left: Node
    since: Node
    until: Node
    cohort: Node | None = None
    joined: Node | None = None
    parted: Node | None = None
    done: Node | None = None
    unit: str = "人"
    capped: bool = False

    def typed(self) -> Quantity:
        if self.kind not in KINDS:
            raise DeclarationError(f"no flow {self.kind!r}; there are {', '.join(KINDS)}")
        require_days([self.entered, self.left, self.since, self.until], "a flow")
        given = [node for node in (self.cohort, self.joined, self.parted, self.done) if node is not None]
        conditions((node.type for node in given), "a flow")
        if self.done is None and self.kind != "retention":
            raise DeclarationError(f"{self.kind}: `done` says who finished or dropped out")
        if self.kind == "drop-out" and (self.joined or self.parted):
            raise DeclarationError("drop-out is of those who were there at the start; leave out joined and parted")
        self.made_of()
        return Quantity(PERCENT, amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        """The part, those there at the start, those who joined, those who parted."""
        start = self._count(self._there(self.since))
        part = self._count(self._kept())
        if self.kind == "drop-out":
            return part, start
        moved = ((self.entered, self.joined), (self.left, self.parted))
        counts = [self._count(self._between(day, how)) for day, how in moved if how is not None]
        return part, start, *counts

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        part, start, *moved = figures
        if start is None or None in moved:
            return None
        rate = quotient(
            part, max(self._whole(start, [figure for figure in moved if figure is not None]), Fraction()), 100
        )
        return min(rate, Fraction(100)) if rate is not None and self.capped else rate

    def rest(self, figures: Sequence[Fraction]) -> Fraction:
        """How many of the cohort are not in the part: lost, or not finished; `figures` are those of `made_of`."""
        part, start, *moved = figures
        return self._whole(start, moved) - part

    def _whole(self, start: Fraction, moved: Sequence[Fraction]) -> Fraction:
        signs = [sign for sign, how in ((1, self.joined), (-1, self.parted)) if how is not None]
        return start + sum(sign * figure for sign, figure in zip(signs, moved, strict=False))

    def _kept(self) -> Node:
        """Who is in the part."""
        done = [] if self.done is None else [self._between(self.left, self.done)]
        there = [self._there(self.until)] if self.kind == "retention" else []
        return Or((*there, *done)) if there and done else (there or done)[0]

    def _there(self, day: Node) -> Node:
        """The spell holds on a day."""
        not_left = Or((Not(IsKnown(self.left)), Compare("<", day, self.left)))
        return And((Compare("<=", self.entered, day), not_left))

    def _between(self, day: Node, how: Node) -> Node:
        """A day of the spell lies after `since` and not after `until`, and a condition holds."""
        return And((Compare("<", self.since, day), Compare("<=", day, self.until), how))

    def _count(self, where: Node) -> Count:
        return Count(self.register, both(self.cohort, where), self.unit)
