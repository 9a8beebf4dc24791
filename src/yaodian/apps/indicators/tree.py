"""The tree of units as it was on a day, as figures are added up over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yaodian.algebra.units import Units
from yaodian.apps.orgs.models import Unit

LEVELS: Mapping[str, str] = {
    Unit.Kind.BUREAU: "county",
    Unit.Kind.TOWNSHIP: "township",
    Unit.Kind.SCHOOL: "school",
    Unit.Kind.KINDERGARTEN: "school",
}  # offices have none
Row = tuple[int, str, str, str, str, str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What figures say of a unit."""

    name: str
    short_name: str
    kind: str
    path: str
    stages: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Tree:
    """The units that existed on a day, and what is known of each, in the order of the tree."""

    units: Units
    info: Mapping[int, Facts]

    @property
    def root(self) -> int:
        """The county."""
        return self.units.roots[0]


def tree_on(day: date) -> Tree:
    """The tree of a day. Rows of units that did not exist then are in no figure."""
    return trees_on([day])[day]


def had_schools(day: date) -> bool:
    """Whether there was a school or kindergarten on a day, so that its figures say something."""
    return "school" in tree_on(day).units.levels.values()


def trees_on(days: Iterable[date]) -> dict[date, Tree]:
    """The trees of several days."""
    rows = Unit.objects.order_by("path").values_list(
        "pk", "name", "short_name", "kind", "path", "stages", "valid_from", "valid_to"
    )
    held = tuple(rows)
    return {day: _built(tuple(row[:6] for row in held if _exists(row, day))) for day in set(days)}


def _exists(row: Row, day: date) -> bool:
    """Of days before the bureau was founded there is the county alone, so that every tree has a root."""
    kind, since, until = row[3], *row[6:]
    return (since is None or since <= day or kind == Unit.Kind.BUREAU) and (until is None or day <= until)


@lru_cache(maxsize=32)
def _built(rows: tuple[tuple[int, str, str, str, str, str], ...]) -> Tree:
    info = {
        pk: Facts(name, short_name, kind, path, tuple(stage for stage in stages.split(",") if stage))
        for pk, name, short_name, kind, path, stages in rows
    }
    parents = {pk: _above(held.path, info) for pk, held in info.items()}
    return Tree(Units(parents, {pk: LEVELS[held.kind] for pk, held in info.items() if held.kind in LEVELS}), info)


def _above(path: str, there: Mapping[int, Facts]) -> int | None:
    """The nearest unit above that existed: one whose township was dissolved lies beneath the bureau."""
    above = [int(step) for step in path.split("/")[:-2]]
    return next((unit for unit in reversed(above) if unit in there), None)
