"""How evenly a resource is spread among schools, and which of them to raise how far until the 差异系数 is within its limit.

The schools that have least are raised to one common level. Raising the lowest to a level below the mean always lowers the
coefficient, so the level is found by bisection; what each school then gets is rounded to whole units (a room, a teacher),
and the coefficient of what comes out is computed exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, sqrt

from yaodian.algebra.composed import Dispersion
from yaodian.kernel.figures import plain
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.dispersion import spread_of
from yaodian.packs.balance.judging import SchoolStage, apart, written
from yaodian.packs.balance.resources import Resource
from yaodian.packs.balance.scheme import Norms, Scheme

CV_DIGITS = 3
STEPS = 200  # beyond the level of bisection, where whole units leave the coefficient above the limit


@dataclass(frozen=True, slots=True)
class Raised:
    """A school and how many whole units more it gets."""

    school: SchoolStage
    amount: int


@dataclass(frozen=True, slots=True)
class Lift:
    """Raising the lowest schools to a level: who gets how much, and the exact coefficient then. `enough` is false where
    whole units in small schools keep it above the limit."""

    resource: Resource
    level: Fraction
    raised: tuple[Raised, ...]
    cv: Fraction
    enough: bool

    @property
    def says(self) -> str:
        """把低于4.12平方米的7所学校提高到4.12平方米，共增加1,203平方米，差异系数降到0.498."""
        level = plain(written(self.level, self.resource.digits)) + ("" if self.resource.ratio else self.resource.unit)
        total = plain(sum(one.amount for one in self.raised))
        raised = f"把低于{level}的{len(self.raised)}所学校提高到{level}左右，{self.resource.noun}共增加{total}{self.resource.unit}"
        then = written(self.cv, CV_DIGITS)
        return f"{raised}，差异系数降到{then}" if self.enough else f"{raised}，差异系数仍有{then}，须结合布局调整"


@dataclass(frozen=True, slots=True)
class Spread:
    """One 差异系数 of a stage: unknown where nobody has any. `within` is None where it is not judged by itself."""

    stage: str
    resource: Resource
    cv: Fraction | None
    limit: Fraction | None
    within: bool | None
    lift: Lift | None = None

    @property
    def says(self) -> str:
        """小学生均图书册数差异系数0.515，超过0.5；…"""
        if self.cv is None:
            return f"{STAGES[self.stage]}{self.resource.title}没有数值，差异系数算不出"
        told = f"{STAGES[self.stage]}{self.resource.title}差异系数{_against(self.cv, self.limit)}"
        return f"{told}；{self.lift.says}" if self.lift else told


@dataclass(frozen=True, slots=True)
class Composite:
    """综合差异系数 of a stage: the mean of the single ones. `cap`: no single one may be above it for the mean to come down
    to the limit."""

    stage: str
    cv: Fraction | None
    limit: Fraction
    cap: Fraction | None = None

    @property
    def within(self) -> bool | None:
        """Whether it is within the limit; None where it is unknown."""
        return None if self.cv is None else self.cv <= self.limit

    @property
    def says(self) -> str:
        """小学综合差异系数0.562，不超过0.65."""
        if self.cv is None:
            return f"{STAGES[self.stage]}综合差异系数算不出：有的指标没有数值"
        told = f"{STAGES[self.stage]}综合差异系数{_against(self.cv, self.limit)}"
        return f"{told}；各项都降到{written(self.cap, CV_DIGITS)}以下即可达到" if self.cap is not None else told


def spreads(
    scheme: Scheme, stage: str, schools: Sequence[SchoolStage], norms: Norms
) -> tuple[tuple[Spread, ...], Composite | None]:
    """The coefficients of a stage, each or their mean against the scheme's limit."""
    limit = norms.needed(scheme.limit_key(stage))
    single = [(resource, _cv(stage, resource, schools)) for resource in scheme.resources]
    if not scheme.composite:
        return tuple(_judged(stage, resource, cv, limit, schools) for resource, cv in single), None
    known = [cv for _resource, cv in single if cv is not None]
    mean = sum(known, Fraction()) / len(known) if len(known) == len(single) else None
    cap = capped(known, limit) if mean is not None and mean > limit else None
    found = tuple(
        Spread(
            stage, resource, cv, None, None, lift(stage, resource, cap, schools) if cap and cv and cv > cap else None
        )
        for resource, cv in single
    )
    return found, Composite(stage, mean, limit, cap)


