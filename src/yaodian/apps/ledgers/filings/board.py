"""Where the filings of a register stand, unit by unit: for the office that waits for them and for who oversees units."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.filings.handing_in import OPEN
from yaodian.apps.ledgers.filings.opening import filing_registers
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.period import Period
from yaodian.registers.register import Register

SOON = timedelta(days=3)
PERIODS = 6  # columns of the grid
STANDS = ("late", "open", "returned", "submitted", "approved")  # worst first
LIGHTS = {"late": "overdue", "open": "idle", "returned": "red", "submitted": "green", "approved": "done"}
WORDS = {"late": "逾期未报", "open": "未报", "returned": "已退回", "submitted": "已报待审", "approved": "已审定"}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's filing of one period: the latest one, and the first one, by which it was in time or not."""

    filing: Filing
    first: Filing
    day: date

    @property
    def stands(self) -> str:
        """A key of STANDS; an amendment that is open counts as approved, since an approved filing stands beside it."""
        if self.filing.state in OPEN and self.filing.number > 1:
            return "approved"
        if self.filing.state == Filing.State.RETURNED:
            return "late" if self.late else "returned"
        if self.filing.state == Filing.State.DRAFT:
            return "late" if self.late else "open"
        return "submitted" if self.filing.state == Filing.State.SUBMITTED else "approved"

    @property
    def amending(self) -> bool:
        """Whether an amendment is being written."""
        return self.filing.number > 1 and self.filing.state in OPEN

    @property
    def late(self) -> int:
        """Days that it is overdue."""
        return max((self.day - self.filing.due).days, 0) if self.filing.state in OPEN else 0

    @property
    def light(self) -> str:
        """The light's code."""
        if self.stands == "open" and self.filing.due - self.day <= SOON:
            return "yellow"
        return LIGHTS[self.stands]

    @property
    def word(self) -> str:
        """The state in words."""
        if self.amending:
            return "补报中"
        if self.stands == "late":
            back = "退回未报，" if self.filing.state == Filing.State.RETURNED else ""
            return f"{back}逾期{self.late}天"
        return WORDS[self.stands]

    @property
    def in_time(self) -> bool | None:
        """Whether it was first handed in by its due date; None while there is still time."""
        if self.first.handed_in_on is not None:
            return self.first.handed_in_on <= self.first.due
        return False if self.day > self.first.due else None


@dataclass(frozen=True, slots=True)
class Sums:
    """How many filings stand where, of one register and period."""

    counts: Mapping[str, int]
    in_time: int
    too_late: int

    @property
    def total(self) -> int:
        """All units that file."""
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        """Those that are with the office or approved."""
        return self.counts["submitted"] + self.counts["approved"]

    @property
    def complete(self) -> int | None:
        """Per cent handed in (完成率), None where nobody files."""
        return round(100 * self.handed_in / self.total) if self.total else None

    @property
    def timely(self) -> int | None:
        """Per cent handed in by the due date (按时率), of those handed in or overdue; None while there are none."""
        known = self.in_time + self.too_late
        return round(100 * self.in_time / known) if known else None

    @property
    def bar(self) -> dict[str, int]:
        """The counts by light, for the stacked bar."""
        found: Counter[str] = Counter()
        for stands, count in self.counts.items():
            found[LIGHTS[stands]] += count
        return dict(found)


def sums_of(lines: Iterable[Line]) -> Sums:
    """Count lines."""
    counts = dict.fromkeys(STANDS, 0)
    in_time = too_late = 0
    for line in lines:
        counts[line.stands] += 1
        in_time += line.in_time is True
        too_late += line.in_time is False
    return Sums(counts, in_time, too_late)


def filings_for(by: Acting) -> QuerySet[Filing]:
    """The filings that a post may see: of the registers it may read, of units within reach."""
    keys = [register.key for register in filing_registers() if may(by, Action.READ, register)]
    return Filing.objects.filter(by.within("unit__path"), register__in=keys).select_related("unit")


def filing_for(by: Acting, filing_id: int) -> Filing | None:
    """One of them, or None."""
    return filings_for(by).filter(pk=filing_id).first()


