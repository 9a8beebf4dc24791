"""The staff of a made-up county, as columns: teachers by the norms of each stage and others, those who left lately too.

Ages, titles, degrees and honours follow `cli/synthetic/staff` and `merits`, of which the tables are taken.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.arrays import (
    Chances,
    Flags,
    Numbers,
    by_stage,
    coded,
    dates,
    days,
    groups,
    happens,
    within,
)
from yaodian.cli.nation.rows import Places
from yaodian.cli.nation.shape import STAGES, YEAR
from yaodian.cli.nation.taught import JUNIOR, KINDERGARTEN, PRIMARY, Taught
from yaodian.cli.synthetic.lacking import Want
from yaodian.cli.synthetic.merits import (
    ARTS,
    BACKBONE,
    CHANCE,
    FURTHER,
    HELD_BACK,
    LEVELS,
    OWN_LEVEL,
    RARE,
    SPORT_AND_ARTS,
)
from yaodian.cli.synthetic.staff import FULL_CLASS, PER_CLASS, PER_STAFF, QUALIFICATION, SUBJECTS

EDUCATION = ("14", "21", "31", "41")  # from a master's degree to a secondary school
MASTER, DEGREE, DIPLOMA, SECONDARY = range(4)
TITLES = ("1", "2", "3", "4", "9")
TOP, SENIOR, FIRST_GRADE, SECOND_GRADE, UNTITLED = range(5)
HONOURS = ("0", *LEVELS, "5")
WOMEN = by_stage({"kindergarten": 0.99, "primary": 0.68}, 0.5)
DEGREES = by_stage({"kindergarten": 0.35, "primary": 0.72, "junior": 0.9, "senior": 0.97}, 0.85)
ALL_SUBJECTS = sorted({code for codes in SUBJECTS.values() for code in codes} | set(RARE))
DUTIES = ("1", "3", "4", "5")
STATUSES = ("11", "21", "22", "23")  # here; retired, moved away, resigned
UNCERTIFIED, GONE, HELPERS, NEW = 0.025, 0.03, 0.06, 0.025  # shares
YOUNGEST = 23
ESTABLISHED, HIRED, SUBSTITUTE, SPECIAL_POST = ESTABLISHMENT = ("1", "2", "3", "5")


@dataclass(frozen=True, eq=False)
class Teachers:
    """One entry for each teacher, in the order of what is taught; `taught` is the entry there, `nth` its number within it."""

    of: Taught
    counts: Numbers  # of each entry: who are here
    rows: Numbers  # of each entry: who left lately too
    taught: Numbers
    nth: Numbers
    woman: Flags
    born: Numbers
    begun: Numbers  # the year in which each began to teach
    joined: Numbers  # … came to the school
    left: Numbers  # the year; 0 for who is here
    honour: Numbers
    title: Numbers

    @classmethod
    def of_county(cls, taught: Taught, rng: Chances) -> "Teachers":
        """As many as the norms say for pupils and classes."""
        counts = _needed(taught)
        gone = np.maximum(counts > 4, np.rint(counts * GONE)).astype(np.int64)
        at, nth = groups(counts + gone), within(counts + gone)
        count, here = len(at), nth < counts[at]
        stage, private = taught.stage[at], taught.private[at]
        woman = happens(WOMEN[stage], count, rng)
        top = np.where(woman, 53, 58)
        age = np.rint(rng.triangular(np.where(here, YOUNGEST, 30), np.where(private, 36, 41), top)).astype(np.int64)
        retires = ~here & happens(0.4, count, rng)
        age = np.where(retires, top + 2, np.where(here & happens(NEW, count, rng), YOUNGEST, age))
        born = YEAR + 1 - age
        begun = np.minimum(born + np.where(happens(0.75, count, rng), 23, 22), YEAR)
        later = begun + (rng.random(count) * (YEAR + 1 - begun)).astype(np.int64)
        joined = np.where(happens(0.4, count, rng), begun, later)
        left = np.where(here, 0, YEAR + happens(0.5, count, rng))
        joined = np.where(here, joined, np.maximum(begun, np.minimum(joined, 2020)))
        title = _titles(YEAR - begun, rng)
        honour = _honours(taught, counts, at, nth, title, rng=rng)
        return cls(taught, counts, counts + gone, at, nth, woman, born, begun, joined, left, honour, title)

    @property
    def stage(self) -> Numbers:
        """Which stage each teaches."""
        return self.of.stage[self.taught]

    @property
    def here(self) -> Flags:
        """Who is here still."""
        return self.left == 0

    def one_of(self, taught: Numbers, nth: Numbers) -> Numbers:
        """A teacher who is here for each of some entries of what is taught: the nth, and from the first again."""
        return (np.cumsum(self.rows) - self.rows)[taught] + nth % self.counts[taught]


def _needed(taught: Taught) -> Numbers:
    """How many teachers there are for each stage of each school."""
    pupils, classes = taught.pupils, taught.classes
    full = np.minimum(1.0, 0.55 + 0.45 * pupils / np.maximum(1, classes) / FULL_CLASS)
    for_pupils = np.rint(pupils / by_stage(PER_STAFF)[taught.stage] * 0.92)
    for_classes = np.rint(classes * by_stage(PER_CLASS)[taught.stage] * full + 0.3)
    return np.maximum(1, np.maximum(for_pupils, for_classes)).astype(np.int64)


def _titles(years: Numbers, rng: Chances) -> Numbers:
    """The title that the years of teaching allow."""
    count = len(years)
    second = (years < 6) | happens(0.25, count, rng)
    first = (years < 13) | happens(0.68, count, rng)
    higher = np.where(first, FIRST_GRADE, np.where(happens(0.01, count, rng), TOP, SENIOR))
    return np.where(years < 1, UNTITLED, np.where(second, SECOND_GRADE, higher))


def _honours(taught: Taught, counts: Numbers, at: Numbers, nth: Numbers, title: Numbers, *, rng: Chances) -> Numbers:
    """Backbone teachers: as many as a compulsory stage's pupils ask for, elsewhere by chance among those with rank."""
    count, ranked = len(at), np.isin(title, (SENIOR, FIRST_GRADE))
    wanted = np.ceil(taught.pupils * taught.by_place(BACKBONE, rng, Want.BACKBONE) / 100)
    compulsory = np.isin(taught.stage, (PRIMARY, JUNIOR))
    likely = np.array(list(CHANCE.values()))[taught.place][at]
    has = np.where(compulsory[at], nth < np.minimum(wanted, counts)[at], ranked & happens(likely, count, rng))
    level = 1 + np.searchsorted(np.cumsum(list(LEVELS.values()))[:-1], rng.random(count), side="right")
    own = ranked & happens(OWN_LEVEL, count, rng)
    return np.where(has, level, np.where(own, len(HONOURS) - 1, 0))


