"""What the schools of a made-up county stand in, as columns: buildings, and the rooms in them.

Measures follow `cli/synthetic/estates` and `rooms`, of which the tables are taken.
"""

from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.arrays import (
    Chances,
    Flags,
    Floats,
    Numbers,
    by_stage,
    coded,
    dates,
    day,
    days,
    groups,
    happens,
    within,
)
from yaodian.cli.nation.rows import Places
from yaodian.cli.nation.shape import STAGES, VILLAGE, YEAR
from yaodian.cli.nation.taught import Taught
from yaodian.cli.synthetic.estates import BLOCK, SHORT, TEACHING, USUAL
from yaodian.cli.synthetic.lacking import Want
from yaodian.cli.synthetic.rooms import CLASSROOM, CONNECTED, LIBRARY, PLAIN, SCREENS, SECOND, SPECIAL, USED

USES = (
    "10",
    "20",
    "33",
    "32",
    "31",
    "34",
    "91",
    "99",
)  # teaching, offices, canteen, dormitory, teachers', toilets, gate, old
TEACHES, OFFICES, CANTEEN, DORMITORY, FOR_TEACHERS, TOILETS, GATE, OLD = range(8)
BED = 4.2  # square metres
OLD_SHARE, WORN, DANGEROUS, OVERDUE, NOT_ACCEPTED, TORN_DOWN = 0.12, 0.004, 0.0002, 0.02, 0.03, 0.2
SHUT = day(date(YEAR - 1, 8, 20))
ROUNDS = 40  # how often special rooms of a kind may be had
ROOM_KINDS = sorted({"51", "61", "63", "64", *SCREENS, *LIBRARY, "36", "42", "44", "45"})
OF_OFFICES, OF_DORMITORIES = 45.0, 34.0  # square metres of a room


@dataclass(frozen=True, eq=False)
class Estate:
    """The buildings: whose they are, used for what, square metres, beds."""

    taught: Taught
    teaching: Floats  # of each school: square metres of teaching blocks
    school: Numbers
    used: Numbers
    area: Floats
    beds: Numbers

    @classmethod
    def of(cls, taught: Taught, boarders: Numbers, rng: Chances) -> "Estate":
        """For the pupils of each school and so many boarders."""
        schools = taught.schools
        count = len(schools.kind)
        pupils = np.bincount(taught.school, taught.pupils, count)
        short = np.bincount(taught.school, taught.lack(Want.ROOMS), count) > 0
        each = np.zeros(count)
        np.maximum.at(each, taught.school, by_stage(TEACHING)[taught.stage])
        plenty = np.where(short, rng.uniform(*SHORT, count), rng.uniform(*USUAL, count))
        teaching = np.maximum(120.0, pupils * each * plenty)
        blocks = np.maximum(1, np.rint(teaching / BLOCK + 0.3)).astype(np.int64)
        beds = np.where(boarders > 0, np.rint(boarders * rng.uniform(1.0, 1.15, count)) + 6, 0).astype(np.int64)
        old = (schools.place == VILLAGE) & ~schools.private & happens(OLD_SHARE, count, rng)
        houses = (
            (TEACHES, blocks, teaching / blocks),
            (OFFICES, pupils > 150, np.maximum(90, pupils * 0.7)),
            (CANTEEN, pupils > 60, np.maximum(60, pupils * 0.8)),
            (DORMITORY, boarders > 0, beds * BED),
            (FOR_TEACHERS, (schools.place > 0) & (pupils > 100), rng.uniform(200, 900, count)),
            (TOILETS, np.ones(count), np.maximum(20, pupils * 0.12)),
            (GATE, pupils > 120, rng.uniform(15, 40, count)),
            (OLD, old, rng.uniform(180, 700, count)),
        )
        at = [groups(np.asarray(number, np.int64)) for _used, number, _area in houses]
        used = np.repeat(np.arange(len(USES)), [len(one) for one in at])
        area = np.concatenate([areas[one] for (_used, _number, areas), one in zip(houses, at, strict=True)])
        school = np.concatenate(at)
        return cls(taught, teaching, school, used, area, np.where(used == DORMITORY, beds[school], 0))


