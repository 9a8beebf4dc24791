"""What registers want of a post, one line for each kind of work: hand in, approve, fill in, release."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.filings.board import to_approve, to_hand_in
from yaodian.apps.ledgers.returns.access import mine as returns_of
from yaodian.apps.movements.selectors.transfers import to_release
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.desk_waiting import Wait

SOON = timedelta(days=21)  # filings that are due later do not stand on the desk yet


def with_registers(waits: list[Wait], by: Acting) -> list[Wait]:
    """What waits for the post, registers' work among it, the most urgent first."""
    if not by.may(Permission.LEDGER_READ):
        return waits
    found = [*waits, *_filings(by), *_returns(by), *_transfers(by)]
    return sorted(found, key=lambda wait: (wait.by_day or date.max, wait.since or date.max))


def _filings(by: Acting) -> Iterator[Wait]:
    if by.may(Permission.LEDGER_FILL):
        dues = to_hand_in(by, until=today() + SOON)
        if dues:
            yield Wait("上报", f"{len(dues)}份台账要报出", _until(dues), reverse("filings"), by_day=min(dues))
    if by.may(Permission.LEDGER_APPROVE) and (count := to_approve(by)):
        yield Wait("审定", f"{count}份上报等审定", "", reverse("filings"))


def _returns(by: Acting) -> Iterator[Wait]:
    if not by.may(Permission.LEDGER_FILL):
        return
    open_ones = [form for form in returns_of(by) if form.state in ("waiting", "returned")]
    dues = [form.asked.due for form in open_ones]
    if dues:
        titles = "、".join(f"《{form.asked.title}》" for form in open_ones[:2])
        says = f"{titles}等{len(dues)}份要填" if len(dues) > 2 else f"{titles}要填"
        yield Wait("填报", says, _until(dues), reverse("returns"), by_day=min(dues))


def _transfers(by: Acting) -> Iterator[Wait]:
    if by.may(Permission.LEDGER_FILL) and (count := to_release(by)):
        yield Wait("放行", f"{count}名学生申请转走", "", reverse("movements"))


def _until(dues: list[date]) -> str:
    first = min(dues)
    late = (today() - first).days
    return f"最早一份已逾期{late}天" if late > 0 else f"最早一份{first:%m月%d日}前"
