"""What happens to the children of a made-up county: they end a stage, are out of school for a time, are cared for."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yaodian.cli.nation import shape
from yaodian.cli.nation.arrays import Chances, Flags, Numbers, coded, dates, drawn, groups, happens, parts, within
from yaodian.cli.nation.children import Spells, Traits
from yaodian.cli.nation.county import FIRST, TODAY, Classes
from yaodian.cli.nation.rows import Places
from yaodian.cli.nation.shape import STAGES, Choices
from yaodian.cli.nation.taught import JUNIOR, KINDERGARTEN, PRIMARY

DESTINATIONS = ("10", "11", "12", "20", "21", "22", "23", "24", "30", "31", "40", "41", "42", "50", "51")
GONE_TO: dict[int, Choices] = {  # of the leavers of each stage, by what a made-up county has (`cli/synthetic/leavers`)
    1: (("10", "11", "12"), (90, 890, 20)),
    2: (("20", "21", "22", "23", "24", "40", "50"), (520, 240, 60, 50, 70, 30, 30)),
    3: (("30", "31", "51", "40", "41", "50"), (460, 420, 60, 30, 10, 20)),
    4: (("31", "30", "40", "41", "42", "50"), (520, 60, 360, 20, 20, 20)),
    5: (("22", "40", "50"), (300, 100, 600)),
}
KNOWN = 0.985  # share of the leavers whose destination is known
DROPS = {PRIMARY: 0.0003, JUNIOR: 0.003}  # out of school in a year
DROPPED = shape.LEFT[0].index("40")
REASONS: Choices = (("01", "02", "03", "05", "08", "12"), (36, 8, 22, 12, 11, 11))
RESULTS: Choices = (("1", "2", "6", "3", "7", "5"), (860, 90, 50, 0, 0, 0))  # of those who are no longer out
OTHERWISE = range(3, 5)  # in a vocational school, too old: of those who did not come back
RETURN, SEEN = 0.85, 0.97  # shares: no longer out; left-behind children with a file
MOST_VISITS = 6
MIGRANTS, ORPHANS = "2", "3"  # care_kind; 1: 留守儿童


@dataclass(frozen=True, eq=False)
class Out:
    """The times out of school: whose spell, from when, until when (`over`: whether it is; `elsewhere`: not at school here)."""

    spell: Numbers
    since: Numbers
    until: Numbers
    over: Flags
    elsewhere: Flags

    @classmethod
    def of(cls, spells: Spells, rng: Chances) -> "Out":
        """Of some who are at school in the year, most of whom come back, and of those who left for good."""
        share = np.zeros(len(STAGES), np.float32)
        share[list(DROPS)] = list(DROPS.values())
        drops = spells.this_year & happens(share[spells.stage], len(spells.stage), rng)
        left = spells.gone & (spells.how_left == DROPPED) & (share[spells.stage] > 0)
        spell = np.flatnonzero(drops | left)
        begins, ends = np.maximum(spells.entered[spell], FIRST), np.minimum(spells.left[spell], TODAY)
        ended = left[spell]
        since = np.where(ended, spells.left[spell], begins + parts(ends - begins, rng))
        until = since + 6 + rng.integers(0, 74, len(spell))
        back = ~ended & happens(RETURN, len(spell), rng) & (since + 6 < ends)
        elsewhere = ended & (since < FIRST)  # long ago: not any more
        return cls(spell, since, np.where(back, np.minimum(until, ends), until), back | elsewhere, elsewhere)


def graduate_rows(spells: Spells, traits: Traits, classes: Classes, places: Places, rng: Chances) -> pa.Table:
    """The register of leavers: who ended a stage in the school year."""
    ended = spells.this_year & spells.gone & (spells.how_left == 0) & (spells.stage != KINDERGARTEN)
    at = np.flatnonzero(ended)
    stage = spells.stage[at]
    went = np.zeros(len(at), np.int64)
    for number, choices in GONE_TO.items():
        mine = np.flatnonzero(stage == number)
        found = np.array([DESTINATIONS.index(code) for code in choices[0]])
        went[mine] = found[drawn(choices, len(mine), rng)]
    columns = {
        "id": places.ids("graduates", len(at)),
        "school": places.schools[classes.school[spells.room[at]]],
        "pupil": _pupils(spells, at, places),
        "stage": coded(stage, [one.code for one in STAGES]),
        "graduated_on": dates(spells.left[at]),
        "certificate": happens(0.995, len(at), rng),
        "destination": coded(went, DESTINATIONS, happens(KNOWN, len(at), rng)),
        "pupil.sex": coded(traits.sex[at], shape.SEX[0]),
        "pupil.migrant": traits.migrant[at],
    }
    return pa.table(columns)


def dropout_rows(
    out: Out, spells: Spells, traits: Traits, classes: Classes, places: Places, *, rng: Chances
) -> pa.Table:
    """The register of children out of school."""
    at, count = out.spell, len(out.spell)
    ended = np.where(out.elsewhere, OTHERWISE.start + rng.integers(0, 2, count), drawn(RESULTS, count, rng))
    result = np.where(out.over, ended, len(RESULTS[0]) - 1)
    columns = {
        "id": places.ids("dropouts", count),
        "pupil": _pupils(spells, at, places),
        "school": places.schools[classes.school[spells.room[at]]],
        "left_on": dates(out.since),
        "reason": coded(drawn(REASONS, count, rng), REASONS[0]),
        "result": coded(result, RESULTS[0]),
        "returned_on": dates(out.until, out.over),
        "pupil.sex": coded(traits.sex[at], shape.SEX[0]),
        "pupil.migrant": traits.migrant[at],
        "pupil.left_behind": coded(traits.left_behind[at], shape.LEFT_BEHIND[0]),
    }
    return pa.table(columns)


def visit_rows(out: Out, spells: Spells, classes: Classes, places: Places, rng: Chances) -> pa.Table:
    """The register of visits to them: within days, then every few weeks until they are back."""
    ends = np.where(out.over, out.until, TODAY)
    counts = np.minimum(1 + (ends - out.since - 6) // 16, MOST_VISITS).clip(0)
    at, nth = groups(counts), within(counts)
    first = np.where(happens(0.95, len(out.since), rng), 2, 9) + rng.integers(0, 5, len(out.since))
    columns = {
        "id": places.ids("visits", len(at)),
        "dropout": places.ids("dropouts", len(out.since))[at],
        "school": places.schools[classes.school[spells.room[out.spell[at]]]],
        "visited_on": dates(np.minimum(out.since[at] + first[at] + nth * 16, TODAY)),
    }
    return pa.table(columns)


def care_rows(
    spells: Spells, traits: Traits, classes: Classes, helpers: Numbers, places: Places, *, rng: Chances
) -> pa.Table:
    """The register of care: left-behind children, migrants in compulsory schools, orphans; `helpers` are the ids of a teacher for
    each spell."""
    kinds = {
        "1": (traits.left_behind > 0) & happens(SEEN, len(spells.room), rng),
        MIGRANTS: traits.migrant & np.isin(spells.stage, (PRIMARY, JUNIOR)),
        ORPHANS: traits.orphan & (spells.stage != KINDERGARTEN),
    }
    found = [np.flatnonzero(of_kind & spells.this_year) for of_kind in kinds.values()]
    at, count = np.concatenate(found), sum(map(len, found))
    left = np.minimum(spells.left[at], TODAY)
    opened = np.minimum(np.maximum(spells.entered[at], FIRST - 365) + 5 + rng.integers(0, 25, count), left)
    contacted = np.maximum(opened, left - rng.integers(0, 70, count))
    columns = {
        "id": places.ids("care", count),
        "pupil": _pupils(spells, at, places),
        "school": places.schools[classes.school[spells.room[at]]],
        "kind": coded(groups(np.array([len(one) for one in found])), tuple(kinds)),
        "opened_on": dates(opened),
        "helper": pa.array(helpers[at], mask=~happens(0.985, count, rng)),
        "contacted_on": dates(contacted),
        "closed_on": dates(spells.left[at], spells.gone[at]),
        "pupil.sex": coded(traits.sex[at], shape.SEX[0]),
    }
    return pa.table(columns)


def _pupils(spells: Spells, at: Numbers, places: Places) -> Numbers:
    """The numbers of the children of some spells."""
    return places.ids("enrolments", len(spells.room))[spells.first[at]]
