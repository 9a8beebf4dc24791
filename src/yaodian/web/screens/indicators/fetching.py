"""What the views of this screen fetch: an indicator, and the figure that an address asks for; else 404 or 403."""

from django.http import Http404

from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.pages.asking import Asked, ask
from yaodian.web.pages import PageRequest


def asked_or_404(request: PageRequest, code: str) -> Asked:
    """The figure of an address; NotAllowed for a unit that the post may not see."""
    try:
        indicator = indicator_named(code)
    except KeyError as error:
        raise Http404("没有这个指标。") from error
    return ask(indicator, request.GET, request.by)
