"""The list of a register's rows: as the address says, within reach, with the means to narrow, sort, page and keep it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, is_masked, may
from yaodian.apps.ledgers.lists.chips import chips
from yaodian.apps.ledgers.lists.listing import Listing, list_rows
from yaodian.apps.ledgers.lists.shown import heading
from yaodian.apps.ledgers.lists.views import first_view, views_of, wanted_of
from yaodian.apps.ledgers.lists.wanted import (
    COLUMNS,
    LONGEST_SEARCH,
    WORDS,
    Cursor,
    Wanted,
    choosable,
    sortable,
    without,
)
from yaodian.apps.ledgers.overview import Failing, failing_of
from yaodian.apps.ledgers.search.index import searched, searched_through
from yaodian.apps.ledgers.unmasking import number_columns
from yaodian.apps.orgs.permissions import Permission
from yaodian.registers.columns import Column
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.drawing import Head, body, boxes
from yaodian.web.screens.registers.fetching import register_or_404
from yaodian.web.screens.registers.filtering import controls_of
from yaodian.web.screens.registers.words import KEPT, address_of, keep_words, shown_query, wanted_of_address

VIEW = "list-view"  # which saved view an address came from; 0: none, although the person opens with one


@page(Permission.LEDGER_READ)
def listing(request: PageRequest, register_key: str) -> HttpResponse:
    """One page of the rows."""
    register = register_or_404(request, register_key)
    if not request.GET and (first := first_view(register, request.by)):
        opened = address_of(register, wanted_of(first, request.by), view=first.pk)
        return redirect(f"{request.path}?{opened}&{VIEW}={first.pk}")
    wanted = wanted_of_address(request, register)
    if register.about_people and not request.GET.get(WORDS, KEPT).startswith(KEPT):  # an address that somebody typed
        keep_words(request, register, wanted.words)
        return redirect(f"{request.path}?{address_of(register, wanted)}")
    found = list_rows(register, wanted, request.by)
    order = _title_first(register, found.columns)
    heads = [_head(register, found.columns[at], wanted) for at in order]
    context = {
        "register": register,
        "wanted": wanted,
        "found": found,
        "heads": heads,
        "body": body(register, heads, found.lines, order),
        "chips": [(chip, address_of(register, chip.rest)) for chip in chips(register, wanted, request.by)],
        "pages": _pages(register, found),
        **_about(request, register, wanted),
    }
    return render(request, "registers/list.html", context)


@page(Permission.LEDGER_READ, methods="POST")
def look(request: PageRequest, register_key: str) -> HttpResponse:
    """Look for words among people's rows: sent, not written into the address."""
    register = register_or_404(request, register_key)
    asked = replace(wanted_of_address(request, register, request.POST.get("words", "")), cursor=None)
    words = " ".join(request.POST.get(WORDS, "").split())[:LONGEST_SEARCH]
    keep_words(request, register, words)
    here = reverse("register-list", args=[register.key])
    return redirect(f"{here}?{address_of(register, replace(asked, words=words))}")


def _about(request: PageRequest, register: Register, wanted: Wanted) -> dict[str, Any]:
    """What stands around the table."""
    by = request.by
    may_fill = may(by, Action.FILL, register)
    return {
        "views": [(view, address_of(register, wanted_of(view, by), view=view.pk)) for view in views_of(register, by)],
        "view": request.GET.get(VIEW, ""),
        "controls": controls_of(register, wanted, by),
        "choosable": len(choosable(register)),
        "columns": boxes(COLUMNS, [(c.key, c.title, c.key in wanted.columns) for c in choosable(register)]),
        "kept": [(key, value) for key, values in shown_query(register, wanted).items() for value in values],
        "words": address_of(register, wanted),
        "without_words": address_of(register, without(wanted, "q")),
        "cleared": address_of(register, replace(wanted, filters={}, words="", cursor=None)),
        "searched": searched(register) or searched_through(register),
        "strip": _strip(register, failing_of(register, by)),
        "may_fill": may_fill,
        "may_unmask": may(by, Action.UNMASK, register),
        "may_look_up": bool(number_columns(register)) and may(by, Action.LOOK_UP, register),
    }


def _strip(register: Register, failing: Failing) -> list[dict[str, Any]]:
    problems = reverse("register-problems", args=[register.key])
    counted = (
        ("error", _("错误"), failing.errors, "red"),
        ("warning", _("提醒"), failing.warnings, "yellow"),
        ("explained", _("已说明的提醒"), failing.explained, ""),
    )
    entries: list[dict[str, Any]] = [
        {
            "label": label,
            "value": number,
            "unit": _("处"),
            "href": f"{problems}?severity={word}",
            "light": light if number else "",
        }
        for word, label, number, light in counted
    ]
    if register.filing:
        period = register.filing.current(today())
        days = (register.filing.due(period) - today()).days
        entries.append({"label": _("%(period)s上报还有") % {"period": period.name}, "value": days, "unit": _("天")})
    return entries


def _title_first(register: Register, columns: tuple[Column, ...]) -> list[int]:
    """The places of the columns with the one that names the row in front: it heads the row and opens it."""
    keys = [column.key for column in columns]
    title = next((keys.index(key) for key in register.label if key in keys), 0)
    return [title, *(at for at in range(len(keys)) if at != title)]


def _head(register: Register, column: Column, wanted: Wanted) -> Head:
    able = column in sortable(register)
    now = wanted.sort_key == column.key
    following = f"-{column.key}" if now and not wanted.down else column.key
    return Head(
        column=column,
        title=heading(column),
        masked=is_masked(column),
        sort=address_of(register, replace(wanted, sort=following, cursor=None)) if able else "",
        sorted=("descending" if wanted.down else "ascending") if now else "",
    )


def _pages(register: Register, found: Listing) -> dict[str, str]:
    """The addresses of the neighbouring pages, "" where there is none."""

    def at(cursor: Cursor | None) -> str:
        return address_of(register, replace(found.wanted, cursor=cursor), page=True) if cursor is not None else ""

    first = "" if found.at_start else address_of(register, replace(found.wanted, cursor=None))
    return {"first": first, "previous": at(found.previous), "next": at(found.next), "last": at(found.last)}
