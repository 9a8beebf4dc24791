"""Where an indicator's figures are used: schemes of balance that judge by it, figures of it that were published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from yaodian.apps.indicators.balance import may_judge
from yaodian.apps.indicators.models import Publication
from yaodian.apps.indicators.pages.kept import publications
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.period import Period
from yaodian.packs.balance.gathering import codes_of, county_codes_of, spread_codes_of
from yaodian.packs.balance.scheme import SCHEMES, Scheme

PUBLISHED = 5  # of the newest figures that are named


@dataclass(frozen=True)
class Uses:
    """What the foot of a figure's page names; `may_open`: whether the reader may open the assessments."""

    schemes: list[Scheme]
    may_open: bool
    published: list[tuple[Publication, str]]  # with the name of its period
    more: int  # published figures beyond those


def uses(code: str, by: Acting) -> Uses:
    """Of an indicator, whatever the unit and period."""
    current = publications().filter(code=code, state=Publication.State.CURRENT)
    schemes = [SCHEMES[key] for key, held in _judged_by().items() if code in held]
    found = list(current[:PUBLISHED])
    more = current.count() - PUBLISHED if len(found) == PUBLISHED else 0
    named = [(each, Period.read(each.period).name) for each in found]
    return Uses(schemes, bool(schemes) and may_judge(by), named, more)


@cache
def _judged_by() -> Mapping[str, frozenset[str]]:
    """The indicators by which each scheme judges."""
    return {
        key: frozenset((*codes_of(scheme), *county_codes_of(scheme), *spread_codes_of(scheme)))
        for key, scheme in SCHEMES.items()
    }
