"""How the schools' figures lie (分布): how many in each band, with the norm as a line between two bands."""

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import pairwise

from yaodian.apps.indicators.pages.by_unit import MEASURES, UnitTable
from yaodian.apps.indicators.pages.drawing import Chart, plain_number, round_step
from yaodian.apps.indicators.pages.judging import Limit
from yaodian.registers.indicator import Indicator

LEAST, BANDS = 5, 8  # units for a picture to say something; about so many bands


def spread(indicator: Indicator, table: UnitTable) -> Chart | None:
    """The picture; None where there are too few figures, or all are the same."""
    values = [figure.value for figure in table.known if figure.value is not None]
    if len(values) < LEAST or min(values) == max(values):
        return None
    edges = _edges(values, table.limit)
    upper = table.limit is not None and table.limit.comparator == "<="  # its edge belongs to the band below
    counts = _counts(values, edges, upper=upper)
    names = [_band(low, high, indicator.unit) for low, high in pairwise(edges)]
    measure = MEASURES[table.level]
    limit = table.limit
    place = edges.index(Fraction(limit.value)) if limit and Fraction(limit.value) in edges else None
    says = _says(indicator, table, counts, names, place)
    points = {"x": names, "y": counts, "name": f"{measure}数"}
    if limit is not None:
        beyond = 0 if Fraction(limit.value) < edges[0] else len(counts)
        points |= {"cut": beyond if place is None else place, "below": limit.comparator == ">="}
        points |= {"cutLabel": "" if place is None else limit.label}
    return Chart(
        "hist", points, says, f"柱状图：{says}", [indicator.title, f"{measure}数"],
        [[f"{name}{indicator.unit}", str(count)] for name, count in zip(names, counts, strict=True)],
    )  # fmt: skip


def _edges(values: list[Fraction], limit: Limit | None) -> list[Fraction]:
    """Round bands that hold all values; the norm, where it lies among them, is an edge with a band on the side that counts."""
    low, high = min(values), max(values)
    step = round_step(high - low, BANDS)
    base = Fraction(limit.value) if limit else Fraction()
    edges = [base + (low - base) // step * step]
    while edges[-1] < high:
        edges.append(edges[-1] + step)
    if limit is not None and limit.comparator == ">=" and edges[-1] == base:
        edges.append(base + step)
    if limit is not None and limit.comparator == "<=" and edges[0] == base:
        edges.insert(0, base - step)
    return edges


def _band(low: Fraction, high: Fraction, unit: str) -> str:
    """20–40; of percentages 100, not 100–120."""
    return plain_number(low) if unit == "%" and low == 100 else f"{plain_number(low)}–{plain_number(high)}"


def _counts(values: list[Fraction], edges: list[Fraction], *, upper: bool) -> list[int]:
    """How many in each band; those on an edge belong to the band below it (`upper`) or above it, at the ends to the last."""
    counts = [0] * (len(edges) - 1)
    for value in values:
        at = bisect_left(edges, value) - 1 if upper else bisect_right(edges, value) - 1
        counts[min(max(at, 0), len(counts) - 1)] += 1
    return counts


def _says(indicator: Indicator, table: UnitTable, counts: list[int], names: list[str], place: int | None) -> str:
    measure, limit = MEASURES[table.level], table.limit
    most = counts.index(max(counts))
    where = f"最多的{counts[most]}{measure}在{names[most]}{indicator.unit}"
    if limit is None:
        return f"{table.counted}中，{where}。"
    found = f"{table.failing}{measure}没有达到{limit.label}" if table.failing else f"都达到{limit.label}"
    near = -1 if place is None else place if limit.comparator == ">=" else place - 1  # the last band that keeps to it
    if 0 <= near < len(counts) and counts[near]:
        close = f"{'另' if table.failing else ''}有{counts[near]}{measure}在{names[near]}{indicator.unit}，离线最近"
        return f"{table.counted}{'中' if table.failing else ''}{found}；{close}。"
    return f"{table.counted}{'中' if table.failing else ''}{found}；{where}。"