def _judged(
    stage: str, resource: Resource, cv: Fraction | None, limit: Fraction, schools: Sequence[SchoolStage]
) -> Spread:
    within = None if cv is None else cv <= limit
    return Spread(
        stage, resource, cv, limit, within, lift(stage, resource, limit, schools) if within is False else None
    )


def _cv(stage: str, resource: Resource, schools: Sequence[SchoolStage]) -> Fraction | None:
    return spread_of(stage, resource.key).among([(Fraction(one.pupils), one.amounts[resource.key]) for one in schools])


def capped(singles: Sequence[Fraction], limit: Fraction) -> Fraction:
    """The largest cap by which the mean of the coefficients, each cut down to it, is the limit."""
    ordered, left = sorted(singles), limit * len(singles)
    for number, value in enumerate(ordered):
        share = left / (len(ordered) - number)
        if value >= share:
            return share
        left -= value
    return ordered[-1]


def lift(stage: str, resource: Resource, limit: Fraction, schools: Sequence[SchoolStage]) -> Lift:
    """What brings the coefficient down to the limit; for one that is known and above it."""
    measure, scale = spread_of(stage, resource.key), resource.scale
    values = [float(one.amounts[resource.key] * scale / one.pupils) for one in schools]
    start, most = _bisected(values, [one.pupils for one in schools], float(limit)), max(values)
    best: Lift | None = None
    for step in range(STEPS + 1):
        level = _on_grid(start + (most - start) * step / STEPS, resource.digits)
        tried = _lifted(measure, resource, level, limit, schools)
        if tried.enough:
            return tried
        best = tried if best is None or tried.cv < best.cv else best
    assert best is not None  # noqa: S101  # there is a first step
    return best


def _lifted(
    measure: Dispersion, resource: Resource, level: Fraction, limit: Fraction, schools: Sequence[SchoolStage]
) -> Lift:
    """All schools below the level raised to it, by whole units, nearest."""
    given, pairs = [], []
    for one in schools:
        amount = one.amounts[resource.key]
        more = max(0, floor(level * one.pupils / resource.scale - amount + Fraction(1, 2)))
        given += [Raised(one, more)] if more else []
        pairs.append((Fraction(one.pupils), amount + more))
    cv = measure.among(pairs) or Fraction()
    return Lift(resource, level, tuple(given), cv, cv <= limit)


def _bisected(values: Sequence[float], pupils: Sequence[int], limit: float) -> float:
    """The lowest level for the lowest schools at which the coefficient is within the limit."""
    low, high = min(values), max(values)
    for _halving in range(60):
        middle = (low + high) / 2
        if _about([max(value, middle) for value in values], pupils) <= limit:
            high = middle
        else:
            low = middle
    return high


def _about(values: Sequence[float], pupils: Sequence[int]) -> float:
    """The coefficient in floating point."""
    heads = sum(pupils)
    mean = sum(value * each for value, each in zip(values, pupils, strict=True)) / heads
    variance = sum((value - mean) ** 2 * each for value, each in zip(values, pupils, strict=True)) / heads
    return sqrt(variance) / mean if mean else float("inf")


def _against(cv: Fraction, limit: Fraction | None) -> str:
    """0.515，超过0.5."""
    if limit is None:
        return str(written(cv, CV_DIGITS))
    over = "超过" if cv > limit else "不超过"
    return f"{apart(cv, limit, CV_DIGITS)}，{over}{plain(written(limit, CV_DIGITS))}"


def _on_grid(level: float, digits: int) -> Fraction:
    """The next level that can be written with so many decimals, not below."""
    return Fraction(-floor(-level * 10**digits), 10**digits)
