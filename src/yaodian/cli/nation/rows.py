"""One county's rows as Arrow tables: every county draws by itself, so that the same seed gives the same nation.

Each spell of enrolment has what the catalogue asks of the child and the class beside it (`pupil.sex`,
`class_room.stage`): a flat snapshot, for which no table of pupils is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from yaodian.cli.nation import shape
from yaodian.cli.nation.arrays import Chances, Numbers, coded, dates, day, days, drawn, happens
from yaodian.cli.nation.children import Spells, Traits
from yaodian.cli.nation.county import TODAY, Classes, Schools
from yaodian.cli.nation.shape import DAY, KINDS, STAGES, YEAR

AGES = range(20)
YOUNGEST = 3  # in a kindergarten; the younger are about as many
AREA = 650  # square metres of a small school's site for each ten pupils
CLASS_KINDS = ("01", "10", "20", "40", "40", "17")  # of the stages
TYPES = (*(kind.school_type for kind in KINDS), "218")  # a small primary school in a village is a teaching point
MERGED = day(DAY.replace(day=20))  # in the holidays: its children go elsewhere on 1 September
ACCREDITED = (
    (0, 0.74),
    (1, 0.22),
    (0, 0.74),
    (0, 0.74),
    (2, 0.5),
    (0, 0.0),
    (0, 0.0),
)  # of the kinds: as what, and how often


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


def enrolments(spells: Spells, traits: Traits, classes: Classes, places: Places, rng: Chances) -> pa.Table:
    """The flat rows of the spells."""
    room, count = spells.room, len(spells.room)
    ids = places.ids("enrolments", count)
    after = np.maximum(0, _school_year(spells.entered) - classes.entered[room])
    how_came = np.where(spells.joined, drawn(shape.JOINED, count, rng), 0)
    columns = {
        "id": ids,
        "pupil": ids[spells.first],
        "school": places.schools[classes.school][room],
        "class_room": places.ids("classes", len(classes.size))[room],
        "grade": classes.grade(after, room),
        "entered_on": dates(spells.entered),
        "entered_how": coded(how_came, shape.JOINED[0]),
        "left_on": dates(spells.left, spells.gone),
        "left_how": coded(spells.how_left, shape.LEFT[0], spells.gone),
        "pupil.sex": coded(traits.sex, shape.SEX[0]),
        "pupil.born_on": dates(traits.born),
        "pupil.ethnic_group": coded(traits.ethnic_group, shape.ETHNIC[0]),
        "pupil.migrant": traits.migrant,
        "pupil.left_behind": coded(traits.left_behind, shape.LEFT_BEHIND[0]),
        "pupil.attendance": coded(traits.boards.astype(np.int64), ("1", "2")),
        "pupil.disability": coded(traits.disability, shape.DISABILITY[0]),
        "pupil.placement": coded(traits.placement, shape.PLACEMENT[0], traits.disability > 0),
        "pupil.poverty": coded(traits.poverty, shape.POVERTY[0]),
        "pupil.aided": traits.aided,
        "pupil.purchased_place": traits.purchased_place,
        "pupil.preschooled": traits.preschooled,
        "pupil.distance": traits.distance,
        "pupil.school_bus": traits.school_bus,
        "pupil.orphan": traits.orphan,
        "class_room.stage": coded(spells.stage, [stage.code for stage in STAGES]),
        "class_room.entered": classes.entered[room],
        "class_room.grade": _grade_now(classes, room),
        "class_room.class_kind": coded(spells.stage, CLASS_KINDS),
    }
    return pa.table(columns)


def class_rows(classes: Classes, heads: Numbers, places: Places, rng: Chances) -> pa.Table:
    """The register of classes; `heads` are the ids of their teachers, nobody's for some and for those that are no more."""
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
        "head_teacher": pa.array(heads, mask=~classes.taught | happens(0.01, len(at), rng)),
        "opened_on": dates(classes.begins),
        "closed_on": dates(classes.ends, classes.ends <= TODAY),
    }
    return pa.table(columns)


def school_rows(schools: Schools, places: Places, rng: Chances) -> pa.Table:
    """The register of schools."""
    count, kind = len(schools.kind), schools.kind
    area = np.rint(schools.size / 10).astype(np.int64) + 3
    point = (kind == 0) & (schools.place == shape.VILLAGE) & (schools.size < shape.POINT)
    merged = point & happens(0.05, count, rng)
    as_what, share = (np.array(column)[kind] for column in zip(*ACCREDITED, strict=True))
    accredited = happens(share, count, rng) & ~point
    licensed = schools.private & happens(0.97, count, rng)
    ids = places.ids("schools", count)
    columns = {
        "id": ids,
        "school": places.schools,
        "school_code": pa.array(ids + 3_100_000_000).cast(pa.string()),
        "school_type": coded(np.where(point, len(KINDS), kind), TYPES),
        "run_by": coded(schools.private.astype(np.int64), ("1", "2")),
        "urban_rural": coded(schools.urban_rural, shape.URBAN_RURAL[0]),
        "boarding": happens(0.2, count, rng),
        "canteen": schools.size > shape.CANTEEN,
        "site_area": area * AREA * 100,  # in hundredths of a square metre
        "sports_area": area * AREA * 30,
        "founded_on": dates(days(rng.integers(1950, 2016, count), 9, 1)),
        "closed_on": dates(np.full(count, MERGED), merged),
        "life": coded(merged.astype(np.int64), ("1", "4")),
        "inclusive": pa.array(happens(0.8, count, rng), mask=~(schools.private & (kind == 1))),
        "licence_number": pa.array(ids, mask=~licensed).cast(pa.string()),
        "licence_until": dates(days(rng.integers(2025, 2030, count), 12, 31), licensed),
        "accreditation": coded(as_what, ("05", "01", "04"), accredited),
        "accredited_until": dates(days(rng.integers(2025, 2030, count), 12, 31), accredited),
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
        "counted_on": dates(np.full(count, day(date(YEAR, DAY.month, DAY.day)))),
        "age": np.tile(np.arange(len(AGES)), schools.townships),
        "sex": coded(np.zeros(count, np.int64), ("0",)),
        "basis": coded(np.zeros(count, np.int64), ("1",)),
        "number": number,
        "disabled": np.rint(number * shape.DISABLED).astype(np.int64),
    }
    return pa.table(columns)


def _grade_now(classes: Classes, at: Numbers) -> pa.DictionaryArray:
    """The grades in the snapshot's school year, or the last ones."""
    return classes.grade(YEAR - classes.entered[at], at)


def _school_year(day_numbers: Numbers) -> Numbers:
    """The school year in which days lie."""
    months = day_numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months - 8) // 12 + 1970
