"""Fetching the plan or the revision that a page is about, within the post's reach."""

from typing import Any

from django.http import Http404

from yaodian.apps.plans.selectors.plans import plan_or_none
from yaodian.apps.plans.selectors.revision import revision_or_none
from yaodian.web.pages import PageRequest


def plan_at(request: PageRequest, plan_id: int) -> Any:
    """The plan, or 404."""
    if (plan := plan_or_none(request.by, plan_id)) is None:
        raise Http404("没有这份要点，或您不能看。")
    return plan


def revision_at(request: PageRequest, revision_id: int) -> Any:
    """The revision, or 404."""
    if (found := revision_or_none(request.by, revision_id)) is None:
        raise Http404("这份修订稿已被放弃，或您不能看。")
    return found
