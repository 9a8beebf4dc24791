"""What a post sees of each register before opening it: how many rows, when they last changed, what is wrong, what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count as Number
from django.db.models import Max, Q, Subquery

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import Action, in_scope, may, readable, scope, units_in_reach
from yaodian.apps.ledgers.lists.counting import EXACT, Bounded, Count, estimate
from yaodian.apps.ledgers.models import Batch, FailedCheck
from yaodian.apps.ledgers.tables import history_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.breach import Severity
from yaodian.kernel.period import Period
from yaodian.registers.register import Register


@dataclass(frozen=True, slots=True)
class Failing:
    """How many rows within reach fail a check: errors, warnings that nobody has explained, and explained ones."""

    errors: int = 0
    warnings: int = 0
    explained: int = 0

    def __bool__(self) -> bool:
        return bool(self.errors or self.warnings)


@dataclass(frozen=True, slots=True)
class Standing:
    """One register as a post sees it. `period` and `due` are of the filing that is due next, None where none is."""

    register: Register
    count: Count
    changed_at: datetime | None
    failing: Failing
    period: Period | None
    due: date | None
    may_fill: bool


def standings(by: Acting) -> list[Standing]:
    """All registers that the post may read, in the order of the menu. Three queries for all; more for large registers."""
    counts = _counts(by)
    changed, failing = _last_changes(counts, by), failing_by_register(by)
    return [
        _standing(register, count, changed.get(register.key), failing.get(register.key, Failing()), by)
        for register, count in counts.items()
    ]


def _standing(register: Register, count: Count, changed_at: datetime | None, failing: Failing, by: Acting) -> Standing:
    period = register.filing.current(today()) if register.filing else None
    return Standing(
        register=register,
        count=count,
        changed_at=changed_at,
        failing=failing,
        period=period,
        due=register.filing.due(period) if register.filing and period else None,
        may_fill=may(by, Action.FILL, register),
    )


def _counts(by: Acting) -> dict[Register, Count]:
    """How many rows of each register are within reach."""
    within = {register: in_scope(register, by) for register in readable(by)}
    found = _asked_at_once([Bounded(register, part) for register, part in within.items()], by)
    return {
        register: Count(number) if number <= EXACT else estimate(register, part)
        for (register, part), number in zip(within.items(), found, strict=True)
    }


def _last_changes(counts: Mapping[Register, Count], by: Acting) -> dict[str, datetime | None]:
    """When a row within reach was last written, by register. None where too many rows would have to be asked."""
    if units_in_reach(by) is None:
        batches = Batch.objects.filter(register__in=[register.key for register in counts])
        return dict(batches.order_by().values_list("register").annotate(at=Max("at")))
    asked = [register for register, count in counts.items() if count.number and count.exact]
    found = _asked_at_once([Subquery(_newest(register, by)) for register in asked], by)
    return {register.key: at for register, at in zip(asked, found, strict=True)}


def _asked_at_once(parts: Sequence[Subquery], by: Acting) -> tuple[Any, ...]:
    """What several queries of one value give, in one query."""
    return Unit.objects.filter(pk=by.post.unit_id).values_list(*parts).get() if parts else ()


def _newest(register: Register, by: Acting) -> Any:
    """When the newest version of a row within reach was written."""
    versions = history_of(register.key)._default_manager.filter(row__in=scope(register, by).order_by().values("pk"))
    return versions.order_by("-record_from").values("record_from")[:1]


def failing_of(register: Register, by: Acting) -> Failing:
    """The failed checks of one register within reach; one query."""
    return failing_by_register(by, only=register).get(register.key, Failing())


def failing_by_register(by: Acting, only: Register | None = None) -> dict[str, Failing]:
    """The failed checks within reach, counted by register; one query."""
    units = units_in_reach(by)
    found = FailedCheck.objects.filter(Q() if units is None else Q(unit__in=units))
    if only is not None:
        found = found.filter(register=only.key)
    rows = found.values("register").annotate(
        errors=Number("pk", filter=Q(severity=Severity.ERROR)),
        warnings=Number("pk", filter=Q(severity=Severity.WARNING, explanation="")),
        explained=Number("pk", filter=Q(severity=Severity.WARNING) & ~Q(explanation="")),
    )
    return {row["register"]: Failing(row["errors"], row["warnings"], row["explained"]) for row in rows}
