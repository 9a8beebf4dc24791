"""What expressions are evaluated against: the registers' rows, the day, and the parameters of rules/."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.moment import Moment
from yaodian.rules import Parameters

Answer = Any  # what a row holds or gives: str, int, bool, date or None; which was checked when the node was built
Row = Mapping[str, Answer]
Steps = Sequence[tuple[date, Decimal | None]]  # from each day on this value holds, the oldest first; None ends a rule
ParameterSteps = Callable[[str], Steps]


def no_parameters(key: str) -> Steps:
    """For expressions without parameters."""
    raise KeyError(key)


def steps_of(parameters: Parameters) -> ParameterSteps:
    """The layered parameters of rules/ as evaluators want them."""
    return lambda key: [(since, value) for since, value, _source in parameters.get(key).values]


@dataclass(frozen=True)
class World:
    """Rows by register; each row has an `id` and its columns as its types store them (a missing column is unknown)."""

    tables: Mapping[str, Sequence[Row]]
    today: date
    parameters: ParameterSteps = no_parameters
    moment: Moment | None = None  # of figures; checks have none
    by_id: Mapping[str, Mapping[object, Row]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        by_id = {key: {row["id"]: row for row in rows} for key, rows in self.tables.items()}
        object.__setattr__(self, "by_id", by_id)


def stored(key: str, value: Decimal | None, digits: int) -> int | None:
    """A parameter's value as an integer scaled by its declared digits; DeclarationError where it has more."""
    if value is None:
        return None
    scaled = value.scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise DeclarationError(f"parameter {key} is {value}: declare it with more digits than {digits}")
    return int(scaled)
