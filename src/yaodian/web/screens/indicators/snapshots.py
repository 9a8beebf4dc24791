"""Snapshots: what was kept, and keeping more."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import FILED, LIVE
from yaodian.apps.indicators.pages.kept import is_whole, publications, snapshot_named, tables_of
from yaodian.apps.indicators.pages.kept import snapshots as all_snapshots
from yaodian.apps.indicators.snapshots import start_snapshot
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import Cycle, Period
from yaodian.web.pages import PageRequest, page

PER_PAGE = 30


@page(Permission.SIGNED_IN)
def snapshots(request: PageRequest) -> HttpResponse:
    """The list, and the form for another."""
    return _list(request)


@page(Permission.INDICATOR_PUBLISH, methods="POST")
def take(request: PageRequest) -> HttpResponse:
    """Take one in the background."""
    said = request.POST.get("on", "")
    try:
        on = date.fromisoformat(said)
        job = start_snapshot(kind=request.POST.get("kind", ""), on=on, by=request.by)
    except ValueError:
        return _list(request, {"on": _("请写成2026-09-01这样的日期。")})
    except BadInput as error:
        return _list(request, error.fields)
    return redirect("job", job.pk)


@page(Permission.SIGNED_IN)
def one(request: PageRequest, snapshot_id: int) -> HttpResponse:
    """What it holds, who had filed, whether it is whole, what was published from it."""
    found = snapshot_named(snapshot_id)
    if found is None:
        raise Http404
    context = {
        "snapshot": found,
        "tables": tables_of(found),
        "damage": is_whole(found),
        "publications": publications().filter(snapshot=found),
    }
    return render(request, "indicators/snapshot.html", context)


def _list(request: PageRequest, wrong: dict[str, str] | None = None) -> HttpResponse:
    context = {
        "page": Paginator(all_snapshots(), PER_PAGE).get_page(request.GET.get("page")),
        "may_take": request.by.may(Permission.INDICATOR_PUBLISH),
        "wrong": wrong or {},
        "kinds": [(FILED, _("上报口径")), (LIVE, _("实时"))],
        "kind": request.POST.get("kind", FILED),
        "on": request.POST.get("on") or Period.of(Cycle.SCHOOL_YEAR, today()).first.isoformat(),
        "today": today().isoformat(),
    }
    return render(request, "indicators/snapshots.html", context, status=422 if wrong else 200)
