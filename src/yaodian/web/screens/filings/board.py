"""The board of one register: its units' filings of a period, several periods side by side, and both as a sheet."""

import io

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.filings import board as boards
from yaodian.apps.ledgers.filings.opening import current_period, due_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.registers.register import Register
from yaodian.registers.sheets.writing import SheetColumn, write_rows
from yaodian.web.downloads import download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.filings.fetching import period_at, register_at


@page(Permission.LEDGER_READ)
def board(request: PageRequest, register_key: str) -> HttpResponse:
    """Units as rows, narrowed by where they stand."""
    register = register_at(request, register_key)
    period, periods = period_at(request, register)
    lines = boards.lines_of(register, period, request.by)
    state = request.GET.get("state", "")
    state = state if state in boards.STANDS else ""
    shown = [line for line in lines if not state or line.stands == state]
    sums = boards.sums_of(lines)
    approves = may(request.by, Action.APPROVE, register)
    context = {
        "register": register,
        "period": period,
        "periods": periods,
        "due": lines[0].first.due if lines else due_of(register, period),
        "sums": sums,
        "strip": _strip(register, period.key, sums),
        "state": state,
        "state_word": boards.WORDS.get(state, ""),
        "groups": boards.grouped(shown),
        "shown": len(shown),
        "approves": approves,
        "to_open": _to_open(register, periods) if approves else None,
    }
    return render(request, "filings/board.html", context)


def _strip(register: Register, period: str, sums: boards.Sums) -> list[dict[str, object]]:
    """The counts at the top, each leading to its rows."""
    at = reverse("filing-board", args=[register.key])
    return [
        {
            "label": boards.WORDS[stands],
            "value": sums.counts[stands],
            "unit": _("个单位"),
            "href": f"{at}?period={period}&state={stands}",
            "light": boards.LIGHTS[stands] if sums.counts[stands] else "",
        }
        for stands in boards.STANDS
    ]


def _to_open(register: Register, periods: list[object]) -> object:
    """The period due next where it is not open yet."""
    current = current_period(register)
    return None if current in periods else current


@page(Permission.LEDGER_READ)
def grid(request: PageRequest, register_key: str) -> HttpResponse:
    """Units by periods, a light and a word in each cell."""
    register = register_at(request, register_key)
    periods, rows = boards.grid(register, request.by)
    return render(request, "filings/grid.html", {"register": register, "periods": periods, "rows": rows})


@page(Permission.LEDGER_READ)
def export(request: PageRequest, register_key: str) -> HttpResponse:
    """The board as .xlsx."""
    register = register_at(request, register_key)
    period, _periods = period_at(request, register)
    columns = [
        SheetColumn("上级单位"),
        SheetColumn("单位", width=28),
        SheetColumn("状态"),
        SheetColumn("时限", "date"),
        SheetColumn("首次报出", "date"),
        SheetColumn("按时"),
        SheetColumn("行数", "number"),
        SheetColumn("有说明的提醒", "number"),
        SheetColumn("报出人"),
        SheetColumn("审定人"),
    ]
    rows = [
        [
            group.name,
            line.filing.unit.name,
            line.word,
            line.first.due,
            line.first.handed_in_on,
            {True: "按时", False: "不按时", None: ""}[line.in_time],
            line.filing.rows if line.filing.submitted_at else None,
            line.filing.warnings if line.filing.submitted_at else None,
            line.filing.submitted_by,
            line.filing.decided_by,
        ]
        for group in boards.grouped(boards.lines_of(register, period, request.by))
        for line in group.lines
    ]
    out = io.BytesIO()
    title = f"{register.title}{period.name}上报情况"
    write_rows(columns, rows, title=title, to=out)
    return download(out.getvalue(), f"{title}.xlsx")
