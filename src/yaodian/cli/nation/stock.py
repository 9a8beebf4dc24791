"""What the schools of a made-up county teach with, as columns: sports areas, equipment, books.

Measures follow `cli/synthetic/sports` and `stock`, of which the tables are taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.arrays import (
    Chances,
    Floats,
    Numbers,
    by_stage,
    coded,
    dates,
    day,
    days,
    dealt,
    groups,
    happens,
)
from yaodian.cli.nation.rows import Places
from yaodian.cli.nation.shape import STAGES, YEAR
from yaodian.cli.nation.taught import KINDERGARTEN, PRIMARY, Taught
from yaodian.cli.synthetic.lacking import Want
from yaodian.cli.synthetic.sports import BESIDE_PRIMARY, LEAST, OUTDOORS, PER_PUPIL, SHARES, TRACKS
from yaodian.cli.synthetic.stock import (
    BOOKS,
    COMPUTERS,
    HOUSEHOLD,
    LAVISH,
    LESSONS,
    LESSONS_OF,
    TIMES,
    WORTH,
    WORTH_BESIDE,
)

AREA_KINDS = ("41", "12", *SHARES)  # of kindergartens, of a straight track, then as shares are
CLOSED, LAID_ANEW = day(date(YEAR, 8, 20)), 0.1
STAGE_CODES = [stage.code for stage in STAGES]
EQUIPMENT = sorted({"21", "22", *(kind for _name, kind, _price, _share in (*LESSONS, *HOUSEHOLD))} | {
    kind for things in LESSONS_OF.values() for _name, kind, _price, _share in things
})  # fmt: skip
FOR_PUPILS, FOR_TEACHERS = (("21", 3_600, 0.62), ("22", 4_200, 0.38))  # kind, 元 for one, share of the computers
WRITTEN_OFF = 0.35
RETIRED = [day(date(year, month, 22)) for year, month in ((YEAR - 1, 12), (YEAR, 6), (YEAR, 12), (YEAR + 1, 6))]
BOOK_KINDS = ("1", "2", "3", "4")  # of paper, bound journals, picture books, electronic
PAPER, JOURNALS, PICTURES, ELECTRONIC = range(4)


def sports_rows(taught: Taught, places: Places, rng: Chances) -> pa.Table:
    """The register of sports areas: a track where there is room for one, courts and corners; places to play outdoors."""
    nursery = taught.stage == KINDERGARTEN
    grounds = 60 + taught.pupils * taught.by_place(PER_PUPIL, rng, Want.SPORTS) * _beside(BESIDE_PRIMARY)[taught.stage]
    area = np.where(nursery, taught.pupils * taught.by_place(OUTDOORS, rng) + 30, grounds)
    whole = np.array(list(SHARES.values()))
    large = area[:, None] * whole >= LEAST
    corner = ~large.any(axis=1)
    large[:, -1] |= corner
    large &= ~nursery[:, None]
    at, which = np.nonzero(large)
    each = area[at] * whole[which] / (large * whole).sum(axis=1)[at]
    kind = np.where((which == 0) & (each < TRACKS[-1][0]), 1, which + 2)
    nurseries = np.flatnonzero(nursery)
    at, kind = np.concatenate([nurseries, at]), np.concatenate([np.zeros(len(nurseries), np.int64), kind])
    each = np.concatenate([area[nurseries], each])
    anew = np.flatnonzero((kind == 2) & happens(LAID_ANEW, len(kind), rng))  # the first of SHARES
    opened = days(rng.integers(2003, 2024, len(at)), 9, 1)
    given_up = np.concatenate([np.zeros(len(at), bool), np.ones(len(anew), bool)])
    opened = np.concatenate([opened, opened[anew]])
    opened[anew] = CLOSED
    at, kind, each = (np.concatenate([one, one[anew]]) for one in (at, kind, each))
    columns = {
        "id": places.ids("sports_areas", len(at)),
        "school": places.schools[taught.school[at]],
        "stage": coded(taught.stage[at], STAGE_CODES),
        "area_kind": coded(kind, AREA_KINDS),
        "area": np.rint(each * 100).astype(np.int64).clip(100),
        "opened_on": dates(opened),
        "closed_on": dates(np.full(len(at), CLOSED), given_up),
    }
    return pa.table(columns)


@dataclass(frozen=True, eq=False)
class _Bought:
    """How many of a kind of thing were had by some entries of what is taught, at which price, in how many purchases."""

    at: Numbers
    kind: str
    price: int  # 元
    number: Numbers
    since: int = 2014
    for_all: bool = False


def equipment_rows(taught: Taught, places: Places, rng: Chances) -> pa.Table:
    """The register of equipment: what each stage teaches with, then what the house needs, in one to three purchases."""
    found = [*_lessons(taught, rng), *_household(taught)]
    at = np.concatenate([one.at for one in found])
    lengths = [len(one.at) for one in found]
    kind, price, since = (
        np.repeat([value(one) for one in found], lengths)
        for value in (lambda one: EQUIPMENT.index(one.kind), lambda one: one.price, lambda one: one.since)
    )
    for_all, number = np.repeat([one.for_all for one in found], lengths), np.concatenate([one.number for one in found])
    times = np.minimum(number, rng.integers(1, np.where(taught.pupils[at] < 150, 3, 4)))
    rows = groups(times)
    quantity = dealt(number, times)
    lessons = ~for_all & (since == 2014) & happens(WRITTEN_OFF, len(at), rng)
    old = np.flatnonzero(lessons)
    rows = np.concatenate([rows, old])
    quantity = np.concatenate([quantity, np.maximum(1, number[old] // 4)])
    retired = np.arange(len(rows)) >= len(rows) - len(old)
    bought = np.where(retired, rng.integers(2011, 2017, len(rows)), rng.integers(since[rows], YEAR + 2))
    columns = {
        "id": places.ids("equipment", len(rows)),
        "school": places.schools[taught.school[at[rows]]],
        "stage": coded(taught.stage[at[rows]], STAGE_CODES, ~for_all[rows]),
        "equipment_kind": coded(kind[rows], EQUIPMENT),
        "quantity": quantity,
        "value": quantity * np.rint(price[rows] * rng.uniform(96, 104, len(rows))).astype(np.int64),
        "bought_on": dates(days(bought, 1, 1) + rng.integers(0, 240, len(rows))),
        "retired_on": dates(np.array(RETIRED)[rng.integers(0, len(RETIRED), len(rows))], retired),
    }
    return pa.table(columns)


def _lessons(taught: Taught, rng: Chances) -> list[_Bought]:
    """Computers first, then for each kind of thing its share of what is left."""
    stage = taught.stage
    worth = taught.pupils * taught.by_place(WORTH, rng, Want.EQUIPMENT) * _beside(WORTH_BESIDE)[stage]
    lavish = (stage == PRIMARY) & (taught.place < 2) & (taught.lacks < 0) & happens(1 / LAVISH, len(stage), rng)
    worth = np.where(lavish, worth * rng.uniform(*TIMES, len(stage)), worth)
    each = np.where(stage == KINDERGARTEN, 0.0, taught.by_place(COMPUTERS, rng))
    found = []
    for kind, price, share in (FOR_PUPILS, FOR_TEACHERS):
        number = np.maximum(np.rint(taught.pupils * each * share / 100).astype(np.int64), kind == "22")
        at = np.flatnonzero(number)
        found.append(_Bought(at, kind, price, number[at], 2018))
        worth = worth - number * price
    for which in range(len(STAGES)):
        at = np.flatnonzero(stage == which)
        for _name, kind, price, share in LESSONS_OF.get(STAGE_CODES[which], LESSONS):
            number = np.maximum(1, np.rint(np.maximum(worth[at], 0.0) * share / price)).astype(np.int64)
            found.append(_Bought(at, kind, price, number))
    return found


def _household(taught: Taught) -> list[_Bought]:
    """What the whole school needs, at its first stage's entry."""
    at = np.flatnonzero(taught.first_of_school())
    pupils = np.bincount(taught.school, taught.pupils)[taught.school[at]]
    return [
        _Bought(at, kind, price, np.maximum(1, np.rint(pupils * each / price)).astype(np.int64), for_all=True)
        for _name, kind, price, each in HOUSEHOLD
    ]


