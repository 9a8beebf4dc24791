"""What the simulation holds: families, children and their stays, cohorts (classes that grow up together), the county."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yaodian.cli.synthetic.tree import Site

YEARS = (2024, 2025, 2026)
TODAY = date(2026, 9, 16)
LENGTH = {"kindergarten": 3, "primary": 6, "junior": 3, "senior": 3, "vocational": 3, "special": 9}
POINT_YEARS = 3
AGE = {"kindergarten": 3, "primary": 6, "junior": 12, "senior": 15, "vocational": 15, "special": 7}
FIRST_GRADE = {"kindergarten": 1, "primary": 11, "junior": 21, "senior": 31, "vocational": 31}


class Status(StrEnum):
    """Where a child stands on the county's day."""

    HERE = "here"
    SUSPENDED = "suspended"
    DROPPED = "dropped"
    GRADUATED = "graduated"
    LEFT = "left"
    DEAD = "dead"


@dataclass(slots=True)
class Family:
    """A household: the parents, who looks after the children and where."""

    surname: str
    township: str
    father: str
    mother: str
    phone: str
    home: str
    rural: bool
    away: bool  # both parents work elsewhere, so the children are left behind
    came: bool  # moved here for work from another county
    poverty: str
    helper: str  # a grandparent, where the parents are away or dead
    helper_relation: str  # code of guardian_relation
    helper_phone: str
    parents_at: str
    births: list[date] = field(default_factory=list)
    father_id: str = ""
    mother_id: str = ""


@dataclass(slots=True, eq=False)
class Cohort:
    """A class from its entry to its end: `number` within school, stage and entry year."""

    key: int
    site: Site
    stage: str
    entered: int  # the school year in which it began its stage
    number: int
    children: list["Child"] = field(default_factory=list)

    def grade(self, year: int) -> str:
        """The grade's code in a school year (GB grade codes: 01 小班 … 33 高三)."""
        return grade_code(self.stage, year - self.entered)

    def there(self, year: int) -> bool:
        """Whether it is taught in this school year."""
        return self.entered <= year < self.entered + self.years

    @property
    def years(self) -> int:
        """For how many school years it is taught in its school: a teaching point has three grades."""
        return POINT_YEARS if self.site.point else LENGTH[self.stage]


def grade_code(stage: str, nth: int) -> str:
    """The code of a stage's nth grade (from 0); a special school goes on from primary to junior."""
    if stage == "special":
        return f"{11 + nth:02d}" if nth < 6 else f"{21 + nth - 6:02d}"
    return f"{FIRST_GRADE[stage] + nth:02d}"


@dataclass(slots=True)
class Stay:
    """A child in a class from a day to a day (the first day that the child is no longer there), with the manners."""

    cohort: Cohort
    since: date
    entry: str
    until: date | None = None
    leave: str = ""
    where: str = ""  # whither or whence, outside the county


@dataclass(slots=True)
class Visit:
    """A visit to a child out of school."""

    on: date
    nth: int
    found: bool  # the child went back after it


@dataclass(slots=True)
class Spell:
    """A time out of school: dropped out until back (None: still out), at the cohort's school."""

    cohort: Cohort
    since: date
    reason: str
    until: date | None = None
    visits: list[Visit] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Child:
    """A child with its stays in time order; `status` is that of the county's day."""

    key: int
    sex: str
    born: date
    name: str
    resident_id: str
    family: Family
    stays: list[Stay] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    status: Status = Status.HERE
    since: date | None = None  # of the status
    due_back: date | None = None  # of a suspension
    ethnic: str = "01"
    disability: str = "0"
    suspended: list[tuple[date, date | None]] = field(default_factory=list)

    @property
    def cohort(self) -> Cohort:
        """The class of its last stay."""
        return self.stays[-1].cohort

    @property
    def here(self) -> bool:
        """Whether its last stay is open."""
        return self.stays[-1].until is None
