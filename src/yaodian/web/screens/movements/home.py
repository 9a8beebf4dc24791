"""The first page of movements: what waits for us, what we wait for, what was done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.movements.selectors.transfers import OPEN, movements_for, names_of, suspended_for, transfers_for
from yaodian.apps.movements.services.transfers import may_answer
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import may_fill, require_read

CLOSED_SHOWN, ACTS_SHOWN = 20, 20


@page(Permission.LEDGER_READ)
def home(request: PageRequest) -> HttpResponse:
    """Transfers under way, suspended children, what was done lately."""
    require_read(request)
    found = transfers_for(request.by)
    under_way = list(found.filter(state__in=OPEN).order_by("state", "effective_on", "pk")[:200])
    closed = list(found.exclude(state__in=OPEN)[:CLOSED_SHOWN])
    acts = list(movements_for(request.by)[:ACTS_SHOWN])
    suspended = suspended_for(request.by)
    names = names_of(
        [*(each.pupil for each in under_way), *(each.pupil for each in closed), *(act.pupil for act in acts)]
    )
    waiting = [each for each in under_way if may_answer(each, request.by)]
    overdue = sum(act is not None and act.until is not None and act.until <= today() for _row, act in suspended)
    context: dict[str, Any] = {
        "under_way": [(each, names.get(each.pupil, "—"), each in waiting) for each in under_way],
        "closed": [(each, names.get(each.pupil, "—")) for each in closed],
        "acts": [(act, names.get(act.pupil or 0, "")) for act in acts],
        "suspended": suspended,
        "today": today(),
        "may_fill": may_fill(request),
        "strip": [
            _entry(_("To release"), len(waiting), "#under-way", "yellow" if waiting else ""),
            _entry(
                _("Waiting for a release"),
                sum(each.state == "asked" for each in under_way) - len(waiting),
                "#under-way",
            ),
            _entry(_("Released, to move"), sum(each.state == "released" for each in under_way), "#under-way"),
            _entry(_("Suspended"), len(suspended), "#suspended"),
            _entry(_("Should be back"), overdue, "#suspended", "red" if overdue else ""),
        ],
    }
    return render(request, "movements/home.html", context)


def _entry(label: str, value: int, href: str, light: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "unit": "人", "href": reverse("movements") + href, "light": light}
