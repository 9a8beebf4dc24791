"""What is due when (日历): tasks, targets with a date of their own, and shares of schools, by month and day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.lights import Light
from yaodian.apps.plans.models import Item, Plan, Subtask
from yaodian.apps.plans.selectors.desk_lines import shares_reached
from yaodian.apps.plans.selectors.standing import Row
from yaodian.apps.plans.selectors.subtask_standing import subtask_rows
from yaodian.apps.plans.selectors.task_list import is_mine
from yaodian.apps.plans.selectors.task_rows import task_rows, who_leads


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day: a task, a target of it, or a unit's share."""

    on: date
    item: Item
    light: Light
    says: str
    who: str
    key: str  # unique and lasting, for calendars that are fetched again
    subtask: Subtask | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something is due."""

    on: date
    dues: list[Due]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year, with its days on which something is due."""

    first: date
    days: list[Day]

    @property
    def now(self) -> bool:
        """Whether today lies in it."""
        return self.first == today().replace(day=1)

    @property
    def shown(self) -> bool:
        """Whether there is something to show of it."""
        return bool(self.days) or self.now

    @property
    def count(self) -> int:
        """How many things are due."""
        return sum(len(day.dues) for day in self.days)

    @property
    def left(self) -> int:
        """How many of them are not finished."""
        return sum(due.light.code != "done" for day in self.days for due in day.dues)


def dues_of(plan: Plan, by: Acting, *, mine: bool = False) -> list[Due]:
    """All that is due under a plan; `mine`: what the post leads, supports, oversees or owes as a unit. Constant queries."""
    rows = [row for row in task_rows(plan, by=by) if not mine or is_mine(row, by)]
    found = [*_of_rows(rows), *(_of_shares(plan, by) if mine else ())]
    return sorted(found, key=lambda due: (due.on, due.item.order, due.key))


def months_of(dues: Iterable[Due], year: int) -> list[Month]:
    """The twelve months of a year; earlier or later ones only where something is due in them."""
    by_day: dict[date, list[Due]] = {}
    for due in dues:
        by_day.setdefault(due.on, []).append(due)
    firsts = {day.replace(day=1) for day in by_day} | {date(year, month, 1) for month in range(1, 13)}
    return [
        Month(first, [Day(day, by_day[day]) for day in sorted(by_day) if day.replace(day=1) == first])
        for first in sorted(firsts)
    ]


def _of_rows(rows: Sequence[Row]) -> Iterable[Due]:
    for row in rows:
        who = who_leads(row.item)
        yield Due(row.clock.due, row.item, row.light, row.item.title, who, f"item-{row.item.pk}")
        for target in row.targets:
            own = target.target.due
            if own is not None and own != row.clock.due:
                says = f"{row.item.title}：{target.target}"
                light = row.light if row.light.code == "done" else target.light
                yield Due(own, row.item, light, says, who, f"target-{target.target.pk}")


def _of_shares(plan: Plan, by: Acting) -> Iterable[Due]:
    for share in subtask_rows(shares_reached(by).filter(item__plan=plan, unit=by.post.unit)):
        subtask = share.subtask
        says = f"{subtask.title}（{subtask.item.number} {subtask.item.title}）"
        yield Due(
            subtask.due, subtask.item, share.light, says, subtask.unit.short_name, f"subtask-{subtask.pk}", subtask
        )
