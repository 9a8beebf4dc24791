"""Opening the filings of a period: one for each unit that fills the register; the worker does it every day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import posts_with
from yaodian.kernel.errors import NotNow
from yaodian.kernel.period import Period
from yaodian.packs import registers
from yaodian.registers.columns import Organisation
from yaodian.registers.register import Fills, Register

LINK = "/filings/{}/"


def filing_registers() -> list[Register]:
    """The registers that are filed by units."""
    return [register for register in registers().values() if register.filing and register.fills is Fills.UNIT]


def units_that_file(register: Register, period: Period) -> QuerySet[Unit]:
    """The units of the owner column's kinds that exist on the day the period is due.

    A register of rare things (a drop-out, an exchange) is filed by all of them too: an empty filing (零报告) says so.
    """
    column = register.by_key[register.owner]
    kinds = column.kinds if isinstance(column, Organisation) else ()
    day = due_of(register, period)
    exists = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    return Unit.objects.filter(exists, kind__in=kinds).order_by("path")


def due_of(register: Register, period: Period) -> date:
    """The last day on which a period of the register is in time."""
    if register.filing is None:
        raise ValueError(f"{register.key} is not filed")
    return register.filing.due(period)


def current_period(register: Register) -> Period:
    """The period whose filing is due next."""
    if register.filing is None:
        raise ValueError(f"{register.key} is not filed")
    return register.filing.current(today())


def open_filings(*, register: Register, period: Period, by: Acting | System) -> int:
    """Open the period's filing for each unit that has none, and tell who fills; how many were opened."""
    require_for(by, Action.APPROVE, register)
    if register.filing is None or period.span is not register.filing.cycle or period > current_period(register):
        raise NotNow(f"《{register.title}》还不能开始{period.name}的上报。")
    with transaction.atomic():
        have = Filing.objects.filter(register=register.key, period=period.key).values("unit")
        missing = list(units_that_file(register, period).exclude(pk__in=have))
        if not missing:
            return 0
        due, moment = due_of(register, period), now()
        opened = Filing.objects.bulk_create(
            [Filing(register=register.key, unit=unit, period=period.key, due=due, opened_at=moment) for unit in missing]
        )
        told = fillers_of(missing)
        says = f"《{register.title}》{period.name}开始上报，{due.month}月{due.day}日前报出。"
        for filing in opened:
            notify(told[filing.unit_id], kind="filing.opened", says=says, link=LINK.format(filing.pk))
        subject = f"register.{register.key}:{period.key}"
        record("filing.opened", subject, f"打开《{register.title}》{period.name}的上报，{len(opened)}个单位", by=by)
    return len(opened)


def open_due() -> int:
    """Open what is to be filed now: the current period of each register that has rows somewhere; how many were opened."""
    return sum(
        open_filings(register=register, period=current_period(register), by=System())
        for register in filing_registers()
        if rows_of(register.key)._default_manager.exists()
    )


def fillers_of(units: Iterable[Unit]) -> Mapping[int, list[Post]]:
    """The posts in each of the units itself that fill its registers and returns, by the unit's number."""
    found: dict[int, list[Post]] = defaultdict(list)
    wanted = {unit.pk for unit in units}
    for post in posts_with(Permission.LEDGER_FILL, unit_path=""):
        if post.unit_id in wanted:
            found[post.unit_id].append(post)
    return found


def fillers(unit: Unit) -> list[Post]:
    """The posts in a unit itself that fill its registers."""
    return [post for post in posts_with(Permission.LEDGER_FILL, unit_path=unit.path) if post.unit_id == unit.pk]
