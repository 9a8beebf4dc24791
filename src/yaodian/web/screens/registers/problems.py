"""Data problems of a register within reach; explaining a warning; going through the checks now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yaodian.apps.ledgers import problems as found
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.checking.sweep import explain_failed, start_sweep
from yaodian.apps.ledgers.doubles.finding import rules_of
from yaodian.apps.ledgers.overview import failing_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404

A_PAGE = 50


@page(Permission.LEDGER_READ)
def problems(request: PageRequest, register_key: str) -> HttpResponse:
    """By check, by unit, and the rows."""
    register = register_or_404(request, register_key)
    wanted = found.asked_from(request.GET, register)
    shown = Paginator(found.asked(register, wanted, request.by), A_PAGE).get_page(request.GET.get("page"))
    failing = failing_of(register, request.by)
    context = {
        "register": register,
        "wanted": wanted,
        "page": shown,
        "problems": found.shown(register, list(shown), request.by),
        "by_check": found.by_check(register, wanted, request.by),
        "by_unit": found.by_unit(register, wanted, request.by),
        "failing": failing,
        "tabs_": [
            ("", failing.errors + failing.warnings),
            ("error", failing.errors),
            ("warning", failing.warnings),
            (found.EXPLAINED, failing.explained),
        ],
        "swept": found.swept(register),
        "may_fill": may(request.by, Action.FILL, register),
        "doubles": bool(rules_of(register)) and may(request.by, Action.FILL, register),
    }
    return render(request, "registers/problems.html", context)


@page(Permission.LEDGER_FILL, methods="POST")
def explain(request: PageRequest, register_key: str, failed_id: int) -> HttpResponse:
    """Say why a row that a warning points at is right all the same."""
    register = register_or_404(request, register_key, Action.FILL)
    failed = found.failed_for(register, failed_id, request.by)
    if failed is None:
        raise Http404
    try:
        explain_failed(failed=failed, explanation=request.POST.get("explanation", ""), by=request.by)
        messages.success(request, _("说明已记下。"))
    except BadInput as wrong:
        messages.error(request, str(wrong))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, None) and back.startswith("/"):
        return redirect(back)
    return redirect("register-row", register.key, failed.row)


@page(Permission.LEDGER_READ, methods="POST")
def sweep(request: PageRequest, register_key: str) -> HttpResponse:
    """Go through the register's checks now, in the background."""
    register = register_or_404(request, register_key)
    return redirect("job", start_sweep(register=register, by=request.by).pk)
