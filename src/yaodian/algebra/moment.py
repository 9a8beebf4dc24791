"""When a measure is taken: a day and a period, inputs of evaluation, and the nodes by which expressions name them.

Checks have no period, so `resolve.validate` refuses these nodes there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.nodes import Node, walk
from yaodian.algebra.types import DATE, Type
from yaodian.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Moment:
    """The day on which (统计日) and the period of which (first and last day) figures are taken."""

    on: date
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a period does not end ({self.last}) before it begins ({self.first})")

    @classmethod
    def of(cls, period: Period, on: date | None = None) -> "Moment":
        """A period's figures on a day; without one on its last day."""
        return cls(on or period.last, period.first, period.last)

    @property
    def days(self) -> dict[str, date]:
        """The days by the names that engines give them."""
        return {"as_of": self.on, "period_start": self.first, "period_end": self.last}


class AsOf(Node):
    """The day on which figures are taken; `Today` in a measure is the same day."""

    def typed(self) -> Type:
        return DATE


class PeriodStart(Node):
    """The first day of the period of which figures are taken."""

    def typed(self) -> Type:
        return DATE


class PeriodEnd(Node):
    """The last day of the period of which figures are taken."""

    def typed(self) -> Type:
        return DATE


DAYS: dict[type[Node], str] = {AsOf: "as_of", PeriodStart: "period_start", PeriodEnd: "period_end"}


def needs_moment(expressions: Iterable[Node]) -> bool:
    """Whether one of them names the period or the day of figures."""
    return any(type(inside) in DAYS for expression in expressions for inside in walk(expression))


def require_moment(expressions: Iterable[Node], moment: Moment | None) -> None:
    """DeclarationError where an expression names the period and there is none."""
    if moment is None and needs_moment(expressions):
        raise DeclarationError("the expression names the day or period of figures; give a moment, or write today()")
