"""What charts are made of: bands with the norm as an edge, round scales."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.apps.indicators.pages.drawing import round_step, scale
from yaodian.apps.indicators.pages.judging import Limit
from yaodian.apps.indicators.pages.spread import _counts, _edges

numbers = st.fractions(min_value=0, max_value=200, max_denominator=100)


@pytest.mark.parametrize(
    ("values", "comparator", "limit", "edges", "counts"),
    [
        ([10, 20, 30, 40, 90], "", None, [10, 20, 30, 40, 50, 60, 70, 80, 90], [1, 1, 1, 1, 0, 0, 0, 1]),
        ([0, 50, 100], ">=", 100, [0, 20, 40, 60, 80, 100, 120], [1, 0, 1, 0, 0, 1]),
        ([40, 55, 56, 60], "<=", 55, [], None),
    ],
)
def test_bands(
    values: list[int], comparator: str, limit: int | None, edges: list[int], counts: list[int] | None
) -> None:
    norm = None if limit is None else Limit(comparator, Decimal(limit), "")
    found = _edges([Fraction(value) for value in values], norm)
    if counts is not None:
        assert [int(edge) for edge in found] == edges
        assert _counts([Fraction(value) for value in values], found, upper=comparator == "<=") == counts
    assert norm is None or Fraction(norm.value) in found


@given(st.lists(numbers, min_size=2, unique=True), st.sampled_from(["", ">=", "<="]), numbers)
def test_every_value_is_in_one_band_on_its_side_of_the_norm(
    values: list[Fraction], comparator: str, limit: Fraction
) -> None:
    norm = Limit(comparator, Decimal(int(limit)), "") if comparator else None
    edges = _edges(values, norm)
    counts = _counts(values, edges, upper=comparator == "<=")
    assert sum(counts) == len(values)
    assert len(counts) <= 12
    if norm is not None and Fraction(norm.value) in edges[1:-1]:
        cut = edges.index(Fraction(norm.value))
        good = sum(norm.holds(value) for value in values)
        assert sum(counts[cut:] if comparator == ">=" else counts[:cut]) == good


@given(st.lists(st.floats(-1000, 1000).map(lambda value: round(value, 2)), min_size=1), st.booleans())
def test_a_scale_holds_all_values(values: list[float], percent: bool) -> None:  # drawn
    found = scale(values, percent=percent)
    assert found["min"] <= min(values)
    assert found["max"] >= max(values)


@given(numbers.filter(bool), st.integers(1, 10))
def test_a_step_is_round(width: Fraction, parts: int) -> None:
    step = round_step(width, parts)
    assert width / parts <= step <= 2.5 * width / parts
    digits = str(float(step)).replace(".", "").replace("e-", "").strip("0")
    assert digits[:1] in ("1", "2", "5")
