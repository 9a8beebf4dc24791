"""Acts on one row that need a reason: correcting its identity, taking it out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.ledgers import rows
from yaodian.apps.ledgers.access import Action
from yaodian.apps.ledgers.detail import label_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404, row_or_404
from yaodian.web.screens.registers.forms import REASON, IdentityForm
from yaodian.web.screens.registers.seeing import is_unmasked


@page(Permission.LEDGER_FILL, methods="GET POST")
def rekey(request: PageRequest, register_key: str, row_id: int) -> HttpResponse:
    """Correct the identity; the old one still finds the row."""
    register = register_or_404(request, register_key, Action.FILL)
    row = row_or_404(request, register, row_id, Action.FILL)
    form = IdentityForm(
        register, request.by, row=row, unmasked=is_unmasked(request, register, row), data=request.POST or None
    )
    if request.method == "POST" and form.is_valid():
        try:
            rows.rekey(
                register=register, row=row, values=form.values(), reason=form.cleaned_data[REASON], by=request.by
            )
        except BadInput as wrong:
            form.refuse({REASON if key == "reason" else key: says for key, says in wrong.fields.items()})
        except NotNow as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("标识已更正，旧的标识仍能找到这一行。"))
            return redirect("register-row", register.key, row.pk)
    items = [form.item(register.by_key[key]) for key in register.identity]
    context = {
        "register": register,
        "row": row,
        "label": label_of(register, row, request.by),
        "form": form,
        "items": items,
        "reason": form[REASON],
    }
    return render(request, "registers/identity.html", context, status=422 if request.method == "POST" else 200)


@page(Permission.LEDGER_FILL, methods="GET POST")
def remove(request: PageRequest, register_key: str, row_id: int) -> HttpResponse:
    """Take the row out, with a reason; its history stays."""
    register = register_or_404(request, register_key, Action.FILL)
    row = row_or_404(request, register, row_id, Action.FILL)
    reason, wrong = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            rows.remove_row(register=register, row=row, reason=reason, by=request.by)
        except BadInput as error:
            wrong = error.fields["reason"]
        except NotNow as error:
            messages.error(request, str(error))
            return redirect("register-row", register.key, row.pk)
        else:
            messages.success(request, _("已删除，历史仍然保留。"))
            return redirect("register-list", register.key)
    context = {
        "register": register,
        "row": row,
        "label": label_of(register, row, request.by),
        "reason": reason,
        "wrong": wrong,
    }
    return render(request, "registers/remove.html", context, status=422 if wrong else 200)
