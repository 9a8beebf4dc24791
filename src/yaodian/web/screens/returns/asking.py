"""The office makes a form: upload of a sheet, columns and units, what Yaodian holds already, sending."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yaodian.apps.ledgers.returns import asking as service
from yaodian.apps.ledgers.returns.access import require_managing
from yaodian.apps.ledgers.returns.held import held_for
from yaodian.apps.ledgers.returns.kinds import KINDS
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import units_for
from yaodian.kernel.errors import BadInput, DocumentError, NotNow
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.returns.columns_form import details_typed, rows_shown, wanted_typed
from yaodian.web.screens.returns.fetching import return_at

MEGABYTES = 5


@page(Permission.RETURN_ASK, methods="GET POST")
def new(request: PageRequest) -> HttpResponse:
    """Upload the sheet whose headings become the form."""
    says = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is None:
            says = "请选择一个表格文件。"
        elif sent.size > MEGABYTES * 1024 * 1024:
            says = f"文件超过{MEGABYTES}兆。请只留表头和几行例子。"
        else:
            try:
                asked = service.draft_return(name=sent.name, content=sent.read(), by=request.by)
                return redirect("return-edit", asked.pk)
            except (BadInput, DocumentError) as error:
                says = str(error)
    return render(request, "returns/new.html", {"error": says}, status=422 if says else 200)


@page(Permission.RETURN_ASK, methods="GET POST")
def edit(request: PageRequest, return_id: int) -> HttpResponse:
    """Change a draft, and see what Yaodian holds already; save, or send at once."""
    asked = return_at(request, return_id)
    require_managing(request.by, asked)
    if asked.state != "draft":
        raise NotNow("已经发出，不能再改。要改请复制一份。")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            details, wanted = details_typed(request.POST), wanted_typed(request.POST)
            asked = service.change_return(asked=asked, details=details, columns=wanted, by=request.by)
            if request.POST.get("act") == "send":
                return _sent(request, asked)
            if request.POST.get("act") != "more":
                messages.success(request, _("已保存。"))
            more = "?more=1" if request.POST.get("act") == "more" else ""
            return redirect(f"{request.path}{more}")
        except BadInput as error:
            errors = error.fields
    return render(request, "returns/edit.html", _context(request, asked, errors), status=422 if errors else 200)


@page(Permission.RETURN_ASK, methods="POST")
def send(request: PageRequest, return_id: int) -> HttpResponse:
    """Send a draft as it was saved."""
    asked = return_at(request, return_id)
    try:
        return _sent(request, asked)
    except BadInput as error:
        return render(request, "returns/edit.html", _context(request, asked, error.fields), status=422)


def _sent(request: PageRequest, asked: Any) -> HttpResponse:
    asked = service.send_return(asked=asked, by=request.by)
    count = asked.units.count()
    messages.success(request, ngettext("已发给%(n)s个单位", "已发给%(n)s个单位", count) % {"n": count})
    return redirect("return", asked.pk)


@page(Permission.RETURN_ASK, methods="POST")
def discard(request: PageRequest, return_id: int) -> HttpResponse:
    """Throw a draft away."""
    service.discard_return(asked=return_at(request, return_id), by=request.by)
    messages.success(request, _("草稿已删除。"))
    return redirect("returns")


def _context(request: PageRequest, asked: Any, errors: dict[str, str]) -> dict[str, Any]:
    """What is stored or, where it was refused, what was typed."""
    typed = request.POST if errors and "title" in request.POST else None
    rows = rows_shown(asked, typed, errors, more=bool(request.GET.get("more")))
    many = typed.get("many") == "yes" if typed else asked.many
    titles = [row.title for row in rows if row.title]
    held = dict(zip(titles, held_for(titles, many=many), strict=True))
    for row in rows:
        row.held = held.get(row.title)
    units = [unit for unit in units_for(request.by) if unit.kind in service.ASKED_KINDS]
    whom = details_typed(typed) if typed else None
    chosen = {"kinds": whom.kinds, "townships": whom.townships, "units": whom.units} if whom else asked.whom
    return {
        "asked": asked,
        "rows": rows,
        "errors": errors,
        "typed": typed,
        "title": typed.get("title", "") if typed else asked.title,
        "says": typed.get("says", "") if typed else asked.says,
        "due": typed.get("due", "") if typed else asked.due.isoformat() if asked.due else "",
        "many": many,
        "kinds": list(KINDS.items()),
        "unit_kinds": [(kind.value, kind.label, kind.value in chosen.get("kinds", ())) for kind in service.ASKED_KINDS],
        "townships": [(unit, unit.pk in chosen.get("townships", ())) for unit in units if unit.kind == "township"],
        "units": [(unit, unit.pk in chosen.get("units", ())) for unit in units],
        "picked": len(chosen.get("units", ())),
        "known": [row for row in rows if row.held],
        "would_ask": len(service.units_asked(asked)),
        "width": len(titles),
    }
