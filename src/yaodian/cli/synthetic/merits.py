"""What sets schools apart in their teachers: degrees taken while teaching, backbone titles, teachers of sport and the arts.

The county seat has more of all three. Degrees are a matter of chance; how many backbone teachers and teachers of sport and
the arts a stage of compulsory schooling has for its pupils is drawn for each anew, as with what schools have (premises).
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from random import Random
from typing import Any

from yaodian.cli.synthetic.lacking import Want, part_of
from yaodian.cli.synthetic.staff import School
from yaodian.registers.code_lists import code_list

Row = dict[str, Any]
Likely = Mapping[str, tuple[float, float]]  # by place: the least and the most for each 100 pupils
FURTHER = {"seat": 0.6, "town": 0.3, "village": 0.1}  # of teachers with a college diploma: a university degree since
HELD_BACK = 0.4  # of a lagging stage's teachers with a degree have a diploma only
BACKBONE: Likely = {"seat": (1.04, 1.7), "town": (1.0, 1.6), "village": (1.0, 1.4)}
ARTS: Likely = {"seat": (0.94, 1.35), "town": (0.92, 1.4), "village": (0.9, 1.3)}
CHANCE = {"seat": 0.26, "town": 0.19, "village": 0.08}  # of a backbone title in the other stages, as the rank allows
LEVELS = {"4": 0.76, "3": 0.19, "2": 0.045, "1": 0.005}  # codes of backbone_level: county, city, province, nation
OWN_LEVEL = 0.12  # backbone of the school alone
COUNTY = frozenset(code_list("backbone_level").under("县级及以上"))
SPORT_AND_ARTS = ("13", "14", "15")  # codes of subject
MAIN = ("01", "02", "03")
RARE = {"17": 0.02, "19": 0.025}  # of teachers of main subjects: labour and mental health instead
DIPLOMA, DEGREE = "31", "21"  # codes of education_level


def set_apart(
    schools: Mapping[str, School],
    pupils: Mapping[str, Mapping[str, int]],
    lacks: Mapping[tuple[str, str], Want],
    seed: int,
) -> None:
    """Change the teachers' rows of all schools (`pupils` and `lacks` by school and stage); by a chance of its own, so that
    all else stays as it was."""
    rng = Random(seed * 1000 + 23)  # noqa: S311  # invented people, no secrets
    for code, school in schools.items():
        place = school.site.place
        for stage, teachers in school.teachers.items():
            lack = lacks.get((code, stage))
            for teacher in teachers:
                _learn(teacher, place, lack is Want.DEGREES, rng)
                _subject(teacher, rng)
            if stage in {"primary", "junior"}:
                here = pupils[code].get(stage, 0)
                _honour(teachers, _wanted(here, BACKBONE[place], Want.BACKBONE, lack, rng), rng)
                _sport_and_arts(teachers, _wanted(here, ARTS[place], Want.ARTS, lack, rng), rng)
            else:
                _honour(teachers, sum(rng.random() < CHANCE[place] for one in teachers if _ranked(one)), rng)


def _wanted(pupils: int, likely: tuple[float, float], want: Want, lack: Want | None, rng: Random) -> int:
    """How many of a kind of teachers there are for so many pupils."""
    if want is lack:
        return int(pupils * likely[0] * part_of(want, lack, rng) / 100)
    return ceil(pupils * rng.uniform(*likely) / 100)


def _learn(teacher: Row, place: str, lags: bool, rng: Random) -> None:
    """A degree beside the work, mostly without the bachelor's title; or none yet where the school lags."""
    if teacher["highest_education"] == DIPLOMA and not lags and rng.random() < FURTHER[place]:
        teacher["highest_education"] = DEGREE
    elif lags and teacher["highest_education"] == DEGREE and rng.random() < HELD_BACK:
        teacher |= {"highest_education": DIPLOMA, "degree": "0"}
        teacher["first_education"] = max(teacher["first_education"], DIPLOMA)  # a larger code is a lower degree


def _subject(teacher: Row, rng: Random) -> None:
    """Labour or mental health instead of a main subject, as every school should have somebody for."""
    drawn = rng.random()
    for subject, share in RARE.items():
        if teacher["subject"] in MAIN and drawn < share:
            teacher["subject"] = subject
        drawn -= share


def _ranked(teacher: Row) -> bool:
    """Whether the professional title allows a backbone title."""
    return teacher["title"] in {"2", "3"}


def _honour(teachers: Sequence[Row], wanted: int, rng: Random) -> None:
    """So many backbone teachers of the county or above, as ranks allow; some of the others are the school's own."""

    def give(teacher: Row) -> None:
        teacher["backbone"] = rng.choices(list(LEVELS), list(LEVELS.values()))[0]

    def take(teacher: Row) -> None:
        teacher["backbone"] = "5" if _ranked(teacher) and rng.random() < OWN_LEVEL else "0"

    _bring(teachers, wanted, rng, has=lambda one: one["backbone"] in COUNTY, give=give, take=take, may=_ranked)
    for teacher in teachers:
        if teacher["backbone"] == "0":
            take(teacher)


def _sport_and_arts(teachers: Sequence[Row], wanted: int, rng: Random) -> None:
    """So many teachers of sport, music and art, in turn; the others teach a main subject."""
    turn = iter(SPORT_AND_ARTS * (wanted + 1))

    def give(teacher: Row) -> None:
        teacher["subject"] = next(turn)

    def take(teacher: Row) -> None:
        teacher["subject"] = rng.choice(MAIN)

    def has(teacher: Row) -> bool:
        return teacher["subject"] in SPORT_AND_ARTS

    def may(teacher: Row) -> bool:
        return teacher["subject"] in MAIN

    _bring(teachers, wanted, rng, has=has, give=give, take=take, may=may)


def _bring(
    teachers: Sequence[Row],
    wanted: int,
    rng: Random,
    *,
    has: Callable[[Row], bool],
    give: Callable[[Row], None],
    take: Callable[[Row], None],
    may: Callable[[Row], bool],
) -> None:
    """Make a quality that some of the teachers have that of just so many, as far as others `may` have it."""
    held = [one for one in teachers if has(one)]
    for one in rng.sample(held, max(0, len(held) - wanted)):
        take(one)
    free = [one for one in teachers if not has(one) and may(one)]
    for one in rng.sample(free, min(len(free), max(0, wanted - len(held)))):
        give(one)
