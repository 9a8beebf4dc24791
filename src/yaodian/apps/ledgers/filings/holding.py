"""What filings forbid: writing locked rows of a periodic register, undoing an import whose rows were handed in since."""

from collections.abc import Mapping

from django.db import connection

from yaodian.apps.ledgers.locks import keeps, locks
from yaodian.apps.ledgers.models import Batch, FiledRow, Filing
from yaodian.apps.ledgers.tables import history_of
from yaodian.kernel.period import Period
from yaodian.registers.register import Kind, Register

HELD = (Filing.State.SUBMITTED, Filing.State.APPROVED)
MENDED = (Filing.State.DRAFT, Filing.State.RETURNED)


@locks
def locked_by_filing(register: Register, period: str, units: frozenset[int]) -> Mapping[int, str]:
    """The units whose rows of a period are handed in or approved and not being amended.

    Inside a transaction their filings are held too, so that none is handed in while its rows are being written.
    """
    if register.kind is not Kind.PERIODIC or not period:
        return {}
    filings = Filing.objects.filter(register=register.key, period=period, unit__in=units)
    if connection.in_atomic_block:
        filings = filings.select_for_update()
    found = list(filings.order_by().values_list("unit", "state"))
    mended = {unit for unit, state in found if state in MENDED}
    says = f"{Period.read(period).name}的《{register.title}》已报出，数据已锁定。要改请先撤回上报；已审定的请申请补报。"
    return {unit: says for unit, state in found if state in HELD and unit not in mended}


@keeps
def kept_by_filing(register: Register, batch: Batch) -> Mapping[int, str]:
    """The rows of a batch that a filing has pinned in the version the batch wrote, or in a later one."""
    written = history_of(register.key)._default_manager.filter(batch=batch.pk)
    versions = dict(written.values_list("row", "version"))
    pinned = FiledRow.objects.filter(filing__register=register.key, row__in=written.values("row"))
    return {
        row: "已随上报交出，不能撤销"
        for row, version in pinned.values_list("row", "version")
        if version >= versions[row]
    }
