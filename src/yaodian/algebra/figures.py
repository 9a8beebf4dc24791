"""From parts to figures: the only division, and the only rounding, exactly and once.

Engines give the integers that are taken from rows (`Amounts`); here they become fractions and, when shown, a Decimal.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Protocol, get_args

from yaodian.algebra.composed import Dispersion
from yaodian.algebra.errors import NotAdditive
from yaodian.algebra.measures import Leaf, Measure, digits_of
from yaodian.algebra.units import Units
from yaodian.algebra.world import Answer

Cell = tuple[Answer, ...]  # a value of each dimension; () where figures are not split up

TAKEN = frozenset(get_args(Leaf))  # looked up faster than asked for


class Amounts(Protocol):
    """The integers of each unit, rolled up, by leaf; 0 where no row is."""

    @property
    def units(self) -> Units:
        """The tree over which they are added up."""
        ...

    def amount(self, leaf: Leaf, unit: int, cell: Cell) -> int:
        """What was taken from the rows beneath a unit, scaled by the leaf's digits."""
        ...


def figure(measure: Measure, amounts: Amounts, unit: int, cell: Cell = ()) -> Fraction | None:
    """The exact figure of a unit; None is unknown."""
    if type(measure) in TAKEN:
        return _unscaled(amounts.amount(measure, unit, cell), digits_of(measure))  # type: ignore[arg-type]  # a leaf
    if isinstance(measure, Dispersion):
        held = amounts.units.of_level(measure.level, unit)
        sides = (_scaled(side, amounts, held, cell) for side in (measure.heads, measure.amount))
        return measure.among(zip(*sides, strict=True))
    return measure.computed([figure(part, amounts, unit, cell) for part in measure.parts])


@lru_cache(maxsize=100_000)
def _unscaled(amount: int, digits: int) -> Fraction:
    """An integer taken from rows as a figure; the same ones come again and again."""
    return Fraction(amount, 10**digits)


def pairs(
    measure: Dispersion, amounts: Amounts, unit: int, cell: Cell = ()
) -> list[tuple[Fraction | None, Fraction | None]]:
    """(heads, amount) of each unit of the dispersion's level beneath a unit."""
    held = amounts.units.of_level(measure.level, unit)
    return [(figure(measure.heads, amounts, one, cell), figure(measure.amount, amounts, one, cell)) for one in held]


def _scaled(measure: Measure, amounts: Amounts, units: Iterable[int], cell: Cell) -> list[int] | list[Fraction | None]:
    """The figures of units, of what is taken from rows as integers: a dispersion does not depend on their scale."""
    if type(measure) in TAKEN:
        return [amounts.amount(measure, unit, cell) for unit in units]  # type: ignore[arg-type]  # a leaf
    return [figure(measure, amounts, unit, cell) for unit in units]


def added(measure: Measure, figures: Iterable[Fraction]) -> Fraction:
    """The figure of a unit from those of the units beneath it; NotAdditive for a measure whose figures say nothing when
    added, whose parts may be added instead (`engines.measures`)."""
    if not measure.additive:
        raise NotAdditive(
            f"figures of {type(measure).__name__} ({measure.type}) do not add up; add its parts and compute it again"
        )
    return sum(figures, Fraction())


def shown(value: Fraction | None, digits: int) -> Decimal | None:
    """A figure as it is shown: rounded half up (away from 0) to so many decimals; None is unknown."""
    if value is None:
        return None
    doubled = abs(value) * 10**digits * 2
    rounded = (doubled.numerator // doubled.denominator + 1) // 2
    with localcontext(prec=max(28, len(str(rounded)) + digits), rounding=ROUND_HALF_UP):
        return Decimal(rounded if value >= 0 else -rounded).scaleb(-digits)
