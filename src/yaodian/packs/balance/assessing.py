"""A county's assessment by a scheme: every school, the differences between schools, what else is asked, and the conclusion.

Pure: figures go in, an `Assessment` comes out, with the sentences that a report prints (`says`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yaodian.packs.balance.assurance import Assured, CountyFigure, assured
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.judging import SchoolStage, SchoolVerdict, judge
from yaodian.packs.balance.scheme import Norms, Scheme
from yaodian.packs.balance.spreading import Composite, Spread, spreads

POINT_LEAST = "balance.point_pupils_least"


@dataclass(frozen=True, slots=True)
class StageVerdict:
    """One stage: its schools (those that fail first), the coefficients, the composite one where the scheme judges it."""

    stage: str
    schools: tuple[SchoolVerdict, ...]
    spreads: tuple[Spread, ...]
    composite: Composite | None

    @property
    def failing(self) -> tuple[SchoolVerdict, ...]:
        """The schools that do not pass."""
        return tuple(one for one in self.schools if one.passes is False)

    @property
    def uneven(self) -> tuple[Spread, ...]:
        """The coefficients above their limit."""
        return tuple(one for one in self.spreads if one.within is False)

    @property
    def passes(self) -> bool | None:
        """Whether schools and coefficients pass; None where that is unknown."""
        spread = [one.within for one in self.spreads] if self.composite is None else [self.composite.within]
        return all_pass([*(one.passes for one in self.schools), *spread])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it does not pass, in short."""
        title, found = STAGES[self.stage], []
        if any(one.passes is None for one in self.schools):
            found.append(f"{title}没有设定学校办学标准")
        elif self.failing:
            found.append(f"{title}{len(self.schools)}所中{len(self.failing)}所不达标")
        if self.composite is not None and self.composite.within is False:
            found.append(f"{title}综合差异系数超过限值")
        return (*found, f"{title}{len(self.uneven)}项差异系数超过限值") if self.uneven else tuple(found)

    @property
    def says(self) -> tuple[str, ...]:
        """Two sentences: the schools, the coefficients."""
        title, count = STAGES[self.stage], len(self.schools)
        if any(one.passes is None for one in self.schools):
            schools = f"{title}：{count}所学校；没有设定本省的学校办学标准，学校达标情况待报。"
        else:
            schools = f"{title}：{count}所学校中{count - len(self.failing)}所达标，{len(self.failing)}所不达标。"
        if self.composite is not None:
            return schools, f"{self.composite.says}。"
        over = f"，{len(self.uneven)}项超过限值" if self.uneven else "，都在限值以内"
        return schools, f"{title}：{len(self.spreads)}项差异系数{over}。"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The county by one scheme. `left_out` names the teaching points that are too small to count."""

    scheme: Scheme
    stages: tuple[StageVerdict, ...]
    assured: tuple[Assured, ...]
    left_out: tuple[SchoolStage, ...]

    @property
    def passes(self) -> bool | None:
        """False where anything computed fails; None where nothing does, but something is still to be reported."""
        return all_pass([*(one.passes for one in self.stages), *(one.passes for one in self.assured)])

    @property
    def to_report(self) -> tuple[Assured, ...]:
        """What people report, with evidence."""
        return tuple(one for one in self.assured if one.reported)

    @property
    def says(self) -> tuple[str, ...]:
        """The conclusion of the county in a few sentences."""
        lines = [line for stage in self.stages for line in stage.says]
        failing = [one for one in self.assured if one.passes is False]
        if self.left_out:
            lines.append(f"另有{len(self.left_out)}个规模过小的教学点按规定不计入。")
        if failing:
            lines.append(f"其他要求中{len(failing)}项不符合：{'、'.join(one.asked.title for one in failing)}。")
        if self.to_report:
            lines.append(f"{len(self.to_report)}项台账里没有数据，待报并附佐证材料。")
        return (*lines, f"结论：{self.conclusion}。")

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in short: what fails, then what is still to be reported."""
        found = [reason for stage in self.stages for reason in stage.reasons]
        failing = sum(one.passes is False for one in self.assured)
        found += [f"其他要求{failing}项不符合"] if failing else []
        return (*found, f"{len(self.to_report)}项待报") if self.to_report else tuple(found)

    @property
    def conclusion(self) -> str:
        """The verdict in words."""
        if self.passes is None:
            return "已计算的各项都符合要求，待报项目报齐后认定"
        return f"{'达到' if self.passes else '尚未达到'}{self.scheme.title}要求"


def assess(
    scheme: Scheme, schools: Sequence[SchoolStage], county: Mapping[str, CountyFigure], norms: Norms
) -> Assessment:
    """The county by a scheme; schools without pupils of a stage are left out, as are teaching points of few pupils."""
    counted, left_out = counted_of(scheme, schools, norms)
    stages = tuple(
        _stage(scheme, stage, held, norms)
        for stage in scheme.stages
        if (held := [one for one in counted if one.stage == stage])
    )
    items = tuple(assured(asked, counted, county, norms) for asked in scheme.asked)
    return Assessment(scheme, stages, items, tuple(left_out))


def counted_of(
    scheme: Scheme, schools: Sequence[SchoolStage], norms: Norms
) -> tuple[list[SchoolStage], list[SchoolStage]]:
    """The schools with pupils that count, and the teaching points that are too small to."""
    least = norms.needed(POINT_LEAST)
    there = [one for one in schools if one.pupils > 0 and one.stage in scheme.stages]
    small = [one for one in there if one.point and one.pupils < least]
    return [one for one in there if one not in small], small


def _stage(scheme: Scheme, stage: str, schools: Sequence[SchoolStage], norms: Norms) -> StageVerdict:
    judged = sorted((judge(scheme, one, norms) for one in schools), key=lambda one: one.passes is not False)
    return StageVerdict(stage, tuple(judged), *spreads(scheme, stage, schools, norms))


def all_pass(verdicts: Sequence[bool | None]) -> bool | None:
    """False where one is, else None where one is unknown."""
    return False if False in verdicts else None if None in verdicts else True
