"""Acts with one child: its page with the forms, and what they do; children coming from outside the county; the certificate."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.access import Action, require_for, scope
from yaodian.apps.ledgers.lists.shown import cells_of
from yaodian.apps.ledgers.search.match import found as matching
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.selectors.transfers import OPEN, movements_for, schools_for, transfers_for
from yaodian.apps.movements.services.single import come_from_county, leave, leave_county, suspend, take_back
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.papers.transfer_certificate import Certificate, transfer_certificate
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import (
    PUPILS,
    child_at,
    kept_by_nobody,
    may_fill,
    movement_at,
    require_read,
    room_choices,
    school_choices,
    shown,
)
from yaodian.web.screens.movements.forms import (
    InForm,
    LeaveForm,
    OutForm,
    ReturnForm,
    SuspendForm,
    number_in,
    put_errors,
)

FACTS = (
    "pupil_number",
    "sex",
    "born_on",
    "grade",
    "class_room",
    "attendance",
    "status",
    "status_since",
    "left_on",
    "left_how",
)
SPELL = ("school", "class_room", "entered_on", "entered_how", "left_on", "left_how", "counterpart")
FOUND, FOUND_MOST = ("school", "grade", "class_room", "status"), 20
ON_ROLL = ("10", "20", "30")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(Permission.LEDGER_READ, methods="POST")
def search(request: PageRequest) -> HttpResponse:
    """Children within reach by name; the name travels in the body alone."""
    require_read(request)
    words = request.POST.get("name", "").strip()[:60]
    rows = []
    if words:
        rows = list(
            scope(PUPILS, request.by).filter(matching(PUPILS, words, request.by)).select_related("school")[:FOUND_MOST]
        )
    columns = [PUPILS.by_key[key] for key in FOUND]
    told = [{stored_name(column): getattr(row, stored_name(column)) for column in columns} for row in rows]
    cells = cells_of(columns, told, request.by)
    context = {"words": words, "found": list(zip(rows, cells, strict=True)), "most": FOUND_MOST}
    return kept_by_nobody(render(request, "movements/search.html", context))


@page(Permission.LEDGER_READ)
def child(request: PageRequest, pupil_id: int) -> HttpResponse:
    """Where the child is and was, and what may be done."""
    return _shown(request, child_at(request, pupil_id))


@page(Permission.LEDGER_FILL, methods="POST")
def suspend_child(request: PageRequest, pupil_id: int) -> HttpResponse:
    """Suspension."""
    row, form = child_at(request, pupil_id, Action.FILL), SuspendForm(request.POST)
    return _done(request, row, ("suspend", form), lambda said: suspend(row=row, by=request.by, **said), _("Suspended."))


@page(Permission.LEDGER_FILL, methods="POST")
def return_child(request: PageRequest, pupil_id: int) -> HttpResponse:
    """Return to a class."""
    row = child_at(request, pupil_id, Action.FILL)
    form = ReturnForm(request.POST, rooms=room_choices(request, row.school))

    def act(said: Mapping[str, Any]) -> None:
        take_back(row=row, on=said["on"], class_id=int(said["class_room"]), by=request.by)

    return _done(request, row, ("back", form), act, _("Back in class."))


@page(Permission.LEDGER_FILL, methods="POST")
def leave_school(request: PageRequest, pupil_id: int) -> HttpResponse:
    """Leaving for good."""
    row, form = child_at(request, pupil_id, Action.FILL), LeaveForm(request.POST)
    return _done(request, row, ("leave", form), lambda said: leave(row=row, by=request.by, **said), _("Entered."))


@page(Permission.LEDGER_FILL, methods="POST")
def out_of_county(request: PageRequest, pupil_id: int) -> HttpResponse:
    """Going to a school outside the county."""
    row, form = child_at(request, pupil_id, Action.FILL), OutForm(request.POST)
    says = _("Entered. Print the certificate below.")
    return _done(request, row, ("out", form), lambda said: leave_county(row=row, by=request.by, **said), says)


@page(Permission.LEDGER_FILL, methods="GET POST")
def into_county(request: PageRequest) -> HttpResponse:
    """A new file for a child from outside the county."""
    require_for(request.by, Action.FILL, PUPILS)
    schools = school_choices(request)
    chosen = request.POST.get("school", "") or request.GET.get("school", "")
    school = schools_for(request.by).filter(pk=int(chosen)).first() if chosen.isdigit() else None
    if school is None and len(schools) == 1:
        school = schools_for(request.by).first()
    rooms = room_choices(request, school) if school else []
    form = InForm(request.POST or None, schools=schools, rooms=rooms, initial={"school": school.pk if school else ""})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about = {key: said.pop(key) for key in ("out_of", "place", "contact", "on", "reason")}
        before = said.pop("from_school")
        values = {**said, "school": int(said["school"]), "class_room": number_in(said["class_room"])}
        try:
            row, _kept = come_from_county(values=values, school=before, by=request.by, **about)
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The file has been opened."))
            return redirect("movement-child", row.pk)
    status = 422 if form.errors else 200
    return kept_by_nobody(render(request, "movements/in.html", {"form": form, "school": school}, status=status))


@page(Permission.LEDGER_FILL)
def certificate(request: PageRequest, movement_id: int) -> HttpResponse:
    """The certificate of a transfer to another county, in Word; for the school that keeps the file."""
    act = movement_at(request, movement_id)
    if act.kind != "went":
        raise Http404("只有转往县外的打印转学证明。")
    row = child_at(request, act.pupil, Action.FILL)
    grade = PUPILS.by_key["grade"].code_list.name_of(row.grade) or ""  # type: ignore[attr-defined]
    sex = PUPILS.by_key["sex"].code_list.name_of(row.sex) or ""  # type: ignore[attr-defined]
    made = transfer_certificate(
        Certificate(
            number=f"{act.on.year}{act.pk:06d}",
            school=row.school.name,
            name=row.full_name,
            sex=sex,
            born_on=row.born_on,
            pupil_number=row.pupil_number,
            grade=grade,
            destination=f"{act.place}{act.counterpart}",
            reason=act.reason,
            on=act.on,
        )
    )
    sent = HttpResponse(made, content_type=DOCX)
    sent["Content-Disposition"] = f'attachment; filename="certificate-{act.pk}.docx"'
    return kept_by_nobody(sent)


def _done(
    request: PageRequest, row: Any, form: tuple[str, forms.Form], act: Callable[[Mapping[str, Any]], Any], says: str
) -> HttpResponse:
    """Do it and go to the child's page; or show that page with what was typed and what is wrong."""
    name, sent = form
    if sent.is_valid():
        try:
            act(sent.cleaned_data)
        except BadInput as error:
            put_errors(sent, error, {"left_on": "on", "status_since": "on"})
        else:
            messages.success(request, says)
            return redirect("movement-child", row.pk)
    return _shown(request, row, {name: sent}, status=422)


