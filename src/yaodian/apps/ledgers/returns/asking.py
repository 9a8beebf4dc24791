"""The office's side of a return: drafted from a sheet, changed, sent, closed, opened again, copied for the next time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.filings.opening import fillers_of
from yaodian.apps.ledgers.models import Return, ReturnColumn, ReturnUnit
from yaodian.apps.ledgers.returns.access import require_managing
from yaodian.apps.ledgers.returns.chasing import LINK
from yaodian.apps.ledgers.returns.held import Held, held_for, register_for_rows
from yaodian.apps.ledgers.returns.kinds import KINDS, Kept
from yaodian.apps.ledgers.returns.proposing import MOST_COLUMNS, propose
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.registers.sheets.headings import normal_heading

ASKED_KINDS = (Unit.Kind.SCHOOL, Unit.Kind.KINDERGARTEN, Unit.Kind.TOWNSHIP)
DAYS = 7  # until a draft is due, unless it says otherwise


@dataclass(frozen=True, slots=True)
class Details:
    """What an office says about its form: `kinds` and `townships` choose units together (no township: all), `units` adds."""

    title: str
    says: str = ""
    due: date | None = None
    many: bool = False
    kinds: tuple[str, ...] = ()
    townships: tuple[int, ...] = ()
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column as the office wants it; `prefill` only where Yaodian holds it."""

    kept: Kept
    prefill: bool = True


def draft_return(*, name: str, content: bytes, by: Acting) -> Return:
    """Make a form of a sheet's headings; everything can still be changed."""
    require(by, Permission.RETURN_ASK)
    found = propose(name, content)
    details = Details(found.title, due=today() + timedelta(days=DAYS), many=found.many, kinds=(Unit.Kind.SCHOOL,))
    with transaction.atomic():
        asked = Return.objects.create(office=by.post.unit, title=found.title, asked_by=by.name, created_at=now())
        _write(asked, details, [Wanted(kept) for kept in found.columns])
    return asked


def change_return(*, asked: Return, details: Details, columns: Sequence[Wanted], by: Acting) -> Return:
    """Change a draft: what it is called, whom it asks by when, its columns. BadInput names the fields that are wrong."""
    require_managing(by, asked)
    wrong = _wrong(details, columns)
    if wrong:
        raise BadInput(wrong)
    with transaction.atomic():
        asked = _held(asked, Return.State.DRAFT)
        _write(asked, details, columns)
    return asked


