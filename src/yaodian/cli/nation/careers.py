"""What the teachers of a made-up county go through: training, exchange between schools, the yearly review of conduct."""

from datetime import date

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.arrays import Chances, Floats, Numbers, coded, dates, day, days, drawn, happens
from yaodian.cli.nation.rows import Places
from yaodian.cli.nation.shape import YEAR, Choices
from yaodian.cli.nation.staff import HONOURS, Teachers
from yaodian.cli.nation.taught import JUNIOR, KINDERGARTEN, PRIMARY
from yaodian.cli.synthetic.careers import EXCELLENT, YEARS_THERE
from yaodian.cli.synthetic.courses import MISSED

YEARS = range(YEAR - 4, YEAR + 1)  # five school years, in which a teacher has 360 hours
KINDS = ("2", "3", "4", "5", "6", "7", "8", "10", "11")  # training_kind
COUNTY_COURSE: Choices = (("2", "3", "4", "5", "10"), (2, 1, 1, 1, 1))
NURSERY_COURSE: Choices = (("11", "3"), (2, 1))
FURTHER: Choices = (("2", "4", "5", "8"), (1, 1, 1, 1))
LEVELS = ("1", "2", "3", "4", "5")  # training_level: nation, province, city, county, school
BEYOND: Choices = (LEVELS[:3], (1, 2, 2))
LAGGING, BEYOND_SHARE, PASSED = 0.3, 0.2, 0.98
GOING: Choices = (("1", "4", "5"), (7, 3, 1))  # exchange_kind
DUE, OFTEN = 0.17, 1.6  # share of those due who go in a year; how much more often backbone teachers go
EXCHANGES = range(YEAR - 1, YEAR + 1)
VETOED = 0.0005
REVIEWED = day(date(YEAR + 1, 6, 28))


def training_rows(teachers: Teachers, places: Places, rng: Chances) -> pa.Table:
    """The register of training: each year the school's own course and the county's, for some one from beyond."""
    lagging = happens(LAGGING, len(teachers.of.schools.kind), rng)[teachers.of.school[teachers.taught]]
    found = [course for year in YEARS for course in _courses(teachers, year, lagging, rng)]
    who, level, kind, ends, hours = (np.concatenate(column) for column in zip(*found, strict=True))
    columns = {
        "id": places.ids("training", len(who)),
        "school": places.schools[teachers.of.school[teachers.taught[who]]],
        "teacher": places.ids("staff", 0 if not len(who) else int(who.max()) + 1)[who],
        "training_level": coded(level, LEVELS),
        "training_kind": coded(kind, KINDS),
        "ends_on": dates(ends),
        "hours": hours,
        "passed": happens(PASSED, len(who), rng),
    }
    return pa.table(columns)


def _courses(teachers: Teachers, year: int, lagging: Floats, rng: Chances) -> list[tuple[Numbers, ...]]:
    """Who was on which course in a school year: who, level, kind, last day, hours."""
    there = (teachers.begun <= year) & ((teachers.left == 0) | (teachers.left > year))
    everybody = np.flatnonzero(there)
    missed = lagging & happens(MISSED, len(there), rng)
    county = np.flatnonzero(there & ~missed)
    beyond = np.flatnonzero(there & happens(BEYOND_SHARE, len(there), rng))
    nursery = teachers.stage[county] == KINDERGARTEN
    of_county = np.where(nursery, _kinds(NURSERY_COURSE, len(county), rng), _kinds(COUNTY_COURSE, len(county), rng))
    heads = (teachers.nth[county] == 0) & teachers.of.first_of_school()[teachers.taught[county]]
    new = teachers.begun[county] == year
    of_county = np.where(heads, KINDS.index("6"), np.where(new, KINDS.index("7"), of_county))
    return [
        _course(everybody, 4, np.zeros(len(everybody), np.int64), (year, 6, 20), rng.integers(14, 19, len(everybody)) * 2),
        _course(county, 3, of_county, (year, 7, 20), np.full(len(county), 40)),
        _course(beyond, drawn(BEYOND, len(beyond), rng), _kinds(FURTHER, len(beyond), rng), (year - 1, 10, 18),
                rng.integers(5, 9, len(beyond)) * 8),
    ]  # fmt: skip


def _course(
    who: Numbers, level: int | Numbers, kind: Numbers, last: tuple[int, int, int], hours: Numbers
) -> tuple[Numbers, ...]:
    year, month, number = last
    ends = np.full(len(who), day(date(year + 1, month, number)))
    return who, np.broadcast_to(level, who.shape), kind, ends, hours


def _kinds(choices: Choices, count: int, rng: Chances) -> Numbers:
    return np.array([KINDS.index(code) for code in choices[0]])[drawn(choices, count, rng)]


def exchange_rows(teachers: Teachers, places: Places, rng: Chances) -> pa.Table:
    """The register of exchanges: teachers of compulsory schools outside villages who have been there for years, to others."""
    taught, at = teachers.of, teachers.taught
    sends = np.isin(teachers.stage, (PRIMARY, JUNIOR)) & teachers.here & ~taught.private[at] & (taught.place[at] < 2)
    backbone = (teachers.honour > 0) & (teachers.honour < len(HONOURS) - 1)
    found = []
    for year in EXCHANGES:
        due = sends & (year - teachers.joined >= YEARS_THERE) & (teachers.nth > 0)
        found.append(np.flatnonzero(due & happens(np.where(backbone, DUE * OFTEN, DUE), len(at), rng)))
    who, count = np.concatenate(found), sum(map(len, found))
    began = np.repeat(list(EXCHANGES), [len(one) for one in found])
    columns = {
        "id": places.ids("exchanges", count),
        "school": places.schools[taught.school[at[who]]],
        "teacher": places.ids("staff", len(at))[who],
        "exchange_kind": coded(drawn(GOING, count, rng), GOING[0]),
        "as_backbone": backbone[who],
        "begins_on": dates(days(began, 9, 1)),
    }
    return pa.table(columns)


def review_rows(teachers: Teachers, places: Places, rng: Chances) -> pa.Table:
    """The register of reviews of conduct of the school year: all who were there from its beginning to its end."""
    who = np.flatnonzero(teachers.here & (teachers.joined <= YEAR))
    count = len(who)
    vetoed = happens(VETOED, count, rng)
    chance = rng.random(count) * 100
    grade = np.where(vetoed, 3, np.where(chance < EXCELLENT, 0, np.where(chance < 99.6, 1, 2)))
    columns = {
        "id": places.ids("ethics_reviews", count),
        "school": places.schools[teachers.of.school[teachers.taught[who]]],
        "teacher": places.ids("staff", len(teachers.taught))[who],
        "ethics_grade": coded(grade, ("1", "2", "3", "4")),
        "vetoed": vetoed,
        "reviewed_on": dates(np.full(count, REVIEWED)),
    }
    return pa.table(columns)