def staff_rows(teachers: Teachers, places: Places, rng: Chances) -> pa.Table:
    """The register of staff: the teachers, then the others."""
    taught = teachers.of
    teaching, others = _teacher_rows(teachers, places, rng), _other_rows(taught, teachers.counts, places, rng)
    table = pa.concat_tables([pa.table(teaching), pa.table(others)])
    return table.add_column(0, "id", [places.ids("staff", table.num_rows)])


def _teacher_rows(teachers: Teachers, places: Places, rng: Chances) -> dict[str, pa.Array]:
    taught, at, count, here = teachers.of, teachers.taught, len(teachers.taught), teachers.here
    stage, left = teachers.stage, teachers.left
    status = np.where(here, 0, np.where(YEAR + 1 - teachers.born >= 55, 1, rng.integers(2, 4, count)))
    certificate = np.where(happens(UNCERTIFIED, count, rng), 0, stage + 1)
    codes = ("0", *(QUALIFICATION[one.code] for one in STAGES))
    head = taught.first_of_school()[at] & (teachers.nth == 0)
    duty = np.where(head, 0, np.minimum(teachers.nth, 3))
    leads = (head | ((teachers.nth > 0) & (teachers.nth < 4) & (teachers.counts[at] > 12))) & here
    return {
        "school": pa.array(places.schools[taught.school[at]]),
        "staff_kind": coded(np.zeros(count, np.int64), _KINDS),
        "establishment_kind": coded(_establishment(teachers, rng), ESTABLISHMENT),
        "sex": coded(teachers.woman.astype(np.int64), ("1", "2")),
        "born_on": dates(days(teachers.born, 1, 1) + rng.integers(0, 240, count)),
        "stage": coded(stage, [one.code for one in STAGES]),
        "subject": coded(_subjects(teachers, rng), ALL_SUBJECTS),
        "duty": coded(duty, DUTIES, leads),
        "highest_education": coded(_education(teachers, rng), _SCHOOLING),
        "qualification": coded(certificate, codes),
        "title": coded(teachers.title, TITLES),
        "backbone": coded(teachers.honour, HONOURS),
        "joined_teaching_on": dates(days(teachers.begun, 9, 1)),
        "joined_school_on": dates(days(teachers.joined, 9, 1)),
        "status": coded(status, STATUSES),
        "left_on": dates(days(np.maximum(left, YEAR), 7, 1), ~here),
    }


