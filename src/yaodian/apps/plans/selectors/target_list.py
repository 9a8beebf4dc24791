"""All targets of a plan in one table: where each figure comes from, what it is and should be today, its light and forecast."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.forecasting import SAYS
from yaodian.apps.plans.models import Plan, Target
from yaodian.apps.plans.selectors.item_page import promised
from yaodian.apps.plans.selectors.outlook import outlooks, said_outlook, year_end
from yaodian.apps.plans.selectors.standing import Row, TargetRow
from yaodian.apps.plans.selectors.task_rows import BAD, task_rows

ALL, BEHIND = "", "behind"
NAMED = (Target.Binding.BOUND, Target.Binding.PROPOSED)
STATES = (ALL, *Target.Binding.values, BEHIND)
STATES_CLOSED = (ALL, str(Target.Binding.BOUND), BEHIND)  # nothing waits to be bound any more


@dataclass(frozen=True, slots=True)
class Entry:
    """One target: its task, how it stands, what is proposed for it, and what is expected at the year's end."""

    task: Row
    row: TargetRow
    goal: str
    indicator: str  # the title of what it is bound to, or what is proposed; "" for none
    outlook: str
    outlook_why: str

    @property
    def state(self) -> str:
        """Where its figure comes from."""
        return str(self.row.target.binding)

    @property
    def is_behind(self) -> bool:
        """Whether its own light is bad."""
        return self.row.light.code in BAD and self.task.light.code != "done"


@dataclass(frozen=True, slots=True)
class TargetList:
    """The targets that were asked for, and how many there are of each."""

    entries: list[Entry]
    counts: dict[str, int]

    @property
    def all(self) -> int:
        """How many targets the plan has."""
        return self.counts.get(ALL, 0)


def target_list(plan: Plan, by: Acting, *, state: str = ALL) -> TargetList:
    """The targets of a plan's tasks, in document order; of one that is closed nothing is expected any more. A constant number of
    queries."""
    rows = task_rows(plan, by=by)
    end = year_end(plan.year)
    told = (target for row in rows for target in row.targets)
    expected = outlooks(told, [end], on=rows[0].on, by=by) if rows and plan.state != Plan.State.CLOSED else {}
    known = catalogue().indicators
    entries = []
    for row in rows:
        for target in row.targets:
            outlook = expected.get((target.target.pk, end))
            named = known.get(target.target.indicator_code) if target.target.binding in NAMED else None
            entries.append(
                Entry(
                    row,
                    target,
                    promised(target.target),
                    named.title if named else "",
                    said_outlook(outlook, target) if outlook else "",
                    SAYS[outlook.how] if outlook else "",
                )
            )
    return TargetList([one for one in entries if _is(one, state)], _counts(entries))


def _is(entry: Entry, state: str) -> bool:
    return entry.is_behind if state == BEHIND else state in (ALL, entry.state)


def _counts(entries: Iterable[Entry]) -> dict[str, int]:
    found = list(entries)
    return dict(Counter(entry.state for entry in found)) | {
        ALL: len(found),
        BEHIND: sum(one.is_behind for one in found),
    }
