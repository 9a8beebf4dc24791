"""Fetching what a page is about within the post's reach, and choosing people by user name."""

from typing import Any

from django import forms
from django.http import Http404

from yaodian.apps.orgs import selectors
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest


def unit_at(request: PageRequest, unit_id: int) -> Any:
    """The unit, or 404."""
    if (found := selectors.unit_for(request.by, unit_id)) is None:
        raise Http404
    return found


def post_at(request: PageRequest, post_id: int) -> Any:
    """The post, or 404."""
    if (found := selectors.post_for(request.by, post_id)) is None:
        raise Http404
    return found


def person_at(request: PageRequest, user_id: int) -> Any:
    """The person, or 404."""
    if (found := selectors.user_for(request.by, user_id)) is None:
        raise Http404
    return found


def chosen_person(form: forms.Form, *, optional: bool) -> Any:
    """The person whose user name was typed (a name from the list may follow it), or None where that is allowed."""
    typed = form.cleaned_data.get("username", "").split("（")[0].strip()
    if not typed:
        if optional:
            return None
        raise BadInput({"username": "请写用户名。"})
    if (found := selectors.person_named(typed)) is None:
        raise BadInput({"username": f"没有“{typed}”这个用户名。请从列表里选，或先增加人员。"})
    return found
