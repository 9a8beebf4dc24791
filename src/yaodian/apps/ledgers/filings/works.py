"""Handing in from a very large register: its checks take longer than a page may, so they are gone through in the background."""

from typing import Any

from django.urls import reverse

from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress, start_job, work
from yaodian.apps.ledgers.checking.sweep import dirty_registers
from yaodian.apps.ledgers.filings.handing_in import OPEN, name_of, require_handing_in, submit_filing
from yaodian.apps.ledgers.imports.works import acting_for
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting

SUBMIT = "filing.submit"
LARGE = 20_000  # rows of the register, all units together: their checks take about a second


def takes_long(filing: Filing) -> bool:
    """Whether handing in has to go through the checks of many rows first."""
    register = register_named(filing.register)
    if register.key not in dirty_registers():
        return False
    rows = rows_of(register.key)._default_manager.order_by()
    return bool(rows.values("pk")[: LARGE + 1].count() > LARGE)


def start_submitting(*, filing: Filing, says: str = "", empty: bool = False, by: Acting) -> Job:
    """Queue the handing in; what stands against it becomes the job's message, and the filing stays as it is."""
    require_handing_in(by, register_named(filing.register), filing, says)
    return start_job(
        kind=SUBMIT,
        key=f"{SUBMIT}:{filing.pk}",
        title=f"核对并报出{name_of(filing)}",
        arguments={"filing_id": filing.pk, "says": says, "empty": empty},
        by=by,
    )


@work(SUBMIT)
def submit_work(progress: Progress, *, filing_id: int, says: str, empty: bool) -> dict[str, Any]:
    """Go through the checks and hand in, unless a run taken for dead did so already."""
    filing = Filing.objects.select_related("unit").get(pk=filing_id)
    if filing.state in OPEN:
        progress.step(0, 1)
        submit_filing(filing=filing, says=says, empty=empty, by=acting_for(progress.job))
    return {"link": reverse("filing", args=[filing_id])}
