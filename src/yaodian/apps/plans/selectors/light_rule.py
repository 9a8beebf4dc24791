"""The rule of the lights for people: its steps, its numbers with their sources, and an example of each light.

The examples are computed by the rule itself when the page is shown, so they cannot grow old.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.lights import Clock, Light, Promise, Standing, item_light, standing
from yaodian.apps.plans.thresholds import parameters_of_lights, thresholds_on
from yaodian.kernel.figures import plain


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the rule as it holds today."""

    label: str
    meaning: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up task on a day, and the light that the rule gives it."""

    says: str
    light: Light
    target: Standing | None


def numbers_of_rule() -> list[Number]:
    """The parameters with today's value and where it comes from."""
    day = today()
    found = []
    for parameter in parameters_of_lights():
        since, value, source = [row for row in parameter.values if row[0] <= day][-1]
        shown = "不再适用" if value is None else f"{plain(value)}{parameter.unit}"
        found.append(
            Number(
                parameter.label, parameter.meaning, shown, f"{source}，自{since.year}年{since.month}月{since.day}日起"
            )
        )
    return found


def examples_of_lights() -> list[Example]:
    """One or two examples of each light, in the order of the guide."""
    year = today().year
    whole = Clock(date(year, 1, 1), date(year, 12, 31))
    fifty = Promise("commit", ">=", Decimal(50), "所")
    rate = Promise("commit", ">=", Decimal(96), "%", baseline=Decimal("94.5"))
    limit = Promise("limit", "<=", Decimal(60), "分钟")
    summer = date(year, 6, 30)
    stopped = Clock(whole.start, whole.due, ((date(year, 6, 1), date(year, 7, 15)),))
    told = "1月1日开始、12月31日到期，目标50所；6月30日"
    return [
        _example("6月20日已同意办结", whole, summer, finished_on=date(year, 6, 20)),
        _example(f"{told}实际26所", whole, summer, fifty, 26),
        _example(f"{told}实际18所", whole, summer, fifty, 18),
        _example(f"{told}实际9所", whole, summer, fifty, 9),
        _example("1月1日开始、12月31日到期，基数94.5%，目标96%；6月30日实际95%", whole, summer, rate, 95),
        _example("每天作业不超过60分钟；6月30日实际75分钟", whole, summer, limit, 75),
        _example("12月31日到期，次年1月6日还没有办结", whole, date(year + 1, 1, 6), begun=True),
        _example("9月1日才开始，今天6月30日", Clock(date(year, 9, 1), whole.due), summer),
        _example("同意从6月1日停到7月15日，今天6月30日", stopped, summer, begun=True),
    ]


def _example(
    says: str,
    clock: Clock,
    on: date,
    promise: Promise | None = None,
    actual: int | None = None,
    *,
    begun: bool = False,
    finished_on: date | None = None,
) -> Example:
    rule = thresholds_on(today())
    value = None if actual is None else Decimal(actual)
    targets = [] if promise is None else [standing(promise, value, clock, on, rule)]
    light = item_light(
        finished_on=finished_on,
        begun=begun or actual is not None,
        last_report_on=on if actual is not None or begun else None,
        clock=clock,
        targets=targets,
        on=on,
        thresholds=rule,
    )
    return Example(says, light, targets[0] if targets and targets[0].mark is not None else None)
