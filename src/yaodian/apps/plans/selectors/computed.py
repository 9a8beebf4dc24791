"""The actual figures of bound targets (已绑定的目标): computed from live rows, on any day, as far as the reader may see them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yaodian.apps.indicators.by_day import DayFigure, Followed, figures_by_day
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.plans.figure_units import factor
from yaodian.apps.plans.models import Target
from yaodian.kernel.figures import as_decimal
from yaodian.kernel.period import Period
from yaodian.registers.catalogue import breakdowns
from yaodian.registers.indicator import Indicator

By = Acting | System | None  # None: the public
Figures = Callable[..., dict[tuple[Followed, date], DayFigure]]


@dataclass(frozen=True, slots=True)
class Computed:
    """What a bound target is judged by on a day: the figure in the target's unit, or None with whether it is hidden."""

    followed: Followed
    period: Period
    on: date
    value: Decimal | None
    hidden: bool = False

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.followed.indicator


def followed_by(targets: Iterable[Target], *, plan_unit: int) -> dict[int, Followed]:
    """What each bound target follows, by target; those whose indicator is no longer in the catalogue follow nothing."""
    bound = [target for target in targets if target.is_bound]
    known = catalogue().indicators if bound else {}
    return {
        target.pk: Followed(
            known[target.indicator_code],
            target.bound_unit_id or plan_unit,
            Period.read(target.bound_period) if target.bound_period else None,
            target.bound_split,
            (value_from(target.bound_split, target.bound_value),) if target.bound_split else (),
        )
        for target in bound
        if target.indicator_code in known
    }


def value_from(split: str, written: str) -> str | bool:
    """A value of a breakdown as rows hold it, from how a target stores it: a code, or yes and no."""
    return written if breakdowns()[split].codes else written == "yes"


def computed_on(
    targets: Iterable[Target],
    followed: Mapping[int, Followed],
    days: Iterable[date],
    *,
    by: By,
    figures: Figures = figures_by_day,
) -> dict[tuple[int, date], Computed]:
    """The figures of targets on days, by target and day. A constant number of queries, none where nothing is bound.

    `figures`: with `judged_by_day` the values of hidden ones too, for their lights.
    """
    wanted = [(target, followed[target.pk]) for target in targets if target.pk in followed]
    if not wanted:
        return {}
    on = list(dict.fromkeys(days))
    found = figures([(one, day) for _target, one in wanted for day in on], by=by)
    return {
        (target.pk, day): Computed(
            one, one.period_on(day), day, in_unit(found[one, day], target, one), found[one, day].hidden
        )
        for target, one in wanted
        for day in on
    }


def in_unit(found: DayFigure, target: Target, one: Followed) -> Decimal | None:
    """The figure in the target's unit, exact; None for none, and where the units do not fit (any more)."""
    times = factor(one.indicator.unit, target.unit)
    return None if found.value is None or times is None else as_decimal(found.value * times)
