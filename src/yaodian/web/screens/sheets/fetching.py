"""What the pages of the sheets are about: the plan asked for, and which columns, paper and tasks were chosen."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.plans import current_plan, plan_or_none
from yaodian.apps.plans.selectors.sheet import BY_KEY, COLUMNS, LIGHT_WORDS, Choice, Column
from yaodian.web.pages import PageRequest

REMEMBERED = "sheet"
PAPERS = ("a4", "a3")
TASKS = ("all", "mine")


@dataclass(frozen=True, slots=True)
class Picked:
    """The columns, the paper and the tasks; `words` for the address of the same again."""

    columns: list[Column]
    paper: str
    choice: Choice
    words: str

    @property
    def keys(self) -> list[str]:
        """The chosen columns' keys."""
        return [column.key for column in self.columns]


def plan_at(request: PageRequest, plan_id: int | None = None) -> Any:
    """The plan of this number or of `?plan=`, or 404; without one the current plan, or None where there is none."""
    asked = str(plan_id) if plan_id is not None else request.GET.get("plan", "")
    if not asked:
        return current_plan(request.by)
    plan = plan_or_none(request.by, int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    if plan is None:
        raise Http404("没有这份要点，或您不能看。")
    return plan


def plan_or_404(request: PageRequest) -> Any:
    """The plan, which must be there."""
    if (plan := plan_at(request)) is None:
        raise Http404("还没有已发布的要点。")
    return plan


def picked(request: PageRequest) -> Picked:
    """What the address says; what it does not say of columns and paper is as it was last time in this session."""
    asked = request.GET
    kept = request.session.get(REMEMBERED) or {}
    keys = [key for key in asked.getlist("column") if key in BY_KEY]
    keys = keys or [key for key in kept.get("columns", ()) if key in BY_KEY] or list(BY_KEY)
    paper = next((one for one in (asked.get("paper"), kept.get("paper")) if one in PAPERS), "a4")
    if "column" in asked or "paper" in asked:
        request.session[REMEMBERED] = {"columns": keys, "paper": paper}
    lead, light = asked.get("lead", ""), asked.get("light", "")
    choice = Choice(
        mine=asked.get("tasks") == "mine",
        lead=int(lead) if lead.isdecimal() and len(lead) < 12 else None,
        light=light if light in LIGHT_WORDS else "",
    )
    words = [("plan", asked["plan"])] if asked.get("plan") else []
    words += [("tasks", "mine")] if choice.mine else []
    words += [("lead", str(choice.lead))] if choice.lead else []
    words += [("light", choice.light)] if choice.light else []
    columns = [column for column in COLUMNS if column.key in keys]
    return Picked(columns, paper, choice, urlencode(words))


def may_edit(request: PageRequest) -> bool:
    """Whether the post may import."""
    return request.by.may(Permission.PLAN_EDIT)
