"""What the office does on the board: open a period, chase, approve or return several."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.filings.board import filings_for, lines_of
from yaodian.apps.ledgers.filings.chasing import chase_filings
from yaodian.apps.ledgers.filings.deciding import decide_filings
from yaodian.apps.ledgers.filings.opening import current_period, open_filings
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.filings.fetching import period_at, register_at


@page(Permission.LEDGER_APPROVE, methods="POST")
def open_period(request: PageRequest, register_key: str) -> HttpResponse:
    """Open the period that is due next, for all units that have no filing of it."""
    register = register_at(request, register_key)
    opened = open_filings(register=register, period=current_period(register), by=request.by)
    says = ngettext("已通知%(n)s个单位上报", "已通知%(n)s个单位上报", opened) % {"n": opened}
    messages.success(request, says)
    return redirect("filing-board", register.key)


@page(Permission.LEDGER_APPROVE, methods="POST")
def act(request: PageRequest, register_key: str) -> HttpResponse:
    """Chase, approve or return what was ticked, or chase all that are late."""
    register = register_at(request, register_key)
    require_for(request.by, Action.APPROVE, register)
    period, _periods = period_at(request, register)
    wanted = request.POST.get("act", "")
    if wanted == "chase-late":
        late = [line.filing for line in lines_of(register, period, request.by) if line.stands == "late"]
        chased = chase_filings(filings=late, by=request.by)
    elif wanted == "chase":
        chased = chase_filings(filings=_ticked(request, register), by=request.by)
    else:
        return _decide(request, register, period.key, approve=wanted == "approve")
    if chased:
        says = ngettext("已催报%(n)s个单位", "已催报%(n)s个单位", chased) % {"n": chased}
        messages.success(request, says)
    else:
        messages.info(request, _("没有要催的：都报了，或今天已经催过。"))
    return _back(request, register, period.key)


def _decide(request: PageRequest, register: Register, period: str, *, approve: bool) -> HttpResponse:
    reason = request.POST.get("reason", "")
    decided = decide_filings(filings=_ticked(request, register), approve=approve, reason=reason, by=request.by)
    if not decided:
        messages.info(request, _("勾选的单位里没有已报待审的，什么也没有改。"))
    elif approve:
        says = ngettext("已审定%(n)s个单位的上报", "已审定%(n)s个单位的上报", decided)
        messages.success(request, says % {"n": decided})
    else:
        says = ngettext("已退回%(n)s个单位的上报", "已退回%(n)s个单位的上报", decided)
        messages.success(request, says % {"n": decided})
    return _back(request, register, period)


def _ticked(request: PageRequest, register: Register) -> list[Any]:
    numbers = [int(text) for text in request.POST.getlist("filing") if text.isascii() and text.isdigit()]
    if not numbers:
        raise BadInput("还没有勾选单位。请勾选后再办。")
    return list(filings_for(request.by).filter(register=register.key, pk__in=numbers))


def _back(request: PageRequest, register: Register, period: str) -> HttpResponse:
    query = {"period": period, "state": request.POST.get("state", "")}
    words = urlencode({name: value for name, value in query.items() if value})
    return redirect(f"{reverse('filing-board', args=[register.key])}?{words}")
