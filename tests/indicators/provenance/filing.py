"""Units hand in, and the bureau approves."""

from tests.indicators.provenance.conftest import YEAR, Schools
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.pinned import Filed
from yaodian.apps.ledgers.checking.sweep import sweep
from yaodian.apps.ledgers.filings.deciding import approve_filing
from yaodian.apps.ledgers.filings.handing_in import submit_filing
from yaodian.apps.ledgers.filings.opening import open_filings
from yaodian.apps.ledgers.models import FailedCheck, Filing
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit

REGISTERS = ("schools", "classes", "pupils")  # what a count of pupils reads


def filed(schools: Schools, unit: Unit) -> Filing:
    """All that a unit files for the figures of 1 September, handed in and approved; the filing of its pupils."""
    filer = schools.world.an if unit == schools.world.first else schools.world.chang
    for key in REGISTERS:
        register = register_named(key)
        period = Filed(YEAR.first, today()).period(register)
        open_filings(register=register, period=period, by=System())
        filing = Filing.objects.get(register=key, unit=unit, period=period.key)
        approved = approve_filing(filing=handed_in(filing, by=filer), by=schools.world.bai)
    return approved


def handed_in(filing: Filing, *, by: Acting) -> Filing:
    """With every warning explained."""
    sweep(register_named(filing.register))
    FailedCheck.objects.update(explanation="已核对")
    return submit_filing(filing=filing, empty=True, by=by)
