"""Likely doubles of a register: two rows side by side, told apart or merged; merges, and undoing one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yaodian.apps.ledgers.access import Action, scope
from yaodian.apps.ledgers.doubles.deciding import merge_rows, tell_apart, undo_merge
from yaodian.apps.ledgers.doubles.finding import MOST, Pair, likely_doubles, merges_of, rules_of
from yaodian.apps.ledgers.lists.shown import cells_of, heading
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404

MERGES_SHOWN = 20


@page(Permission.LEDGER_FILL)
def doubles(request: PageRequest, register_key: str) -> HttpResponse:
    """The pairs that nobody has decided about yet, and the last merges."""
    register = register_or_404(request, register_key, Action.FILL)
    pairs = likely_doubles(register, request.by)
    context = {
        "register": register,
        "about_people": bool(rules_of(register)),
        "pairs": _shown(register, pairs, request),
        "most": MOST if len(pairs) == MOST else 0,
        "merged": merges_of(register, request.by)[:MERGES_SHOWN],
    }
    response = render(request, "registers/doubles.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _shown(register: Register, pairs: list[Pair], request: PageRequest) -> list[dict[str, Any]]:
    """Each pair with its two rows' listed columns, sensitive ones masked."""
    columns = [column for column in register.columns if column.listed or column.key == register.owner]
    numbers = {number for pair in pairs for number in (pair.one, pair.other)}
    rows = list(
        scope(register, request.by, Action.FILL).filter(pk__in=numbers).values("pk", *map(stored_name, columns))
    )
    cells = dict(zip((row["pk"] for row in rows), cells_of(columns, rows, request.by), strict=True))
    return [
        {"pair": pair, "lines": list(zip(map(heading, columns), cells[pair.one], cells[pair.other], strict=True))}
        for pair in pairs
        if pair.one in cells and pair.other in cells
    ]


@page(Permission.LEDGER_FILL, methods="POST")
def decide(request: PageRequest, register_key: str) -> HttpResponse:
    """Merge the two rows into the one that is kept, or say that they are two."""
    register = register_or_404(request, register_key, Action.FILL)
    one, other, act = _number(request, "one"), _number(request, "other"), request.POST.get("act", "")
    try:
        if act == "apart":
            tell_apart(register=register, one=one, other=other, by=request.by)
            messages.success(request, _("已记下：不是同一个人，不再列出。"))
        else:
            kept, gone = (other, one) if act == "keep-other" else (one, other)
            reason = request.POST.get("reason", "")
            merge_rows(register=register, kept=kept, other=gone, reason=reason, by=request.by)
            messages.success(request, _("已合并，下面可以撤销。"))
    except (BadInput, NotNow) as wrong:
        messages.error(request, str(wrong))
    return redirect("register-doubles", register.key)


@page(Permission.LEDGER_FILL, methods="POST")
def undo(request: PageRequest, register_key: str, double_id: int) -> HttpResponse:
    """Undo a merge."""
    register = register_or_404(request, register_key, Action.FILL)
    found = merges_of(register, request.by).filter(pk=double_id).first()
    if found is None:
        raise Http404
    try:
        left = undo_merge(double=found, by=request.by)
    except NotNow as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, _("合并已撤销。"))
        if left:
            says = ngettext("有%(n)s行合并以后又改过，没有改回。", "有%(n)s行合并以后又改过，没有改回。", left)
            messages.info(request, says % {"n": left})
    return redirect("register-doubles", register.key)


def _number(request: PageRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
