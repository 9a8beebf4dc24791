"""What the views of this screen fetch, within what the post may see; else 404."""

from typing import Any

from django.http import Http404

from yaodian.apps.ledgers.returns.access import returns_for, unit_for
from yaodian.web.pages import PageRequest


def return_at(request: PageRequest, return_id: int) -> Any:
    """The return of an address."""
    found = returns_for(request.by).filter(pk=return_id).first()
    if found is None:
        raise Http404("没有这份填报，或不在您的范围内。")
    return found


def unit_at(request: PageRequest, return_id: int, unit_id: int) -> Any:
    """A unit's part of a return."""
    found = unit_for(request.by, return_at(request, return_id), unit_id)
    if found is None:
        raise Http404("这份填报没有要这个单位填，或不在您的范围内。")
    return found
