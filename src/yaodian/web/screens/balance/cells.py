"""What the pages show of schools' resources and of coefficients: texts, lights, bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from yaodian.kernel.figures import plain
from yaodian.packs.balance.assurance import Assured
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.dispersion import code_of_spread
from yaodian.packs.balance.judging import Judged, Reach, SchoolStage, SchoolVerdict, apart, written
from yaodian.packs.balance.scheme import FLOOR_DIGITS
from yaodian.packs.balance.spreading import CV_DIGITS, Composite, Spread
from yaodian.packs.balance.trying import cost_of

LIGHTS = {Reach.REACHED: "done", Reach.NEAR: "yellow", Reach.BELOW: "red", Reach.UNSET: "idle"}
ROOM = 1.1  # a bar is so much longer than the longest
TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One resource of a school at a stage."""

    judged: Judged
    school: SchoolStage

    @property
    def light(self) -> str:
        """The code of its light."""
        return LIGHTS[self.judged.reach]

    @property
    def word(self) -> str:
        """What the light means."""
        return str(self.judged.reach)

    @property
    def unit(self) -> str:
        """The unit of the figure; "" of a ratio."""
        return "" if self.judged.resource.ratio else self.judged.resource.unit

    @property
    def text(self) -> str:
        """The figure."""
        one, digits = self.judged, self.judged.resource.digits
        return plain(written(one.value, digits) if one.norm is None else apart(one.value, one.norm, digits))

    @property
    def norm(self) -> str:
        """What is asked, with its unit; "" where nothing is."""
        one = self.judged
        return "" if one.norm is None else f"{plain(written(one.norm, one.resource.digits))}{self.unit}"

    @property
    def floor(self) -> str:
        """What it may not fall below, with its unit."""
        return "" if self.judged.floor is None else f"{plain(written(self.judged.floor, FLOOR_DIGITS))}{self.unit}"

    @property
    def missing(self) -> str:
        """差157平方米; "" where nothing is missing."""
        return f"差{self._whole(self.judged.missing)}" if self.judged.missing else ""

    @property
    def missing_to_floor(self) -> str:
        """The same to the floor."""
        return f"差{self._whole(self.judged.missing_to_floor)}" if self.judged.missing_to_floor else ""

    @property
    def has(self) -> str:
        """How much the school has in all, with its unit."""
        one = self.judged
        return f"{plain(written(one.value * self.school.pupils / one.resource.scale, 2))}{one.resource.unit}"

    @property
    def code(self) -> str:
        """The code of its indicator."""
        return self.judged.resource.code(self.school.stage)

    @property
    def share(self) -> float:
        """How long its bar is."""
        return float(self.judged.value) / self._longest

    @property
    def mark(self) -> float | None:
        """Where on the bar the norm stands."""
        return None if self.judged.norm is None else float(self.judged.norm) / self._longest

    @property
    def _longest(self) -> float:
        return max(float(self.judged.value), float(self.judged.norm or 0), 1e-9) * ROOM

    def _whole(self, amount: int) -> str:
        return f"{plain(amount)}{self.judged.resource.unit}"


@dataclass(frozen=True, slots=True)
class Line:
    """One school at one stage."""

    verdict: SchoolVerdict
    township: str

    @property
    def cells(self) -> list[Cell]:
        """Its resources."""
        return [Cell(one, self.verdict.school) for one in self.verdict.judged]

    @property
    def stage(self) -> str:
        """小学."""
        return STAGES[self.verdict.school.stage]

    @property
    def light(self) -> str:
        """Whether it passes."""
        return {True: "done", False: "red", None: "idle"}[self.verdict.passes]

    @property
    def needs(self) -> str:
        """The cheapest way to pass."""
        return "，".join(need.says for need in self.verdict.needs)

    @property
    def cost(self) -> str:
        """Roughly how much money that takes: 13万元; "" where nothing is missing."""
        money = cost_of(self.verdict)
        return f"{plain(written(money / TEN_THOUSAND, 1 if money < TEN_THOUSAND * 10 else 0))}万元" if money else ""

    @property
    def gifts(self) -> list[tuple[str, int]]:
        """The same as gifts to try out: resource and amount."""
        return [(need.resource.key, need.amount) for need in self.verdict.needs]


@dataclass(frozen=True, slots=True)
class Bar:
    """A coefficient beside its limit: `share` and `mark` are where on a bar of the longest they stand."""

    title: str
    code: str  # of the indicator
    cv: str
    limit: str
    share: float
    mark: float | None
    within: bool | None
    advice: str = ""


def bars_of(stage: str, spreads: Sequence[Spread], composite: Composite | None) -> list[Bar]:
    """The coefficients of a stage, the composite one last; all on one scale."""
    limits = [one.limit for one in (*spreads, composite) if one is not None and one.limit is not None]
    known = [one.cv for one in (*spreads, composite) if one is not None and one.cv is not None]
    longest = max((float(value) for value in (*limits, *known)), default=1.0) * ROOM

    def bar(title: str, code: str, one: Spread | Composite, advice: str) -> Bar:
        cv = "" if one.cv is None else str(written(one.cv, CV_DIGITS))
        if one.cv is not None and one.limit is not None:
            cv = str(apart(one.cv, one.limit, CV_DIGITS))
        limit = "" if one.limit is None else plain(written(one.limit, CV_DIGITS))
        mark = None if one.limit is None else float(one.limit) / longest
        return Bar(title, code, cv, limit, float(one.cv or 0) / longest, mark, one.within, advice)

    found = [
        bar(
            one.resource.title,
            code_of_spread(stage, one.resource.key),
            one,
            one.lift.says if one.lift else "",
        )
        for one in spreads
    ]
    if composite is not None:
        found.append(bar("综合差异系数", f"{stage}.composite_cv", composite, ""))
    return found


def figures_of(one: Assured) -> list[tuple[str, str]]:
    """The county's figures of an item: the code of each and what it says."""
    return [
        (
            code,
            f"{figure.title}{'没有数值' if figure.value is None else f'{plain(written(figure.value, figure.digits))}{figure.unit}'}",
        )
        for code, figure in zip(one.asked.figures, one.figures, strict=False)
    ]
