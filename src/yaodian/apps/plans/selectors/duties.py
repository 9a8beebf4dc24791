"""职责表 as its page shows it, and a sentence tried against it."""

from dataclasses import dataclass

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.models import OfficeDuty
from yaodian.apps.plans.services.duties import DUTY_HOLDERS
from yaodian.apps.plans.services.matching import Duties, Office, Score, is_clear, scores, usual_duties
from yaodian.apps.plans.services.proposals import offices_of


@dataclass(frozen=True, slots=True)
class DutyRow:
    """An office with its phrases."""

    unit: Unit
    duties: list[OfficeDuty]

    @property
    def as_typed(self) -> list[str]:
        """The phrases as a person types them: 校舍×3."""
        return [duty.phrase + (f"×{duty.weight}" if duty.weight > 1 else "") for duty in self.duties]

    @property
    def missing_usual(self) -> list[str]:
        """Usual phrases of an office of this name that are not written here."""
        have = {duty.phrase for duty in self.duties}
        return [phrase for phrase in usual_duties(self.unit.name) if phrase not in have]


@dataclass(frozen=True, slots=True)
class DutyTable:
    """All offices; `empty` counts those that could get usual phrases, `untouched` says that nobody wrote any."""

    bureau: Unit
    offices: list[DutyRow]
    empty: int
    untouched: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What a sentence would be proposed to, and how the offices score."""

    lead: Office | None
    why: str
    scores: list[Score]


def _bureau(by: Acting) -> Unit:
    return Unit.objects.get(path=by.post.unit.path[:7])


def _rows(bureau: Unit) -> list[DutyRow]:
    units = Unit.objects.filter(path__startswith=bureau.path, kind__in=DUTY_HOLDERS, valid_to=None)
    shown = units.order_by("kind", "sort", "code").prefetch_related("duties")
    return [DutyRow(unit, list(unit.duties.all())) for unit in shown]


def duties_of(by: Acting) -> DutyTable:
    """The bureau's offices, and central schools that have phrases."""
    bureau = _bureau(by)
    rows = [row for row in _rows(bureau) if row.duties or row.unit.kind == Unit.Kind.OFFICE]
    empty = sum(not row.duties and bool(usual_duties(row.unit.name)) for row in rows)
    return DutyTable(bureau, rows, empty, not any(row.duties for row in rows))


def duty_holder(by: Acting, unit_id: int) -> DutyRow | None:
    """One office or central school of the bureau."""
    return next((row for row in _rows(_bureau(by)) if row.unit.pk == unit_id), None)


def tried(by: Acting, sentence: str) -> Trial:
    """Which office a task of these words would be proposed to by 职责表."""
    found = scores(Duties.of(offices_of(_bureau(by))), sentence)
    best = found[0] if is_clear(found) else None
    return Trial(best.office if best else None, "、".join(best.words) if best else "", found)