def _wrong(details: Details, columns: Sequence[Wanted]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not details.title.strip():
        wrong["title"] = "请写这份填报叫什么。"
    elif len(details.title.strip()) > 100:
        wrong["title"] = f"名称最多100个字，现有{len(details.title.strip())}个。"
    if not columns:
        wrong[""] = "至少要有一列。"
    if len(columns) > MOST_COLUMNS:
        wrong[""] = f"最多{MOST_COLUMNS}列，现有{len(columns)}列。"
    titles = [normal_heading(wanted.kept.title) for wanted in columns]
    for at, wanted in enumerate(columns):
        if titles[at] in titles[:at]:
            wrong[f"title-{at}"] = f"有两列都叫“{wanted.kept.title}”，请改一个名字。"
        elif wanted.kept.kind not in KINDS:
            wrong[f"kind-{at}"] = "请选这一列填什么。"
        elif wanted.kept.kind == "choice" and len(wanted.kept.options) < 2:
            wrong[f"options-{at}"] = "请至少写两个选项，用顿号隔开。"
    return wrong


def _write(asked: Return, details: Details, columns: Sequence[Wanted]) -> None:
    titles = [wanted.kept.title for wanted in columns]
    whole = register_for_rows(titles) if details.many else None
    asked.title, asked.says, asked.due, asked.many = (
        details.title.strip(),
        details.says.strip(),
        details.due,
        details.many,
    )
    asked.rows_from = whole.key if whole else ""
    asked.whom = {
        "kinds": list(details.kinds),
        "townships": list(details.townships),
        "units": list(details.units),
    }
    asked.save()
    asked.columns.all().delete()
    held = held_for(titles, many=details.many)
    ReturnColumn.objects.bulk_create(
        _stored(asked, at, wanted, each) for at, (wanted, each) in enumerate(zip(columns, held, strict=True))
    )


def _stored(asked: Return, at: int, wanted: Wanted, held: Held | None) -> ReturnColumn:
    kept = wanted.kept
    return ReturnColumn(
        asked=asked,
        order=at,
        title=kept.title,
        kind=kept.kind,
        required=kept.required,
        options=list(kept.options),
        unit=kept.unit,
        help=kept.help,
        held=held.key if held else "",
        prefill=wanted.prefill and held is not None and held.offered,
    )


def units_asked(asked: Return) -> list[Unit]:
    """The units that a draft would ask, in the order of the tree."""
    whom = asked.whom
    kinds = [kind for kind in whom.get("kinds", ()) if kind in ASKED_KINDS]
    chosen = Q(kind__in=kinds)
    if townships := whom.get("townships"):
        paths = Unit.objects.filter(pk__in=townships, kind=Unit.Kind.TOWNSHIP).values_list("path", flat=True)
        below = Q(pk__in=[])
        for path in paths:
            below |= Q(path__startswith=path)
        chosen &= below
    chosen |= Q(pk__in=whom.get("units", ()), kind__in=ASKED_KINDS)
    root = asked.office.path[:7]
    return list(Unit.objects.filter(chosen, valid_to=None, path__startswith=root).order_by("path"))


def send_return(*, asked: Return, by: Acting) -> Return:
    """Send it: every unit gets its form and a message. What is asked stands fast from here on."""
    require_managing(by, asked)
    units = units_asked(asked)
    if not units:
        raise BadInput({"kinds": "还没有选谁来填。请选单位类型，或在名单中勾选。"})
    if asked.due is None or asked.due < today():
        raise BadInput({"due": "请写时限，不能早于今天。"})
    with transaction.atomic():
        asked = _held(asked, Return.State.DRAFT)
        asked.state, asked.sent_at, asked.asked_by = Return.State.OPEN, now(), by.name
        asked.save()
        ReturnUnit.objects.bulk_create(ReturnUnit(asked=asked, unit=unit) for unit in units)
        due = asked.due or today()
        says = f"{asked.office.short_name}请填《{asked.title}》，{due.month}月{due.day}日前报出。"
        _tell(asked, units, "return.sent", says)
        record("return.sent", _subject(asked), f"发出填报《{asked.title}》，{len(units)}个单位", by=by)
    return asked


def close_return(*, asked: Return, by: Acting) -> Return:
    """Close it: nobody fills in any more."""
    return _turn(asked, Return.State.OPEN, Return.State.CLOSED, "结束", by)


def reopen_return(*, asked: Return, due: date | None, by: Acting) -> Return:
    """Open it again, with a due date that is still to come."""
    if due is None or due < today():
        raise BadInput({"due": "请写新的时限，不能早于今天。"})
    return _turn(asked, Return.State.CLOSED, Return.State.OPEN, "重新打开", by, due=due)


def postpone_return(*, asked: Return, due: date | None, by: Acting) -> Return:
    """Give more time."""
    if due is None or due < today():
        raise BadInput({"due": "请写新的时限，不能早于今天。"})
    return _turn(asked, Return.State.OPEN, Return.State.OPEN, "改时限", by, due=due)


def _turn(asked: Return, before: str, after: str, done: str, by: Acting, *, due: date | None = None) -> Return:
    require_managing(by, asked)
    with transaction.atomic():
        asked = _held(asked, before)
        asked.state, asked.due = after, due or asked.due
        asked.closed_at = now() if after == Return.State.CLOSED else None
        asked.save()
        until = f"，时限{asked.due:%Y-%m-%d}" if due else ""
        record(f"return.{after}", _subject(asked), f"{done}填报《{asked.title}》{until}", by=by)
        if due:
            waiting = asked.units.exclude(state=ReturnUnit.State.SUBMITTED).select_related("unit")
            says = f"《{asked.title}》的时限改为{due.month}月{due.day}日。"
            _tell(asked, [each.unit for each in waiting], "return.due-changed", says)
    return asked


def copy_return(*, asked: Return, by: Acting) -> Return:
    """A new draft with the same columns and units, for the next time; its due date as many days ahead."""
    require_managing(by, asked)
    days = (asked.due - localtime(asked.sent_at).date()).days if asked.due and asked.sent_at else DAYS
    with transaction.atomic():
        copied = Return.objects.create(
            office=asked.office,
            title=asked.title,
            says=asked.says,
            due=today() + timedelta(days=max(days, 1)),
            many=asked.many,
            rows_from=asked.rows_from,
            whom=asked.whom,
            asked_by=by.name,
            created_at=now(),
            copied_from=asked,
        )
        for column in asked.columns.all():
            column.pk, column.asked = None, copied
            column.save(force_insert=True)
    return copied


def discard_return(*, asked: Return, by: Acting) -> None:
    """Throw a draft away."""
    require_managing(by, asked)
    with transaction.atomic():
        _held(asked, Return.State.DRAFT).delete()


def _tell(asked: Return, units: Iterable[Unit], kind: str, says: str) -> None:
    found = list(units)
    told: Any = fillers_of(found)
    for unit in found:
        notify(told.get(unit.pk, ()), kind=kind, says=says, link=LINK.format(asked.pk, unit.pk))


def _held(asked: Return, state: str) -> Return:
    """The return, locked for writing; NotNow when it is in another state."""
    found = Return.objects.select_for_update(of=("self",)).select_related("office").get(pk=asked.pk)
    if found.state != state:
        raise NotNow(f"《{found.title}》现在是“{found.get_state_display()}”，不能办这一步。请刷新后再看。")
    return found


def _subject(asked: Return) -> str:
    return f"ledgers.return:{asked.pk}"