def periods_of(register: Register, by: Acting) -> list[Period]:
    """The periods that have filings, newest first."""
    keys = filings_for(by).filter(register=register.key).order_by().values_list("period", flat=True).distinct()
    return sorted(map(Period.read, keys), reverse=True)


def lines_of(register: Register, period: Period, by: Acting) -> list[Line]:
    """One period's filings within reach, in the order of the tree."""
    found = filings_for(by).filter(register=register.key, period=period.key).order_by("unit__path", "number")
    return list(_lines(found))


def _lines(filings: Iterable[Filing]) -> Iterable[Line]:
    """Filings in order of unit (and period) and number, as lines."""
    day = today()
    grouped: dict[tuple[str, int, str], list[Filing]] = defaultdict(list)
    for filing in filings:
        grouped[(filing.register, filing.unit_id, filing.period)].append(filing)
    for group in grouped.values():
        yield Line(group[-1], group[0], day)


@dataclass(frozen=True, slots=True)
class Group:
    """A township or bureau with the lines of its units."""

    name: str
    lines: list[Line]


def grouped(lines: Sequence[Line]) -> list[Group]:
    """Lines under the unit above theirs, in the order of the tree."""
    parents = Unit.objects.in_bulk({line.filing.unit.parent_id for line in lines if line.filing.unit.parent_id})
    found: dict[int | None, Group] = {}
    for line in lines:
        parent = line.filing.unit.parent_id
        name = parents[parent].short_name if parent in parents else ""
        found.setdefault(parent, Group(name, [])).lines.append(line)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """How a register stands in the period that is due next, or the last one that was opened."""

    register: Register
    period: Period
    due: date
    sums: Sums
    may_approve: bool


def overview(by: Acting) -> list[Overview]:
    """All registers that the post may read and that have been filed."""
    latest: dict[str, Period] = {}
    for key, period in filings_for(by).order_by().values_list("register", "period").distinct():
        read = Period.read(period)
        latest[key] = max(latest.get(key, read), read)
    found = []
    for register in filing_registers():
        if register.key in latest:
            lines = lines_of(register, latest[register.key], by)
            approves = may(by, Action.APPROVE, register)
            found.append(Overview(register, latest[register.key], lines[0].first.due, sums_of(lines), approves))
    return found


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit with its line in each period, None where it had nothing to file."""

    unit: Unit
    cells: list[Line | None]


def grid(register: Register, by: Acting) -> tuple[list[Period], list[GridRow]]:
    """Units by the latest periods, the newest period last."""
    periods = sorted(periods_of(register, by)[:PERIODS])
    found = filings_for(by).filter(register=register.key, period__in=[period.key for period in periods])
    cells: dict[int, dict[str, Line]] = defaultdict(dict)
    units: dict[int, Unit] = {}
    for line in _lines(found.order_by("unit__path", "period", "number")):
        units[line.filing.unit_id] = line.filing.unit
        cells[line.filing.unit_id][line.filing.period] = line
    rows = [GridRow(unit, [cells[pk].get(period.key) for period in periods]) for pk, unit in units.items()]
    return periods, rows


def mine(by: Acting) -> list[Line]:
    """What the post's unit has to file or has filed lately, the most urgent first."""
    since = today() - timedelta(days=400)
    found = filings_for(by).filter(unit=by.post.unit, due__gte=since).order_by("register", "period", "number")
    order = {stands: rank for rank, stands in enumerate(("late", "returned", "open", "submitted", "approved"))}
    return sorted(_lines(found), key=lambda line: (order[line.stands], _by_due(line)))


def _by_due(line: Line) -> int:
    """The nearest due date first among those to do, the latest first among those done."""
    ordinal = line.filing.due.toordinal()
    return ordinal if line.filing.state in OPEN else -ordinal


def to_hand_in(by: Acting, *, until: date) -> list[date]:
    """The due dates of the filings that the post's unit has to hand in by a day."""
    found = filings_for(by).filter(unit=by.post.unit, state__in=OPEN, due__lte=until)
    return list(found.order_by("due").values_list("due", flat=True))


def to_approve(by: Acting) -> int:
    """How many filings wait for the post's office to decide."""
    keys = [register.key for register in filing_registers() if may(by, Action.APPROVE, register)]
    return filings_for(by).filter(register__in=keys, state=Filing.State.SUBMITTED).count()
