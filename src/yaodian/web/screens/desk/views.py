"""The pages of the desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.desk import desk_of, waiting_of
from yaodian.apps.plans.selectors.desk_waiting import Wait
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.desk.registers import with_registers

FIRST = 8  # how many of what waits stand on the desk; the rest is one click away


@page(Permission.SIGNED_IN)
def desk(request: PageRequest) -> HttpResponse:
    """What I owe or oversee, what waits for me, what I wait for."""
    shown = desk_of(request.by, part=request.GET.get("part", ""))
    waits = with_registers(shown.waits, request.by)
    may_report = request.by.may(Permission.TASK_REPORT)
    context = {
        "desk": shown,
        "strip": _strip(shown, waits),
        "to_report": _to_report(shown) if may_report else [],
        "waits": waits,
        "first_waits": waits[:FIRST],
        "first_others": shown.others[:FIRST],
        "leads": request.by.may(Permission.PLAN_APPROVE),
        "may_read": request.by.may(Permission.PLAN_READ),
    }
    return render(request, "desk/desk.html", context)


@page(Permission.SIGNED_IN)
def waiting(request: PageRequest) -> HttpResponse:
    """Everything that waits for me, and everything I wait for."""
    waits, others = waiting_of(request.by)
    waits = with_registers(waits, request.by)
    leads = request.by.may(Permission.PLAN_APPROVE)
    return render(request, "desk/waiting.html", {"waits": waits, "others": others, "leads": leads})


def _strip(shown: Any, waits: list[Wait]) -> list[dict[str, Any]]:
    """The counts at the top, each leading to its rows."""
    counted = []
    for term, label, light in (
        ("late", _("逾期"), "overdue"),
        ("today", _("今天到期"), ""),
        ("week", _("7天内到期"), ""),
    ):
        count = sum(part.count(term) for part in shown.owed)
        entry = {"label": label, "value": count, "unit": _("项"), "href": _rows_of(shown, term)}
        counted.append(entry | {"light": light if count else ""})
    lists = ((_("等我办理"), waits, "waiting"), (_("等别人"), shown.others, "others"))
    return counted + [
        {"label": label, "value": len(found), "unit": _("件"), "href": f"{reverse('desk-waiting')}#{place}"}
        for label, found, place in lists
    ]


def _rows_of(shown: Any, term: str) -> str:
    """The place of the first of these rows: in the part that is shown, else in the first part that has some."""
    having = next((part for part in (shown.part, *shown.owed) if part in shown.owed and part.count(term)), None)
    if having is None or having.watched:
        return "#mine"
    return f"#g-{term}" if having is shown.part else f"{reverse('desk')}?part={having.key}#g-{term}"


def _to_report(shown: Any) -> list[Any]:
    """The lines that the button 报进展 offers: what this post or its unit reports on, the most urgent first."""
    lines = [line for part in shown.parts if part.answers for line in part.lines]
    return lines[:12]