def _shown(
    request: PageRequest, row: Any, forms_of: Mapping[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    writes = may_fill(request, row.school)
    given = forms_of or {}
    on_roll = row.status in ON_ROLL
    offered: dict[str, Any] = {}
    if writes and on_roll:
        if row.status == "20":
            at_first = {"class_room": row.class_room_id}
            form = ReturnForm(rooms=room_choices(request, row.school), initial=at_first)
            offered["back"] = given.get("back") or form
        else:
            offered["suspend"] = given.get("suspend") or SuspendForm()
        offered["out"] = given.get("out") or OutForm()
        offered["leave"] = given.get("leave") or LeaveForm()
    spells = rows_of("enrolments")._default_manager.filter(pupil=row.pk).order_by("-entered_on", "-pk")
    columns = [register_named("enrolments").by_key[key] for key in SPELL]
    lines = cells_of(columns, list(spells.values(*(stored_name(column) for column in columns))), request.by)
    context = {
        "child": row,
        "facts": shown(request, "pupils", row, FACTS),
        "forms": offered,
        "failed": next(iter(given), ""),
        "columns": [column.title for column in columns],
        "spells": [list(zip(columns, line, strict=True)) for line in lines],
        "acts": movements_for(request.by).filter(pupil=row.pk)[:20],
        "transfers": transfers_for(request.by).filter(pupil=row.pk),
        "in_transfer": transfers_for(request.by).filter(pupil=row.pk, state__in=OPEN).first(),
        "dropout": rows_of("dropouts")._default_manager.filter(pupil=row.pk, returned_on=None).first(),
        "may_fill": writes,
        "on_roll": on_roll,
    }
    return render(request, "movements/child.html", context, status=status)
