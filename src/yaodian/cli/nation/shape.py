"""What the made-up nation is like: its stages, kinds of school and chances. None of these figures is a statistic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

YEAR = 2025  # the school year (2025-2026) that the snapshot shows
DAY = date(YEAR + 1, 8, 31)  # its last day, on which the snapshot is taken
PER_COUNTY = 45_000  # pupils
PER_TOWNSHIP = 15  # schools
PER_SCHOOL = 200  # pupils, with kindergartens and teaching points
MOST_PROVINCES = 31
CLASS_SIZE = 42

Choices = tuple[Sequence[str], Sequence[float]]  # codes and how many of a thousand children or schools have them


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its code, the codes of its grades, and the age of its first grade."""

    code: str
    grades: tuple[str, ...]
    age: int
    boarding: float  # share of its pupils
    kept: int  # cohorts that left already and are still in the snapshot

    @property
    def years(self) -> int:
        """How long it takes."""
        return len(self.grades)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of school: code of its type, how many of a thousand schools, pupils beside a primary school's, its stages
    by number, how many of a thousand are private."""

    school_type: str
    share: int
    size: float
    stages: tuple[int, ...]
    private: int


STAGES = (
    Stage("kindergarten", ("01", "02", "03"), 3, 0.0, 1),
    Stage("primary", ("11", "12", "13", "14", "15", "16"), 6, 0.05, 3),
    Stage("junior", ("21", "22", "23"), 12, 0.35, 1),
    Stage("senior", ("31", "32", "33"), 15, 0.6, 1),
    Stage("vocational", ("31", "32", "33"), 15, 0.55, 1),
    Stage("special", ("11", "12", "13", "14", "15", "16", "21", "22", "23"), 7, 0.3, 1),
)
KINDS = (
    Kind("211", 390, 1.0, (1,), 30),
    Kind("111", 350, 0.55, (0,), 540),
    Kind("311", 120, 1.6, (2,), 60),
    Kind("312", 50, 1.9, (1, 2), 150),
    Kind("342", 45, 3.2, (3,), 120),
    Kind("365", 30, 2.4, (4,), 150),
    Kind("511", 15, 0.15, (5,), 0),
)
URBAN_RURAL: Choices = (("111", "112", "121", "122", "210", "220"), (160, 100, 230, 110, 120, 280))
PLACES = ("seat", "town", "village")  # as a made-up county (`cli/synthetic`) has them
PLACE_OF = (0, 0, 0, 1, 1, 2)  # of the codes of URBAN_RURAL
VILLAGE = 2
POINT, CANTEEN = 120, 60  # pupils below which a village school is a teaching point, from which a school has a canteen
SEX: Choices = (("1", "2"), (528, 472))
ETHNIC: Choices = (("01", "08", "05", "06", "03", "15", "07"), (900, 30, 20, 15, 15, 12, 8))
DISABLED = 0.0114  # share of the population, with those who are in special schools
LEFT_BEHIND: Choices = (("0", "1", "2"), (905, 35, 60))
PLACEMENT: Choices = (("1", "2", "4", "9"), (0, 905, 80, 15))  # of the disabled in ordinary schools
DISABILITY: Choices = (("0", "1", "2", "4", "5", "7"), (993.5, 0.5, 0.7, 1.5, 3.0, 0.8))
POVERTY: Choices = (("00", "01", "02", "04", "07", "08"), (920, 35, 25, 2, 8, 10))
JOINED: Choices = (("10", "21", "22", "23", "30"), (0, 550, 330, 90, 30))
LEFT: Choices = (("10", "21", "22", "23", "30", "40", "50"), (0, 520, 320, 100, 35, 20, 5))
MIGRANT, JOINS, LEAVES, PRESCHOOLED = 0.09, 0.03, 0.035, 0.98  # shares of children
CROWDING = 0.14  # how much classes differ in size
LATE, EARLY = 0.05, 0.01  # a year older, or younger, than the grade's age
GO_ON = 0.97  # share of those who end a stage that goes on in the county
BIRTHS_KEPT = 0.99  # share of the school-age children who are in a school


@dataclass(frozen=True, slots=True)
class Shape:
    """How many pupils in which counties, for a seed."""

    seed: int
    pupils: int
    per_school: int = PER_SCHOOL

    @property
    def counties(self) -> int:
        """How many counties there are."""
        return max(1, round(self.pupils / PER_COUNTY))

    @property
    def provinces(self) -> int:
        """How many provinces they lie in."""
        return min(MOST_PROVINCES, max(1, self.counties // 3))

    def pupils_of(self) -> list[int]:
        """The pupils of each county; they add up to `pupils`."""
        weights = np.random.default_rng([self.seed, 0]).uniform(0.6, 1.4, self.counties)
        ends = np.rint(np.cumsum(weights) * (self.pupils / weights.sum())).astype(np.int64)
        return [int(size) for size in np.diff(ends, prepend=0)]
