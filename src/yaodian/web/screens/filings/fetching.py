"""What the views of this screen fetch, within reach; else 404."""

from typing import Any

from django.http import Http404

from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.filings.board import filing_for, periods_of
from yaodian.apps.ledgers.filings.opening import current_period, filing_registers
from yaodian.kernel.period import Period
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest


def register_at(request: PageRequest, register_key: str) -> Register:
    """The register of an address, if it is filed and the post may read it."""
    register = next((found for found in filing_registers() if found.key == register_key), None)
    if register is None:
        raise Http404("没有这个台账，或它不用上报。")
    require_for(request.by, Action.READ, register)
    return register


def period_at(request: PageRequest, register: Register) -> tuple[Period, list[Period]]:
    """The period that an address asks for, else the newest that was opened; and all that were."""
    periods = periods_of(register, request.by)
    asked = request.GET.get("period") or request.POST.get("period") or ""
    if asked:
        found = next((period for period in periods if period.key == asked), None)
        if found is None:
            raise Http404("这一期还没有开始上报。")
        return found, periods
    return (periods[0] if periods else current_period(register)), periods


def filing_at(request: PageRequest, filing_id: int) -> Any:
    """The filing of an address, if the post may see it."""
    found = filing_for(request.by, filing_id)
    if found is None:
        raise Http404("没有这份上报，或不在您的范围内。")
    return found
