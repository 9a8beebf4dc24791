"""What each school of a made-up county teaches: pupils and classes of each of its stages, by which staff, rooms and things are
measured, and what it lacks, as in a made-up county of single rows (`cli/synthetic`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from yaodian.cli.nation.arrays import Chances, Flags, Floats, Numbers, happens
from yaodian.cli.nation.children import Spells
from yaodian.cli.nation.county import Classes, Schools
from yaodian.cli.nation.shape import PLACES, STAGES
from yaodian.cli.synthetic.lacking import LEAST, MOST, SHARE, Want

KINDERGARTEN, PRIMARY, JUNIOR = range(3)  # of STAGES
NOTHING = -1
Likely = Mapping[str, tuple[float, float]]  # by place, or by stage


@dataclass(frozen=True, eq=False)
class Taught:
    """One entry for each stage of each school, in the order of schools; `class_at` is the entry of each class."""

    schools: Schools
    school: Numbers
    stage: Numbers
    pupils: Numbers
    classes: Numbers
    lacks: Numbers  # the number of a Want, or NOTHING
    class_at: Numbers

    @classmethod
    def of(cls, schools: Schools, classes: Classes, spells: Spells, rng: Chances) -> "Taught":
        """From the children of the first day; about a third of the primary and junior schools lack something."""
        keys, at = np.unique(classes.school * len(STAGES) + classes.stage, return_inverse=True)
        stage, count = keys % len(STAGES), len(keys)
        pupils = np.bincount(at[spells.room[spells.there]], minlength=count)
        rooms = np.bincount(at[classes.taught], minlength=count)
        lacking = happens(SHARE, count, rng) & np.isin(stage, (PRIMARY, JUNIOR))
        which = np.where(lacking, rng.integers(0, len(Want), count), NOTHING)
        return cls(schools, keys // len(STAGES), stage, pupils, rooms, which, at)

    @cached_property
    def place(self) -> Numbers:
        """The number of each one's place."""
        return self.schools.place[self.school]

    @cached_property
    def private(self) -> Flags:
        """Whether its school is private."""
        return self.schools.private[self.school]

    def lack(self, want: Want) -> Flags:
        """Which of them lack something."""
        return self.lacks == list(Want).index(want)

    def by_place(self, likely: Likely, rng: Chances, want: Want | None = None) -> Floats:
        """How well off each is, between the least and the most of its place; less of what it lacks."""
        least, most = np.array([likely[place] for place in PLACES])[self.place].T
        found = rng.uniform(least, most)
        if want is None:
            return found
        return np.where(self.lack(want), least * rng.uniform(LEAST, MOST, len(least)), found)

    def first_of_school(self) -> Flags:
        """Whether each is the first of its school."""
        return np.diff(self.school, prepend=-1) > 0
