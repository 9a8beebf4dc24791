"""One county's rows as Arrow tables: every county draws by itself, so that the same seed gives the same nation.

Each child is one spell of enrolment, with what the catalogue asks of the child and the class beside it (`pupil.sex`,
`class_room.stage`): a flat snapshot, for which no table of pupils is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yaodian.cli.nation import shape
from yaodian.cli.nation.arrays import Chances, Flags, Numbers, coded, dates, day, days, drawn
from yaodian.cli.nation.county import FIRST, TODAY, Classes, Schools
from yaodian.cli.nation.shape import DAY, KINDS, STAGES, YEAR

AGES = range(20)
YOUNGEST = 3  # in a kindergarten; the younger are about as many
AREA = 650  # square metres of a small school's site for each ten pupils
CLASS_KINDS = ("01", "10", "20", "40", "40", "17")  # of the stages


@dataclass(frozen=True, slots=True)
class Places:
    """A county in the tree and the first number of its rows in each register."""

    county: int
    townships: Numbers
    schools: Numbers
    starts: Mapping[str, int]

    def ids(self, register: str, count: int) -> Numbers:
        """The numbers of so many rows."""
        return np.arange(count) + self.starts.get(register, 1)


@dataclass(frozen=True, eq=False)
class Spells:
    """The children of a county: the class of each, the days between which it was there, how it came and went."""

    room: Numbers
    entered: Numbers
    left: Numbers
    joined: Flags
    moved: Flags
    gone: Flags
    age: Numbers  # full years on 31 August before the snapshot's school year

    @classmethod
    def of(cls, classes: Classes, rng: Chances) -> "Spells":
        """As many as the classes hold: most from the beginning to the end of their class, some only for a time."""
        room = np.repeat(np.arange(len(classes.size)), classes.size)
        begins, ends = classes.begins[room], np.minimum(classes.ends[room], TODAY)
        joined, moved = (rng.random(len(room), np.float32) < share for share in (shape.JOINS, shape.LEAVES))
        entered = np.where(joined, begins + 1 + _part(ends - begins - 2, rng), begins)
        left = np.where(moved, entered + 1 + _part(ends - entered - 1, rng), classes.ends[room])
        first_age = np.array([stage.age for stage in STAGES])[classes.stage]
        chance = rng.random(len(room), np.float32)
        shift = (chance < shape.LATE).astype(np.int64) - (chance > 1 - shape.EARLY)
        age = (YEAR - classes.entered + first_age)[room] + shift
        return cls(room, entered, left, joined, moved, left <= TODAY, age)

    @property
    def there(self) -> Flags:
        """Whether each is there on the first day of the school year."""
        return (self.entered <= FIRST) & (self.left > FIRST)


def enrolments(spells: Spells, classes: Classes, places: Places, rng: Chances) -> pa.Table:
    """The flat rows of the spells."""
    room, count = spells.room, len(spells.room)
    ids = places.ids("enrolments", count)
    after = np.maximum(0, _school_year(spells.entered) - classes.entered[room])
    how_left = np.where(spells.moved, drawn(shape.LEFT, count, rng), 0)
    how_came = np.where(spells.joined, drawn(shape.JOINED, count, rng), 0)
    boards = (
        rng.random(count, np.float32) < np.array([stage.boarding for stage in STAGES], np.float32)[classes.stage[room]]
    )
    disability = drawn(shape.DISABILITY, count, rng)
    poverty = drawn(shape.POVERTY, count, rng)
    born = days(YEAR - 1 - spells.age, 9, 1) + (rng.random(count, np.float32) * 364).astype(np.int64)
    disabled = disability > 0
    special = classes.stage[room] == len(STAGES) - 1
    columns = {
        "id": ids,
        "pupil": ids,
        "school": places.schools[classes.school][room],
        "class_room": places.ids("classes", len(classes.size))[room],
        "grade": classes.grade(after, room),
        "entered_on": dates(spells.entered),
        "entered_how": coded(how_came, shape.JOINED[0]),
        "left_on": dates(spells.left, spells.gone),
        "left_how": coded(how_left, shape.LEFT[0], spells.gone),
        "pupil.sex": coded(drawn(shape.SEX, count, rng), shape.SEX[0]),
        "pupil.born_on": dates(born),
        "pupil.ethnic_group": coded(drawn(shape.ETHNIC, count, rng), shape.ETHNIC[0]),
        "pupil.migrant": rng.random(count, np.float32) < shape.MIGRANT,
        "pupil.left_behind": coded(drawn(shape.LEFT_BEHIND, count, rng), shape.LEFT_BEHIND[0]),
        "pupil.attendance": coded(boards.astype(np.int64), ("1", "2")),
        "pupil.disability": coded(disability, shape.DISABILITY[0]),
        "pupil.placement": coded(np.where(special, 0, 1), ("1", "2"), disabled),
        "pupil.poverty": coded(poverty, shape.POVERTY[0]),
        "pupil.aided": (poverty > 0) & (rng.random(count, np.float32) < 0.98),
        "pupil.purchased_place": rng.random(count, np.float32) < 0.01,
        "pupil.preschooled": rng.random(count, np.float32) < shape.PRESCHOOLED,
        "pupil.distance": (rng.gamma(2.0, 10.0, count) + 1).astype(np.int64),  # tenths of a kilometre
        "pupil.school_bus": rng.random(count, np.float32) < 0.03,
        "pupil.orphan": rng.random(count, np.float32) < 0.001,
        "class_room.stage": coded(classes.stage[room], [stage.code for stage in STAGES]),
        "class_room.entered": classes.entered[room],
        "class_room.grade": _grade_now(classes, room),
        "class_room.class_kind": coded(classes.stage[room], CLASS_KINDS),
    }
    return pa.table(columns)


def class_rows(classes: Classes, places: Places) -> pa.Table:
    """The register of classes."""
    at = np.arange(len(classes.size))
    columns = {
        "id": places.ids("classes", len(at)),
        "school": places.schools[classes.school],
        "stage": coded(classes.stage, [stage.code for stage in STAGES]),
        "entered": classes.entered,
        "number": classes.number,
        "grade": _grade_now(classes, at),
        "class_kind": coded(classes.stage, CLASS_KINDS),
        "places": np.full(len(at), shape.CLASS_SIZE + 3),
        "opened_on": dates(classes.begins),
        "closed_on": dates(classes.ends, classes.ends <= TODAY),
    }
    return pa.table(columns)


def school_rows(schools: Schools, places: Places, rng: Chances) -> pa.Table:
    """The register of schools."""
    count = len(schools.kind)
    private = rng.random(count) * 1000 < np.array([kind.private for kind in KINDS])[schools.kind]
    area = np.rint(schools.size / 10).astype(np.int64) + 3
    columns = {
        "id": places.ids("schools", count),
        "school": places.schools,
        "school_type": coded(schools.kind, [kind.school_type for kind in KINDS]),
        "run_by": coded(private.astype(np.int64), ("1", "2")),
        "urban_rural": coded(drawn(shape.URBAN_RURAL, count, rng), shape.URBAN_RURAL[0]),
        "boarding": rng.random(count) < 0.2,
        "site_area": area * AREA * 100,  # in hundredths of a square metre
        "sports_area": area * AREA * 30,
        "founded_on": dates(days(rng.integers(1950, 2016, count), 9, 1)),
        "life": coded(np.zeros(count, np.int64), ("1",)),
        "inclusive": pa.array(rng.random(count) < 0.8, mask=~(private & (schools.kind == 1))),
    }
    return pa.table(columns)


def population_rows(spells: Spells, classes: Classes, schools: Schools, places: Places) -> pa.Table:
    """How many children of each age live in each township, a little more than are in its schools."""
    there = spells.there
    home = schools.township[classes.school][spells.room[there]]
    cells = home * len(AGES) + spells.age[there].clip(0, len(AGES) - 1)
    held = np.bincount(cells, minlength=schools.townships * len(AGES)).reshape(-1, len(AGES))
    held[:, :YOUNGEST] = held[:, [YOUNGEST]]
    number = np.ceil(held / shape.BIRTHS_KEPT).astype(np.int64).ravel()
    count = len(number)
    columns = {
        "id": places.ids("population", count),
        "central_school": np.repeat(places.townships, len(AGES)),
        "township": pa.array([f"{number}号乡镇" for number in range(1, schools.townships + 1) for _age in AGES]),
        "counted_on": dates(np.full(count, day(DAY.replace(year=YEAR)))),
        "age": np.tile(np.arange(len(AGES)), schools.townships),
        "sex": coded(np.zeros(count, np.int64), ("0",)),
        "basis": coded(np.zeros(count, np.int64), ("1",)),
        "number": number,
        "disabled": np.rint(number * 0.0065).astype(np.int64),
    }
    return pa.table(columns)


def _grade_now(classes: Classes, at: Numbers) -> pa.DictionaryArray:
    """The grades in the snapshot's school year, or the last ones."""
    return classes.grade(YEAR - classes.entered[at], at)


def _school_year(day_numbers: Numbers) -> Numbers:
    """The school year in which days lie."""
    months = day_numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months - 8) // 12 + 1970


def _part(longest: Numbers, rng: Chances) -> Numbers:
    """A chance whole number from 0 to less than each, or 0."""
    return (rng.random(len(longest), np.float32) * np.maximum(longest, 0)).astype(np.int64)
