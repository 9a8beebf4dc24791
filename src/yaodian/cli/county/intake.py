"""A plan's way from the document to the issued breakdown, as the story tells it."""

from typing import Any

from yaodian.apps.files.services import store_file
from yaodian.apps.jobs.services import run_job
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.selectors.plans import items_of
from yaodian.apps.plans.services.breakdown import assign_item
from yaodian.apps.plans.services.intake import start_plan
from yaodian.apps.plans.services.review import confirm_item, edit_item, edit_target
from yaodian.cli.county.people import County
from yaodian.cli.county.story import sample
from yaodian.cli.county.working import key_of


def upload(name: str, *, by: Acting) -> Any:
    """Upload a sample plan and read it at once (the worker does not run yet)."""
    stored = store_file(name=name, chunks=[sample(name)], unit=by.post.unit, by=by)
    plan = start_plan(file=stored, by=by)
    if plan.state == "reading":
        run_job.func(plan.job_id)
        plan.refresh_from_db()
    if plan.state != "review":
        raise RuntimeError(f"{name} was not read: {plan.failure}")
    return plan


def tasks_of(plan: Any) -> dict[str, Any]:
    """The plan's tasks by their number."""
    return {item.number: item for item in items_of(plan).filter(kind="task")}


def check_titles(tasks: dict[str, Any], told: dict[str, Any]) -> None:
    """The story names each task beside its number, so that a reading that counts otherwise is noticed at once."""
    for number, row in told.items():
        if number not in tasks or not tasks[number].title.startswith(row["task"]):
            found = tasks[number].title if number in tasks else "nothing"
            raise RuntimeError(f"the story has {row['task']} as {number}, the plan {found}")


def review(plan: Any, told: dict[str, Any], county: County, *, by: Acting) -> None:
    """Correct what the story corrects, name indicators and say where figures come from as it does, confirm everything."""
    for item in items_of(plan).exclude(kind="section"):
        names = told.get("named", {}).get(item.number, {})
        bound = told.get("bound", {}).get(item.number, {})
        for target in item.targets.all():
            changes: dict[str, Any] = {}
            if name := names.get(key_of(target)):
                changes |= {"indicator": name, "subject": ""}
            if code := bound.get(key_of(target)):
                changes["binding"] = f"bound:{code}"
            elif item.number in told.get("reported", ()) and target.binding == "proposed":
                changes["binding"] = "reported"
            if changes:
                edit_target(target=target, changes=changes, by=by)
        if changes := told.get("corrected", {}).get(item.number):
            edit_item(item=item, changes=named(changes, county), by=by)
        confirm_item(item=item, by=by)


def named(changes: dict[str, Any], county: County) -> dict[str, Any]:
    """Changes with the offices that the story names replaced by their numbers."""
    made = dict(changes)
    if "lead" in made:
        made["lead"] = county.units[made["lead"]].pk
    if "support" in made:
        made["support"] = [county.units[name].pk for name in made["support"]]
    return made


def assign(item: Any, changes: dict[str, Any], county: County, *, basis: str = "", by: Acting) -> None:
    """Assign with names of offices; with a lead come its head as owner and its leader."""
    made = named(changes, county)
    if "lead" in changes:
        made |= {"owner": county.heads[changes["lead"]].pk, "leader": county.leader_of[changes["lead"]].pk}
    assign_item(item=item, changes=made, basis=basis, by=by)
