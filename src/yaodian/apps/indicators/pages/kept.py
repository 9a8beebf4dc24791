"""Snapshots and published figures as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet

from yaodian.algebra.serial import measure_from_json
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.figure_text import cell_title, hidden_text, text_of
from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.pages.asking import Asked
from yaodian.apps.indicators.protecting import threshold
from yaodian.apps.indicators.publishing import exact_of, recompute
from yaodian.apps.indicators.reading import reader_of
from yaodian.apps.indicators.snapshots import Frozen
from yaodian.apps.indicators.tree import tree_on
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import YaodianError
from yaodian.kernel.period import Period
from yaodian.packs import registers


@dataclass(frozen=True, slots=True)
class TableOf:
    """One register's rows in a snapshot: how many, and of the units that file it, how many have."""

    title: str
    rows: int
    columns: int
    filed: int | None
    of: int


@dataclass(frozen=True, slots=True)
class Published:
    """One figure of a publication, as text."""

    title: str
    parts: list[str]
    text: str


@dataclass(frozen=True)
class Checked:
    """A published figure computed again: `same` None where that could not be done, `says` why."""

    same: bool | None
    says: str


def snapshots() -> QuerySet[Snapshot]:
    """All snapshots, newest first, with how many figures were published from each."""
    return Snapshot.objects.annotate(published=Count("publications")).order_by("-pk")


def snapshot_named(number: int) -> Snapshot | None:
    """One of them."""
    return snapshots().filter(pk=number).first()


def tables_of(snapshot: Snapshot) -> list[TableOf]:
    """What a snapshot holds, by register."""
    held = []
    for key, table in snapshot.tables.items():
        said = snapshot.coverage.get(key)
        filed = len(said["filed"]) if said else None
        of = len(said["filed"]) + len(said["missing"]) if said else 0
        title = registers()[key].title if key in registers() else key
        held.append(TableOf(title, table["rows"], len(table["columns"]) - 1, filed, of))
    return held


def is_whole(snapshot: Snapshot) -> str:
    """ "" where the snapshot is as it was taken; else what is wrong with it."""
    try:
        frozen = Frozen(snapshot)
        frozen.tables({key: table["columns"] for key, table in snapshot.tables.items()})
    except YaodianError as error:
        return str(error)
    return ""


def snapshots_for(asked: Asked) -> QuerySet[Snapshot]:
    """The snapshots of filed rows from which a figure can be published."""
    return Snapshot.objects.filter(kind=Snapshot.Kind.FILED, on=asked.day)


def publications() -> QuerySet[Publication]:
    """All published figures, newest first."""
    return Publication.objects.select_related("unit", "snapshot")


def publication_named(number: int) -> Publication | None:
    """One of them."""
    return publications().filter(pk=number).first()


def standing(asked: Asked) -> Publication | None:
    """The figure of this indicator, unit and period that is published."""
    of = publications().filter(code=asked.indicator.code, unit=asked.unit, period=asked.period.key)
    return of.filter(state=Publication.State.CURRENT, breakdown="").first()


def unit_named(number: int) -> Unit | None:
    """A unit that a figure may be published of."""
    return Unit.objects.filter(pk=number).first()


def period_name(publication: Publication) -> str:
    """Its period in Chinese."""
    return Period.read(publication.period).name


def texts_of(publication: Publication, by: Acting) -> list[Published]:
    """The figures as they were published, the whole first; small counts of people hidden from who may not see the rows."""
    digits, unit = publication.definition["digits"], _unit(publication)
    below = 0 if _may_see_rows(publication, by) else threshold(today())
    small = [_is_small(each, below) for each in publication.figures]
    any_part = any(small[1:])
    return [
        Published(
            cell_title(publication.breakdown, tuple(each["cell"])),
            [_hidden_or(text_of(exact_of(part), 2, "").removesuffix(".00"), gone, below) for part in each["parts"]],
            _hidden_or(text_of(exact_of(each["value"]), digits, unit), gone, below),
        )
        for at, each in enumerate(publication.figures)
        for gone in [small[0] or (at > 0 and any_part)]
    ]


def _hidden_or(text: str, hidden: bool, below: int) -> str:  # read as one sentence
    return hidden_text(below) if hidden else text


def _is_small(figure: dict[str, Any], below: int) -> bool:
    """Whether a figure tells of few people: its counts, or the rest of a whole."""
    told = [exact_of(each) for each in figure["parts"] or [figure["value"]]]
    known = [each for each in told if each is not None]
    rests = [abs(whole - part) for part, whole in pairwise(known)]
    return any(0 < each < below for each in [*known, *rests])


def _may_see_rows(publication: Publication, by: Acting) -> bool:
    try:
        indicator = indicator_named(publication.code)
    except KeyError:
        return False
    if not indicator.about_people:
        return True
    return publication.unit.pk in reader_of(by, indicator, tree_on(publication.snapshot.on)).known


def checked(publication: Publication) -> Checked:
    """Compute it again from its snapshot and its stored definition."""
    try:
        again: Sequence[dict[str, Any]] = recompute(publication)
    except YaodianError as error:
        return Checked(None, str(error))
    same = list(again) == list(publication.figures)
    return Checked(
        same, "一致：由快照和当时的口径重算，与公布的数完全相同。" if same else "不一致：重算与公布的数不同。"
    )


def _unit(publication: Publication) -> str:
    said = measure_from_json(publication.definition["measure"]).type
    return "" if str(said) == "a bare number" else str(said)
