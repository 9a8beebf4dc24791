"""What the register's office does with filings: approve, return with reasons, let a unit amend."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.filings.handing_in import (
    OPEN,
    digest_of,
    held,
    name_of,
    reason_of,
    rows_filed,
    step,
    subject_of,
)
from yaodian.apps.ledgers.filings.opening import LINK, fillers, fillers_of
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post
from yaodian.kernel.errors import NotNow

TO_AMEND = timedelta(days=7)  # how long an amendment may take
_WHY = "请写明哪里要改，学校才知道怎么办。"


def approve_filing(*, filing: Filing, by: Acting) -> Filing:
    """Approve (审定): the rows of a periodic register are locked, those of a living one stay pinned as they were."""
    return _decide(filing, Filing.State.APPROVED, "", fillers(filing.unit), by)


def return_filing(*, filing: Filing, reason: str, by: Acting) -> Filing:
    """Return (退回) with a reason; the unit mends and hands in again."""
    says = reason_of(reason, _WHY)
    return _decide(filing, Filing.State.RETURNED, says, fillers(filing.unit), by)


def decide_filings(*, filings: Iterable[Filing], approve: bool, reason: str = "", by: Acting) -> int:
    """Approve or return several at once, all or none; how many. Those that are not handed in are left as they are."""
    found = [filing for filing in filings if filing.state == Filing.State.SUBMITTED]
    state = Filing.State.APPROVED if approve else Filing.State.RETURNED
    says = "" if approve or not found else reason_of(reason, _WHY)
    told = fillers_of(filing.unit for filing in found)
    with transaction.atomic():
        for filing in found:
            _decide(filing, state, says, told.get(filing.unit_id, ()), by)
    return len(found)


def _decide(filing: Filing, state: Filing.State, says: str, told_to: Iterable[Post], by: Acting) -> Filing:
    require_for(by, Action.APPROVE, register_named(filing.register), unit=filing.unit)
    with transaction.atomic():
        filing = held(filing, (Filing.State.SUBMITTED,))
        filing.state, filing.decided_at, filing.decided_by = state, now(), by.name
        filing.says = says or filing.says
        filing.save()
        if state is Filing.State.APPROVED:
            earlier = Filing.objects.filter(register=filing.register, unit=filing.unit, period=filing.period)
            earlier.filter(number__lt=filing.number, state=Filing.State.APPROVED).update(state=Filing.State.AMENDED)
        step(filing, by, says)
        done = "审定" if state is Filing.State.APPROVED else "退回"
        told = f"：{says}" if says else ""
        record(
            f"filing.{state.value}",
            subject_of(filing),
            f"{done}{filing.unit.short_name}的{name_of(filing)}{told}",
            by=by,
        )
        says = f"{name_of(filing)}已{done}{told or '。'}"
        notify(told_to, kind=f"filing.{state.value}", says=says, link=LINK.format(filing.pk))
    return filing


def amend_filing(*, filing: Filing, reason: str, by: Acting) -> Filing:
    """Open an amendment (补报) beside an approved filing, by the unit or the office, with a reason that stays on record."""
    register = register_named(filing.register)
    action = Action.FILL if by.may(Action.FILL.value) and not by.may(Action.APPROVE.value) else Action.APPROVE
    require_for(by, action, register, unit=filing.unit)
    reason = reason_of(reason, "请写明为什么要补报。")
    with transaction.atomic():
        before = held(filing, (Filing.State.APPROVED,))
        same = Filing.objects.filter(register=before.register, unit=before.unit, period=before.period)
        if same.filter(number__gt=before.number).exists():
            raise NotNow("这一期已经在补报，请先办完。")
        amended = Filing.objects.create(
            register=before.register,
            unit=before.unit,
            period=before.period,
            number=before.number + 1,
            due=max(before.due, today() + TO_AMEND),
            opened_at=now(),
            reason=reason,
        )
        step(amended, by, f"申请补报：{reason}")
        says = f"{before.unit.short_name}补报{name_of(before)}：{reason}"
        record("filing.amended", subject_of(amended), says, by=by)
        told = f"{name_of(amended)}已打开，原因：{reason}"
        notify(fillers(before.unit), kind="filing.amended", says=told, link=LINK.format(amended.pk))
    return amended


def cancel_amendment(*, filing: Filing, by: Acting) -> Filing:
    """Take back an amendment that turned out not to be needed; the approved filing, which holds again.

    NotNow where rows differ from those approved: they must be handed in, or put back first.
    """
    register = register_named(filing.register)
    require_for(by, Action.FILL, register, unit=filing.unit)
    with transaction.atomic():
        amended = held(filing, OPEN)
        before = Filing.objects.filter(
            register=amended.register, unit=amended.unit, period=amended.period, state=Filing.State.APPROVED
        ).first()
        if before is None:
            raise NotNow("这不是补报，不能取消。没有数据请用“零报告”报出。")
        now_there = digest_of(register, rows_filed(register, amended).order_by("pk").values_list("pk", "version"))
        if now_there != before.digest:
            raise NotNow("数据已经改过，与审定的不同，不能取消补报。请报出。")
        record("filing.cancelled", subject_of(before), f"取消{name_of(amended)}", by=by)
        step(before, by, f"取消补报，原因原为：{amended.reason}")
        amended.delete()
    return before
