"""What a page is asked for: an indicator, a unit, a period, live or filed rows, as known on a day; the rest is the usual."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from yaodian.algebra.measures import expressions, leaves
from yaodian.algebra.moment import PeriodEnd, PeriodStart
from yaodian.algebra.nodes import walk
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import FILED, LIVE, Basis, basis_for
from yaodian.apps.indicators.reading import Reader, reader_of
from yaodian.apps.indicators.shown import Taken, taken_from
from yaodian.apps.indicators.tree import Tree, had_schools, tree_on
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import NotAllowed
from yaodian.kernel.period import Period, day_said
from yaodian.registers.indicator import Indicator
from yaodian.registers.indicator import Taken as When

COUNTY = "全县"
PERIODS = 6  # that a page offers: the newest and those before
OUT_OF_SIGHT = "这个单位的数不在您的岗位能看的范围内。请看本单位或全县的，或切换到能看的岗位。"


@dataclass(frozen=True)
class Asked:
    """One figure that somebody asks for. `on` is a day gone by as of which live rows are taken, else None."""

    indicator: Indicator
    unit: int
    period: Period
    kind: str
    on: date | None
    by: Acting

    @cached_property
    def day(self) -> date:
        """The day of its figures."""
        return self.indicator.moment(self.period, self.on or today()).on

    @cached_property
    def basis(self) -> Basis:
        """The rows that it is computed from."""
        return basis_for(self.day, self.kind, self.on)

    @cached_property
    def tree(self) -> Tree:
        """The units of its day."""
        return self.basis.tree

    @cached_property
    def reader(self) -> Reader:
        """What the reader may see of it."""
        return reader_of(self.by, self.indicator, self.tree)

    @cached_property
    def taken(self) -> Taken:
        """Its integers for all units."""
        return taken_from(self.basis, self.indicator, self.period)

    @cached_property
    def before(self) -> "Asked":
        """The same of the period before."""
        return self.at(period=self.period.before())

    @property
    def path(self) -> list[tuple[int, str]]:
        """The units from the county down to its own, of those that the reader may see."""
        steps = reversed(self.tree.units.paths[self.unit])
        return [(unit, name_in(self.tree, unit)) for unit in steps if unit in self.reader.seen]

    @property
    def level(self) -> str:
        """Whether it is a county, township or school."""
        return self.tree.units.levels[self.unit]

    def words(self, **changes: str | int) -> str:
        """The words of the address for this figure, or for another."""
        held: dict[str, str | int] = {"unit": self.unit, "period": self.period.key}
        if self.kind == FILED:
            held["kind"] = FILED
        if self.on is not None:
            held["on"] = self.on.isoformat()
        return urlencode({key: value for key, value in (held | changes).items() if value != ""})

    def at(self, **changes: object) -> "Asked":
        """The same with something else."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names of this class


def ask(indicator: Indicator, words: Mapping[str, str], by: Acting) -> Asked:
    """What the words of an address ask for; what they do not say, or say wrongly, is the usual. NotAllowed for a unit that
    the reader may not see."""
    on = _day(words.get("on", ""))
    kind = FILED if words.get("kind") == FILED else LIVE
    period = period_of(indicator, words.get("period", ""))
    tree = tree_on(indicator.moment(period, on or today()).on)
    said = words.get("unit", "")
    unit = int(said) if said.isdecimal() else home_of(by, tree)
    if unit not in reader_of(by, indicator, tree).seen:
        if said:
            raise NotAllowed(OUT_OF_SIGHT)
        unit = tree.root
    return Asked(indicator, unit, period, kind, on if kind == LIVE else None, by)


def home_of(by: Acting, tree: Tree) -> int:
    """The unit whose figures a post opens with: its own, for the bureau's offices the county."""
    own = by.post.unit
    return own.pk if own.pk in tree.units.levels else tree.root


def name_in(tree: Tree, unit: int) -> str:
    """What a unit's figures are called by: of the bureau 全县."""
    return COUNTY if tree.units.levels.get(unit) == "county" else tree.info[unit].short_name


def period_of(indicator: Indicator, key: str = "") -> Period:
    """The period of a word of an address; the usual one where it says none of the indicator's kind, or one of times in which
    there was no school yet."""
    usual = usual_period(indicator)
    try:
        found = Period.read(key)
    except ValueError:
        return usual
    if found == usual or found.span is not indicator.cycle or found > running(indicator):
        return usual
    return found if had_schools(indicator.moment(found, today()).on) else usual


def running(indicator: Indicator) -> Period:
    """The period that runs."""
    return Period.of(indicator.cycle, today())


def usual_period(indicator: Indicator) -> Period:
    """The newest period that says something: of what happens over a period the last one that is over, else the one that runs."""
    now = running(indicator)
    return now.before() if is_over_time(indicator) and now.last > today() else now


def is_over_time(indicator: Indicator) -> bool:
    """Whether it counts what happened in its period, rather than what is there on a day."""
    if indicator.taken is When.FIRST:
        return False
    nodes = (node for leaf in leaves(indicator.measure) for part in expressions(leaf) for node in walk(part))
    return any(isinstance(node, PeriodStart | PeriodEnd) for node in nodes)


def periods_of(indicator: Indicator, until: Period | None = None, many: int = PERIODS) -> list[Period]:
    """The periods that a page offers, newest first."""
    found = [until or running(indicator)]
    while len(found) < many:
        found.append(found[-1].before())
    return found


def _day(text: str) -> date | None:
    """A day gone by; None for today, later, or none."""
    found = day_said(text)
    return found if found is not None and found < today() else None
