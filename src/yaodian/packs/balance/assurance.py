"""What is asked of a county beside resources, looked at: computed figures against the numbers of the rules, special rooms and
sizes of every school; what no register gives stays 待报, with the evidence that is wanted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from yaodian.kernel.figures import plain
from yaodian.packs.balance.asked import Asked, How
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.judging import SchoolStage, written
from yaodian.packs.balance.scheme import Norms

WORDS = {">=": "不低于", "<=": "不超过", "<": "低于"}
ROOMS = {"音乐": "music_rooms", "美术": "art_rooms"}


@dataclass(frozen=True, slots=True)
class CountyFigure:
    """A figure of the county as the catalogue has it."""

    title: str
    unit: str
    digits: int
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Assured:
    """One item as it stands: the figures, what they are held against ("" where nothing is), whether it passes (None: 待报, or
    the figure is unknown), the schools that fail with what they lack."""

    asked: Asked
    norm: str
    figures: tuple[CountyFigure, ...] = ()
    passes: bool | None = None
    failing: tuple[str, ...] = ()

    @property
    def reported(self) -> bool:
        """Whether it is for people to report, with evidence."""
        return self.passes is None

    @property
    def says(self) -> str:
        """One sentence."""
        told = f"{self.asked.title}{f'（{self.norm}）' if self.norm else ''}"
        if self.passes is None:
            return f"{told}：待报，需要{self.asked.evidence}" if self.asked.evidence else f"{told}：没有数值"
        found = "，".join(f"{one.title}{_written(one)}" for one in self.figures)
        if self.failing:
            return f"{told}：{len(self.failing)}所学校不符合要求"
        return f"{told}：{found}{'，' if found else ''}{'符合' if self.passes else '不符合'}要求"


def assured(asked: Asked, schools: Sequence[SchoolStage], county: Mapping[str, CountyFigure], norms: Norms) -> Assured:
    """One item for the county on a day."""
    match asked.how:
        case How.SPECIAL_ROOMS:
            return _special_rooms(asked, schools, norms)
        case How.SCHOOL_SIZE:
            return _sizes(asked, schools, norms)
        case How.FIGURES:
            return _figures(asked, county, norms)
        case How.REPORTED:
            return Assured(asked, _norm(asked, norms))


def _figures(asked: Asked, county: Mapping[str, CountyFigure], norms: Norms) -> Assured:
    figures = tuple(county[code] for code in asked.figures if code in county)
    values = [one.value for one in figures]
    least = norms.needed(asked.parameter)
    known = [value for value in values if value is not None]
    if len(known) < len(asked.figures):
        return Assured(asked, _norm(asked, norms), figures)
    return Assured(asked, _norm(asked, norms), figures, all(value >= least for value in known))


def _special_rooms(asked: Asked, schools: Sequence[SchoolStage], norms: Norms) -> Assured:
    """Each school needs a music and an art room for every so many classes, begun ones too."""
    classes = norms.needed(asked.parameter)
    failing = []
    for one in schools:
        needed = ceil(one.classes / classes)
        short = {what: needed - getattr(one, held) for what, held in ROOMS.items() if getattr(one, held) < needed}
        lacks = "、".join(f"{what}专用教室{lack}间" for what, lack in short.items())
        if lacks:
            failing.append(f"{one.name}（{STAGES[one.stage]}，{one.classes}个班）缺{lacks}")
    return Assured(asked, f"每{plain(written(classes, 0))}个班各一间", (), not failing, tuple(failing))


def _sizes(asked: Asked, schools: Sequence[SchoolStage], norms: Norms) -> Assured:
    """A school of one stage has at most so many pupils, one of two stages in both together somewhat more."""
    one_stage, two_stages = norms.needed(asked.parameter), norms.needed("balance.assurance.two_stage_school_pupils")
    held: dict[int, list[SchoolStage]] = defaultdict(list)
    for one in schools:
        held[one.unit].append(one)
    failing = []
    for stages in held.values():
        pupils, most = sum(one.pupils for one in stages), two_stages if len(stages) > 1 else one_stage
        if pupils > most:
            failing.append(f"{stages[0].name}有义务教育学生{pupils}人，超过{plain(written(most, 0))}人")
    norm = f"不超过{plain(written(one_stage, 0))}人，一贯制学校不超过{plain(written(two_stages, 0))}人"
    return Assured(asked, norm, (), not failing, tuple(failing))


def _norm(asked: Asked, norms: Norms) -> str:
    """不低于85%; "" where the item has no number."""
    if not asked.parameter or (number := norms.number(asked.parameter)) is None:
        return ""
    unit = norms.parameters.get(asked.parameter).unit
    return f"{WORDS[asked.comparator]}{plain(written(number, 2))}{'' if unit.startswith('（') else unit}"


def _written(figure: CountyFigure) -> str:
    return "没有数值" if figure.value is None else f"{plain(written(figure.value, figure.digits))}{figure.unit}"
