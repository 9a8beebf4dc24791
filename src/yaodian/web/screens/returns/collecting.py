"""The office's page of a return that was sent: progress, chasing, more time, closing, the merged sheet, a copy."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yaodian.apps.ledgers.returns import asking as services
from yaodian.apps.ledgers.returns import collecting as selectors
from yaodian.apps.ledgers.returns.access import manages, reads_rows
from yaodian.apps.ledgers.returns.chasing import chase_return
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import day_said
from yaodian.web.downloads import download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.returns.fetching import return_at, unit_at


@page(Permission.LEDGER_READ)
def one(request: PageRequest, return_id: int) -> HttpResponse:
    """Progress of a return; a draft leads to its form, a unit's own part to where it is filled in."""
    asked = return_at(request, return_id)
    if asked.state == "draft":
        return redirect("return-edit", asked.pk)
    own = asked.units.filter(unit=request.by.post.unit).first()
    if own is not None and not asked.units.filter(request.by.within("unit__path")).exclude(pk=own.pk).exists():
        return redirect("return-unit", asked.pk, own.unit_id)
    return _shown(request, asked)


def _shown(request: PageRequest, asked: Any, errors: dict[str, str] | None = None) -> HttpResponse:
    lines = selectors.lines_of(asked, request.by)
    counts = selectors.counts_of(lines)
    state = request.GET.get("state", "")
    state = state if state in selectors.STANDS else ""
    at = reverse("return", args=[asked.pk])
    strip = [
        {
            "label": selectors.WORDS[stands],
            "value": counts[stands],
            "unit": _("个单位"),
            "href": f"{at}?state={stands}",
            "light": selectors.LIGHTS[stands] if counts[stands] else "",
        }
        for stands in selectors.STANDS
    ]
    context = {
        "asked": asked,
        "columns": list(asked.columns.all()),
        "lines": [line for line in lines if not state or line.stands == state],
        "all": len(lines),
        "handed_in": counts["submitted"],
        "bar": {selectors.LIGHTS[stands]: count for stands, count in counts.items()},
        "strip": strip,
        "state": state,
        "state_word": selectors.WORDS.get(state, ""),
        "waiting": len(lines) - counts["submitted"],
        "manages": manages(request.by, asked),
        "reads": reads_rows(request.by, asked, asked.office),
        "errors": errors or {},
    }
    return render(request, "returns/return.html", context, status=422 if errors else 200)


@page(Permission.RETURN_ASK, methods="POST")
def chase(request: PageRequest, return_id: int) -> HttpResponse:
    """Remind the ticked units, or all that have not handed in."""
    asked = return_at(request, return_id)
    numbers = [int(text) for text in request.POST.getlist("unit") if text.isascii() and text.isdigit()]
    ticked = None if request.POST.get("act") == "all" else numbers
    chased = chase_return(asked=asked, units=ticked, by=request.by)
    if chased:
        messages.success(request, ngettext("已催报%(n)s个单位", "已催报%(n)s个单位", chased) % {"n": chased})
    else:
        messages.info(request, _("没有要催的：都报了，或今天已经催过，或没有勾选。"))
    return redirect("return", asked.pk)


@page(Permission.RETURN_ASK, methods="POST")
def close(request: PageRequest, return_id: int) -> HttpResponse:
    """Close it."""
    services.close_return(asked=return_at(request, return_id), by=request.by)
    messages.success(request, _("填报已结束，学校不能再填。"))
    return redirect("return", return_id)


@page(Permission.RETURN_ASK, methods="POST")
def due(request: PageRequest, return_id: int) -> HttpResponse:
    """More time, or open again what was closed."""
    asked = return_at(request, return_id)
    turn = services.reopen_return if asked.state == "closed" else services.postpone_return
    try:
        turn(asked=asked, due=day_said(request.POST.get("due", "")), by=request.by)
    except BadInput as error:
        return _shown(request, asked, error.fields)
    messages.success(request, _("时限已改，还没报的单位会收到消息。"))
    return redirect("return", asked.pk)


@page(Permission.RETURN_ASK, methods="POST")
def copy(request: PageRequest, return_id: int) -> HttpResponse:
    """A new draft for the next time."""
    copied = services.copy_return(asked=return_at(request, return_id), by=request.by)
    messages.success(request, _("已复制，核对后发出。"))
    return redirect("return-edit", copied.pk)


@page(Permission.LEDGER_READ)
def merged(request: PageRequest, return_id: int) -> HttpResponse:
    """All rows in one sheet."""
    asked = return_at(request, return_id)
    content = selectors.merged_sheet(asked=asked, sums=request.GET.get("sums") == "1", by=request.by)
    return download(content, _("%(title)s汇总.xlsx") % {"title": asked.title})


@page(Permission.RETURN_ASK, methods="POST")
def send_back(request: PageRequest, return_id: int, unit_id: int) -> HttpResponse:
    """Return what a unit handed in, with a reason."""
    asked = unit_at(request, return_id, unit_id)
    selectors.send_back(asked=asked, reason=request.POST.get("reason", ""), by=request.by)
    messages.success(request, _("已退回，学校会收到消息。"))
    return redirect("return", return_id)
