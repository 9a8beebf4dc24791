"""Last year's plan: taken in, assigned, issued, carried out and closed."""

from functools import partial
from typing import Any

from yaodian.apps.plans.services.breakdown import approve_breakdown, issue_breakdown, start_consultation
from yaodian.apps.plans.services.closing import close_plan
from yaodian.apps.plans.services.review import publish_plan
from yaodian.cli.county.chronicle import Chronicle
from yaodian.cli.county.intake import assign, check_titles, review, tasks_of, upload
from yaodian.cli.county.people import County
from yaodian.cli.county.story import story
from yaodian.cli.county.working import finish, report

CLERK, CHIEF = "赵晓彤", "陈立言"


def tell_last_year(county: County) -> None:
    """Everything about the plan of 2025, up to its closing."""
    told = story("plan_2025")
    chronicle = Chronicle(lambda _words: None)
    held: dict[str, Any] = {}
    chronicle.note(told["uploaded"], lambda: held.update(plan=upload(told["sample"], by=county.by(CLERK))))
    chronicle.note(told["confirmed"], lambda: review(held["plan"], told, county, by=county.by(CLERK)))
    chronicle.note(told["published"], lambda: _assign(held, told, county))
    chronicle.note(told["approved"], lambda: approve_breakdown(plan=held["plan"], by=county.by(CHIEF)))
    chronicle.note(
        told["issued"],
        lambda: issue_breakdown(plan=held["plan"], number=told["number"], on=told["issued"], by=county.by(CLERK)),
    )
    for number, row in told["items"].items():
        chronicle.note(row.get("finished") or row["day"], partial(_carry_out, held, number, row, county))
    chronicle.note(told["closed"], lambda: close_plan(plan=held["plan"], by=county.by(CLERK)))
    chronicle.run(until=told["closed"])


def _assign(held: dict[str, Any], told: dict[str, Any], county: County) -> None:
    clerk = county.by(CLERK)
    held["plan"] = publish_plan(plan=held["plan"], by=clerk)
    tasks = tasks_of(held["plan"])
    check_titles(tasks, told["items"])
    for number, row in told["items"].items():
        changes = {key: row[key] for key in ("lead", "due")} | {"support": row.get("support", [])}
        assign(tasks[number], changes, county, by=clerk)
    start_consultation(plan=held["plan"], until=told["consult_until"], by=clerk)


def _carry_out(held: dict[str, Any], number: str, row: dict[str, Any], county: County) -> None:
    item = tasks_of(held["plan"])[number]
    report(item, row, rest=True, by=county.by(row["lead"]))
    if "finished" in row:
        finish(
            item, {"reason": row["says"], "says": "同意办结。"}, by=county.by(row["lead"]), overseer=county.by(CLERK)
        )
