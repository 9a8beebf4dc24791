"""Seeing a row's sensitive values for a purpose, and who saw them (谁看过)."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from yaodian.apps.audit.clock import now
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.detail import groups, label_of
from yaodian.apps.ledgers.rows import reference_of
from yaodian.apps.ledgers.unmasking import PURPOSES, may_see_who, purpose_of, sensitive_columns
from yaodian.apps.ledgers.unmasking import seen as who_saw
from yaodian.apps.ledgers.unmasking import unmask as log_unmasking
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404, row_or_404

SESSION = "unmasked"  # rows whose values the person has unmasked, and when: references, never values
OPEN_FOR = timedelta(minutes=15)


@page(Permission.LEDGER_UNMASK, methods="POST")
@never_cache
def unmask(request: PageRequest, register_key: str, row_id: int) -> HttpResponse:
    """Show the row's sensitive values for the purpose that is sent; the page is not kept by anybody."""
    register = register_or_404(request, register_key, Action.UNMASK)
    row = row_or_404(request, register, row_id, Action.UNMASK)
    chosen, words = request.POST.get("purpose", ""), request.POST.get("words", "")
    context: dict[str, Any] = {"register": register, "row": row, "label": label_of(register, row, request.by)}
    try:
        purpose = purpose_of(chosen, words)
    except BadInput as wrong:
        context |= {"wrong": wrong.fields, "purposes": PURPOSES, "chosen": chosen, "words": words}
        return _kept_by_nobody(render(request, "registers/unmask.html", context, status=422))
    columns = log_unmasking(register=register, row=row, purpose=purpose, by=request.by)
    _remember(request, register, row)
    shown = groups(register, row, request.by, unmasked=[column.key for column in columns])
    context |= {"purpose": purpose, "groups": shown}
    return _kept_by_nobody(render(request, "registers/unmasked.html", context))


@page(Permission.LEDGER_READ)
def seen(request: PageRequest, register_key: str, row_id: int) -> HttpResponse:
    """Who saw this row's sensitive values, when and what for."""
    register = register_or_404(request, register_key)
    row = row_or_404(request, register, row_id)
    if not may_see_who(request.by):
        raise NotAllowed("谁看过由本单位负责人、主管科室和有日志权限的岗位查看。需要时请找本单位负责人。")
    context = {
        "register": register,
        "row": row,
        "label": label_of(register, row, request.by),
        "columns": sensitive_columns(register),
        "events": who_saw(register, row),
    }
    return render(request, "registers/seen.html", context)


def _remember(request: PageRequest, register: Register, row: Any) -> None:
    held = {key: at for key, at in request.session.get(SESSION, {}).items() if _is_open(at)}
    request.session[SESSION] = {**held, reference_of(register, row.pk): now().isoformat()}


def is_unmasked(request: PageRequest, register: Register, row: Any) -> bool:
    """Whether the person has unmasked this row a short while ago, so that its form may show the values."""
    at = request.session.get(SESSION, {}).get(reference_of(register, row.pk))
    return bool(at) and _is_open(at) and may(request.by, Action.UNMASK, register)  # another post may not


def _is_open(at: str) -> bool:
    return now() - datetime.fromisoformat(at) < OPEN_FOR


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
