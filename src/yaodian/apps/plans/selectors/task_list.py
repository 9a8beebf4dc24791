"""All tasks of a plan with filters: by light, section, lead office, leader, due date, what is mine, words of the title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.lights import WORST_FIRST
from yaodian.apps.plans.models import Plan
from yaodian.apps.plans.selectors.overview import LIGHTS, Share, by_leader, by_office, by_section
from yaodian.apps.plans.selectors.standing import Row, counts_of
from yaodian.apps.plans.selectors.task_rows import is_led_by, is_supported_by, task_rows

SORTS = ("number", "due", "light")
BAD = "bad"  # a light that means both 滞后 and 逾期


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; "" and None ask for nothing. `section`, `lead`, `leader`: a number, 0 for those without."""

    light: str = ""
    section: int | None = None
    lead: int | None = None
    leader: int | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False
    words: str = ""
    sort: str = "number"
    down: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        chosen = (self.section, self.lead, self.leader, self.since, self.until)
        return bool(self.light or self.mine or self.words) or any(value is not None for value in chosen)


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks that match, and what can be chosen from."""

    rows: list[Row]
    all: int
    counts: dict[str, int]  # of the lights, under all other conditions
    sections: list[Share]
    offices: list[Share]
    leaders: list[Share]


def wanted_from(words: Mapping[str, str]) -> Wanted:
    """What the words of an address ask for; what makes no sense is left out."""
    sort = words.get("sort", "")
    light = words.get("light", "")
    return Wanted(
        light=light if light in (*LIGHTS, BAD) else "",
        section=_whole(words.get("section")),
        lead=_whole(words.get("lead")),
        leader=_whole(words.get("leader")),
        since=_day(words.get("since")),
        until=_day(words.get("until")),
        mine=words.get("mine") == "1",
        words=" ".join(words.get("q", "").split())[:60],
        sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "number",
        down=sort.startswith("-"),
    )


def task_list(plan: Plan, wanted: Wanted, by: Acting) -> TaskList:
    """The tasks of a plan that match, sorted. A constant number of queries."""
    rows = task_rows(plan, by=by)
    besides = [row for row in rows if _matches(row, wanted, by)]
    shown = [row for row in besides if _has_light(row, wanted.light)]
    return TaskList(
        rows=_sorted(shown, wanted),
        all=len(rows),
        counts=counts_of(besides),
        sections=by_section(rows),
        offices=by_office(rows),
        leaders=by_leader(rows),
    )


def is_mine(row: Row, by: Acting) -> bool:
    """Whether the post leads, supports or is in charge of the task."""
    return is_led_by(row.item, by) or is_supported_by(row.item, by) or row.item.leader_id == by.post.pk


def _matches(row: Row, wanted: Wanted, by: Acting) -> bool:
    item = row.item
    section = 0 if row.section is item else row.section.pk
    due = row.clock.due
    return (
        wanted.section in (None, section)
        and wanted.lead in (None, item.lead_id or 0)
        and wanted.leader in (None, item.leader_id or 0)
        and (wanted.since is None or due >= wanted.since)
        and (wanted.until is None or due <= wanted.until)
        and (not wanted.mine or is_mine(row, by))
        and all(word in f"{item.number} {item.title}".casefold() for word in wanted.words.casefold().split())
    )


def _has_light(row: Row, light: str) -> bool:
    return row.light.code in ("red", "overdue") if light == BAD else light in ("", row.light.code)


def _sorted(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    if wanted.sort == "due":
        return sorted(rows, key=lambda row: (row.clock.due, row.item.order), reverse=wanted.down)
    if wanted.sort == "light":
        return sorted(
            rows,
            key=lambda row: (WORST_FIRST.index(row.light.code), -row.light.days, row.clock.due, row.item.order),
            reverse=wanted.down,
        )
    return sorted(rows, key=lambda row: row.item.order, reverse=wanted.down)


def _whole(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 12 else None


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
