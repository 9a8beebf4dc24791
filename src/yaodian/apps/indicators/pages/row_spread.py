"""How the rows of a share lie (分布) along the number that decides which of them count: classes by size, teachers by hours.

Only for who has the right to the rows: what is told are counts of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from yaodian.algebra.composed import Share
from yaodian.algebra.measures import Count, Total
from yaodian.algebra.nodes import Compare, Node, ParameterValue
from yaodian.algebra.types import Kind
from yaodian.apps.indicators.contributions import counted
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.pages.asking import Asked
from yaodian.apps.indicators.pages.drawing import Chart, plain_number, round_step
from yaodian.registers.indicator import Direction
from yaodian.rules import Parameters

LEAST, BANDS = 5, 12  # rows for a picture to say something; about so many bands
WORDS = {
    ">=": ("达到", "不到"),
    ">": ("超过", "不超过"),
    "<": ("达到", "不到"),
    "<=": ("超过", "不超过"),
}  # above, below


@dataclass(frozen=True, slots=True)
class _Line:
    """What a share is decided by: a number of each row, on which side of a limit it lies."""

    value: Node
    operator: str
    limit: Fraction
    unit: str

    @property
    def upper(self) -> bool:
        """Whether what lies on the limit belongs to those below it."""
        return self.operator in (">", "<=")

    @property
    def whole(self) -> bool:
        """Whether all numbers are whole ones, so that bands are written 51–55."""
        return self.value.type.digits == 0 and self.limit.denominator == 1


def row_spread(asked: Asked, figure: Figure) -> Chart | None:
    """The picture; None where the share is not decided by one number, rows are few, or the reader has no right to them."""
    measure = asked.indicator.measure
    opened = asked.unit in asked.reader.known and not figure.hidden
    if not opened or not isinstance(measure, Share) or not isinstance(measure.of, Count):
        return None
    line = _line(measure.where, asked)
    if line is None:
        return None
    numbers = counted(
        Total(measure.of.register, line.value, measure.of.where), asked.basis, asked.taken.moment, asked.unit
    )
    values = [Fraction(each.amount, 10**line.value.type.digits) for each in numbers.values()]
    if len(values) < LEAST or min(values) == max(values):
        return None
    return _chart(asked, line, values, measure.of.unit)


def _line(where: Node, asked: Asked) -> _Line | None:
    if not isinstance(where, Compare) or where.operator not in WORDS or not isinstance(where.right, ParameterValue):
        return None
    kind = where.left.type
    if not kind.numeric or kind.kind is Kind.YEAR:
        return None
    limit = Parameters(Path(settings.PARAMETERS_ROOT)).value(where.right.key, on=asked.day)
    return _Line(where.left, where.operator, Fraction(limit), where.right.unit or kind.unit)


def _chart(asked: Asked, line: _Line, values: Sequence[Fraction], counted_in: str) -> Chart:
    cut = line.limit + 1 if line.whole and line.upper else line.limit
    edges = _edges(values, cut, whole=line.whole)
    place = bisect_right if line.whole or not line.upper else bisect_left
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[min(max(place(edges, value) - 1, 0), len(counts) - 1)] += 1
    last = 1 if line.whole else 0
    names = [_band(low, high - last) for low, high in pairwise(edges)]
    at = edges.index(cut)
    above_counts = line.operator in (">", ">=")
    bad_above = above_counts if asked.indicator.direction is Direction.DOWN else not above_counts
    judged = asked.indicator.direction is not Direction.NEITHER
    says = _says(line, counts, names, at, counted_in, bad_above=bad_above if judged else None)
    points = {"x": names, "y": counts, "name": f"{counted_in}数"}
    if judged:
        points |= {"cut": at, "below": not bad_above, "cutLabel": f"{plain_number(line.limit)}{line.unit}"}
    rows = [[f"{name}{line.unit}", str(count)] for name, count in zip(names, counts, strict=True)]
    return Chart("hist", points, says, f"柱状图：{says}", [line.unit or "数", f"{counted_in}数"], rows)


def _edges(values: Sequence[Fraction], cut: Fraction, *, whole: bool) -> list[Fraction]:
    """Round bands that hold all values, with the cut as an edge."""
    low, high = min(*values, cut), max(*values, cut)
    step = round_step(high - low, BANDS) if high > low else Fraction(1)
    step = max(step, Fraction(1)) if whole else step
    edges = [cut + (low - cut) // step * step]
    while edges[-1] <= high:
        edges.append(edges[-1] + step)
    return [max(edges[0], Fraction()), *edges[1:]] if low >= 0 else edges  # nothing that is counted is below 0


def _band(low: Fraction, high: Fraction) -> str:
    return plain_number(low) if low == high else f"{plain_number(low)}–{plain_number(high)}"


def _says(
    line: _Line, counts: Sequence[int], names: Sequence[str], at: int, counted_in: str, *, bad_above: bool | None
) -> str:
    """98班中18班达到56人；另有54班在51–55人，离线最近."""
    limit, (above, below) = f"{plain_number(line.limit)}{line.unit}", WORDS[line.operator]
    beyond = sum(counts[at:]) if bad_above or bad_above is None else sum(counts[:at])
    told = f"{sum(counts)}{counted_in}中{beyond}{counted_in}{below if bad_above is False else above}{limit}"
    near = at - 1 if bad_above else at
    if bad_above is None or not 0 <= near < len(counts) or not counts[near]:
        return f"{told}。"
    return f"{told}；另有{counts[near]}{counted_in}在{names[near]}{line.unit}，离线最近。"
