"""A unit's part of a return: seen, filled in online, as a sheet down and up, taken back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yaodian.apps.ledgers.lists.masking import masked
from yaodian.apps.ledgers.returns import filling as services
from yaodian.apps.ledgers.returns.access import fills, manages, reads_rows, require_filling
from yaodian.apps.ledgers.returns.collecting import line_of
from yaodian.apps.ledgers.returns.kinds import Kept, kept_columns
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, DocumentError, NotAllowed
from yaodian.web.downloads import download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.returns.fetching import unit_at

ONLINE = 100  # rows that a page shows as fields; more are filled in a sheet
SEEN = 200  # rows that a page shows as text
FURTHER = 5  # empty rows at the end
MEGABYTES = 20


@page(Permission.LEDGER_READ)
def unit(request: PageRequest, return_id: int, unit_id: int) -> HttpResponse:
    """What a unit handed in; who fills in and still may goes to the form."""
    part = unit_at(request, return_id, unit_id)
    own = fills(request.by, part.unit)
    if own and part.state != "submitted" and part.asked.state == "open":
        return redirect("return-fill", return_id, unit_id)
    if not own and not reads_rows(request.by, part.asked, part.unit):
        raise NotAllowed(f"《{part.asked.title}》填了什么，由发表的{part.asked.office.short_name}和本单位看。")
    columns = kept_columns(list(part.asked.columns.all()))
    rows = part.rows[:SEEN] if own or part.state == "submitted" else []
    context = {
        "asked": part.asked,
        "part": part,
        "line": line_of(part),
        "titles": [_heading(column) for column in columns],
        "rows": [[_text(column, value, whole=own) for column, value in zip(columns, row, strict=True)] for row in rows],
        "more": max(len(part.rows) - SEEN, 0),
        "may_withdraw": own and part.state == "submitted" and part.asked.state == "open",
        "may_return": manages(request.by, part.asked) and part.state == "submitted" and part.asked.state == "open",
    }
    return render(request, "returns/unit.html", context)


def _heading(column: Kept) -> str:
    unit = "元" if column.kind == "money" else column.unit
    return f"{column.title}（{unit}）" if unit else column.title


def _text(column: Kept, value: Any, *, whole: bool) -> str:
    """A value as text; numbers of people are masked but for the unit that typed them."""
    text = column.text(value)
    return masked(column.column, text) if text and column.column.sensitive and not whole else text


@page(Permission.LEDGER_FILL, methods="GET POST")
def fill(request: PageRequest, return_id: int, unit_id: int) -> HttpResponse:
    """The form: one row, or a table of rows. Keeping leaves it open, handing in needs what is required."""
    part = unit_at(request, return_id, unit_id)
    require_filling(request.by, part)
    columns = kept_columns(list(part.asked.columns.all()))
    if request.method != "POST":
        rows = services.begin_with(part)
        return _form(request, part, columns, [_typed_of(columns, row) for row in rows])
    typed = _typed(request, len(columns), many=part.asked.many)
    if request.POST.get("act") == "more":
        return _form(request, part, columns, typed, further=FURTHER * 4)
    entry = services.read_typed(columns, typed)
    if entry.wrong:
        wrong = {f"r{row}-c{place}": says for (row, place), says in entry.wrong.items()}
        return _form(request, part, columns, [row for row in typed if any(map(str.strip, row))], wrong=wrong)
    try:
        if request.POST.get("act") == "hand-in":
            says, none = request.POST.get("says", ""), request.POST.get("none") == "on"
            services.hand_in(asked=part, rows=entry.rows, says=says, none=none, by=request.by)
            messages.success(request, _("已报出。"))
            return redirect("return-unit", return_id, unit_id)
        services.save_rows(asked=part, rows=entry.rows, by=request.by)
    except BadInput as error:
        return _form(request, part, columns, [row for row in typed if any(map(str.strip, row))], wrong=error.fields)
    messages.success(request, _("已保存，还没有报出。"))
    return redirect("return-fill", return_id, unit_id)


def _typed_of(columns: Sequence[Kept], row: Sequence[Any]) -> list[str]:
    return [column.typed(value) for column, value in zip(columns, row, strict=True)]


def _typed(request: PageRequest, width: int, *, many: bool) -> list[list[str]]:
    """What was typed, row by row."""
    count = request.POST.get("rows", "1")
    height = min(int(count), ONLINE + FURTHER * 10) if count.isascii() and count.isdigit() and many else 1
    return [[request.POST.get(f"r{row}-c{place}", "") for place in range(width)] for row in range(height)]


def _form(
    request: PageRequest,
    part: Any,
    columns: Sequence[Kept],
    typed: list[list[str]],
    *,
    wrong: dict[str, str] | None = None,
    further: int = FURTHER,
) -> HttpResponse:
    wrong = wrong or {}
    online = len(typed) <= ONLINE
    blank = [""] * len(columns)
    rows = [row for row in typed if any(map(str.strip, row))]
    rows = [*rows, *([blank] * further)] if part.asked.many else [*rows, blank][:1]
    fields = [
        [
            {"name": f"r{at}-c{place}", "value": text, "column": column, "says": wrong.get(f"r{at}-c{place}", "")}
            for place, (column, text) in enumerate(zip(columns, row, strict=True))
        ]
        for at, row in enumerate(rows)
    ]
    context = {
        "asked": part.asked,
        "part": part,
        "line": line_of(part),
        "titles": [_heading(column) for column in columns],
        "columns": columns,
        "rows": fields if online else [],
        "count": len(typed),
        "online": online,
        "offered": 0 if part.saved_at or request.method == "POST" else sum(1 for row in typed for text in row if text),
        "wrong": wrong,
        "wrong_cells": sum(name.startswith("r") and "-c" in name for name in wrong),
    }
    return render(request, "returns/fill.html", context, status=422 if wrong else 200)


@page(Permission.LEDGER_FILL, methods="POST")
def upload(request: PageRequest, return_id: int, unit_id: int) -> HttpResponse:
    """A sheet in place of typing: every wrong cell is listed, or all of it is kept."""
    part = unit_at(request, return_id, unit_id)
    require_filling(request.by, part)
    sent = request.FILES.get("file")
    wrong: Any = []
    try:
        if sent is None:
            raise BadInput("请选择填好的表格文件。")
        if sent.size > MEGABYTES * 1024 * 1024:
            raise BadInput(f"文件超过{MEGABYTES}兆。请删去图片后再传。")
        rows = services.read_sheet(part.asked, sent.name, sent.read())
        services.save_rows(asked=part, rows=rows, by=request.by)
    except (BadInput, DocumentError) as error:
        wrong = getattr(error, "wrong", [])
        context = {"asked": part.asked, "part": part, "says": str(error), "wrong": wrong}
        return render(request, "returns/wrong_sheet.html", context, status=422)
    says = ngettext("读到%(n)s行，已保存。核对后请报出。", "读到%(n)s行，已保存。核对后请报出。", len(rows)) % {
        "n": len(rows)
    }
    messages.success(request, says)
    return redirect("return-fill", return_id, unit_id)


@page(Permission.LEDGER_FILL)
def sheet_to_fill(request: PageRequest, return_id: int, unit_id: int) -> HttpResponse:
    """The form as a sheet, with what is filled in already."""
    part = unit_at(request, return_id, unit_id)
    require_filling(request.by, part)
    return download(services.sheet_to_fill(part), f"{part.asked.title}.xlsx")


@page(Permission.LEDGER_FILL, methods="POST")
def withdraw(request: PageRequest, return_id: int, unit_id: int) -> HttpResponse:
    """Take back what was handed in."""
    services.take_back(asked=unit_at(request, return_id, unit_id), by=request.by)
    messages.success(request, _("已撤回，改好后请再报出。"))
    return redirect("return-fill", return_id, unit_id)
