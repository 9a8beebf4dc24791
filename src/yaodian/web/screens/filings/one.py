"""The page of one filing, and what its unit and its office do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.filings import deciding, handing_in
from yaodian.apps.ledgers.filings.board import filings_for
from yaodian.apps.ledgers.filings.comparing import compare
from yaodian.apps.ledgers.filings.handing_in import OPEN
from yaodian.apps.ledgers.filings.works import start_submitting, takes_long
from yaodian.apps.ledgers.lists.shown import cells_of, heading
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import Period
from yaodian.registers.register import Kind
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.filings.fetching import filing_at

A_PAGE = 50


@page(Permission.LEDGER_READ)
def filing(request: PageRequest, filing_id: int) -> HttpResponse:
    """What is in it, what is still to be mended, what happened, what differs from the one before."""
    return _shown(request, filing_at(request, filing_id))


@page(Permission.LEDGER_FILL, methods="POST")
def submit(request: PageRequest, filing_id: int) -> HttpResponse:
    """Hand in, with a note; a filing of nothing says so. Where many rows have to be checked first, in the background."""
    says, empty = request.POST.get("says", ""), request.POST.get("empty") == "on"
    if takes_long(found := filing_at(request, filing_id)):
        return redirect("job", start_submitting(filing=found, says=says, empty=empty, by=request.by).pk)
    return _done(request, filing_id, handing_in.submit_filing, _("已报出，等待审定。"), says=says, empty=empty)


@page(Permission.LEDGER_FILL, methods="POST")
def withdraw(request: PageRequest, filing_id: int) -> HttpResponse:
    """Take back before it is decided."""
    return _done(request, filing_id, handing_in.withdraw_filing, _("已撤回，改好后请再报出。"))


@page(Permission.LEDGER_APPROVE, methods="POST")
def approve(request: PageRequest, filing_id: int) -> HttpResponse:
    """Approve."""
    return _done(request, filing_id, deciding.approve_filing, _("已审定。"))


@page(Permission.LEDGER_APPROVE, methods="POST")
def send_back(request: PageRequest, filing_id: int) -> HttpResponse:
    """Return with a reason."""
    reason = request.POST.get("reason", "")
    return _done(request, filing_id, deciding.return_filing, _("已退回，学校会收到消息。"), reason=reason)


@page(Permission.LEDGER_FILL, methods="POST")
def amend(request: PageRequest, filing_id: int) -> HttpResponse:
    """Open an amendment of an approved filing."""
    reason = request.POST.get("reason", "")
    return _done(request, filing_id, deciding.amend_filing, _("补报已打开，改好数据后请报出。"), reason=reason)


@page(Permission.LEDGER_FILL, methods="POST")
def cancel(request: PageRequest, filing_id: int) -> HttpResponse:
    """Take back an amendment."""
    return _done(request, filing_id, deciding.cancel_amendment, _("补报已取消，审定的数据照旧。"))


def _done(
    request: PageRequest, filing_id: int, service: Callable[..., Any], told: str, /, **typed: Any
) -> HttpResponse:
    """Call a service; on to the filing it gives, or back to the page with what was wrong and what was typed."""
    found = filing_at(request, filing_id)
    try:
        after = service(filing=found, by=request.by, **typed)
    except BadInput as error:
        return _shown(request, found, errors=error.fields, typed=typed)
    messages.success(request, told)
    return redirect("filing", after.pk)


def _shown(
    request: PageRequest, found: Any, *, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None
) -> HttpResponse:
    register, by = register_named(found.register), request.by
    is_open = found.state in OPEN
    rows = handing_in.rows_filed(register, found).order_by("pk") if is_open else handing_in.filed_rows(found)
    columns = [column for column in register.columns if column.listed and column.key != register.owner]
    shown = Paginator(rows.values("pk", *map(stored_name, columns)), A_PAGE).get_page(request.GET.get("page"))
    all_of_it = filings_for(by).filter(register=found.register, unit=found.unit, period=found.period)
    steps = list(found.steps.order_by("-pk"))
    context = {
        "filing": found,
        "register": register,
        "period": Period.read(found.period),
        "name": handing_in.name_of(found),
        "open": is_open,
        "ready": handing_in.readiness(found) if is_open else None,
        "titles": [heading(column) for column in columns],
        "page": shown,
        "lines": cells_of(columns, list(shown), by),
        "steps": steps,
        "returned": next((step for step in steps if step.state == "returned"), None),
        "others": all_of_it.exclude(pk=found.pk).order_by("number"),
        "compared": compare(found, by),
        "locked": register.kind is Kind.PERIODIC,
        "may_fill": may(by, Action.FILL, register) and by.reaches(found.unit.path),
        "hands_in": handing_in.hands_in(by, register, found),
        "may_approve": may(by, Action.APPROVE, register),
        "may_amend": found.state == "approved" and not all_of_it.filter(number__gt=found.number).exists(),
        "errors": errors or {},
        "typed": typed or {},
    }
    return render(request, "filings/filing.html", context, status=422 if errors else 200)
