"""Published figures: publishing from a figure's page, checking, correcting, withdrawing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.indicators.pages import kept
from yaodian.apps.indicators.published import published_figures
from yaodian.apps.indicators.publishing import correct, publish, withdraw
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.indicators.fetching import asked_or_404

PER_PAGE = 30


@page(Permission.SIGNED_IN)
def publications(request: PageRequest) -> HttpResponse:
    """All of them, newest first."""
    shown = Paginator(kept.publications(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, published_figures(each, by=request.by)[0]) for each in shown]
    return render(request, "indicators/publications.html", {"page": shown, "rows": rows})


@page(Permission.SIGNED_IN)
def one(request: PageRequest, publication_id: int) -> HttpResponse:
    """The figure as it was published, computed again, and what became of it."""
    found = kept.publication_named(publication_id)
    if found is None:
        raise Http404
    may = request.by.may(Permission.INDICATOR_PUBLISH) and request.by.reaches(found.unit.path)
    context = {
        "publication": found,
        "figures": published_figures(found, by=request.by),
        "checked": kept.checked(found),
        "may_change": may and found.state == found.State.CURRENT,
        "snapshots": kept.snapshots().filter(kind=found.snapshot.kind, on=found.snapshot.on),
    }
    return render(request, "indicators/publication.html", context)


@page(Permission.INDICATOR_PUBLISH, methods="POST")
def publish_figure(request: PageRequest, code: str) -> HttpResponse:
    """Publish the figure of an address from a snapshot, alone or split up."""
    asked = asked_or_404(request, code)
    unit = kept.unit_named(asked.unit)
    snapshot = kept.snapshot_named(_number(request, "snapshot"))
    if unit is None or snapshot is None:
        raise Http404
    way = request.POST.get("breakdown", "")
    made = publish(code=code, unit=unit, period=asked.period, snapshot=snapshot, breakdown=way, by=request.by)
    messages.success(request, _("已公布。口径和快照一并存下，随时可以重算。"))
    return redirect("publication", made.pk)


@page(Permission.INDICATOR_PUBLISH, methods="POST")
def withdraw_figure(request: PageRequest, publication_id: int) -> HttpResponse:
    """Take it back, with the reason."""
    found = kept.publication_named(publication_id)
    if found is None:
        raise Http404
    withdraw(publication=found, reason=request.POST.get("reason", ""), by=request.by)
    messages.success(request, _("已撤回。原来的数和撤回的原因都留着。"))
    return redirect("publication", publication_id)


@page(Permission.INDICATOR_PUBLISH, methods="POST")
def correct_figure(request: PageRequest, publication_id: int) -> HttpResponse:
    """Publish it anew in place of this one."""
    found = kept.publication_named(publication_id)
    snapshot = kept.snapshot_named(_number(request, "snapshot"))
    if found is None or snapshot is None:
        raise Http404
    made = correct(publication=found, snapshot=snapshot, reason=request.POST.get("reason", ""), by=request.by)
    messages.success(request, _("已更正。旧数和原因都留着。"))
    return redirect("publication", made.pk)


def _number(request: PageRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() else 0
