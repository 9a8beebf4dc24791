"""What all charts of figures share: numbers as they are drawn, scales with round steps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from yaodian.algebra.figures import shown
from yaodian.apps.indicators.figure_text import Figure

Points = dict[str, Any]
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Chart:
    """What `{% chart %}` needs of one."""

    kind: str
    points: Points
    says: str
    label: str
    head: list[str]
    rows: list[list[str]]
    table: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", {"head": self.head, "rows": self.rows})


def drawn(figure: Figure | None) -> float | None:
    """A figure as a number, rounded as it is shown; None where it is hidden or unknown."""
    rounded = shown(figure.value, figure.indicator.digits) if figure is not None else None
    return None if rounded is None else float(rounded)


def round_step(width: Fraction, parts: int) -> Fraction:
    """A round step of which about so many make up a width.

    >>> round_step(Fraction(43), 8), round_step(Fraction(3, 100), 5)
    (Fraction(5, 1), Fraction(1, 100))
    """
    rough = width / parts
    power = Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    return next(power * step for step in STEPS if power * step >= rough)


def scale(values: Iterable[float | None], *, percent: bool = False) -> Points:
    """From where to where an axis goes, in round steps: from 0, but of rates near 100% from near them."""
    known = [Fraction(str(value)) for value in values if value is not None]
    if not known:
        return {}
    high, low = max([*known, Fraction()]), min([*known, Fraction()])
    if high == low:
        return {"min": 0.0, "max": 1.0}  # all 0
    if percent and min(known) > 50:
        low = min(*known, high - 2)
        step = round_step(high - low, 4)
        return {"min": float(low // step * step), "max": float(-(-high // step) * step)}
    step = round_step(max(high - low, Fraction(1, 1000)), 4)
    return {"min": float(low // step * step), "max": float(-(-(high * Fraction(21, 20)) // step) * step or step)}


def plain_number(value: Fraction) -> str:
    """A round number without trailing zeros."""
    return f"{float(value):,.6f}".rstrip("0").rstrip(".")
