"""Choosing what the sheet shows; the workbook; the page for printing."""

import re
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.sheet import COLUMNS, LIGHT_WORDS, offices_in, sheet_of
from yaodian.kernel.errors import NotNow
from yaodian.papers.breakdown_notice import breakdown_notice
from yaodian.papers.breakdown_sheet import breakdown_workbook
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.sheets.fetching import PAPERS, may_edit, picked, plan_at, plan_or_404
from yaodian.web.templatetags.yaodian import light_word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Permission.PLAN_READ)
def choose(request: PageRequest, plan_id: int | None = None) -> HttpResponse:
    """Which columns, paper and tasks."""
    if (plan := plan_at(request, plan_id)) is None:
        return render(request, "sheets/none.html")
    context = {
        "plan": plan,
        "columns": COLUMNS,
        "papers": PAPERS,
        "offices": offices_in(plan),
        "lights": [(code, light_word(code)) for code in LIGHT_WORDS],
        "picked": picked(request),
        "may_import": may_edit(request),
    }
    return render(request, "sheets/export.html", context)


@page(Permission.PLAN_READ)
def download(request: PageRequest) -> HttpResponse:
    """The workbook."""
    plan, chosen = plan_or_404(request), picked(request)
    sheet = sheet_of(plan, request.by, chosen.choice)
    return attachment(
        breakdown_workbook(sheet, chosen.columns, paper=chosen.paper), f"{sheet.title}（{today():%Y-%m-%d}）.xlsx", XLSX
    )


@page(Permission.PLAN_READ)
def print_view(request: PageRequest) -> HttpResponse:
    """The table as it will be printed, A4 or A3 landscape."""
    plan, chosen = plan_or_404(request), picked(request)
    sheet = sheet_of(plan, request.by, chosen.choice)
    rows: list[dict[str, Any]] = [
        {"heading": row.heading, "level": row.level}
        if row.heading
        else {"light": row.light, "cells": [(column.key, row.cells[column.key]) for column in chosen.columns]}
        for row in sheet.rows
    ]
    filled = {key for row in sheet.tasks for key, cell in row.cells.items() if cell}
    context = {"plan": plan, "sheet": sheet, "rows": rows, "filled": filled, "picked": chosen, "papers": PAPERS}
    return render(request, "sheets/print.html", context)


@page(Permission.PLAN_READ)
def notice(request: PageRequest) -> HttpResponse:
    """The notice with which the breakdown is issued, as Word; there is none before."""
    plan = plan_or_404(request)
    if plan.breakdown != "issued":
        raise NotNow("分解表印发以后才有印发通知。")
    sheet = sheet_of(plan, request.by)
    return attachment(breakdown_notice(sheet), f"关于印发《{sheet.title}》的通知.docx", DOCX)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file for saving, whose Chinese name every browser gets right."""
    clean = re.sub(r'[\\/:*?"<>|\r\n\t]', "_", name)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename=\"sheet{clean[-5:]}\"; filename*=UTF-8''{quote(clean)}"
    return response
