"""Transfers: finding a child, asking, answering, withdrawing; its page, with the file once it is released."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.detail import groups
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.ledgers.unmasking import PURPOSES, purpose_of, sensitive_columns
from yaodian.apps.movements.selectors.transfers import names_of, schools_for
from yaodian.apps.movements.services import transfers
from yaodian.apps.movements.services.finding import find_child
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import (
    kept_by_nobody,
    may_fill,
    room_choices,
    school_choices,
    transfer_at,
)
from yaodian.web.screens.movements.forms import AnswerForm, AskForm, FindForm, number_in, put_errors

SALT, OPEN_FOR = "movements.found", 3600  # seconds in which a child that was found can be asked for


@page(Permission.LEDGER_FILL, methods="GET POST")
def find(request: PageRequest) -> HttpResponse:
    """Find a child by number and name, sent in the body alone; then the form that asks for it."""
    form = FindForm(request.POST or None, schools=school_choices(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        receiver = _receiver(request, int(form.cleaned_data["receiver"]))
        try:
            found = find_child(
                number=form.cleaned_data["number"], name=form.cleaned_data["name"], receiver=receiver, by=request.by
            )
        except BadInput as error:
            put_errors(form, error)
        else:
            told = {"pupil": found.pupil, "receiver": receiver.pk, "user": request.by.user_id}
            asking = AskForm(initial={"token": signing.dumps(told, salt=SALT)}, rooms=room_choices(request, receiver))
            return _asking(request, asking, found.school, receiver)
    return kept_by_nobody(render(request, "movements/find.html", context, status=422 if form.errors else 200))


@page(Permission.LEDGER_FILL, methods="POST")
def ask(request: PageRequest) -> HttpResponse:
    """Ask for the child that was found."""
    try:
        told = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        told = {}
    if told.get("user") != request.by.user_id:
        raise NotNow("查找已过一小时，或不是您查的。请重新查找这名学生。")
    receiver = _receiver(request, told["receiver"])
    form = AskForm(request.POST, rooms=room_choices(request, receiver))
    if form.is_valid():
        said = form.cleaned_data
        try:
            asked = transfers.ask(
                pupil=told["pupil"], receiver=receiver, reason=said["reason"], note=said["note"], grade=said["grade"],
                class_id=number_in(said["class_room"]), on=said["on"], by=request.by,
            )  # fmt: skip
        except BadInput as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Asked. The present school has been told."))
            return redirect("transfer", asked.pk)
    return _asking(request, form, None, receiver, status=422)


@page(Permission.LEDGER_READ)
def transfer(request: PageRequest, transfer_id: int) -> HttpResponse:
    """How a transfer stands; the file for who may see it: the sender always, the receiver from the release on."""
    return _shown(request, transfer_at(request, transfer_id), AnswerForm())


@page(Permission.LEDGER_FILL, methods="POST")
def answer(request: PageRequest, transfer_id: int) -> HttpResponse:
    """Release or refuse."""
    found, form = transfer_at(request, transfer_id), AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data["answer"]
        try:
            if request.POST.get("act") == "refuse":
                transfers.refuse(transfer=found, answer=said, by=request.by)
                messages.success(request, _("Refused. The school that asked has been told."))
            else:
                released = transfers.release(transfer=found, by=request.by, answer=said)
                done = released.state == "done"
                messages.success(request, _("Released; the file has moved.") if done else _("Released."))
        except BadInput as error:
            put_errors(form, error)
        else:
            return redirect("transfer", transfer_id)
    return _shown(request, found, form, status=422)


@page(Permission.LEDGER_FILL, methods="POST")
def withdraw(request: PageRequest, transfer_id: int) -> HttpResponse:
    """Take it back."""
    transfers.withdraw(transfer=transfer_at(request, transfer_id), by=request.by)
    messages.success(request, _("Withdrawn."))
    return redirect("transfer", transfer_id)


@page(Permission.LEDGER_UNMASK, methods="POST")
def unmask(request: PageRequest, transfer_id: int) -> HttpResponse:
    """Show the receiver the sensitive values of a released file, for a purpose that is logged."""
    found = transfer_at(request, transfer_id)
    context = _context(request, found)
    try:
        purpose = purpose_of(request.POST.get("purpose", ""), request.POST.get("words", ""))
        columns = transfers.unmask_released(transfer=found, purpose=purpose, by=request.by)
    except BadInput as wrong:
        context |= {
            "wrong": wrong.fields,
            "chosen": request.POST.get("purpose", ""),
            "words": request.POST.get("words", ""),
        }
        return kept_by_nobody(render(request, "movements/transfer.html", context, status=422))
    keys = [column.key for column in columns]
    context |= {
        "groups": groups(register_named("pupils"), transfers.file_of(found), request.by, unmasked=keys),
        "purpose": purpose,
    }
    return kept_by_nobody(render(request, "movements/transfer.html", context))


def _shown(request: PageRequest, found: Any, form: AnswerForm, status: int = 200) -> HttpResponse:
    return render(request, "movements/transfer.html", {**_context(request, found), "form": form}, status=status)


def _context(request: PageRequest, found: Any) -> dict[str, Any]:
    by, pupils = request.by, register_named("pupils")
    receives = by.reaches(found.receiver.path) and not by.reaches(found.sender.path)
    released = found.state == "released"
    reader = by.may(Permission.LEDGER_READ) and (released if receives else found.is_open)
    return {
        "transfer": found,
        "name": names_of([found.pupil]).get(found.pupil, "—"),
        "grade": pupils.by_key["grade"].code_list.name_of(found.grade),  # type: ignore[attr-defined]
        "room": transfers.room_name(found),
        "groups": groups(pupils, transfers.file_of(found), by) if reader else [],
        "receives": receives,
        "may_unmask": receives and released and by.may(Permission.LEDGER_UNMASK),
        "may_answer": transfers.may_answer(found, by),
        "may_withdraw": transfers.may_withdraw(found, by),
        "office_from": transfers.office_may_answer_on(found),
        "form": AnswerForm(),
        "purposes": PURPOSES,
        "sensitive": sensitive_columns(pupils),
    }


def _asking(request: PageRequest, form: AskForm, school: Any, receiver: Any, status: int = 200) -> HttpResponse:
    context = {"form": form, "school": school, "receiver": receiver}
    return kept_by_nobody(render(request, "movements/ask.html", context, status=status))


def _receiver(request: PageRequest, unit_id: int) -> Any:
    unit = schools_for(request.by).filter(pk=unit_id).first()
    if unit is None or not may_fill(request, unit):
        raise NotAllowed("不能替这所学校办转学。请切换到这所学校的岗位。")
    return unit
