"""The children of one made-up county: each spell in a class, which spells are one child's, and what each child is like."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from yaodian.cli.nation import shape
from yaodian.cli.nation.arrays import Chances, Flags, Floats, Numbers, days, drawn, happens, parts
from yaodian.cli.nation.county import FIRST, TODAY, Classes
from yaodian.cli.nation.shape import STAGES, YEAR

Column = TypeVar("Column", Numbers, Flags, Floats)
ONWARD = ((0, (1,)), (1, (2,)), (2, (3, 4)))  # stages by number, and those that come after them
SPECIAL = len(STAGES) - 1


@dataclass(frozen=True, eq=False)
class Spells:
    """The class of each spell, the days between which the child was there, how it came and went; `first` is the first spell
    of the same child."""

    room: Numbers
    entered: Numbers
    left: Numbers
    joined: Flags
    how_left: Numbers  # the code's number, 0 for who stays to the end
    gone: Flags
    age: Numbers  # full years on 31 August before the snapshot's school year
    stage: Numbers
    first: Numbers

    @classmethod
    def of(cls, classes: Classes, rng: Chances) -> "Spells":
        """As many as the classes hold: most from the beginning to the end of their class, some only for a time."""
        room = np.repeat(np.arange(len(classes.size)), classes.size)
        begins, ends = classes.begins[room], np.minimum(classes.ends[room], TODAY)
        joined, moved = (happens(share, len(room), rng) for share in (shape.JOINS, shape.LEAVES))
        entered = np.where(joined, begins + 1 + parts(ends - begins - 2, rng), begins)
        left = np.where(moved, entered + 1 + parts(ends - entered - 1, rng), classes.ends[room])
        first_age = np.array([stage.age for stage in STAGES])[classes.stage]
        chance = rng.random(len(room), np.float32)
        shift = (chance < shape.LATE).astype(np.int64) - (chance > 1 - shape.EARLY)
        age = (YEAR - classes.entered + first_age)[room] + shift
        first = _first(classes, room, joined, ~moved & happens(shape.GO_ON, len(room), rng))
        how = np.where(moved, drawn(shape.LEFT, len(room), rng), 0)
        made = cls(room, entered, left, joined, how, left <= TODAY, age, classes.stage[room], first)
        made.as_child(made.age)
        return made

    @property
    def there(self) -> Flags:
        """Whether each is there on the first day of the school year."""
        return (self.entered <= FIRST) & (self.left > FIRST)

    @property
    def this_year(self) -> Flags:
        """Whether some of each lies in the school year."""
        return self.left > FIRST

    @cached_property
    def later(self) -> Numbers:
        """The spells of children who have one before."""
        return np.flatnonzero(self.first != np.arange(len(self.first)))

    def as_child(self, column: Column) -> Column:
        """The column with that of a child's last spell in its first one too: it is of the child."""
        column[self.first[self.later]] = column[self.later]
        return column


def _first(classes: Classes, room: Numbers, joined: Flags, goes_on: Flags) -> Numbers:
    """For each spell the first of the same child: who ends a stage begins the next one in the same year, in the order of the
    schools, and so near by."""
    first = np.arange(len(room))
    for before, after in ONWARD:
        for year in range(YEAR - STAGES[before].kept + 1, YEAR + 1):
            leaving = (classes.stage == before) & (classes.entered + classes.years == year)
            beginning = np.isin(classes.stage, after) & (classes.entered == year)
            sides = [np.flatnonzero(leaving[room] & goes_on), np.flatnonzero(beginning[room] & ~joined)]
            count = min(map(len, sides))
            leavers, beginners = (side[np.arange(count) * len(side) // max(1, count)] for side in sides)
            first[beginners] = leavers
    return first


@dataclass(frozen=True, eq=False)
class Traits:
    """What the children of spells are like, by numbers of codes or yes and no."""

    sex: Numbers
    born: Numbers
    ethnic_group: Numbers
    migrant: Flags
    left_behind: Numbers
    boards: Flags
    disability: Numbers
    placement: Numbers
    poverty: Numbers
    aided: Flags
    purchased_place: Flags
    preschooled: Flags
    distance: Numbers  # tenths of a kilometre
    school_bus: Flags
    orphan: Flags

    @classmethod
    def of(cls, spells: Spells, rng: Chances) -> "Traits":
        """Drawn for each child."""
        count, kinds = len(spells.room), len(shape.DISABILITY[0])
        boarding = np.array([stage.boarding for stage in STAGES], np.float32)[spells.stage]
        poverty = spells.as_child(drawn(shape.POVERTY, count, rng))
        birthday = (rng.random(count, np.float32) * 364).astype(np.int64)
        return cls(
            spells.as_child(drawn(shape.SEX, count, rng)),
            spells.as_child(days(YEAR - 1 - spells.age, 9, 1) + birthday),
            spells.as_child(drawn(shape.ETHNIC, count, rng)),
            spells.as_child(happens(shape.MIGRANT, count, rng)),
            spells.as_child(drawn(shape.LEFT_BEHIND, count, rng)),
            spells.as_child(happens(boarding, count, rng)),
            spells.as_child(
                np.where(spells.stage == SPECIAL, rng.integers(1, kinds, count), drawn(shape.DISABILITY, count, rng))
            ),
            spells.as_child(np.where(spells.stage == SPECIAL, 0, drawn(shape.PLACEMENT, count, rng))),
            poverty,
            spells.as_child((poverty > 0) & happens(0.98, count, rng)),
            spells.as_child(happens(0.01, count, rng)),
            spells.as_child(happens(shape.PRESCHOOLED, count, rng)),
            spells.as_child((rng.gamma(2.0, 10.0, count) + 1).astype(np.int64)),
            spells.as_child(happens(0.03, count, rng)),
            spells.as_child(happens(0.001, count, rng)),
        )
