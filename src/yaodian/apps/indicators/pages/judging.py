"""A figure held against its norm: what the limit is, whether it is reached, and by how much not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from django.conf import settings

from yaodian.algebra.figures import shown
from yaodian.kernel.figures import plain
from yaodian.registers.indicator import Direction, Indicator
from yaodian.rules import Parameters

POINTS = {"%": "个百分点"}  # what differences are given in
WORDS = {">=": ("下限", "达标", "未达标"), "<=": ("上限", "在上限内", "超上限")}


@dataclass(frozen=True, slots=True)
class Limit:
    """A norm as it holds on a day, in the indicator's unit."""

    comparator: str
    value: Decimal
    unit: str

    @property
    def label(self) -> str:
        """上限2%."""
        return f"{WORDS[self.comparator][0]}{plain(self.value)}{self.unit}"

    def holds(self, value: Fraction) -> bool:
        """Whether a figure keeps to it."""
        limit = Fraction(self.value)
        return value >= limit if self.comparator == ">=" else value <= limit


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure beside its limit; `light` is green or red."""

    limit: Limit
    reached: bool
    gap: str  # 余0.14个百分点, 差3.2个百分点

    @property
    def light(self) -> str:
        """The code of its light."""
        return "green" if self.reached else "red"

    @property
    def word(self) -> str:
        """What stands beside the light."""
        return WORDS[self.limit.comparator][1 if self.reached else 2]


def limit_of(indicator: Indicator, on: date) -> Limit | None:
    """The norm of an indicator on a day; None where there is none."""
    if indicator.norm is None:
        return None
    try:
        value = Parameters(Path(settings.PARAMETERS_ROOT)).value(indicator.norm.parameter, on=on)
    except KeyError:
        return None
    return Limit(indicator.norm.comparator, value, indicator.unit)


def judged(indicator: Indicator, value: Fraction | None, limit: Limit | None) -> Judged | None:
    """A known figure beside its limit."""
    if limit is None or value is None:
        return None
    reached = limit.holds(value)
    gap = amount_between(indicator, abs(value - Fraction(limit.value)))
    return Judged(limit, reached, f"余{gap}" if reached else f"差{gap}")


def amount_between(indicator: Indicator, amount: Fraction) -> str:
    """A difference of two figures with its unit: of percentages 个百分点."""
    rounded = shown(amount, indicator.digits)
    return f"{rounded:,.{indicator.digits}f}{POINTS.get(indicator.unit, indicator.unit)}"


def change_says(indicator: Indicator, before: Fraction | None, after: Fraction | None) -> str:
    """升0.45个百分点, 降2人, 持平; "" where one is not known."""
    if before is None or after is None:
        return ""
    amount = after - before
    if shown(amount, indicator.digits) == 0:
        return "持平"
    return f"{'升' if amount > 0 else '降'}{amount_between(indicator, abs(amount))}"


def worst_first(indicator: Indicator) -> bool:
    """Whether the lowest figures are the worst: they stand first in a list."""
    norm = indicator.norm
    return indicator.direction is Direction.UP or (norm is not None and norm.comparator == ">=")
