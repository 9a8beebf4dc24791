"""What the pages around one target offer: who may answer for it, which indicators it may mean, of which units and periods."""

from dataclasses import dataclass
from datetime import date

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.tree import LEVELS
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.selectors import open_posts
from yaodian.apps.plans.binding_candidates import Offer, offers, searched
from yaodian.apps.plans.models import Item, Plan, Target
from yaodian.apps.plans.selectors.computed import computed_on, followed_by
from yaodian.apps.plans.selectors.standing import promise_of
from yaodian.apps.plans.selectors.task_rows import holder_of
from yaodian.apps.plans.services.target_binding import can_be_of, usual_period, values_of
from yaodian.kernel.period import Cycle, Period
from yaodian.registers.indicator import Indicator

MOST_FOUND = 20
YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen for a target: indicators that are offered or were searched for, and for the chosen one the rest."""

    offers: tuple[Offer, ...]
    found: list[Indicator]
    more: int
    chosen: Indicator | None
    definition: str
    units: list[Unit]
    splits: list[tuple[str, list[tuple[str, str]]]]  # title, (key:value, name)
    periods: list[tuple[str, str]]
    usual: str  # the period that is meant as a rule


def owners_for(item: Item) -> list[tuple[str, str]]:
    """The posts of the lead and supporting offices, for a choice."""
    units = {item.lead_id, *(unit.pk for unit in item.support.all())} - {None}
    posts = open_posts().filter(unit__in=units).select_related("unit", "holder").order_by("unit__sort", "sort", "pk")
    return [(str(post.pk), f"{post.unit.short_name} {holder_of(post)}") for post in posts]


def why_fixed(item: Item) -> str:
    """Why the bindings of a task's targets cannot be changed now; "" if they can. In the review they can."""
    plan = item.plan
    reasons = (
        (plan.state == Plan.State.CLOSED, "这份要点已经结束，取数方式不能再改。"),
        (plan.breakdown == Plan.Breakdown.APPROVED, "分解表已经审定，等印发。要改，请局领导先退回。"),
        (item.state == Item.State.FINISHED, "这项任务已经办结，取数方式不能再改。"),
        (item.state == Item.State.WITHDRAWN, "这项任务已经撤销，取数方式不能再改。"),
    )
    return next((why for holds, why in reasons if holds), "")


def computed_base(target: Target, by: Acting) -> tuple[date, str] | None:
    """What a bound target's figure was on the first day of the task: what its baseline should be; None where it is not known."""
    start = target.item.starts_on or date(target.item.plan.year, 1, 1)
    followed = followed_by([target], plan_unit=target.item.plan.unit_id)
    found = computed_on([target], followed, [start], by=by).get((target.pk, start))
    if found is None or found.value is None:
        return None
    return start, promise_of(target, found.indicator).said(found.value)


def choices_for(target: Target, *, words: str = "", code: str = "") -> Choices:
    """Everything for the page of one target's binding; `code` is the indicator that is looked at."""
    held, plan = catalogue(), target.item.plan
    chosen = held.indicators.get(code or target.indicator_code)
    offered = offers(target.indicator, target.subject, target.unit, held=held)
    named = {one.indicator.code for one in offered}
    found = [one for one in searched(words, target.unit) if one.code not in named] if words.strip() else []
    splits = held.split_by(chosen) if chosen else []
    return Choices(
        offers=offered,
        found=found[:MOST_FOUND],
        more=max(len(found) - MOST_FOUND, 0),
        chosen=chosen,
        definition=held.explain(chosen.measure) if chosen else "",
        units=list(
            Unit.objects.filter(path__startswith=plan.unit.path, kind__in=LEVELS, valid_to=None).order_by("path")
        ),
        splits=[
            (way.title, [(f"{way.key}:{value}", name) for value, name in values_of(way.key)])
            for way in splits
            if way.key not in ("grade", "subject")  # too many, and no plan asks so
        ],
        periods=_periods(chosen, plan.year) if chosen else [],
        usual=usual_period(chosen, plan.year) if chosen else "",
    )


def _periods(indicator: Indicator, year: int) -> list[tuple[str, str]]:
    """The periods that can be fixed: the last school years and the calendar year of the plan, as far as they fit."""
    now = Period.of(Cycle.SCHOOL_YEAR, max(today(), date(year, 9, 1)))
    school_years = [Period(Cycle.SCHOOL_YEAR, now.year - back) for back in range(YEARS_BACK)]
    wanted = [Period(Cycle.YEAR, year), *school_years]
    return [(period.key, period.name) for period in wanted if can_be_of(indicator, period)]