def book_rows(taught: Taught, places: Places, rng: Chances) -> pa.Table:
    """The register of books: half of each library at first, the rest in some accessions, a little withdrawn each year."""
    pupils, count = taught.pupils, len(taught.pupils)
    least, most = np.array([BOOKS[code] for code in STAGE_CODES]).T
    held = np.maximum(20, np.rint(pupils * rng.uniform(least[taught.stage], most[taught.stage]))).astype(np.int64)
    withdrawn = [np.maximum(1, np.rint(held * rng.uniform(0.01, 0.04, count))).astype(np.int64) for _year in range(2)]
    times = np.minimum(3 + np.minimum(pupils, 900) // 150, held // 2)
    paper = np.where(taught.stage == KINDERGARTEN, PICTURES, PAPER)
    some = np.flatnonzero(pupils > 200)
    everybody, none = np.arange(count), np.zeros(count, np.int64)
    blocks: Sequence[tuple[Numbers, Numbers, int, Numbers, Numbers]] = (  # at, kind, in or out, copies, day
        (everybody, paper, 0, held // 2 + withdrawn[0] + withdrawn[1], days(rng.integers(2012, 2018, count), 5, 20)),
        (groups(times), paper[groups(times)], 0, dealt(held - held // 2, times), _moved(2018, times.sum(), rng)),
        *(
            (everybody, paper, 1, copies, none + day(date(YEAR - 1 + nth, 12, 12)))
            for nth, copies in enumerate(withdrawn)
        ),
        (
            some,
            none[some] + ELECTRONIC,
            0,
            np.rint(held[some] * rng.uniform(0.2, 0.6, len(some))),
            _moved(2021, len(some), rng),
        ),
        (some, none[some] + JOURNALS, 0, np.maximum(1, pupils[some] // 20), _moved(2019, len(some), rng)),
    )
    at, kind, copies, moved_on = (np.concatenate([block[nth] for block in blocks]) for nth in (0, 1, 3, 4))
    movement = np.repeat([block[2] for block in blocks], [len(block[0]) for block in blocks])
    columns = {
        "id": places.ids("books", len(at)),
        "school": places.schools[taught.school[at]],
        "stage": coded(taught.stage[at], STAGE_CODES),
        "book_kind": coded(kind, BOOK_KINDS),
        "movement": coded(movement, ("1", "2")),
        "copies": copies.astype(np.int64),
        "moved_on": dates(moved_on),
    }
    return pa.table(columns)


def _moved(since: int, count: int, rng: Chances) -> Numbers:
    """Days in the spring and summer of the years from one on."""
    return days(rng.integers(since, YEAR + 2, count), 3, 1) + rng.integers(0, 150, count)


def _beside(table: dict[str, float]) -> Floats:
    """What a table says of each stage, beside 1 for primary schools."""
    return by_stage(table, 1.0)
