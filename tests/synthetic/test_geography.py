"""The invented county's border and the places of its schools."""

from itertools import pairwise
from math import hypot

import pytest

from yaodian.cli.synthetic import invent
from yaodian.cli.synthetic.geography import CENTRE, Land, places


@pytest.mark.parametrize("seed", [1, 7, 40])
def test_every_school_lies_within_the_border(seed: int) -> None:
    units = invent(20_000)
    found = places(units, seed)
    ring = Land.of(seed).outline()
    assert ring[0] == ring[-1]
    assert set(found) == {unit.code for unit in units if unit.kind in ("school", "kindergarten")}
    assert all(is_within(point, ring) for point in found.values())


def test_schools_of_a_township_lie_nearer_to_each_other_than_the_county_is_wide() -> None:
    units = invent(20_000)
    found = places(units, 7)
    for township in (unit for unit in units if unit.kind == "township"):
        here = [found[unit.code] for unit in units if unit.parent == township.code]
        middle = [sum(point[axis] for point in here) / len(here) for axis in (0, 1)]
        assert all(hypot(point[0] - middle[0], point[1] - middle[1]) < 0.2 for point in here)
    assert all(abs(point[0] - CENTRE[0]) < 0.5 for point in found.values())


def is_within(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    crossed = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed
