"""What sets schools apart in their teachers: degrees taken while teaching, backbone titles, teachers of sport and the arts.

The county seat has more of all three, and some schools lag behind wherever they are.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from yaodian.cli.synthetic.staff import School

Row = dict[str, Any]
LAGS = 0.2  # share of schools that are behind
FURTHER = {"seat": 0.6, "town": 0.3, "village": 0.1}  # of teachers with a college diploma: a university degree since
HELD_BACK = 0.25  # of a lagging junior school's teachers with a degree have a diploma only
BACKBONE = {"seat": 0.26, "town": 0.19, "village": 0.08}  # of teachers with a middle or senior title
LEVELS = {"4": 0.76, "3": 0.19, "2": 0.045, "1": 0.005}  # codes of backbone_level: county, city, province, nation
OWN_LEVEL = 0.12  # backbone of the school alone
ARTS = {"seat": 0.11, "town": 0.09, "village": 0.06}  # of primary teachers of main subjects: sport, music, art
DIPLOMA, DEGREE = "31", "21"  # codes of education_level


def set_apart(schools: Mapping[str, School], seed: int) -> None:
    """Change the teachers' rows of all schools; by a chance of its own, so that all else stays as it was."""
    rng = Random(seed * 1000 + 23)  # noqa: S311  # invented people, no secrets
    for school in schools.values():
        lags = rng.random() < LAGS
        for teacher in school.rows:
            if teacher["staff_kind"] == "1":
                _learn(teacher, school.site.place, lags, rng)
                _honour(teacher, school.site.place, lags, rng)
                _subject(teacher, school.site.place, lags, rng)


def _learn(teacher: Row, place: str, lags: bool, rng: Random) -> None:
    """A degree beside the work, mostly without the bachelor's title; or none yet where the school lags."""
    if teacher["highest_education"] == DIPLOMA and not lags and rng.random() < FURTHER[place]:
        teacher["highest_education"] = DEGREE
    elif lags and teacher["stage"] == "junior" and teacher["highest_education"] == DEGREE and rng.random() < HELD_BACK:
        teacher |= {"highest_education": DIPLOMA, "degree": "0"}
        teacher["first_education"] = max(teacher["first_education"], DIPLOMA)  # a larger code is a lower degree


def _honour(teacher: Row, place: str, lags: bool, rng: Random) -> None:
    """A backbone title, for those with a professional title that allows it."""
    if teacher["backbone"] != "0" or teacher["title"] not in {"2", "3"}:
        return
    chance = BACKBONE[place] / (2 if lags else 1)
    drawn = rng.random()
    if drawn < chance:
        teacher["backbone"] = rng.choices(list(LEVELS), list(LEVELS.values()))[0]
    elif drawn < chance + OWN_LEVEL:
        teacher["backbone"] = "5"


def _subject(teacher: Row, place: str, lags: bool, rng: Random) -> None:
    """Sport, music or art instead of a main subject."""
    main = teacher["stage"] == "primary" and teacher["subject"] in {"01", "02"}
    if main and not lags and rng.random() < ARTS[place]:
        teacher["subject"] = rng.choice(("13", "14", "15"))
