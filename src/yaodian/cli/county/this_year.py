"""This year's plan, from the upload to the demo's day; and the half-year plan that is still being reviewed."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from yaodian.apps.notices.services import mark_read
from yaodian.apps.plans.services.breakdown import (
    approve_breakdown,
    issue_breakdown,
    start_consultation,
    submit_breakdown,
)
from yaodian.apps.plans.services.opinions import answer_opinion, give_opinion
from yaodian.apps.plans.services.review import confirm_item, publish_plan
from yaodian.apps.plans.services.running import ask, comment, decide
from yaodian.apps.plans.services.subtasks import add_subtask, fan_out
from yaodian.cli.county.chronicle import Chronicle, working_days
from yaodian.cli.county.intake import assign, check_titles, review, tasks_of, upload
from yaodian.cli.county.people import County, school_names
from yaodian.cli.county.story import day, story, year_by_item
from yaodian.cli.county.working import report

CLERK, CHIEF = "赵晓彤", "陈立言"
STAGES = ["kindergarten", "primary", "junior", "senior", "vocational", "special"]
MESSAGES_READ_ON = "8-31"
HALF_YEAR, HALF_YEAR_ON, HALF_YEAR_CONFIRMED = "石桥镇中心学校2026年下半年工作计划.docx", "9-14", 6


@dataclass
class Year:
    """The plan and its tasks, once they are there."""

    county: County
    plan: Any = None
    tasks: dict[str, Any] = field(default_factory=dict)
    requests: dict[tuple[str, str], Any] = field(default_factory=dict)  # by number and kind
    shares: dict[tuple[str, str], Any] = field(default_factory=dict)  # sub-tasks by number and school

    def lead(self, number: str) -> Any:
        """Who acts for the office that leads a task now."""
        return self.county.by(self.tasks[number].lead.name)


def tell_this_year(county: County, chronicle: Chronicle) -> None:
    """Note everything that happens to the plan of 2026."""
    year, told = Year(county), story("plan_2026")
    chronicle.note(told["uploaded"], lambda: _upload(year, told))
    chronicle.note(told["confirmed"], lambda: review(year.plan, told, county, by=county.by(CLERK)))
    chronicle.note(told["published"], lambda: _publish(year, told))
    for row in told["opinions"]:
        chronicle.note(row["day"], partial(_opinion, year, row))
    chronicle.note(told["submitted"], lambda: submit_breakdown(plan=year.plan, by=county.by(CLERK)))
    chronicle.note(told["approved"], lambda: approve_breakdown(plan=year.plan, by=county.by(CHIEF)))
    chronicle.note(told["issued"], lambda: _issue(year, told))
    for row in told["adjustments"]:
        changes = {key: row[key] for key in row.keys() - {"day", "item", "basis"}}
        chronicle.note(row["day"], partial(_adjust, year, row, changes))
    for number, row in year_by_item().items():
        _note_item(year, chronicle, number, row)


def _upload(year: Year, told: dict[str, Any]) -> None:
    year.plan = upload(told["sample"], by=year.county.by(CLERK))


def _publish(year: Year, told: dict[str, Any]) -> None:
    clerk = year.county.by(CLERK)
    year.plan = publish_plan(plan=year.plan, by=clerk)
    year.tasks = tasks_of(year.plan)
    rows = year_by_item()
    check_titles(year.tasks, rows)
    for number, row in rows.items():
        if "starts" in row:
            assign(year.tasks[number], {"starts_on": row["starts"]}, year.county, by=clerk)
    start_consultation(plan=year.plan, until=told["consult_until"], by=clerk)


def _opinion(year: Year, row: dict[str, Any]) -> None:
    """An office's opinion and, in the same hour, what the bureau's office makes of it."""
    item = year.tasks[row["item"]] if "item" in row else None
    opinion = give_opinion(plan=year.plan, item=item, says=row["says"], by=year.county.by(row["of"]))
    if item is None:
        return
    clerk = year.county.by(CLERK)
    answer_opinion(opinion=opinion, accept=row["accept"], answer=row.get("answer", ""), by=clerk)
    if changes := {key: row[key] for key in ("measures", "remark") if key in row}:
        assign(item, changes, year.county, by=clerk)


def _issue(year: Year, told: dict[str, Any]) -> None:
    issue_breakdown(plan=year.plan, number=told["number"], on=told["issued"], by=year.county.by(CLERK))
    year.plan.refresh_from_db()
    year.tasks = tasks_of(year.plan)


def _adjust(year: Year, row: dict[str, Any], changes: dict[str, Any]) -> None:
    assign(year.tasks[row["item"]], changes, year.county, basis=row["basis"], by=year.county.by(CLERK))


def _note_item(year: Year, chronicle: Chronicle, number: str, row: dict[str, Any]) -> None:
    if "steps" in row:
        _note_steps(year, chronicle, number, row["steps"])
    if "spread" in row:
        _note_spread(year, chronicle, number, row["spread"])
    for rank, told in enumerate(row.get("reports", ())):
        chronicle.note(day(told["day"]), partial(_report, year, number, told, row, rank == 0))
    for kind in ("extend", "pause", "finish"):
        if kind in row:
            _note_request(year, chronicle, number, kind, row[kind])
    for told in row.get("comments", ()):
        chronicle.note(
            day(told["day"]),
            lambda told=told: comment(item=year.tasks[number], says=told["says"], by=year.county.by(told["by"])),
        )


def _report(year: Year, number: str, told: dict[str, Any], row: dict[str, Any], first: bool) -> None:
    """A report; targets for which the story has no number at any time are met from the first report on."""
    known = {key for one in row["reports"] for key in one.get("figures", {})}
    report(year.tasks[number], told, rest=first, known=known, by=year.lead(number))


def _note_request(year: Year, chronicle: Chronicle, number: str, kind: str, row: dict[str, Any]) -> None:
    days = {name: day(row[name]) for name in ("since", "until") if name in row}

    def asked() -> None:
        year.requests[number, kind] = ask(
            item=year.tasks[number], kind=kind, reason=row["reason"], **days, by=year.lead(number)
        )

    def decided() -> None:
        leader = year.county.leader_of[year.tasks[number].lead.name]
        by = year.county.by(CLERK if kind == "finish" else leader.holder.name)
        decide(request=year.requests[number, kind], grant="granted" in row, decision=row["says"], by=by)

    chronicle.note(day(row["asked"]), asked)
    if answered := row.get("granted") or row.get("refused"):
        chronicle.note(day(answered), decided)


def _note_steps(year: Year, chronicle: Chronicle, number: str, told: dict[str, Any]) -> None:
    """Sub-tasks of single schools, and what each of them reports."""
    for row in told["rows"]:
        chronicle.note(day(told["day"]), partial(_add_step, year, number, row))
    for row in told["rows"]:
        if told_on := row.get("finished") or row.get("day"):
            state = "finished" if "finished" in row else "underway"
            chronicle.note(day(told_on), partial(_report_share, year, number, row["unit"], row, state))


def _add_step(year: Year, number: str, row: dict[str, Any]) -> None:
    unit = year.county.units[row["unit"]]
    made = add_subtask(
        item=year.tasks[number], title=row["title"], unit=unit, due=day(row["due"]), by=year.lead(number)
    )
    year.shares[number, row["unit"]] = made


def _note_spread(year: Year, chronicle: Chronicle, number: str, told: dict[str, Any]) -> None:
    """A task for all schools (各学校): some report that it is done, some that it is under way, some nothing."""
    chronicle.note(day(told["day"]), partial(_spread, year, number, told))
    names = [name for name in school_names() if name not in told.get("silent", ())]
    days = working_days(day(told["day"]), day(told["until"]), len(names))
    for rank, (name, on) in enumerate(zip(names, days, strict=True)):
        begun = name in told.get("underway", ())
        row = {"says": told["meanwhile"] if begun else told["says"], "files": told["files"] if rank < 3 else []}
        chronicle.note(on, partial(_report_share, year, number, name, row, "underway" if begun else "finished"))


def _spread(year: Year, number: str, told: dict[str, Any]) -> None:
    made = fan_out(
        item=year.tasks[number], title=told["title"], stages=STAGES, due=day(told["due"]), by=year.lead(number)
    )
    year.shares |= {(number, share.unit.name): share for share in made}


def _report_share(year: Year, number: str, school: str, row: dict[str, Any], state: str) -> None:
    share = year.shares[number, school]
    report(year.tasks[number], row, subtask=share, state=state, by=year.county.by(school))


def read_messages(county: County, chronicle: Chronicle) -> None:
    """Everybody has read the messages of the months before."""

    def read_all() -> None:
        for post in (post for posts in county.posts_of.values() for post in posts):
            mark_read(post)

    chronicle.note(day(MESSAGES_READ_ON), read_all)


def upload_half_year(county: County, chronicle: Chronicle) -> None:
    """The central school's half-year plan: read, a few items confirmed, doubts open."""

    def upload_and_begin() -> None:
        clerk = county.by(CLERK)
        plan = upload(HALF_YEAR, by=clerk)
        undoubted = [item for item in tasks_of(plan).values() if not item.open_doubts]
        for item in undoubted[:HALF_YEAR_CONFIRMED]:
            confirm_item(item=item, by=clerk)

    chronicle.note(day(HALF_YEAR_ON), upload_and_begin)