def _establishment(teachers: Teachers, rng: Chances) -> Numbers:
    taught, at = teachers.of, teachers.taught
    chance = rng.random(len(at), np.float32)
    private, nursery = taught.private[at], teachers.stage == KINDERGARTEN
    young = (YEAR + 1 - teachers.born < 27) & (taught.place[at] > 0)
    own = np.where(nursery, 0.45, 0.95)
    public = np.where(young & (chance < 0.3), 3, np.where(chance < own, 0, np.where(chance < 0.985, 1, 2)))
    return np.where(private, np.where(chance < 0.9, 1, 2), public)


def _education(teachers: Teachers, rng: Chances) -> Numbers:
    """The young have studied longer; some took a degree beside the work, fewer where that is what a school lacks."""
    taught, at, stage, count = teachers.of, teachers.taught, teachers.stage, len(teachers.taught)
    age = YEAR + 1 - teachers.born
    high = happens(DEGREES[stage] - np.maximum(0, age - 45) * 0.01, count, rng)
    master = (stage == 3) & (age < 40) & happens(0.15, count, rng)
    low = np.where((stage == JUNIOR) | happens(0.93, count, rng), DIPLOMA, SECONDARY)
    first = np.where(high | (stage == 3) | (stage == 4), DEGREE, low)
    lags = taught.lack(Want.DEGREES)[at]
    further = happens(np.array(list(FURTHER.values()))[taught.place][at], count, rng) & (first == DIPLOMA) & ~lags
    back = lags & (first == DEGREE) & happens(HELD_BACK, count, rng)
    return np.where(master, MASTER, np.where(further, DEGREE, np.where(back, DIPLOMA, first)))


def _subjects(teachers: Teachers, rng: Chances) -> Numbers:
    """In compulsory stages so many of sport and the arts as pupils ask for, the last ones; else as the stage's timetable has
    them."""
    taught, at, nth, count = teachers.of, teachers.taught, teachers.nth, len(teachers.taught)
    number = {code: at for at, code in enumerate(ALL_SUBJECTS)}
    found = np.zeros(count, np.int64)
    for at_stage, stage in enumerate(STAGES):
        compulsory = at_stage in (PRIMARY, JUNIOR)
        plan = [number[one] for one in SUBJECTS[stage.code] if not compulsory or one not in SPORT_AND_ARTS]
        mine = np.flatnonzero(teachers.stage == at_stage)
        found[mine] = np.array(plan)[nth[mine] % len(plan)]
    compulsory_rows = np.isin(teachers.stage, (PRIMARY, JUNIOR))
    for code, share in RARE.items():
        found = np.where(compulsory_rows & happens(share, count, rng), number[code], found)
    wanted = np.ceil(taught.pupils * taught.by_place(ARTS, rng, Want.ARTS) / 100)
    arts = compulsory_rows & (nth >= (teachers.counts - wanted)[at]) & (nth > 0)
    return np.where(arts, np.array([number[code] for code in SPORT_AND_ARTS])[nth % 3], found)


def _other_rows(taught: Taught, teachers: Numbers, places: Places, rng: Chances) -> dict[str, pa.Array]:
    """Administration, assistants, workers, and one childcare worker for each class of a kindergarten."""
    carers = np.where(taught.stage == KINDERGARTEN, taught.classes, 0)
    counts = carers + np.rint(teachers * HELPERS).astype(np.int64)
    at = groups(counts)
    count, cares = len(at), within(counts) < carers[at]
    born = YEAR + 1 - rng.integers(26, 53, count)
    joined = born + 22 + (rng.random(count) * (YEAR - born - 21)).astype(np.int64)
    kind = np.where(cares, 4, rng.integers(1, 4, count))
    none = np.zeros(count, np.int64)
    unknown = np.zeros(count, bool)
    return {
        "school": pa.array(places.schools[taught.school[at]]),
        "staff_kind": coded(kind, _KINDS),
        "establishment_kind": coded((taught.private[at] | (kind > 2)).astype(np.int64), ESTABLISHMENT),
        "sex": coded((cares | happens(0.5, count, rng)).astype(np.int64), ("1", "2")),
        "born_on": dates(days(born, 1, 1) + rng.integers(0, 240, count)),
        "stage": coded(none, [one.code for one in STAGES], unknown),
        "subject": coded(none, ALL_SUBJECTS, unknown),
        "duty": coded(none, DUTIES, unknown),
        "highest_education": coded(rng.integers(2, 5, count), _SCHOOLING),
        "qualification": coded(none, ("0", *(QUALIFICATION[one.code] for one in STAGES)), unknown),
        "title": coded(none, TITLES, unknown),
        "backbone": coded(none, HONOURS, unknown),
        "joined_teaching_on": dates(none, unknown),
        "joined_school_on": dates(days(joined, 9, 1)),
        "status": coded(none, STATUSES),
        "left_on": dates(none, unknown),
    }


_KINDS = ("1", "2", "3", "4", "5")  # teachers, administration, assistants, workers, childcare
_SCHOOLING = (*EDUCATION, "61")
