"""义务教育均衡: what a scheme judges by, from the figures of a school year; all that is judged is in `packs.balance`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from django.conf import settings

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.figures import exact
from yaodian.apps.indicators.reading import reader_of
from yaodian.apps.indicators.sources import LIVE, Source
from yaodian.apps.indicators.tree import Tree, tree_on
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotAllowed
from yaodian.kernel.period import Period
from yaodian.packs import catalogue as packs_catalogue
from yaodian.packs import registers
from yaodian.packs.balance.asked import How
from yaodian.packs.balance.assessing import Assessment, assess, counted_of
from yaodian.packs.balance.assurance import CountyFigure, assured
from yaodian.packs.balance.gathering import codes_of, county_codes_of, school_stages
from yaodian.packs.balance.judging import SchoolStage, SchoolVerdict, judge
from yaodian.packs.balance.scheme import SCHEMES, Norms, Scheme
from yaodian.packs.balance.trying import Gift, given
from yaodian.rules import Parameters


@dataclass(frozen=True, eq=False)
class Ground:
    """What a post can judge by: the schools that it sees with what they have, the county's figures. `whole`: all schools."""

    scheme: Scheme
    period: Period
    norms: Norms
    tree: Tree
    schools: tuple[SchoolStage, ...]
    county: dict[str, CountyFigure]
    whole: bool

    @cached_property
    def assessment(self) -> Assessment:
        """The county by the scheme; it needs all schools (ValueError)."""
        if not self.whole:
            raise ValueError("an assessment needs all schools")
        return assess(self.scheme, self.schools, self.county, self.norms)

    @cached_property
    def verdicts(self) -> tuple[SchoolVerdict, ...]:
        """Every school that counts, by stage, those that fail first."""
        counted, _small = counted_of(self.scheme, self.schools, self.norms)
        judged = [judge(self.scheme, one, self.norms) for one in counted]
        order = {stage: number for number, stage in enumerate(self.scheme.stages)}
        return tuple(sorted(judged, key=lambda one: (order[one.school.stage], one.passes is not False)))

    def of(self, unit: int) -> list[SchoolVerdict]:
        """One school, at each of its stages."""
        return [one for one in self.verdicts if one.school.unit == unit]

    def besides(self, unit: int) -> list[str]:
        """What one school lacks of that which is asked of every school besides its resources."""
        own = [one for one in self.schools if one.unit == unit]
        asked = [one for one in self.scheme.asked if one.how in (How.SPECIAL_ROOMS, How.SCHOOL_SIZE)]
        return [lacks for one in asked for lacks in assured(one, own, {}, self.norms).failing]

    def township_of(self, unit: int) -> int | None:
        """The township that a school lies in; None for one right beneath the bureau."""
        levels = self.tree.units.levels
        return next((each for each in self.tree.units.paths[unit] if levels.get(each) == "township"), None)

    def tried(self, gifts: Sequence[Gift]) -> "Ground":
        """The same after gifts (试算); BadInput for those that cannot be."""
        return replace(self, schools=tuple(given(self.schools, gifts)))


def ground(scheme: Scheme, *, period: Period, by: Acting | System, source: Source = LIVE) -> Ground:
    """What there is to judge by in a school year, as far as the post may see the schools' figures.

    From live rows or others (`pinned.Filed`). NotAllowed for a post that may see no school's.
    """
    tree = tree_on(period.first)
    schools = {unit: facts.name for unit, facts in tree.info.items() if tree.units.levels.get(unit) == "school"}
    seen = _seen(scheme, by, tree) & schools.keys()
    if schools and not seen:
        raise NotAllowed(
            f"均衡评估要用各校的在校生、教师、校舍、设备等台账，“{by.post_name}”这个岗位不能都看。"
            "请切换到能看的岗位，或找系统管理员调整岗位权限。"
        )
    of_county = county_codes_of(scheme)
    found = exact([*codes_of(scheme), *of_county], periods=[period], source=source)
    held = catalogue().indicators
    told = {
        code: CountyFigure(held[code].title, held[code].unit, held[code].digits, found.value(code, tree.root, period))
        for code in of_county
    }
    norms = Norms(Parameters(Path(settings.PARAMETERS_ROOT)), period.first)
    stages = school_stages(
        scheme,
        {unit: name for unit, name in schools.items() if unit in seen},
        lambda code, unit: found.value(code, unit, period),
    )
    return Ground(scheme, period, norms, tree, tuple(stages), told, whole=seen == schools.keys())


def assessment(scheme: Scheme, *, period: Period, by: Acting | System, source: Source = LIVE) -> Assessment:
    """The county in a school year by a scheme (of `packs.balance.scheme.SCHEMES`), from live rows or others (`pinned.Filed`).

    It names every school, so NotAllowed for whoever may not see these figures of all schools.
    """
    found = ground(scheme, period=period, by=by, source=source)
    if not found.whole:
        raise NotAllowed(
            f"均衡评估要用各校的数，“{by.post_name}”这个岗位看不到全县学校的。"
            "请切换到能看的岗位，或找系统管理员调整岗位权限。"
        )
    return found.assessment


def may_judge(by: Acting) -> bool:
    """Whether a post may read all registers that schools are judged by (of some units at least)."""
    held = packs_catalogue().indicators
    needed = {key for scheme in SCHEMES.values() for code in codes_of(scheme) for key in held[code].registers}
    return all(may(by, Action.READ, registers()[key]) for key in needed)


def _seen(scheme: Scheme, by: Acting | System, tree: Tree) -> frozenset[int]:
    """The units whose figures are all for this post; of the county itself they say nothing of one school."""
    held = catalogue().indicators
    seen = [reader_of(by, held[code], tree).seen for code in codes_of(scheme)]
    return frozenset.intersection(*seen)
