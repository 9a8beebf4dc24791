"""What people do on a task: report with figures and evidence, ask, decide, remark, finish."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.services.running import ask, decide, report_progress
from yaodian.cli.county.evidence import evidence

BELOW = ("<=", "<")


def key_of(target: Any) -> str:
    """A target as the story names it: its number and unit, e.g. 18所, 95.5%."""
    number = target.value.normalize()
    return f"{number:f}{target.unit}"


def figures_of(item: Any, told: dict[str, Any], *, rest: bool, known: Collection[str]) -> dict[int, Decimal]:
    """The figures for the item's targets; with `rest`, targets that the story does not know count as met, bounds apart."""
    found = {}
    for target in item.targets.all():
        key = key_of(target)
        if target.kind == "fact" or target.is_bound:
            continue
        if key in told:
            found[target.pk] = Decimal(str(told[key]))
        elif rest and key not in known and target.comparator not in BELOW:
            found[target.pk] = target.value
    return found


def report(
    item: Any,
    row: dict[str, Any],
    *,
    subtask: Any = None,
    state: str = "underway",
    rest: bool = False,
    known: Collection[str] = (),
    by: Acting,
) -> Any:
    """One report as the story tells it."""
    figures = {} if subtask else figures_of(item, row.get("figures", {}), rest=rest, known=known)
    return report_progress(
        item=item,
        subtask=subtask,
        state=state,
        says=row["says"],
        obstacle=row.get("obstacle", ""),
        asks=row.get("asks", ""),
        figures=figures,
        files=[evidence(name, by, row["says"]) for name in row.get("files", ())],
        by=by,
    )


def finish(item: Any, row: dict[str, Any], *, by: Acting, overseer: Acting) -> None:
    """Asked and granted on the same day."""
    request = ask(item=item, kind="finish", reason=row["reason"], by=by)
    decide(request=request, grant=True, decision=row["says"], by=overseer)
