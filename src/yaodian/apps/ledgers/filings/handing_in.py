"""Handing in: the rows are checked, counted and pinned, so that it can be seen at any time what was handed in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, may, require_for
from yaodian.apps.ledgers.checking.sweep import dirty_registers, sweep
from yaodian.apps.ledgers.models import FailedCheck, FiledRow, Filing, FilingStep
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.breach import Severity
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.kernel.period import Period
from yaodian.registers.register import Kind, Register

OPEN = (Filing.State.DRAFT, Filing.State.RETURNED)
MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a unit and its filing: errors to mend, warnings to mend or explain, and how many rows it has."""

    rows: int
    errors: int
    unexplained: int
    explained: int

    @property
    def ready(self) -> bool:
        """Whether it can be handed in."""
        return not self.errors and not self.unexplained


def name_of(filing: Filing) -> str:
    """A filing as people call it."""
    amended = f"第{filing.number - 1}次补报" if filing.number > 1 else ""
    return f"《{register_named(filing.register).title}》{Period.read(filing.period).name}{amended}"


def rows_filed(register: Register, filing: Filing) -> QuerySet[Any]:
    """The live rows that a filing hands in: the unit's, of a periodic register those of the period."""
    found: QuerySet[Any] = rows_of(register.key)._default_manager.filter(**{f"{register.owner}_id": filing.unit_id})
    return found.filter(period=filing.period) if register.kind is Kind.PERIODIC else found


def readiness(filing: Filing) -> Readiness:
    """How ready a filing is, by the last sweep."""
    register = register_named(filing.register)
    rows = rows_filed(register, filing)
    failed = FailedCheck.objects.filter(register=register.key, unit=filing.unit_id)
    if register.kind is Kind.PERIODIC:
        failed = failed.filter(row__in=rows.values("pk"))
    warnings = failed.filter(severity=Severity.WARNING)
    return Readiness(
        rows=rows.count(),
        errors=failed.filter(severity=Severity.ERROR).count(),
        unexplained=warnings.filter(explanation="").count(),
        explained=warnings.exclude(explanation="").count(),
    )


def submit_filing(*, filing: Filing, says: str = "", empty: bool = False, by: Acting) -> Filing:
    """Hand a filing in: its checks are gone through anew, its rows pinned as they are now.

    NotNow while a row fails a check that is an error, or a warning without explanation. A filing without rows is a report
    of nothing (零报告): `empty` says that this is meant.
    """
    register = register_named(filing.register)
    require_handing_in(by, register, filing, says)
    if register.key in dirty_registers():
        sweep(register)
    with transaction.atomic():
        filing = held(filing, OPEN)
        found = readiness(filing)
        if not found.ready:
            raise NotNow(
                f"还不能报出：有{found.errors}处错误没有改，{found.unexplained}处提醒没有改也没有写说明。请先到“数据问题”里逐条处理。"
            )
        if not found.rows and not empty:
            raise BadInput({"empty": "这一期一行也没有。确实没有，请勾选“零报告”再报出；有，请先填写。"})
        _pin(register, filing)
        filing.state, filing.submitted_at, filing.submitted_by = Filing.State.SUBMITTED, now(), by.name
        filing.handed_in_on = filing.handed_in_on or today()
        filing.says, filing.warnings = says.strip(), found.explained
        filing.decided_at, filing.decided_by = None, ""
        filing.save()
        step(filing, by, says.strip())
        rows = f"{filing.rows}行" if filing.rows else "零报告"
        record("filing.submitted", subject_of(filing), f"{filing.unit.short_name}报出{name_of(filing)}，{rows}", by=by)
    return filing


def withdraw_filing(*, filing: Filing, by: Acting) -> Filing:
    """Take back what was handed in and not decided yet."""
    require_handing_in(by, register_named(filing.register), filing)
    with transaction.atomic():
        filing = held(filing, (Filing.State.SUBMITTED,))
        filing.pinned.all().delete()
        filing.state, filing.submitted_at, filing.submitted_by, filing.digest = Filing.State.DRAFT, None, "", ""
        filing.rows, filing.warnings, filing.handed_in_on = 0, 0, None
        filing.save()
        step(filing, by, "撤回")
        record("filing.withdrawn", subject_of(filing), f"{filing.unit.short_name}撤回{name_of(filing)}", by=by)
    return filing


def hands_in(by: Acting, register: Register, filing: Filing) -> bool:
    """Whether the post hands in for the unit; who approves does not, so that nobody decides on what he handed in."""
    fills = may(by, Action.FILL, register) and by.reaches(filing.unit.path)
    return fills and not may(by, Action.APPROVE, register)


def require_handing_in(by: Acting, register: Register, filing: Filing, says: str = "") -> None:
    """NotAllowed for who does not hand in for the unit; BadInput for a note that is too long."""
    _refuse_long(says, "says")
    require_for(by, Action.FILL, register, unit=filing.unit)
    if not hands_in(by, register, filing):
        raise NotAllowed(f"{name_of(filing)}由{filing.unit.short_name}报出，科室只审定或退回。")


def _pin(register: Register, filing: Filing) -> None:
    """Note which version of which row is handed in."""
    filing.pinned.all().delete()
    pairs = list(rows_filed(register, filing).order_by("pk").values_list("pk", "version"))
    FiledRow.objects.bulk_create(
        [FiledRow(filing=filing, row=row, version=version) for row, version in pairs], batch_size=500
    )
    filing.rows, filing.digest = len(pairs), digest_of(register, pairs)


def digest_of(register: Register, pairs: Iterable[tuple[int, int]]) -> str:
    """A hash by which two filings of the same rows in the same versions are told to be the same."""
    text = register.key + ";" + ",".join(f"{row}.{version}" for row, version in pairs)
    return hashlib.sha256(text.encode()).hexdigest()


def filed_rows(filing: Filing) -> QuerySet[Any]:
    """The row versions that a filing holds, from the history: what was handed in, whatever happened to the rows since."""
    pinned = FiledRow.objects.filter(filing=filing.pk, row=OuterRef("row"), version=OuterRef("version"))
    history: QuerySet[Any] = history_of(filing.register)._default_manager.filter(
        Exists(pinned), row__in=FiledRow.objects.filter(filing=filing.pk).values("row"), gone=False
    )
    return history.order_by("row")


def held(filing: Filing, states: Iterable[str]) -> Filing:
    """The filing, locked for writing; NotNow when it is in another state."""
    found = Filing.objects.select_for_update(of=("self",)).select_related("unit").get(pk=filing.pk)
    if found.state not in states:
        raise NotNow(f"{name_of(found)}现在是“{found.get_state_display()}”，不能办这一步。请刷新后再看。")
    return found


def step(filing: Filing, by: Acting, says: str) -> None:
    """Add to the filing's story."""
    FilingStep.objects.create(
        filing=filing, at=now(), state=filing.state, by_name=by.name, by_post=by.post_name, says=says[:MOST_SAID]
    )


def subject_of(filing: Filing) -> str:
    """How the log names a filing."""
    return f"ledgers.filing:{filing.pk}"


def _refuse_long(text: str, field: str) -> None:
    if len(text.strip()) > MOST_SAID:
        raise BadInput({field: f"最多写{MOST_SAID}个字，现有{len(text.strip())}个。"})


def reason_of(text: str, missing: str) -> str:
    """A reason that stays on record; BadInput where there is none or it is too long."""
    if not text.strip():
        raise BadInput({"reason": missing})
    _refuse_long(text, "reason")
    return text.strip()