def building_rows(estate: Estate, places: Places, rng: Chances) -> pa.Table:
    """The register of buildings: most of level A or B, old ones of C or D and shut."""
    count, old, dormitory = len(estate.school), estate.used == OLD, estate.used == DORMITORY
    seat = estate.taught.schools.place[estate.school] == 0
    built = np.where(seat, rng.integers(2002, 2024, count), rng.integers(1994, 2024, count))
    built = np.where(old, rng.integers(1972, 1990, count), built)
    sound = (built >= 2008) | happens(0.6, count, rng)
    chance = rng.random(count)
    used_level = np.where(chance < DANGEROUS, 3, np.where((chance < WORN) & (built < 2008), 2, np.where(sound, 0, 1)))
    level = np.where(old, np.where(happens(0.55, count, rng), 3, 2), used_level)
    due = np.where(happens(OVERDUE, count, rng), YEAR + 1, rng.integers(2028, 2031, count))
    columns = {
        "id": places.ids("buildings", count),
        "school": places.schools[estate.school],
        "building_use": coded(estate.used, USES),
        "built_in": built,
        "area": np.rint(estate.area * 100).astype(np.int64),
        "beds": pa.array(estate.beds, mask=~dormitory),
        "danger_level": coded(level, ("A", "B", "C", "D")),
        "next_survey_on": dates(days(due, 3, 28)),
        "seismic": coded(np.where(old, 2, 0), ("1", "2", "3")),
        "fire_accepted": ~old & ~happens(NOT_ACCEPTED, count, rng),
        "in_use": ~old,
        "closed_on": dates(np.full(count, SHUT), old),
        "demolished_on": dates(np.full(count, SHUT + 100), old & happens(TORN_DOWN, count, rng)),
    }
    return pa.table(columns)


@dataclass(frozen=True, eq=False)
class _Rooms:
    """Rooms as planned: the entry of what is taught or the school, their kinds, square metres."""

    school: Numbers
    stage: Numbers  # −1 where they are for all
    kind: Numbers
    area: Floats
    connected: Flags


def room_rows(estate: Estate, places: Places, rng: Chances) -> pa.Table:
    """The register of rooms: a classroom for each class, special rooms as far as the area goes, offices, dormitories."""
    found = [*_teaching(estate, rng), *_second(estate), _other(estate)]
    school, stage, kind, area, connected = (
        np.concatenate([getattr(one, name) for one in found])
        for name in ("school", "stage", "kind", "area", "connected")
    )
    count = len(school)
    special = np.array([code.startswith("2") for code in ROOM_KINDS])[kind]
    made_later = special & happens(0.15, count, rng)
    since = np.where(made_later, rng.integers(YEAR - 2, YEAR + 2, count), rng.integers(1994, 2024, count))
    given_up = happens(0.002, count, rng)
    columns = {
        "id": places.ids("rooms", count),
        "school": places.schools[school],
        "stage": coded(np.maximum(stage, 0), [one.code for one in STAGES], stage >= 0),
        "room_kind": coded(kind, ROOM_KINDS),
        "area": np.rint(area * 100).astype(np.int64).clip(100),
        "multimedia": connected,
        "in_use": ~given_up,
        "since": dates(np.where(since > YEAR, days(since, 3, 1), days(since, 9, 1))),
        "closed_on": dates(np.full(count, SHUT), given_up),
    }
    return pa.table(columns)


