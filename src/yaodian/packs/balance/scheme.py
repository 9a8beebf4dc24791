"""The two schemes by which a county's compulsory schools are assessed: 基本均衡 (2012) and 优质均衡 (2017).

A scheme names the resources of schools, says whether each 差异系数 or their mean is held against a limit, and what else is
asked. Its numbers are parameters under `balance.<scheme>`; a province's school standard for 基本均衡, which no national file
has, is a file `parameters/balance/basic/<stage>/<resource>.yaml` of the bureau.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from yaodian.packs.balance.asked import BASIC_ASKED, QUALITY_ASKED, Asked
from yaodian.packs.balance.counted import ASSESSED
from yaodian.packs.balance.dispersion import BASIC as EIGHT
from yaodian.packs.balance.resources import RESOURCES, Resource
from yaodian.rules import Parameters

SEVEN = tuple(key for key, resource in RESOURCES.items() if resource.quality)
FLOOR_DIGITS = 3  # of a norm's floor, as 85 % of the norms has; a scheme may round some further


@dataclass(frozen=True)
class Scheme:
    """A scheme: its resources, whether the mean of their 差异系数 is judged (`composite`) or each, what else is asked.
    `floor_digits`: floors that are published rounded (half up)."""

    key: str
    title: str
    basis: str
    resources: tuple[Resource, ...]
    composite: bool
    asked: tuple[Asked, ...]
    floor_digits: Mapping[str, int] = field(default_factory=dict)
    stages: tuple[str, ...] = ASSESSED

    def norm_key(self, stage: str, resource: Resource) -> str:
        """The parameter that a school's figure should reach."""
        return f"balance.{self.key}.{stage}.{resource.key}"

    def limit_key(self, stage: str) -> str:
        """The parameter that the 差异系数 should not exceed."""
        return f"balance.{self.key}.{stage}.{'composite_cv' if self.composite else 'cv'}"


@dataclass(frozen=True)
class Norms:
    """The numbers of the rules on a day."""

    parameters: Parameters
    on: date

    def number(self, key: str) -> Fraction | None:
        """A parameter's value; None where no layer has it or none holds on the day."""
        try:
            found = self.parameters.get(key).on(self.on)
        except KeyError:
            return None
        return None if found is None else Fraction(found)

    def needed(self, key: str) -> Fraction:
        """A parameter's value; KeyError where there is none."""
        return Fraction(self.parameters.value(key, on=self.on))


def _of(keys: tuple[str, ...]) -> tuple[Resource, ...]:
    return tuple(RESOURCES[key] for key in keys)


BASIC = Scheme(
    "basic", "义务教育基本均衡", "县域义务教育均衡发展督导评估暂行办法（教督〔2012〕3号）",
    _of(EIGHT), composite=True, asked=BASIC_ASKED,
)  # fmt: skip
QUALITY = Scheme(
    "quality", "义务教育优质均衡", "县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号）",
    _of(SEVEN), composite=False, asked=QUALITY_ASKED,
    floor_digits=MappingProxyType({"qualified_teachers_per_100_pupils": 2}),  # 重庆九龙坡 prints 4.51, not 4.505
)  # fmt: skip
SCHEMES: Mapping[str, Scheme] = MappingProxyType({scheme.key: scheme for scheme in (BASIC, QUALITY)})
