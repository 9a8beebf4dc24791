"""Which schools lack something: so that about a third fail quality balance (优质均衡), each for a reason of its own.

All others have what the norms (教督〔2017〕6号) ask for and some more, as their place makes likely; so no county, small as it
may be, has only good schools or only bad ones.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import cycle
from random import Random

from yaodian.cli.synthetic.tree import Site

SHARE = 0.35  # of the primary schools, and of the junior schools
LEAST, MOST = 0.5, 0.78  # what part of the usual they have of it
Key = tuple[str, str]  # a school's code, the stage


class Want(StrEnum):
    """What a school may lack at a stage."""

    ROOMS = "rooms"
    BACKBONE = "backbone"
    SPORTS = "sports"
    ARTS = "arts"
    EQUIPMENT = "equipment"
    SCREENS = "screens"  # 网络多媒体教室
    DEGREES = "degrees"  # of primary teachers the norm asks for less than they have anyway


def lacking(sites: Iterable[Site], seed: int) -> Mapping[Key, Want]:
    """What each primary or junior school that lacks something lacks; teaching points are not looked at."""
    rng = Random(f"{seed} lacking")  # noqa: S311  # invented schools, no secrets
    full = [site for site in sites if not site.point]
    turn = cycle(rng.sample(list(Want), len(Want)))
    found: dict[Key, Want] = {}
    for stage in ("primary", "junior"):
        keys = [(site.unit.code, stage) for site in full if stage in site.stages]
        for key in rng.sample(keys, round(len(keys) * SHARE)):
            found[key] = next(want for want in turn if stage == "junior" or want is not Want.DEGREES)
    return found


def part_of(want: Want, lacks: Want | None, rng: Random) -> float:
    """What part of the usual there is of something in a school that lacks this or that (or nothing)."""
    return rng.uniform(LEAST, MOST) if want is lacks else 1.0
