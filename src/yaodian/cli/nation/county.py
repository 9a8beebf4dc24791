"""The schools and classes of one made-up county, as columns."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.arrays import Chances, Flags, Floats, Numbers, coded, day, days, drawn, happens
from yaodian.cli.nation.shape import (
    CLASS_SIZE,
    CROWDING,
    DAY,
    KINDS,
    PER_TOWNSHIP,
    PLACE_OF,
    STAGES,
    URBAN_RURAL,
    YEAR,
)

CLOSING = (7, 10)  # the last grade leaves on this day of July
TODAY, FIRST = day(DAY), day(DAY.replace(year=YEAR, month=9, day=1))


@dataclass(eq=False)
class Schools:
    """The schools of a county, one entry for each: `size` is in pupils, `township` counts from 0, `urban_rural` is the number
    of its code."""

    kind: Numbers
    size: Floats
    township: Numbers
    townships: int
    private: Flags
    urban_rural: Numbers

    @classmethod
    def of(cls, pupils: int, per_school: int, rng: Chances) -> "Schools":
        """So many that a school has `per_school` pupils; at least one of each kind but the rare ones."""
        count = max(6, round(pupils / per_school))
        shares = np.cumsum([kind.share for kind in KINDS])
        kind = np.searchsorted(shares, (np.arange(count) * 617 + 100) % shares[-1], side="right")
        size = np.array([one.size for one in KINDS])[kind] * rng.lognormal(0.0, 0.45, count)
        townships = max(1, round(count / PER_TOWNSHIP))
        private = happens(np.array([one.private / 1000 for one in KINDS])[kind], count, rng)
        township = np.sort(rng.integers(0, townships, count))
        return cls(kind, size * (pupils / size.sum()), township, townships, private, drawn(URBAN_RURAL, count, rng))

    @cached_property
    def place(self) -> Numbers:
        """The number of each one's place: the county's seat, a town, a village."""
        return np.array(PLACE_OF)[self.urban_rural]


@dataclass(eq=False)
class Classes:
    """The classes of a county in the order of its schools: each cohort of each stage that is taught, or has just left."""

    school: Numbers
    stage: Numbers
    entered: Numbers
    number: Numbers
    size: Numbers

    @classmethod
    def of(cls, schools: Schools, pupils: int, rng: Chances) -> "Classes":
        """Those that are taught in the year hold `pupils` children together."""
        taught = np.array([sum(STAGES[one].years for one in kind.stages) for kind in KINDS])[schools.kind]
        found: list[tuple[Numbers, ...]] = []
        wanted: list[Floats] = []
        for number, stage in enumerate(STAGES):
            at = np.flatnonzero(np.isin(schools.kind, [nth for nth, kind in enumerate(KINDS) if number in kind.stages]))
            intake = schools.size[at] / taught[at]
            rooms = np.maximum(1, np.ceil(intake / CLASS_SIZE)).astype(np.int64)
            school = np.repeat(at, rooms)
            nth = np.arange(len(school)) - np.repeat(np.cumsum(rooms) - rooms, rooms) + 1
            for back in range(stage.years + stage.kept):
                found.append((school, np.full_like(school, number), np.full_like(school, YEAR - back), nth))
                wanted.append(np.repeat(intake / rooms, rooms) * rng.lognormal(0.0, CROWDING, len(school)))
        school, which, entered, nth = (np.concatenate(column) for column in zip(*found, strict=True))
        sizes = np.concatenate(wanted)
        order = np.lexsort((nth, entered, which, school))
        made = cls(school[order], which[order], entered[order], nth[order], np.zeros(len(order), np.int64))
        sizes = sizes[order] * (pupils / sizes[order][made.taught].sum())
        for some in (made.taught, ~made.taught):
            made.size[some] = np.diff(np.rint(np.cumsum(sizes[some])).astype(np.int64), prepend=0)
        return made

    @cached_property
    def years(self) -> Numbers:
        """How long each takes."""
        return np.array([stage.years for stage in STAGES])[self.stage]

    @cached_property
    def taught(self) -> Flags:
        """Whether a class is taught in the snapshot's year."""
        return self.entered + self.years > YEAR

    @cached_property
    def begins(self) -> Numbers:
        """Days (since 1970) on which they begin."""
        return days(self.entered, 9, 1)

    @cached_property
    def ends(self) -> Numbers:
        """Days from which the children are no longer there."""
        return days(self.entered + self.years, *CLOSING)

    def grade(self, years_after: Numbers, at: Numbers) -> pa.DictionaryArray:
        """The grades of some classes so many years after their entry."""
        longest = max(stage.years for stage in STAGES)
        table = [stage.grades[min(nth, stage.years - 1)] for stage in STAGES for nth in range(longest)]
        return coded(self.stage[at] * longest + np.minimum(years_after, self.years[at] - 1), table)
