"""What a target promises, and what its path (计划路径) asks for on each day. Pure: no database, no clock.

The path runs from the baseline on the first day to the goal on the due date: straight, or straight from one given value to
the next. Days on which the clock stood do not count. A target with a bound of its own (`is_ceiling`) has no path.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yaodian.kernel.figures import plain, told_apart

ZERO, ONE = Decimal(0), Decimal(1)
RATES = ("%", "％", "‰", "比例")
Path = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the rule; see rules/numbers/lights/."""

    behind_yellow: Decimal = Decimal(10)
    behind_red: Decimal = Decimal(30)
    soon_days: Decimal = Decimal(7)
    silent_days: Decimal = Decimal(60)
    about_percent: Decimal = Decimal(5)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a target promises; kinds and comparators as in the plan's targets (commit, stretch, limit …; >=, <=, = …).

    `path`: values to be reached on days on the way, in order. `behind_yellow`, `behind_red`: its own tolerance in points.
    `better`: which way its indicator should go (up, down, "" for neither). `digits`: of a computed figure, None for one that
    is reported.
    """

    kind: str
    comparator: str
    value: Decimal
    unit: str = ""
    value_max: Decimal | None = None
    baseline: Decimal | None = None
    due: date | None = None  # its own, where the text gives one
    path: Path = ()
    behind_yellow: Decimal | None = None
    behind_red: Decimal | None = None
    better: str = ""
    digits: int | None = None

    @property
    def base(self) -> Decimal:
        """Where the path begins: the baseline, zero if there is none."""
        return self.baseline or ZERO

    @property
    def goal(self) -> Decimal:
        """Where the path ends: the value, or the upper end of a range that is to be reached from above."""
        below = self.value_max is not None and self.baseline is not None and self.baseline > self.value_max
        return self.value_max if below and self.value_max is not None else self.value

    @property
    def without_figure(self) -> str:
        """What is said where there is no actual figure."""
        return "还没有报过数" if self.digits is None else "台账中还没有数"

    def share_of(self, value: Decimal) -> Decimal:
        """How much of the way from the baseline to the goal a value is; 0 where there is no way to go."""
        way = self.goal - self.base
        return (value - self.base) / way if way else ZERO

    def tolerance(self, rule: Thresholds) -> tuple[Decimal, Decimal]:
        """From how many points behind its light is yellow and red: its own, else the rule's; red never before yellow."""
        yellow = rule.behind_yellow if self.behind_yellow is None else self.behind_yellow
        red = rule.behind_red if self.behind_red is None else self.behind_red
        return yellow, max(yellow, red)

    def said(self, value: Decimal) -> str:
        """A figure with the unit; a computed one with its indicator's digits, more where it would seem to be the goal."""
        if self.digits is not None:
            value = told_apart(value, self.digits, self.goal)
        return f"{plain(value)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The item's time: from the first day to the due date, less the days on which the clock stood."""

    start: date
    due: date
    pauses: tuple[tuple[date, date], ...] = ()

    def share(self, on: date, *, due: date | None = None) -> Decimal:
        """How much of the time is over at the end of a day, 0 to 1."""
        end = due or self.due
        whole = self.days(end)
        return ONE if on >= end or whole <= 0 else Decimal(max(self.days(on), 0)) / whole

    def days(self, until: date) -> int:
        """The days from the first to this one that count."""
        stood = sum(
            max((min(last, until) - max(first, self.start)).days + 1, 0)
            for first, last in self.pauses
            if first <= until and last >= self.start
        )
        return (until - self.start).days + 1 - stood


def wanted_on(promise: Promise, clock: Clock, on: date) -> Decimal:
    """What the path asks for by the end of a day (今天应到): the baseline before it begins, the goal from the due date on."""
    due = promise.due or clock.due
    if on >= due or clock.days(due) <= 0:
        return promise.goal
    at, reached = 0, promise.base
    for day, value in (*((day, value) for day, value in promise.path if day < due), (due, promise.goal)):
        end = clock.days(day)
        if on < day:
            passed = max(clock.days(on), at) - at
            return reached + (value - reached) * passed / (end - at) if end > at else reached
        at, reached = max(end, at), value
    return reached


def in_whole_units(promise: Promise, wanted: Decimal) -> Decimal:
    """One does not ask for 15.3 schools: whole, where the way is in whole things."""
    given = (promise.base, promise.goal, *(value for _day, value in promise.path))
    whole = promise.unit not in RATES and all(value == value.to_integral_value() for value in given)
    return wanted.quantize(ONE) if whole else wanted


def is_reached(promise: Promise, actual: Decimal, thresholds: Thresholds) -> bool:
    """Whether the figure fulfils the promise; "60 teachers" (=) is fulfilled by 62 as well."""
    about = promise.value * thresholds.about_percent / 100
    if (is_lowered(promise) and promise.comparator != "<") or _is_about_less(promise):
        return actual <= promise.goal + (about if promise.comparator == "~" else 0)
    match promise.comparator:
        case "<=":
            return actual <= promise.value
        case "<":
            return actual < promise.value
        case ">":
            return actual > promise.value
        case "=" if promise.kind == "limit" or promise.value == 0:
            return actual == promise.value
        case _:
            return actual >= promise.value - (about if promise.comparator == "~" else 0)


def is_lowered(promise: Promise) -> bool:
    """To be brought down from a baseline; "at least" never is, whatever the baseline."""
    upwards = promise.comparator in (">=", ">")
    return not upwards and promise.baseline is not None and promise.baseline > promise.goal


def is_kept(promise: Promise, rule: Thresholds) -> bool:
    """Fulfilled by the baseline already: to be kept, nothing to be built up."""
    reached = promise.baseline is not None and is_reached(promise, promise.baseline, rule)
    return reached and not is_lowered(promise) and not is_ceiling(promise)


def is_ceiling(promise: Promise) -> bool:
    """A bound to stay below, or a "none at all": nothing to be built up, so no path; unless it is to be lowered from a baseline."""
    below = promise.comparator in ("<=", "<") or (promise.comparator == "=" and promise.value == 0)
    return (below or _is_about_less(promise)) and not is_lowered(promise)


def _is_about_less(promise: Promise) -> bool:
    """A plain value of an indicator that should go down: fulfilled by less as well."""
    return promise.comparator in ("=", "~") and promise.better == "down" and promise.kind != "limit"