def _teaching(estate: Estate, rng: Chances) -> list[_Rooms]:
    """The rooms of the teaching blocks, of each stage as much as its pupils need; those with multimedia are classrooms first."""
    taught = estate.taught
    weight = np.maximum(1, taught.pupils) * by_stage(TEACHING)[taught.stage]
    whole = (estate.teaching * rng.uniform(*USED, len(estate.teaching)))[taught.school]
    area = whole * weight / np.bincount(taught.school, weight)[taught.school]
    wanted = np.ceil(taught.pupils * taught.by_place(CONNECTED, rng, Want.SCREENS) / 100).astype(np.int64)
    return [_of_stage(taught, number, area, wanted) for number in range(len(STAGES))]


def _of_stage(taught: Taught, number: int, area: Floats, wanted: Numbers) -> _Rooms:
    """The teaching rooms of one stage."""
    code = STAGES[number].code
    at = np.flatnonzero(taught.stage == number)
    plain = CLASSROOM.get(code, PLAIN)
    kinds = list(islice(cycle(SPECIAL.get(code, SPECIAL["junior"])), ROUNDS))
    sizes = np.cumsum([size for _kind, size in kinds])
    classes = taught.classes[at]
    nominal = classes * float(sum(size for _kind, size in plain))
    more = np.where(nominal < area[at], np.minimum(np.searchsorted(sizes, area[at] - nominal) + 1, ROUNDS), 0)
    counts = [*(classes for _room in plain), more]
    which = np.concatenate([groups(one) for one in counts])
    nth = np.concatenate([within(one) for one in counts])
    table = np.array([ROOM_KINDS.index(kind) for kind, _size in (*plain, *kinds)])
    measure = np.array([float(size) for _kind, size in (*plain, *kinds)])
    begins = np.repeat(np.arange(len(counts)), [one.sum() for one in counts])
    room = np.where(begins == len(plain), len(plain) + nth, begins)
    scale = area[at] / (nominal + np.where(more > 0, sizes[np.maximum(more, 1) - 1], 0.0)).clip(1)
    screens = np.array([kind in SCREENS for kind in ROOM_KINDS])[table[room]]
    rank = np.where(begins == len(plain), classes[which] + nth, nth)
    connected = screens & (rank < wanted[at][which])
    stage = np.full(len(which), number)
    return _Rooms(taught.school[at][which], stage, table[room], measure[room] * scale[which], connected)


def _second(estate: Estate) -> list[_Rooms]:
    """Half of the second house: libraries and the like, for each stage its share."""
    taught, count = estate.taught, len(estate.teaching)
    area = np.bincount(estate.school, estate.area * (estate.used == OFFICES), count) * 0.9 * 0.5
    share = taught.pupils / np.bincount(taught.school, np.maximum(1, taught.pupils), count)[taught.school]
    found = []
    for number, stage in enumerate(STAGES):
        kinds = [ROOM_KINDS.index(kind) for kind in SECOND.get(stage.code, LIBRARY)]
        at = np.flatnonzero((taught.stage == number) & (area[taught.school] * share > 0))
        which = np.repeat(at, len(kinds))
        each = area[taught.school[which]] * share[which] / len(kinds)
        none = np.zeros(len(which), bool)
        found.append(_Rooms(taught.school[which], np.full(len(which), number), np.tile(kinds, len(at)), each, none))
    return found


def _other(estate: Estate) -> _Rooms:
    """The other half of it, offices; and the dormitories, canteens and toilets."""
    kinds = {OFFICES: ("51", OF_OFFICES), DORMITORY: ("61", OF_DORMITORIES), CANTEEN: ("63", 1e9), TOILETS: ("64", 1e9)}
    found = []
    for used, (kind, size) in kinds.items():
        at = np.flatnonzero(estate.used == used)
        area = estate.area[at] * (0.45 if used == OFFICES else 0.9)
        number = np.maximum(1, np.rint(area / size)).astype(np.int64)
        which = groups(number)
        found.append((estate.school[at][which], np.full(len(which), ROOM_KINDS.index(kind)), (area / number)[which]))
    school, kind, area = (np.concatenate(column) for column in zip(*found, strict=True))
    return _Rooms(school, np.full(len(school), -1), kind, area, np.zeros(len(school), bool))
