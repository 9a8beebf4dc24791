"""Figures of many units at once: exact integer numerators and denominators as Arrow columns, rounded at the end.

The same arithmetic as `Measure.computed`, over columns of 64 bits; what does not fit raises ArrowInvalid, and `columns`
then computes those rows with Python's fractions.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.composed import Average, Combined, Mean, PerHead, Ratio, Share
from yaodian.algebra.flow import Flow
from yaodian.algebra.measures import Leaf, Measure, digits_of

Column = Any  # pa.Array, pa.ChunkedArray, or one number for all
Exact = tuple[Column, Column]  # numerator (null is unknown) and denominator, never 0


class Columns:
    """What was taken from rows, a column for each leaf, and the exact figures made of them, each computed once."""

    def __init__(self, taken: Mapping[Leaf, pa.ChunkedArray]) -> None:
        self._taken = taken
        self._found: dict[Measure, Exact] = {}

    def exact(self, measure: Measure) -> Exact:
        """A measure's numerators and denominators; KeyError for a class that is not computed in columns."""
        if measure not in self._found:
            self._found[measure] = self._exact(measure)
        return self._found[measure]

    def _exact(self, measure: Measure) -> Exact:
        if isinstance(measure, Leaf):
            return self._taken[measure], 10 ** digits_of(measure)
        return COMPUTED[type(measure)](measure, [self.exact(part) for part in measure.parts])


def rounded(figure: Exact, digits: int) -> Column:
    """Figures rounded half up (away from 0), scaled by 10 to the power of `digits`."""
    above, below = figure
    whole = pc.divide_checked(_times(pc.abs_checked(above), 2 * 10**digits), pc.abs_checked(_known(below)))
    half_up = pc.divide(pc.add_checked(whole, 1), 2)
    return pc.multiply(half_up, pc.multiply(pc.sign(above), pc.sign(_known(below))))


def quotient(part: Exact, whole: Exact, scale: int) -> Exact:
    """part × scale ÷ whole; unknown where the whole is 0."""
    above = _times(_times(part[0], whole[1]), scale)
    below = _times(whole[0], part[1])
    nothing = pc.equal(below, 0)
    return pc.if_else(nothing, None, above), pc.if_else(nothing, 1, below)


def added(left: Exact, right: Exact, sign: int = 1) -> Exact:
    """left ± right."""
    if isinstance(left[1], int) and left[1] == right[1]:
        return pc.add_checked(left[0], _times(right[0], sign)), left[1]
    above = pc.add_checked(_times(left[0], right[1]), _times(_times(right[0], left[1]), sign))
    return above, _times(left[1], right[1])


def _flow(measure: Flow, parts: Sequence[Exact]) -> Exact:
    """As `Flow.computed`: counts, whose denominators are 1."""
    part, start, *moved = parts
    signs = [sign for sign, how in ((1, measure.joined), (-1, measure.parted)) if how is not None]
    whole = reduce(lambda found, other: added(found, other[1], other[0]), zip(signs, moved, strict=False), start)
    above, below = quotient(part, (pc.max_element_wise(whole[0], 0, skip_nulls=False), 1), 100)
    return (
        (pc.min_element_wise(above, _times(below, 100), skip_nulls=False), below) if measure.capped else (above, below)
    )


def _average(measure: Average, parts: Sequence[Exact]) -> Exact:
    above, below = reduce(added, parts)
    return above, _times(below, len(measure.measures))


COMPUTED: Mapping[type[Measure], Callable[..., Exact]] = {
    Ratio: lambda measure, parts: quotient(parts[0], parts[1], measure.scale),
    PerHead: lambda measure, parts: quotient(parts[0], parts[1], measure.scale),
    Share: lambda _measure, parts: quotient(parts[0], parts[1], 100),
    Mean: lambda _measure, parts: quotient(parts[0], parts[1], 1),
    Combined: lambda measure, parts: added(parts[0], parts[1], 1 if measure.operator == "+" else -1),
    Average: _average,
    Flow: _flow,
}


def _times(column: Column, number: Column) -> Column:
    """The product; 1 costs nothing."""
    if isinstance(column, int) and isinstance(number, int):
        return column * number
    if isinstance(number, int) and number == 1:
        return column
    return pc.multiply_checked(_known(column), _known(number))


def _known(number: Column) -> Column:
    """A number as 64 bits; ArrowInvalid where it does not fit."""
    try:
        return pa.scalar(number, pa.int64()) if isinstance(number, int) else number
    except OverflowError as error:
        raise pa.ArrowInvalid(str(error)) from None
