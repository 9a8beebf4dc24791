"""Adding a row and changing one, by a form."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.access import Action
from yaodian.apps.ledgers.detail import label_of
from yaodian.apps.ledgers.entry import new_warnings
from yaodian.apps.ledgers.offers import keep_uploads
from yaodian.apps.ledgers.rows import add_row, change_row
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.breach import Breach
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404, row_or_404
from yaodian.web.screens.registers.forms import PERIOD, REASON, VERSION, RowForm
from yaodian.web.screens.registers.seeing import is_unmasked

READ = "warnings-read"  # the codes of the warnings that the person has read and saves in spite of


@page(Permission.LEDGER_FILL, methods="GET POST")
def add(request: PageRequest, register_key: str) -> HttpResponse:
    """A new row."""
    register = register_or_404(request, register_key, Action.FILL)
    form = RowForm(register, request.by, data=request.POST or None, files=request.FILES or None)
    warnings: list[Breach] = []
    if request.method == "POST" and form.is_valid():
        row, warnings = _tried(request, form)
        if row is not None:
            messages.success(request, _("已新增。"))
            return redirect("register-row", register.key, row.pk)
    return _page(request, register, form, warnings)


@page(Permission.LEDGER_FILL, methods="GET POST")
def change(request: PageRequest, register_key: str, row_id: int) -> HttpResponse:
    """Change a row's columns, all but its identity and what comes from another system."""
    register = register_or_404(request, register_key, Action.FILL)
    row = row_or_404(request, register, row_id, Action.FILL)
    shown = is_unmasked(request, register, row)
    form = RowForm(
        register, request.by, row=row, unmasked=shown, data=request.POST or None, files=request.FILES or None
    )
    warnings: list[Breach] = []
    if request.method == "POST" and form.is_valid():
        done, warnings = _tried(request, form)
        if done is not None:
            told = _("已保存。") if done else _("没有改动。")
            messages.success(request, told)
            return redirect("register-row", register.key, row.pk)
    return _page(request, register, form, warnings, row=row)


def _page(
    request: PageRequest, register: Register, form: RowForm, warnings: list[Breach], row: Any = None
) -> HttpResponse:
    context = {
        "register": register,
        "form": form,
        "groups": list(form.groups()),
        "reasons": form.reasons(),
        "warnings": warnings,
        "read": READ,
        "row": row,
        "label": label_of(register, row, request.by) if row is not None else "",
        "extra": [form[name] for name in (PERIOD, REASON) if name in form.fields],
    }
    response = render(request, "registers/form.html", context, status=422 if request.method == "POST" else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _tried(request: PageRequest, form: RowForm) -> tuple[Any, list[Breach]]:
    """What was written (a row, or the keys that changed), None where it was not, and the warnings to read first."""
    try:
        with transaction.atomic():
            values = form.values()
            values |= keep_uploads(form.uploads(), values.get(form.register.owner, form.own_unit), request.by)
            warnings = new_warnings(form.register, values, row=form.row)
            read = set(request.POST.getlist(READ))
            if any(breach.code not in read for breach in warnings):
                transaction.set_rollback(True)
                return None, warnings
            return _written(form, values), []
    except BadInput as wrong:
        form.refuse(wrong.fields)
    except NotNow as wrong:
        form.add_error(None, str(wrong))
    return None, []


def _written(form: RowForm, values: dict[str, Any]) -> Any:
    if form.row is None:
        return add_row(register=form.register, values=values, by=form.by, period=form.cleaned_data.get(PERIOD, ""))
    return change_row(
        register=form.register,
        row=form.row,
        values=values,
        by=form.by,
        version=form.cleaned_data[VERSION],
        reason=form.cleaned_data[REASON],
    )
