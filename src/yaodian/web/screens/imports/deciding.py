"""Going on with an import: headings, rules, decisions by hand, reading again, confirming, cancelling, undoing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from yaodian.apps.ledgers.imports import services
from yaodian.apps.ledgers.imports.selectors import Import
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.imports.fetching import import_or_404
from yaodian.web.screens.imports.forms import MappingForm

DECISIONS = {"ours": True, "theirs": False, "rule": None}


@page(Permission.LEDGER_FILL, methods="GET POST")
def mapping(request: PageRequest, import_id: int) -> HttpResponse:
    """Say which column each heading is; asked by itself where headings are unknown, and open until the writing."""
    run = import_or_404(request, import_id)
    register = register_named(run.register)
    form = MappingForm(register, run, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_mapping(run=run, mapping=form.mapping(), by=request.by)
            return redirect("import", run.pk)
        except BadInput as refused:
            form.refuse(refused.fields)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/mapping.html", {"run": run, "register": register, "form": form}, status=status)


@page(Permission.LEDGER_FILL, methods="POST")
def rules(request: PageRequest, import_id: int) -> HttpResponse:
    """Decide by column whose value counts where both have one."""
    run = import_or_404(request, import_id)
    services.rule_columns(run=run, ours=request.POST.getlist("ours"), by=request.by)
    messages.success(request, "已按列定好取舍，写入时照办。")
    return redirect(f"{reverse('import', args=[run.pk])}#columns")


@page(Permission.LEDGER_FILL, methods="POST")
def decide_row(request: PageRequest, import_id: int) -> HttpResponse:
    """Decide one row or cell by hand, and back to the list."""
    run = import_or_404(request, import_id)
    row, column, choice = request.POST.get("row", ""), request.POST.get("column", ""), request.POST.get("choice", "")
    if not row.isdigit() or choice not in DECISIONS:
        raise BadInput("请在列表中选择。")
    services.decide(run=run, row=int(row), column=column, ours=DECISIONS[choice], by=request.by)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("import", args=[run.pk])
    return redirect(f"{back}#row-{row}")


@page(Permission.LEDGER_FILL, methods="POST")
def again(request: PageRequest, import_id: int) -> HttpResponse:
    """Read and compare the kept file anew."""
    run = import_or_404(request, import_id)
    services.read_again(run=run, by=request.by)
    return redirect("import", run.pk)


@page(Permission.LEDGER_FILL, methods="POST")
def confirm(request: PageRequest, import_id: int) -> HttpResponse:
    """Write all that was shown."""
    run = import_or_404(request, import_id)
    services.confirm_import(run=run, drop_gone=request.POST.get("drop_gone") == "on", by=request.by)
    return redirect("import", run.pk)


@page(Permission.LEDGER_FILL, methods="POST")
def cancel(request: PageRequest, import_id: int) -> HttpResponse:
    """Give the import up."""
    run = import_or_404(request, import_id)
    services.cancel_import(run=run, by=request.by)
    messages.info(request, "已取消，什么也没有写入。")
    return redirect("import", run.pk)


@page(Permission.LEDGER_FILL, methods="GET POST")
def undo(request: PageRequest, import_id: int) -> HttpResponse:
    """Say what an undo does; then do it."""
    run = import_or_404(request, import_id)
    if request.method == "POST":
        services.undo_import(run=run, by=request.by)
        return redirect("import", run.pk)
    open_to_undo = run.state == Import.State.DONE
    return render(
        request, "imports/undo.html", {"run": run, "register": register_named(run.register), "open": open_to_undo}
    )
