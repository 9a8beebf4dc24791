"""Fetching what a page is about, within the post's reach; what is out of reach is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.plans import items_of, plan_or_none
from yaodian.apps.plans.selectors.review import plan_text
from yaodian.apps.plans.services.review import Stale
from yaodian.kernel.errors import BadInput, YaodianError
from yaodian.web.pages import PageRequest


def plan_at(request: PageRequest, plan_id: int) -> Any:
    """The plan (without its long texts), or 404."""
    if (plan := plan_or_none(request.by, plan_id)) is None:
        raise Http404("没有这份要点，或您不能看。")
    return plan


def text_at(request: PageRequest, plan_id: int) -> Any:
    """The plan with its text and reading, or 404."""
    return plan_text(plan_at(request, plan_id).pk)


def item_at(request: PageRequest, plan_id: int, item_id: int) -> Any:
    """One of the plan's items, or 404."""
    if (item := items_of(plan_at(request, plan_id)).filter(pk=item_id).first()) is None:
        raise Http404("这一项已被并入上项或撤销。")
    return item


def may_edit(request: PageRequest) -> bool:
    """Whether the post may edit plans."""
    return request.by.may(Permission.PLAN_EDIT)


def answers_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for review.js: errors meant for people come as JSON, 409 where somebody else changed the item."""

    @wraps(view)
    def answered(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Stale as error:
            return JsonResponse({"says": str(error), "stale": True}, status=409)
        except BadInput as error:
            return JsonResponse({"says": str(error), "fields": error.fields}, status=422)
        except YaodianError as error:
            return JsonResponse({"says": str(error)}, status=422)

    return answered
