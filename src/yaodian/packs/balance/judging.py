"""One school at one stage against a scheme's norms, and the least it takes to pass.

A school passes where enough resources reach their norm and none of the others lies below the floor (优质均衡: six of seven,
the seventh at 85 % of the norm). What is missing is given in whole units: teachers, square metres, yuan, rooms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil

from yaodian.algebra.figures import shown
from yaodian.kernel.figures import plain
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.resources import Resource
from yaodian.packs.balance.scheme import FLOOR_DIGITS, Norms, Scheme

MOST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class SchoolStage:
    """What a school has at a stage: pupils, amounts by resource, classes, rooms for music and art that are large enough.
    `point` is a teaching point 教学点."""

    unit: int
    name: str
    stage: str
    pupils: int
    amounts: Mapping[str, Fraction]
    classes: int = 0
    music_rooms: int = 0
    art_rooms: int = 0
    point: bool = False

    @property
    def title(self) -> str:
        """What it is called among others: 石桥镇九年一贯制学校（初中，412人）."""
        return f"{self.name}（{STAGES[self.stage]}，{self.pupils}人）"


class Reach(StrEnum):
    """Where a figure lies."""

    REACHED = "达标"
    NEAR = "未达标，不低于底线"
    BELOW = "低于底线"
    UNSET = "未设标准"


@dataclass(frozen=True, slots=True)
class Judged:
    """One resource of a school: its value, the norm and the floor (None: none is set), how many whole units are missing to
    each."""

    resource: Resource
    value: Fraction
    norm: Fraction | None
    floor: Fraction | None
    reach: Reach
    missing: int
    missing_to_floor: int

    @property
    def says(self) -> str:
        """生均教学及辅助用房面积3.9平方米，要求4.5平方米."""
        unit, digits = "" if self.resource.ratio else self.resource.unit, self.resource.digits
        value = written(self.value, digits) if self.norm is None else apart(self.value, self.norm, digits)
        asked = "" if self.norm is None else f"，要求{plain(written(self.norm, digits))}{unit}"
        low = self.floor is not None and self.reach is Reach.BELOW
        least = f"，低于底线{plain(written(self.floor, FLOOR_DIGITS))}{unit}" if low and self.floor is not None else ""
        return f"{self.resource.title}{plain(value)}{unit}{asked}{least}"


@dataclass(frozen=True, slots=True)
class Need:
    """How many whole units more of a resource, and roughly for how much money (元, by unit prices of the rules)."""

    resource: Resource
    amount: int
    cost: Fraction

    @property
    def says(self) -> str:
        """教学及辅助用房增加157平方米."""
        return f"{self.resource.noun}增加{plain(self.amount)}{self.resource.unit}"


@dataclass(frozen=True, slots=True)
class SchoolVerdict:
    """A school at a stage: each resource, whether it passes (None: no norm is set), and the cheapest way to pass."""

    school: SchoolStage
    judged: tuple[Judged, ...]
    passes: bool | None
    needs: tuple[Need, ...]

    @property
    def reached(self) -> int:
        """How many resources reach their norm."""
        return sum(one.reach is Reach.REACHED for one in self.judged)

    @property
    def says(self) -> str:
        """One sentence for each school."""
        told = f"{self.school.title}：{len(self.judged)}项中{self.reached}项达标"
        if self.passes is None:
            return f"{self.school.title}：没有设定学校标准"
        if self.passes:
            return f"{told}，符合要求。"
        short = "；".join(one.says for one in self.judged if one.reach in (Reach.NEAR, Reach.BELOW))
        return f"{told}，不符合要求。{short}。补齐办法：{'，'.join(need.says for need in self.needs)}。"


def judge(scheme: Scheme, school: SchoolStage, norms: Norms) -> SchoolVerdict:
    """One school at one stage."""
    judged = tuple(_judged(scheme, school, resource, norms) for resource in scheme.resources)
    if any(one.reach is Reach.UNSET for one in judged):
        return SchoolVerdict(school, judged, None, ())
    may_miss = len(judged) - int(norms.number(f"balance.{scheme.key}.least_reached") or len(judged))
    short = [one for one in judged if one.reach is not Reach.REACHED]
    passes = len(short) <= may_miss and all(one.reach is Reach.NEAR for one in short)
    return SchoolVerdict(school, judged, passes, () if passes else _cheapest(short, may_miss, norms))


def _judged(scheme: Scheme, school: SchoolStage, resource: Resource, norms: Norms) -> Judged:
    norm = norms.number(scheme.norm_key(school.stage, resource))
    amount = school.amounts[resource.key]
    value = amount * resource.scale / school.pupils
    if norm is None:
        return Judged(resource, value, None, None, Reach.UNSET, 0, 0)
    floor = floor_of(scheme, resource, norm, norms)
    reach = Reach.REACHED if value >= norm else Reach.BELOW if floor is None or value < floor else Reach.NEAR

    def missing(level: Fraction) -> int:
        return max(0, ceil(level * school.pupils / resource.scale - amount))

    return Judged(resource, value, norm, floor, reach, missing(norm), missing(floor if floor is not None else norm))


def floor_of(scheme: Scheme, resource: Resource, norm: Fraction, norms: Norms) -> Fraction | None:
    """What a resource that does not reach its norm may not fall below; None where the scheme lets none fall short."""
    percent = norms.number(f"balance.{scheme.key}.floor_percent")
    if percent is None:
        return None
    return Fraction(written(norm * percent / 100, scheme.floor_digits.get(resource.key, FLOOR_DIGITS)))


def _cheapest(short: Sequence[Judged], may_miss: int, norms: Norms) -> tuple[Need, ...]:
    """Of all ways to leave some resources at their floor and bring the others to the norm, the one of least money."""
    ways = [
        _needs(short, set(left), norms)
        for count in range(min(may_miss, len(short)) + 1)
        for left in combinations(range(len(short)), count)
    ]
    return min(ways, key=lambda needs: (sum(need.cost for need in needs), len(needs)))


def _needs(short: Iterable[Judged], left: set[int], norms: Norms) -> tuple[Need, ...]:
    def found() -> Iterator[Need]:
        for number, one in enumerate(short):
            amount = one.missing_to_floor if number in left else one.missing
            if amount:
                price = norms.number(f"balance.cost.{one.resource.key}") or Fraction()
                yield Need(one.resource, amount, amount * price)

    return tuple(found())


def written(value: Fraction, digits: int) -> Decimal:
    """A figure rounded as it is shown."""
    found = shown(value, digits)
    assert found is not None  # noqa: S101  # only unknown figures have no writing
    return found


def apart(value: Fraction, other: Fraction, digits: int) -> Decimal:
    """A figure rounded as it is shown, or less, so that it does not look like another from which it differs."""
    while value != other and written(value, digits) == written(other, digits) and digits < MOST_DIGITS:
        digits += 1
    return written(value, digits)
