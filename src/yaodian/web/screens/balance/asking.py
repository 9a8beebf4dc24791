"""What a page of balance is asked for: a scheme, a school year, live or filed rows; the rest is the usual."""

from dataclasses import dataclass
from urllib.parse import urlencode

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.balance import Ground, ground
from yaodian.apps.indicators.bases import FILED, LIVE, basis_for
from yaodian.apps.indicators.tree import had_schools
from yaodian.kernel.period import Cycle, Period
from yaodian.packs.balance.scheme import QUALITY, SCHEMES, Scheme
from yaodian.web.pages import PageRequest

PERIODS = 4  # school years that a page offers: the one that runs and those before


@dataclass(frozen=True)
class Asked:
    """A scheme for a school year, and what there is to judge by."""

    scheme: Scheme
    period: Period
    kind: str
    ground: Ground

    @property
    def words(self) -> str:
        """The words of the address."""
        return urlencode({"scheme": self.scheme.key, "period": self.period.key, "kind": self.kind})

    @property
    def schemes(self) -> list[tuple[str, str]]:
        """What else can be chosen: key and title."""
        return [(one.key, one.title) for one in reversed(list(SCHEMES.values()))]  # the higher one first

    @property
    def periods(self) -> list[tuple[str, str]]:
        """The school years that can be chosen, newest first."""
        found = [running()]
        while len(found) < PERIODS:
            found.append(found[-1].before())
        return [(one.key, one.name) for one in dict.fromkeys([*found, self.period])]

    @property
    def filed(self) -> bool:
        """Whether only approved filings count."""
        return self.kind == FILED


def asked_of(request: PageRequest) -> Asked:
    """What the address asks for; NotAllowed for a post that may see no school."""
    words = request.GET
    scheme = SCHEMES.get(words.get("scheme", ""), QUALITY)
    period = _period(words.get("period", ""))
    kind = FILED if words.get("kind") == FILED else LIVE
    source = basis_for(period.first, kind).rows
    return Asked(scheme, period, kind, ground(scheme, period=period, by=request.by, source=source))


def running() -> Period:
    """The school year that runs."""
    return Period.of(Cycle.SCHOOL_YEAR, today())


def _period(key: str) -> Period:
    try:
        found = Period.read(key)
    except ValueError:
        return running()
    asked_for = found.span is Cycle.SCHOOL_YEAR and found <= running() and had_schools(found.first)
    return found if asked_for else running()
