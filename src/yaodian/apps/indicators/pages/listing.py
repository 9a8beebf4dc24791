"""The catalogue as a list: indicators found by words, group and office, each with its newest figure, light and recent course."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.figures import exact
from yaodian.apps.indicators.pages.asking import home_of, periods_of, usual_period
from yaodian.apps.indicators.pages.judging import Judged, judged, limit_of
from yaodian.apps.indicators.shown import figures
from yaodian.apps.indicators.tree import tree_on
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.period import Period
from yaodian.registers.indicator import Indicator
from yaodian.registers.offices import offices

COURSE = 4  # periods of the small course beside a figure
WIDE, HIGH, EDGE = 72, 18, 2  # of its picture


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list is narrowed."""

    words: str = ""
    group: str = ""
    office: str = ""
    failing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the list; `figure` None where the reader sees none of it."""

    indicator: Indicator
    figure: Figure | None
    judged: Judged | None
    course: str  # points of a polyline, "" where there are not two figures
    course_says: str


def found(wanted: Wanted, by: Acting) -> list[Indicator]:
    """The indicators of the catalogue that the list is narrowed to, in its order."""
    held = [one for one in catalogue().indicators.values() if _matches(one, wanted)]
    if not wanted.failing:
        return held
    kept = [one for one in held if one.norm is not None]
    return [line.indicator for line in lines(kept, by, course=1) if line.judged and not line.judged.reached]


def lines(indicators: Sequence[Indicator], by: Acting, *, course: int = COURSE) -> list[Line]:
    """Each with its figure of the reader's unit, or else the county's."""
    tree = tree_on(today())
    home, county = home_of(by, tree), tree.root
    periods = dict.fromkeys(_periods(indicators, course))
    told = figures([one.code for one in indicators], by=by, periods=periods, units=dict.fromkeys([home, county]))
    by_place = {(each.indicator.code, each.unit, each.period): each for each in told}
    return [_line(one, (home, county), by_place, course) for one in indicators]


def warm() -> None:
    """Take the figures of the whole list, so that nobody waits for them who opens it first."""
    indicators = list(catalogue().indicators.values())
    exact(indicators, periods=dict.fromkeys(_periods(indicators, COURSE)))


def groups() -> dict[str, int]:
    """How many indicators each group has."""
    counts: dict[str, int] = {}
    for one in catalogue().indicators.values():
        counts[one.group] = counts.get(one.group, 0) + 1
    return counts


def offices_named() -> list[tuple[str, str]]:
    """The duties that answer for indicators, with their titles."""
    there = {one.office for one in catalogue().indicators.values()}
    return [(key, held.title) for key, held in offices().items() if key in there]


def _periods(indicators: Iterable[Indicator], course: int) -> Iterator[Period]:
    return (period for one in indicators for period in periods_of(one, usual_period(one), course))


def _matches(one: Indicator, wanted: Wanted) -> bool:
    words = "".join(wanted.words.split()).lower()
    named = (one.title, *one.synonyms, one.code)
    return (
        (not wanted.group or one.group == wanted.group)
        and (not wanted.office or one.office == wanted.office)
        and (not words or any(words in name.lower().replace(" ", "") for name in named))
    )


def _line(one: Indicator, units: tuple[int, int], told: Mapping[tuple[str, int, Period], Figure], many: int) -> Line:
    periods = periods_of(one, usual_period(one), many)
    unit = next((unit for unit in units if (one.code, unit, periods[0]) in told), None)
    if unit is None:
        return Line(one, None, None, "", "")
    course = [told.get((one.code, unit, period)) for period in reversed(periods)]
    figure = told[one.code, unit, periods[0]]
    known = [each for each in course if each is not None and each.value is not None]
    while len(known) > 1 and not known[0].value and not any(part.value for part in known[0].parts):
        known = known[1:]  # before rows were kept
    return Line(
        one,
        figure,
        judged(one, figure.value, limit_of(one, figure.on)),
        polyline([float(each.value or 0) for each in known]),
        "，".join(f"{each.period.name}{each.text}" for each in known),
    )


def polyline(values: Sequence[float]) -> str:
    """The points of a small course, left to right; "" for fewer than two."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step = (WIDE - 2 * EDGE) / (len(values) - 1)
    tall = HIGH - 2 * EDGE
    heights: Iterable[float] = (0.5 if high == low else (value - low) / (high - low) for value in values)
    return " ".join(f"{EDGE + at * step:.1f},{HIGH - EDGE - height * tall:.1f}" for at, height in enumerate(heights))
