"""试算: what an assessment would be if schools had more (or less) of something. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, TypeVar

from yaodian.kernel.errors import BadInput
from yaodian.kernel.figures import plain
from yaodian.packs.balance.assessing import Assessment
from yaodian.packs.balance.judging import Judged, SchoolStage, SchoolVerdict
from yaodian.packs.balance.resources import RESOURCES
from yaodian.packs.balance.spreading import Composite, Spread

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gift:
    """A school (by unit and stage) gets so many whole units of a resource more; fewer where it is negative."""

    unit: int
    stage: str
    resource: str
    amount: int


def given(schools: Sequence[SchoolStage], gifts: Sequence[Gift]) -> list[SchoolStage]:
    """The schools after the gifts. BadInput (by the gift's number) for a school that is not there, or for more taken away
    than it has."""
    was = {(one.unit, one.stage): one for one in schools}
    held = dict(was)
    wrong: dict[str, str] = {}
    for number, gift in enumerate(gifts):
        school = held.get((gift.unit, gift.stage))
        if school is None or gift.resource not in school.amounts:
            wrong[str(number)] = "请从列表里选学校和资源。"
            continue
        amount = school.amounts[gift.resource] + gift.amount
        if amount < 0:
            resource, has = RESOURCES[gift.resource], was[gift.unit, gift.stage].amounts[gift.resource]
            wrong[str(number)] = f"{school.name}现有{resource.noun}{plain(int(has))}{resource.unit}，减不了这么多。"
            continue
        held[gift.unit, gift.stage] = replace(school, amounts={**school.amounts, gift.resource: amount})
    if wrong:
        raise BadInput(wrong)
    return [held[one.unit, one.stage] for one in schools]


@dataclass(frozen=True, slots=True)
class Before(Generic[T]):
    """The same thing before and after."""

    was: T
    now: T


def changed_schools(was: Sequence[SchoolVerdict], now: Sequence[SchoolVerdict]) -> list[Before[SchoolVerdict]]:
    """The schools that have more or less than before."""
    held = {(one.school.unit, one.school.stage): one for one in was}
    pairs = [Before(held[one.school.unit, one.school.stage], one) for one in now]
    return [pair for pair in pairs if pair.was.school.amounts != pair.now.school.amounts]


def changed_resources(pair: Before[SchoolVerdict]) -> list[Before[Judged]]:
    """Of one school the resources of which it has more or less."""
    both = zip(pair.was.judged, pair.now.judged, strict=True)
    return [Before(was, now) for was, now in both if was.value != now.value]


def changed_spreads(was: Assessment, now: Assessment) -> list[Before[Spread]]:
    """The coefficients that are others than before."""
    both = zip(_spreads(was), _spreads(now), strict=True)
    return [Before(old, new) for old, new in both if old.cv != new.cv]


def changed_composites(was: Assessment, now: Assessment) -> list[tuple[str, Before[Composite]]]:
    """The mean coefficients that are others than before, with their stages."""
    both = zip(was.stages, now.stages, strict=True)
    pairs = [(old.stage, old.composite, new.composite) for old, new in both]
    return [(stage, Before(old, new)) for stage, old, new in pairs if old and new and old.cv != new.cv]


def _spreads(assessment: Assessment) -> list[Spread]:
    return [spread for stage in assessment.stages for spread in stage.spreads]


def cost_of(verdict: SchoolVerdict) -> Fraction:
    """Roughly how much money the cheapest way to pass takes, in 元."""
    return sum((need.cost for need in verdict.needs), Fraction())
