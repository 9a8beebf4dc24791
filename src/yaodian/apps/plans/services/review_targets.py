"""Targets (目标) under review: edit, add by hand or from selected text, delete; each is a step that can be undone."""

import re
from decimal import Decimal
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Target
from yaodian.apps.plans.services.drafting import target_of
from yaodian.apps.plans.services.review_steps import hold_for_review, keep_step
from yaodian.apps.plans.services.review_undo import snapshot
from yaodian.apps.plans.services.target_binding import Wanted, as_it_is, propose_for, set_binding
from yaodian.apps.plans.services.target_values import number_from, set_values
from yaodian.apps.plans.wordings import text_of
from yaodian.kernel.errors import BadInput
from yaodian.text import read_plan

NAMING = frozenset({"subject", "indicator", "unit"})
FIGURE = re.compile(r"\s*([-+]?[\d,，]*\.?\d+)\s*(.*)", re.DOTALL)


@transaction.atomic
def edit_target(*, target: Target, version: int | None = None, changes: dict[str, Any], by: Acting) -> Target:
    """Change a target: subject, indicator, kind, comparator, value, value_max, unit, due (None: the item's), baseline with its
    day (baseline_on) and source (baseline_source); binding (bound:<code>, reported, or "" for none)."""
    held = hold_for_review(target.item, version, by)
    before = snapshot([held.pk])
    current = held.targets.get(pk=target.pk)
    values = dict(changes)
    binding = values.pop("binding", None)
    set_values(current, values)
    if NAMING.intersection(changes) and current.binding in (Target.Binding.OPEN, Target.Binding.PROPOSED):
        current.binding, current.indicator_code, current.bound_period = Target.Binding.OPEN, "", ""
        propose_for([current], held.plan)  # what is named otherwise may mean another indicator
    if binding is not None:
        set_binding(current, _wanted(str(binding), current), held.plan, by_name=by.name)
    current.save()
    current.doubts.filter(settled_at=None).update(settled_at=now())
    held.doubts.filter(field="targets", settled_at=None).update(settled_at=now())
    names = ",".join(sorted(changes))
    keep_step(held, f"edit:{names}:t{target.pk}", f"修改“{held.title[:40]}”的目标“{str(current)[:40]}”", before, by)
    return current


def _wanted(said: str, target: Target) -> Wanted:
    """The binding that was chosen; where only the proposal is confirmed, with the unit and period that it has."""
    _bound, _colon, code = said.partition(":")
    if code and code == target.indicator_code:
        return as_it_is(target)
    return Wanted(code=code, reported=said == Target.Binding.REPORTED)


@transaction.atomic
def add_target(
    *,
    item: Item,
    version: int | None = None,
    start: int | None = None,
    end: int | None = None,
    changes: dict[str, Any] | None = None,
    by: Acting,
) -> Target:
    """Add a target: from a place in the item's text (what the reader finds there is filled in), or by hand."""
    held = hold_for_review(item, version, by)
    before = snapshot([held.pk])
    order = (held.targets.order_by("-order").values_list("order", flat=True).first() or 0) + 1
    if start is not None and end is not None:
        if not held.start <= start < end <= held.end:
            raise BadInput("选中的文字不在这一项里。请先点那一项，再选。")
        target = _from_text(held, start, end, order)
    else:
        target = Target(
            order=order, indicator="", kind=Target.Kind.COMMIT, comparator=Target.Comparator.AT_LEAST, value=0
        )
    target.item = held
    if changes:
        set_values(target, changes)
    propose_for([target], held.plan)
    target.save()
    keep_step(held, "add_target", f"给“{held.title[:40]}”加目标“{str(target)[:40]}”", before, by)
    return target


def _from_text(item: Item, start: int, end: int, order: int) -> Target:
    """What the reader finds in the place; else the first figure there; else the words as the indicator and 1 as value."""
    plan = item.plan
    words = text_of(item)[start:end]
    found = read_plan(words, year=plan.year).commitments
    target = target_of(found[0], order, year=plan.year, school_year=False) if found else None
    if target is None:
        figure = FIGURE.search(words)
        target = Target(
            order=order,
            indicator=" ".join((words[: figure.start()] if figure else words).split())[:200],
            kind=Target.Kind.COMMIT,
            comparator=Target.Comparator.AT_LEAST,
            value=number_from(figure.group(1), "value") if figure else Decimal(1),
            unit=(figure.group(2).strip()[:8] if figure else "项"),
        )
    target.indicator = target.indicator or " ".join(words.split())[:200]
    if target.kind == Target.Kind.FACT:
        target.kind = Target.Kind.COMMIT
    target.start, target.end = start, end
    return target


@transaction.atomic
def delete_target(*, target: Target, version: int | None = None, by: Acting) -> None:
    """Delete a target that is none."""
    held = hold_for_review(target.item, version, by)
    before = snapshot([held.pk])
    told = str(target)[:40]
    held.targets.filter(pk=target.pk).delete()
    held.doubts.filter(field="targets", settled_at=None).update(settled_at=now())
    keep_step(held, "delete_target", f"删去“{held.title[:40]}”的目标“{told}”", before, by)
