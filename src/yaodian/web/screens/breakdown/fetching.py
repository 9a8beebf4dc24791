"""Fetching what a page of the breakdown is about, within the post's reach; and putting a service's refusal into a form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.breakdown import item_or_none
from yaodian.apps.plans.selectors.plans import current_plan, plan_or_none
from yaodian.kernel.errors import BadInput, YaodianError
from yaodian.web.pages import PageRequest


def plan_at(request: PageRequest, plan_id: int | None) -> Any:
    """The plan asked for, or 404; without a number the current one, or None."""
    if plan_id is None:
        return current_plan(request.by)
    if (plan := plan_or_none(request.by, plan_id)) is None:
        raise Http404("没有这份要点，或您不能看。")
    return plan


def task_at(request: PageRequest, item_id: int) -> Any:
    """A task, or 404."""
    if (item := item_or_none(request.by, item_id)) is None:
        raise Http404("没有这项任务，或您不能看。")
    return item


def may_edit(request: PageRequest) -> bool:
    """Whether the post may edit the breakdown."""
    return request.by.may(Permission.PLAN_EDIT)


def number_in(value: str | None) -> int | None:
    """A number out of an address, or None."""
    return int(value) if value and value.isdecimal() else None


def put_into(form: forms.Form, error: YaodianError) -> None:
    """Show a refusal in the form: beside its field, or above the form."""
    fields = error.fields if isinstance(error, BadInput) else {"": str(error)}
    for name, says in fields.items():
        form.add_error(name if name in form.fields else None, says)


def choices_of(options: Iterable[Any], empty: str = "") -> list[tuple[str, str]]:
    """Options of a select from units or posts; `empty` is the words for none."""
    found = [(str(option.pk), shown(option)) for option in options]
    return [("", empty), *found] if empty else found


def shown(option: Any) -> str:
    """A unit's short name, or a post's title with its holder."""
    if hasattr(option, "holder"):
        return f"{option.holder.name}（{option.title}）" if option.holder else str(option)
    return str(option.short_name)
