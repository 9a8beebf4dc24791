"""Where the invented county lies: an outline, townships around the county seat, and a point for each school within it.

The place is invented, so no map of a real county is drawn. The same seed gives the same outline and points.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, pi, radians, sin
from random import Random

from yaodian.cli.synthetic.tree import Unit

CENTRE = (115.2, 27.6)  # longitude and latitude of the county seat
REACH = 24.0  # kilometres from the seat to the border, about
KILOMETRES = 111.32  # of one degree of latitude
CORNERS = 72
WAVES = ((2, 0.16), (3, 0.11), (5, 0.07), (9, 0.03))  # how the border swings: times around, share of the reach
Point = tuple[float, float]


@dataclass(frozen=True)
class Land:
    """The county's shape: how far the border lies in each direction."""

    phases: tuple[float, ...]

    @classmethod
    def of(cls, seed: int) -> "Land":
        """The county of a seed."""
        rng = Random(seed * 31 + 5)  # noqa: S311  # an invented border
        return cls(tuple(rng.uniform(0, 2 * pi) for _wave in WAVES))

    def border(self, angle: float) -> float:
        """Kilometres from the seat to the border."""
        swing = sum(
            share * sin(times * angle + phase) for (times, share), phase in zip(WAVES, self.phases, strict=True)
        )
        return REACH * (1 + swing)

    def point(self, angle: float, share: float) -> Point:
        """Longitude and latitude of a place: in which direction, and at which share of the way to the border."""
        away = self.border(angle) * share
        east, north = away * cos(angle), away * sin(angle)
        return (
            round(CENTRE[0] + east / (KILOMETRES * cos(radians(CENTRE[1]))), 5),
            round(CENTRE[1] + north / KILOMETRES, 5),
        )

    def outline(self) -> list[Point]:
        """The border as a closed ring."""
        ring = [self.point(2 * pi * corner / CORNERS, 1) for corner in range(CORNERS)]
        return [*ring, ring[0]]


def places(units: Iterable[Unit], seed: int) -> Mapping[str, Point]:
    """A point for each school and kindergarten by its code: those of a township near its seat, the others in the county seat."""
    land, found = Land.of(seed), {}
    rng = Random(seed * 31 + 6)  # noqa: S311  # invented places
    units = list(units)
    townships = [unit.code for unit in units if unit.kind == "township"]
    directions = {code: 2 * pi * nth / max(len(townships), 1) for nth, code in enumerate(townships)}
    seats = {code: (angle, 0.5 if nth % 2 else 0.74) for nth, (code, angle) in enumerate(directions.items())}
    for unit in units:
        if unit.kind not in ("school", "kindergarten"):
            continue
        if unit.parent in seats:
            angle, share = seats[unit.parent]
            width = pi / max(len(townships), 1) * 0.8
            found[unit.code] = land.point(
                angle + rng.uniform(-width, width), min(max(share + rng.uniform(-0.2, 0.2), 0.16), 0.94)
            )
        else:
            found[unit.code] = land.point(rng.uniform(0, 2 * pi), rng.uniform(0.01, 0.13))
    return found
