"""The birth certificate 出生证明 of a figure: definition, parts, the rows behind it, the writes and approvals they came from.

Who has the right to the rows gets their numbers, as far as his reach goes, and how many there are beyond it; who has not gets the
definition and what is shown of the figure, and nothing that counts people in another way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count as Many
from django.db.models import Exists, OuterRef, Q, QuerySet

from yaodian.algebra.figures import Cell
from yaodian.algebra.measures import Leaf, Measure, leaves
from yaodian.algebra.needs import measures_need
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import LIVE, Basis, basis_for
from yaodian.apps.indicators.contributions import counted
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.models import Publication
from yaodian.apps.indicators.pinned import Filed, anchor_of, anchors_of
from yaodian.apps.indicators.reading import may_list, reader_of, sensitive_in
from yaodian.apps.indicators.shown import taken_from
from yaodian.apps.ledgers.access import scope
from yaodian.apps.ledgers.models import Batch, FiledRow, Filing, FilingStep, Import
from yaodian.apps.ledgers.tables import history_of, register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotAllowed
from yaodian.kernel.period import Period
from yaodian.packs import catalogue
from yaodian.registers.indicator import Indicator

AT_ONCE = 500  # numbers in one query


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of one part of a figure: which register, in words which rows, their numbers within the reader's reach, and how
    many there are beyond it."""

    register: str
    says: str
    rows: tuple[int, ...]
    beyond: int


@dataclass(frozen=True, slots=True)
class CameBy:
    """One write that rows came by: an import with its file, a form, the interface, a movement of a pupil."""

    batch: Batch
    run: int | None  # the import, if it was one
    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Approved:
    """Filings of one register and period from which rows come: how many units, by whom approved, how many were returned once."""

    register: str
    period: str
    units: int
    by: tuple[str, ...]
    last: datetime | None
    returned: int


@dataclass(frozen=True)
class Birth:
    """All of it. `opened` says whether the reader has the right to the rows; without it `behind` and `came_by` are empty."""

    figure: Figure
    definition: str
    leaves: tuple[str, ...]  # each count and total in words, with its conditions
    opened: bool
    behind: tuple[Behind, ...]
    came_by: tuple[CameBy, ...]
    approved: tuple[Approved, ...]
    published: tuple[Publication, ...]


def birth(
    indicator: Indicator,
    *,
    unit: int,
    period: Period,
    by: Acting | System,
    kind: str = LIVE,
    basis: Basis | None = None,
    breakdown: str = "",
    cell: Cell = (),
    for_purpose: bool = False,
) -> Birth:
    """The birth certificate of one figure; `basis` for rows of a day gone by or of a snapshot; `for_purpose` where it was told
    and logged what rows are looked at for that are counted by a sensitive column. NotAllowed where the reader may not see
    the figure."""
    rows = basis or basis_for(indicator.moment(period, today()).on, kind)
    taken = taken_from(rows, indicator, period, breakdown=breakdown)
    moment, figure = taken.moment, next((each for each in taken.figures(by, [unit]) if each.cell == cell), None)
    if figure is None:
        raise NotAllowed("这个单位的数不在您的岗位能看的范围内。")
    opened = unit in reader_of(by, indicator, rows.tree).known and not figure.hidden
    if sensitive_in(indicator.measure, breakdown):
        opened &= for_purpose and may_list(by, indicator.measure, breakdown)
    parts = [leaf for part in parts_of(indicator.measure) for leaf in leaves(part)]
    behind, found = [], []
    if opened:
        dimension = catalogue().dimensions[breakdown] if breakdown else None
        for leaf in dict.fromkeys(parts):
            ids = sorted(counted(leaf, rows, moment, unit, dimension=dimension, cell=cell))
            behind.append(_behind(leaf, ids, by))
            found.append((leaf.register, ids))
    return Birth(
        figure=figure,
        definition=catalogue().explain(indicator.measure),
        leaves=tuple(catalogue().explain(leaf) for leaf in dict.fromkeys(parts)),
        opened=opened,
        behind=tuple(behind),
        came_by=tuple(_came_by(found, rows)),
        approved=tuple(_approved(indicator, rows, unit)),
        published=tuple(Publication.objects.filter(code=indicator.code, unit=unit, period=period.key)),
    )


def parts_of(measure: Measure) -> tuple[Measure, ...]:
    """The numerator and denominator of a figure, or the figure itself."""
    return measure.parts or (measure,)


def _behind(leaf: Leaf, ids: Sequence[int], by: Acting | System) -> Behind:
    open_rows = scope(register_named(leaf.register), by)
    reached = [row for some in _chunks(ids) for row in open_rows.filter(pk__in=some).values_list("pk", flat=True)]
    return Behind(leaf.register, catalogue().explain(leaf), tuple(sorted(reached)), len(ids) - len(reached))


def _came_by(found: Iterable[tuple[str, Sequence[int]]], basis: Basis) -> Iterator[CameBy]:
    """The writes by which the versions of rows came, those of most rows first."""
    rows: dict[str, set[int]] = {}
    for register, ids in found:
        rows.setdefault(register, set()).update(ids)
    counts: Counter[int] = Counter()
    for register, held in rows.items():
        versions = _versions(register, basis)
        for some in _chunks(sorted(held)):
            for batch, many in versions.filter(row__in=some).values_list("batch").annotate(many=Many("pk")).order_by():
                counts[batch] += many
    batches = Batch.objects.in_bulk(list(counts))
    runs = {run.batch_id: run for run in Import.objects.filter(batch__in=batches).select_related("file")}
    for number, many in counts.most_common():
        if number in batches:
            run = runs.get(number)
            yield CameBy(batches[number], run.pk if run else None, run.file.name if run and run.file else "", many)


def _versions(register: str, basis: Basis) -> QuerySet[Any]:
    """The versions of rows that a basis holds."""
    history: QuerySet[Any] = history_of(register)._default_manager.filter(gone=False)
    if isinstance(basis.rows, Filed) and anchor_of(register_named(register)) is register_named(register):
        pinned = FiledRow.objects.filter(filing__in=basis.rows.filings(register), row=OuterRef("row"))
        return history.filter(Exists(pinned.filter(version=OuterRef("version"))))
    moment = basis.snapshot.taken_at if basis.snapshot else getattr(basis.rows, "until", None)
    if moment is None:
        return history.filter(record_to=None)
    return history.filter(Q(record_to=None) | Q(record_to__gt=moment), record_from__lte=moment)


def _approved(indicator: Indicator, basis: Basis, unit: int) -> Iterator[Approved]:
    """The filings from which the rows beneath a unit come."""
    beneath = basis.units.beneath[unit]
    for key in anchors_of(measures_need([indicator.measure], catalogue().owners)):
        held = basis.coverage.get(key)
        if held is not None:
            units = held.filed & frozenset(beneath)
            filings = Filing.objects.filter(
                register=key, period=held.period, unit__in=units, state=Filing.State.APPROVED
            )
            told = list(filings.values_list("decided_by", "decided_at"))
            returned = (
                FilingStep.objects.filter(filing__in=filings, state=Filing.State.RETURNED).values("filing").distinct()
            )
            names = tuple(sorted({name for name, _at in told if name}))
            last = max((at for _name, at in told if at), default=None)
            yield Approved(key, held.period, len(units), names, last, returned.count())


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
