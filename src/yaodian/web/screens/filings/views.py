"""The first page: what my unit has to file, and where the registers that I may read stand."""

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.filings.board import mine, overview
from yaodian.apps.ledgers.filings.handing_in import OPEN, Readiness, readiness
from yaodian.apps.ledgers.filings.opening import current_period, filing_registers
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.period import Period
from yaodian.web.pages import PageRequest, page


@page(Permission.LEDGER_READ)
def filings(request: PageRequest) -> HttpResponse:
    """My unit's filings for who fills; the registers with their counts for who oversees several units."""
    by = request.by
    own = mine(by)
    open_lines = [line for line in own if line.filing.state in OPEN]
    ready: dict[int, Readiness] = {line.filing.pk: readiness(line.filing) for line in open_lines}
    boards = [] if own else overview(by)
    filed = {board.register.key for board in boards}
    to_open = [
        (register, current_period(register))
        for register in filing_registers()
        if register.key not in filed and may(by, Action.APPROVE, register)
    ]
    context = {
        "mine": [
            (line, register_named(line.filing.register), _period(line), ready.get(line.filing.pk)) for line in own
        ],
        "to_do": len(open_lines),
        "late": sum(line.stands == "late" for line in open_lines),
        "soon": next((line for line in open_lines if line.stands != "late"), None),
        "boards": boards,
        "to_open": to_open,
    }
    return render(request, "filings/filings.html", context)


def _period(line: object) -> Period:
    return Period.read(line.filing.period)  # type: ignore[attr-defined]  # a Line
