"""What schools have for teaching: rooms, sports areas, equipment and books, in step with their pupils, classes and buildings.

How well a school is off is drawn for each thing anew, within what its place makes likely, or less of what it lacks. All is
drawn from a sequence of its own, school by school.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from yaodian.cli.synthetic.lacking import Want, part_of
from yaodian.cli.synthetic.tree import Site

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One stage of a school: its pupils and classes of today, and `share`, what part of the school's pupils they are."""

    site: Site
    stage: str
    pupils: int
    classes: int
    share: float
    lacks: Want | None = None

    @property
    def code(self) -> str:
        """The school's code."""
        return self.site.unit.code

    def drawn(self, rng: Random, likely: Mapping[str, tuple[float, float]], want: Want | None = None) -> float:
        """How well off it is, between the least and the most of its place (seat, town, village); less of what it lacks."""
        least, most = likely[self.site.place]
        return least * part_of(want, self.lacks, rng) if want and want is self.lacks else rng.uniform(least, most)


@dataclass(frozen=True, slots=True)
class School:
    """A school with its parts, in the order of stages, and its buildings."""

    parts: Sequence[Part]
    buildings: Sequence[Row]


def schools_of(
    sites: Sequence[Site], rows: Mapping[str, Sequence[Row]], lacks: Mapping[tuple[str, str], Want]
) -> list[School]:
    """The schools that go on, read from the rows of pupils, classes and buildings; `lacks` by school and stage."""
    stage_of = {row["id"]: row["stage"] for row in rows["classes"]}
    pupils: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows["pupils"]:
        if row["status"] == "10":
            pupils[row["school"]][stage_of[row["class_room"]]] += 1
    classes = Counter((row["school"], row["stage"]) for row in rows["classes"] if "closed_on" not in row)
    buildings: dict[str, list[Row]] = defaultdict(list)
    for row in rows["buildings"]:
        buildings[row["school"]].append(row)
    found = []
    for site in sites:
        code = site.unit.code
        here = pupils[code]
        whole = here.total() or 1
        parts = [
            Part(site, stage, here[stage], classes[code, stage], here[stage] / whole, lacks.get((code, stage)))
            for stage in site.stages
            if here[stage]
        ]
        if parts:
            found.append(School(parts, buildings[code]))
    return found


class Maker(ABC):
    """Makes the rows of a register, school by school: ids count from 1, numbers within the school too."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: list[Row] = []
        self._within = Counter[str]()

    @abstractmethod
    def school(self, school: School) -> None:
        """Add the rows of a school."""

    def add(self, school: str, number: tuple[str, str], values: Row) -> Row:
        """A further row; `number` is the column of the number within the school and what the number begins with."""
        self._within[school] += 1
        column, begins = number
        row = {"id": len(self.rows) + 1, "school": school, column: f"{begins}{self._within[school]:03d}"} | values
        self.rows.append(row)
        return row


def split(rng: Random, whole: int, parts: int) -> list[int]:
    """A whole number in so many uneven parts of at least 1 (as many as it has, where it is less)."""
    parts = max(1, min(parts, whole))
    weights = [rng.uniform(0.6, 1.4) for _ in range(parts)]
    total = sum(weights)
    cut = [max(1, int(whole * weight / total)) for weight in weights]
    cut[cut.index(max(cut))] += whole - sum(cut)
    return cut
