"""What the pages of own indicators show: the list, one with its versions, a form tried out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yaodian.apps.indicators.defining import of_version, tried
from yaodian.apps.indicators.definitions import Definition
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.models import OwnIndicator, OwnVersion
from yaodian.apps.indicators.pages.asking import usual_period
from yaodian.apps.indicators.pages.one import is_empty
from yaodian.apps.indicators.shown import figures
from yaodian.apps.indicators.tree import tree_on
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.period import Period
from yaodian.packs import catalogue
from yaodian.registers.indicator import Indicator
from yaodian.registers.offices import offices

UNNAMED = "未命名"
SCHOOLS = 3  # whose figures a preview shows
_LEVELS = {"county": "全县", "township": "各学区", "school": "三所学校：最高、居中、最低"}


@dataclass(frozen=True)
class Version:
    """A version and what it stands for."""

    held: OwnVersion
    indicator: Indicator

    @property
    def definition(self) -> str:
        """口径, in Chinese."""
        return catalogue().explain(self.indicator.measure)


@dataclass(frozen=True)
class Own:
    """An own indicator with its versions, newest first; `figure`: the newest of the county, none where it is retired."""

    held: OwnIndicator
    versions: list[Version]
    figure: Figure | None = None

    @property
    def latest(self) -> Version:
        """The version that holds."""
        return self.versions[0]

    @property
    def office(self) -> str:
        """The title of the office that answers for it."""
        return _title_of(self.held.office)


@dataclass(frozen=True)
class Preview:
    """A form tried out: `groups` are the county's figure, the townships', and the highest, middle and lowest school's."""

    indicator: Indicator
    definition: str
    period: Period
    groups: list[tuple[str, list[Figure]]]

    @property
    def office(self) -> str:
        """The title of the office that would answer for it."""
        return _title_of(self.indicator.office)


def owns(by: Acting) -> list[Own]:
    """All own indicators, those that are offered first."""
    found = [_own(each) for each in OwnIndicator.objects.prefetch_related("versions")]
    offered = [each for each in found if each.held.retired_at is None]
    return [
        *(replace(each, figure=_county(each.latest.indicator, by)) for each in offered),
        *(each for each in found if each.held.retired_at is not None),
    ]


def own_named(number: int) -> Own | None:
    """One of them, retired or not."""
    held = OwnIndicator.objects.prefetch_related("versions").filter(pk=number).first()
    return None if held is None else _own(held)


def previewed(definition: Definition, by: Acting) -> Preview:
    """What a form gives (it needs no title yet). BadInput names what is wrong, NotAllowed what may not be named."""
    named = replace(definition, title=definition.title.strip() or UNNAMED)
    indicator = tried(named, by=by)
    period = usual_period(indicator)
    tree = tree_on(indicator.moment(period, period.last).on)
    told = figures([indicator], by=by, periods=[period])
    levels = {level: [each for each in told if tree.units.levels.get(each.unit) == level] for level in _LEVELS}
    groups = [(title, levels[level]) for level, title in _LEVELS.items()]
    groups[-1] = (groups[-1][0], _three(levels["school"]))
    return Preview(
        indicator, catalogue().explain(indicator.measure), period, [(title, some) for title, some in groups if some]
    )


def _three(some: Sequence[Figure]) -> list[Figure]:
    known = [each for each in some if each.value is not None and not is_empty(each)]
    known.sort(key=lambda each: -(each.value or 0))
    if len(known) <= SCHOOLS:
        return known
    return [known[0], known[len(known) // 2], known[-1]]


def _title_of(office: str) -> str:
    found = offices().get(office)
    return found.title if found else office


def _own(held: OwnIndicator) -> Own:
    return Own(held, [Version(each, of_version(each)) for each in held.versions.all()])


def _county(indicator: Indicator, by: Acting) -> Figure | None:
    period = usual_period(indicator)
    county = tree_on(indicator.moment(period, period.last).on).root
    return next(iter(figures([indicator], by=by, periods=[period], units=[county])), None)
