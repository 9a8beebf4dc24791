"""Measures made of measures: quotients, means, sums and differences, dispersion. None but sums of amounts are additive."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from yaodian.algebra.combine import conditions
from yaodian.algebra.errors import DeclarationError, UnitMismatch
from yaodian.algebra.measures import (
    PERCENT,
    POINTS,
    Count,
    Measure,
    Quantity,
    Total,
    require_amount,
    require_plain,
    same_quantity,
)
from yaodian.algebra.nodes import And, IsKnown, Node

_RATIO = {1: "", 100: PERCENT, 1000: "‰"}
_HEADS = {1: "", 100: "百", 1000: "千", 10000: "万"}
ROOT_DIGITS = 40  # significant digits of a square root, far more than are shown
SUM_DIGITS, ALMOST_NOTHING = (
    160,
    Decimal("1e-130"),
)  # so that what is rounded to those digits does not depend on the sum

Exact = int | Fraction


class Ratio(Measure):
    """One amount to another of the same unit, times `scale`: 100 for percent, 1 for pupils to one teacher. Unknown where
    the whole is 0."""

    part: Measure
    whole: Measure
    scale: int = 100

    def typed(self) -> Quantity:
        for side in (self.part, self.whole):
            require_plain(side.type, "a ratio")
        if self.scale not in _RATIO:
            raise DeclarationError(f"a ratio is scaled by 1, 100 or 1000, not by {self.scale}")
        try:
            same_quantity(self.part.type, self.whole.type, "a ratio")
        except UnitMismatch as error:
            raise UnitMismatch(f"{error}; for an amount of one per other write per_head(…)") from None
        return Quantity(_RATIO[self.scale], amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        return self.part, self.whole

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        return quotient(figures[0], figures[1], self.scale)


class PerHead(Measure):
    """An amount, often of another register, per head (or room, or class) of a count, or per 100 of them. Unknown where
    the count is 0."""

    amount: Measure
    heads: Measure
    scale: int = 1

    def typed(self) -> Quantity:
        for side in (self.amount, self.heads):
            require_plain(side.type, "an amount per head")
        if not self.heads.type.unit:
            raise DeclarationError('per what? say what one row is: rows.count(unit="人")')
        if self.scale not in _HEADS:
            raise DeclarationError(f"per 1, 100, 1000 or 10000, not per {self.scale}")
        return Quantity(self.amount.type.unit, _HEADS[self.scale] + self.heads.type.unit, amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        return self.amount, self.heads

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        return quotient(figures[0], figures[1], self.scale)


class Share(Measure):
    """The part of a count or total that is of the rows for which a condition holds too, in percent."""

    of: Count | Total
    where: Node

    def typed(self) -> Quantity:
        if not isinstance(self.of, Count | Total):
            raise DeclarationError("a share is taken of a count or a total")
        conditions([self.where.type], "where")
        self.made_of()
        return Quantity(PERCENT, amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        where = both(self.of.where, self.where)
        if isinstance(self.of, Count):
            return Count(self.of.register, where, self.of.unit), self.of
        return Total(self.of.register, self.of.value, where), self.of

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        return quotient(figures[0], figures[1], 100)


class Mean(Measure):
    """The mean of the known values, each row counting the same; unknown for none. `per` is what one row is."""

    register: str
    value: Node
    per: str
    where: Node | None = None

    def typed(self) -> Quantity:
        self.made_of()
        if not self.per:
            raise DeclarationError('the mean per what? say what one row is: rows.mean("size", per="班")')
        return Quantity(require_amount(self.value.type, "the mean"), self.per, amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        known = both(self.where, IsKnown(self.value))
        return Total(self.register, self.value, self.where), Count(self.register, known, self.per)

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        return quotient(figures[0], figures[1], 1)


class Combined(Measure):
    """The sum or difference of two measures of one unit (of percents: in points); unknown where either is."""

    operator: str
    left: Measure
    right: Measure

    def typed(self) -> Quantity:
        if self.operator not in ("+", "−"):
            raise DeclarationError(f"measures are combined by + and −, not by {self.operator!r}")
        left, right = self.left.type, self.right.type
        unit, per = same_quantity(left, right, self.operator)
        points = unit == PERCENT and self.operator == "−"
        return Quantity(POINTS if points else unit, per, left.amount, left.additive and right.additive)

    def made_of(self) -> tuple[Measure, ...]:
        return self.left, self.right

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        left, right = figures
        if left is None or right is None:
            return None
        return left + right if self.operator == "+" else left - right


class Average(Measure):
    """The plain mean of several measures of one unit, as of the single coefficients of variation in the composite one
    (综合差异系数); unknown where one of them is."""

    measures: tuple[Measure, ...]

    def typed(self) -> Quantity:
        if not self.measures:
            raise DeclarationError("the average of which measures?")
        found = [measure.type for measure in self.measures]
        for other in found[1:]:
            same_quantity(found[0], other, "an average")
        return Quantity(found[0].unit, found[0].per, amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        return self.measures

    def computed(self, figures: Sequence[Fraction | None]) -> Fraction | None:
        known = [figure for figure in figures if figure is not None]
        return sum(known, Fraction()) / len(known) if len(known) == len(figures) else None


class Dispersion(Measure):
    """差异系数, the coefficient of variation of an amount per head among the units of a level beneath (`level`, mostly
    school), weighted by heads (balance.md §1): the root of Σ(P/ΣP)(X−X̄)², divided by X̄. Units without heads are left
    out; unknown where no unit is left or amounts are not above 0. Computed from (heads, amount) of each unit, never from other
    dispersions."""

    amount: Measure
    heads: Measure
    level: str

    def typed(self) -> Quantity:
        for side in (self.amount, self.heads):
            require_plain(side.type, "a dispersion")
        if not self.level:
            raise DeclarationError('among which units? say their level: dispersion(…, level="school")')
        return Quantity(amount=False, additive=False)

    def made_of(self) -> tuple[Measure, ...]:
        return self.heads, self.amount

    def among(self, pairs: Iterable[tuple[Exact | None, Exact | None]]) -> Fraction | None:
        """The coefficient among units, given as (heads, amount) each, to forty digits: √(ΣP · Σ(A²/P) / (ΣA)² − 1). It is the
        same whatever heads and amounts are scaled by."""
        held = [(heads, amount) for heads, amount in pairs if heads is not None and amount is not None and heads > 0]
        weights, total = Fraction(sum(pair[0] for pair in held)), Fraction(sum(pair[1] for pair in held))
        if total <= 0:
            return None
        with localcontext(
            prec=SUM_DIGITS
        ):  # fractions of hundreds of units would have denominators of hundreds of digits
            square = sum(map(_square_per_head, held), Decimal()) * _decimal(weights / total**2) - 1
        return root(Fraction(square) if square > ALMOST_NOTHING else Fraction())


def _square_per_head(pair: tuple[Exact, Exact]) -> Decimal:
    heads, amount = pair
    return Decimal(amount.numerator**2 * heads.denominator) / Decimal(amount.denominator**2 * heads.numerator)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def both(first: Node | None, second: Node) -> Node:
    """Both conditions, written as `a & b` is: the part of a share is the same count as one that is declared by itself."""
    if first is None:
        return second
    return And(tuple(part for node in (first, second) for part in (node.parts if isinstance(node, And) else (node,))))


def quotient(part: Fraction | None, whole: Fraction | None, scale: int) -> Fraction | None:
    """part × scale ÷ whole, exactly; unknown where one is or the whole is 0."""
    if part is None or not whole:
        return None
    return Fraction(part.numerator * whole.denominator * scale, part.denominator * whole.numerator)


def root(square: Fraction) -> Fraction:
    """The square root of a number ≥ 0, to forty significant digits."""
    with localcontext(prec=ROOT_DIGITS + 10):
        wide = _decimal(square)
        return Fraction(round(wide.sqrt(), ROOT_DIGITS))
