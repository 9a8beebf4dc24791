"""Snapshots and published figures as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.pages.asking import Asked
from yaodian.apps.indicators.publishing import recompute
from yaodian.apps.indicators.snapshots import Frozen
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import YaodianError
from yaodian.packs import catalogue, registers


@dataclass(frozen=True, slots=True)
class TableOf:
    """One register's rows in a snapshot: how many, and of the units that file it, how many have."""

    title: str
    rows: int
    columns: int
    filed: int | None
    of: int


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


def standing(asked: Asked) -> dict[str, Publication]:
    """What is published of this indicator, unit and period, by how it is split up ("" is the whole alone)."""
    of = publications().filter(code=asked.indicator.code, unit=asked.unit, period=asked.period.key)
    return {each.breakdown: each for each in of.filter(state=Publication.State.CURRENT).order_by("breakdown")}


def ways_of(asked: Asked) -> dict[str, str]:
    """The ways in which it can be published, each with its title: the whole alone, or split up."""
    return {"": "只公布合计"} | {each.key: f"按{each.title}细分" for each in catalogue().split_by(asked.indicator)}


def unit_named(number: int) -> Unit | None:
    """A unit that a figure may be published of."""
    return Unit.objects.filter(pk=number).first()


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
