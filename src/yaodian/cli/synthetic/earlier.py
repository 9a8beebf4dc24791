"""Where the pupils of junior schools were before the county's first school year: nine years back, to the first grade.

The classes that were in junior school as the county's first year began get their primary classes, and those who were in
these with them and are gone: to another county, or in no junior school here. So it is known how many of those who once
began school stayed until the ninth grade (九年义务教育巩固率). Who came from another county has no earlier stays.
"""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

from yaodian.cli.synthetic.model import LENGTH, YEARS, Child, Cohort, Status, Stay
from yaodian.cli.synthetic.tree import Site
from yaodian.cli.synthetic.years import (
    CAME,
    ELSEWHERE,
    GRADUATED,
    LEFT_COUNTY,
    MOVED,
    MOVED_OUT,
    NEW,
    Classes,
    begins,
    graduation,
)

CAME_LATER = 0.05  # of those who are in junior school here: came from another county during primary school
CHANGED = 0.08  # went to another primary school of the county
# Beside those who stayed, by first year: left the county during primary school; each year fewer.
WENT = {2016: 0.16, 2017: 0.15, 2018: 0.125}
NOT_SEEN = 0.007  # beside them: finished primary school, and are in no junior school here


def look_back(classes: Classes, rng: Random) -> None:
    """Give the pupils who were in junior school on the first day their years in primary school."""
    first: dict[tuple[str, int], list[Child]] = defaultdict(list)
    site_of = {site.unit.code: site for site in classes.sites}
    for child in classes.makers.children:
        stay = child.stays[0]
        if stay.cohort.stage != "junior" or stay.cohort.entered > YEARS[0] or stay.entry == CAME or child.family.came:
            continue
        before = _junior(classes, stay, rng)
        if before is not None:
            child.stays.insert(0, before)
        if child.stays[0].since == begins(stay.cohort.entered):
            code = _nearest(classes, stay.cohort.site, rng).unit.code
            first[code, stay.cohort.entered - LENGTH["primary"]].append(child)
    rooms = {
        (code, year): classes.form(site_of[code], "primary", year, len(there)) for (code, year), there in first.items()
    }
    for (code, year), there in first.items():
        mine, site = rooms[code, year], site_of[code]
        others = [
            room
            for (other, began), found in rooms.items()
            if began == year and other != code and _near(site_of[other], site)
            for room in found
        ]
        for nth, child in enumerate(there):
            child.stays[:0] = _years(mine[nth % len(mine)], others, rng)
        _gone(classes, mine, len(there), rng)


def _junior(classes: Classes, stay: Stay, rng: Random) -> Stay | None:
    """Of who came from another junior school of the county: the time there."""
    cohort = stay.cohort
    if stay.entry != MOVED:
        return None
    others = [
        room
        for site in classes.sites
        if site is not cohort.site and "junior" in site.stages and _near(site, cohort.site)
        for room in classes.at(site, "junior", cohort.entered)
    ]
    return Stay(rng.choice(others), begins(cohort.entered), NEW, stay.since, MOVED_OUT) if others else None


def _near(site: Site, other: Site) -> bool:
    """In one township, or both in the county seat."""
    return site.township == other.township or site.place == other.place == "seat"


def _nearest(classes: Classes, junior: Site, rng: Random) -> Site:
    """A primary school from which a junior school takes its beginners, the larger ones more often."""
    full = [site for site in classes.sites if "primary" in site.stages and not site.point]
    near = [site for site in full if _near(site, junior)] or full
    return rng.choices(near, [site.weights["primary"] for site in near])[0]


def _years(room: Cohort, others: list[Cohort], rng: Random) -> Iterable[Stay]:
    """The stays of six years: mostly one, in some cases begun elsewhere."""
    entered, left = begins(room.entered), graduation(room.entered + room.years - 1)
    middle = begins(rng.randrange(room.entered + 1, room.entered + room.years))
    drawn = rng.random()
    if drawn < CAME_LATER:
        yield Stay(room, middle, CAME, left, GRADUATED, rng.choice(ELSEWHERE))
    elif drawn < CAME_LATER + CHANGED and others:
        yield Stay(rng.choice(others), entered, NEW, middle, MOVED_OUT)
        yield Stay(room, middle, MOVED, left, GRADUATED)
    else:
        yield Stay(room, entered, NEW, left, GRADUATED)


def _gone(classes: Classes, rooms: list[Cohort], stayed: int, rng: Random) -> None:
    """Those who began with them and are not in junior school here."""
    for status, share in ((Status.LEFT, WENT[rooms[0].entered]), (Status.GRADUATED, NOT_SEEN)):
        for nth in range(_rounded(stayed * share, rng)):
            room = rooms[nth % len(rooms)]
            child = classes.makers.child(room.site, "primary", room.entered, came=False)
            stay = Stay(room, begins(room.entered), NEW, graduation(room.entered + room.years - 1), GRADUATED)
            if status is Status.LEFT:
                stay.until = begins(rng.randrange(room.entered + 1, room.entered + room.years))
                stay.leave, stay.where = LEFT_COUNTY, rng.choice(ELSEWHERE)
            child.stays, child.status, child.since = [stay], status, stay.until


def _rounded(expected: float, rng: Random) -> int:
    """Whole, up as often as the rest says."""
    return int(expected) + (rng.random() < expected % 1)
