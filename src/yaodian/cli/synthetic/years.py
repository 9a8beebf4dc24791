"""Founding the classes of the first school year, and taking them from one school year to the next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from yaodian.cli.synthetic.children import Makers
from yaodian.cli.synthetic.model import LENGTH, POINT_YEARS, YEARS, Child, Cohort, Status, Stay
from yaodian.cli.synthetic.sizes import Sizes
from yaodian.cli.synthetic.tree import Site

NEW, TESTED, MOVED, CAME = "10", "11", "21", "22"  # codes of entry_manner
GRADUATED, WENT_ON, MOVED_OUT, LEFT_COUNTY = "10", "13", "21", "22"  # codes of leave_manner
ELSEWHERE = ("邻县某校", "市区某校", "外省务工地某校", "省城某校")
AFTER = {"kindergarten": ("primary",), "primary": ("junior",), "junior": ("senior", "vocational")}


def begins(year: int) -> date:
    """The first day of a school year."""
    return date(year, 9, 1)


def graduation(year: int) -> date:
    """The day on which the classes that began their last grade in `year` are let go."""
    return date(year + 1, 7, 5)


class Classes:
    """All classes, formed as children enter a stage."""

    def __init__(self, sites: Sequence[Site], sizes: Sizes, makers: Makers, rng: Random) -> None:
        self.sites, self.sizes, self.makers, self.rng = sites, sizes, makers, rng
        self.cohorts: list[Cohort] = []
        self._at: dict[tuple[str, str, int], list[Cohort]] = defaultdict(list)

    def at(self, site: Site, stage: str, entered: int) -> list[Cohort]:
        """A school's classes that began a stage in a school year."""
        return self._at[site.unit.code, stage, entered]

    def taught(self, year: int) -> list[Cohort]:
        """The classes that are taught in a school year."""
        return [cohort for cohort in self.cohorts if cohort.there(year)]

    def form(self, site: Site, stage: str, entered: int, pupils: int) -> list[Cohort]:
        """New classes for so many beginners; those of a teaching point's central school have room for its leavers."""
        made = []
        for number in range(1, self.sizes.classes(site, stage, pupils) + 1):
            cohort = Cohort(len(self.cohorts), site, stage, entered, number)
            self.cohorts.append(cohort)
            self._at[site.unit.code, stage, entered].append(cohort)
            made.append(cohort)
        return made

    def found(self) -> None:
        """Peoples the first school year: each grade with the children who entered some years before."""
        first = YEARS[0]
        for site in self.sites:
            for stage in site.stages:
                for entered in range(first - (POINT_YEARS if site.point else LENGTH[stage]) + 1, first + 1):
                    count = self.sizes.intake(site, stage, entered)
                    cohorts = self.form(site, stage, entered, count)
                    for nth in range(count):
                        self._settle(self.makers.child(site, stage, entered), cohorts[nth % len(cohorts)])

    def _settle(self, child: Child, cohort: Cohort) -> None:
        """A child that is there on the first day: most since their class began, a few came later."""
        rng, since, manner = self.rng, begins(cohort.entered), entry_of(cohort.stage)
        if cohort.entered < YEARS[0] and rng.random() < 0.04:
            since, manner = begins(rng.randrange(cohort.entered + 1, YEARS[0] + 1)), rng.choice((MOVED, CAME))
            if since == begins(YEARS[0]):
                since -= timedelta(days=190)  # the spring term before
        enter(child, cohort, since, manner, rng.choice(ELSEWHERE) if manner == CAME else "")

    def promote(self, year: int) -> None:
        """From the school year before to this one: leavers graduate and go on, new children come, classes are formed."""
        pools: dict[str, dict[str, list[Child]]] = defaultdict(lambda: defaultdict(list))
        for cohort in self.cohorts:
            if cohort.entered + cohort.years == year:
                self._let_go(cohort, year, pools[cohort.stage][cohort.site.township])
        self._leave_points(year)
        for stage, nexts in AFTER.items():
            self._go_on(pools[stage], nexts, year)
        for stage in ("kindergarten", "special"):
            self._go_on({}, (stage,), year)

    def _let_go(self, cohort: Cohort, year: int, pool: list[Child]) -> None:
        """A class ends its stage; those who are suspended or out of school do not go on."""
        if cohort.site.point:
            return  # they change the school, not the stage
        for child in list(cohort.children):
            if child.status is Status.HERE:
                leave(child, graduation(year - 1), GRADUATED)
                child.status, child.since = Status.GRADUATED, graduation(year - 1)
                pool.append(child)

    def _leave_points(self, year: int) -> None:
        """After the third grade a teaching point's children go to the township's central school."""
        for cohort in [one for one in self.cohorts if one.site.point and one.entered + POINT_YEARS == year]:
            near = [
                other
                for other in self._stage("primary")
                if other.township == cohort.site.township
                and not other.point
                and self.at(other, "primary", cohort.entered)
            ]
            rooms = self.at(max(near, key=lambda other: other.weights["primary"]), "primary", cohort.entered)
            for child in [child for child in cohort.children if child.here]:
                leave(child, graduation(year - 1), MOVED_OUT)
                enter(child, emptiest(rooms), begins(year), MOVED)

    def _stage(self, stage: str) -> Iterable[Site]:
        return (site for site in self.sites if stage in site.stages)

    def _go_on(self, pools: dict[str, list[Child]], stages: tuple[str, ...], year: int) -> None:
        """Fills the first grades: with the leavers of the township, then of the county, then with new children."""
        seats = [(site, stage, self.sizes.intake(site, stage, year)) for stage in stages for site in self._stage(stage)]
        everybody = "senior" in stages
        rest = [child for pool in pools.values() for child in pool] if everybody else []
        taken: dict[tuple[str, str], list[Child]] = {}
        for pool in pools.values():
            self.rng.shuffle(pool)
        for site, stage, count in seats:
            pool = [] if everybody else pools.get(site.township, [])
            taken[site.unit.code, stage] = [pool.pop() for _ in range(min(count, len(pool)))]
        if not everybody:
            rest = [child for pool in pools.values() for child in pool]
        self.rng.shuffle(rest)
        for site, stage, count in sorted(seats, key=lambda seat: seat[0].place != "seat"):
            entrants = taken[site.unit.code, stage]
            while len(entrants) < count and rest:
                entrants.append(rest.pop())
            came = None if stages[0] in {"kindergarten", "special", "primary"} else True
            entrants += [self.makers.child(site, stage, year, came=came) for _ in range(count - len(entrants))]
            self._begin(site, stage, year, entrants)

    def _begin(self, site: Site, stage: str, year: int, entrants: list[Child]) -> None:
        """The beginners of one school, dealt out to its new classes."""
        cohorts = self.form(site, stage, year, len(entrants))
        for nth, child in enumerate(entrants):
            enter(child, cohorts[nth % len(cohorts)], begins(year), entry_of(stage))


def entry_of(stage: str) -> str:
    """How children enter a stage."""
    return TESTED if stage == "senior" else NEW


def enter(child: Child, cohort: Cohort, since: date, manner: str, where: str = "") -> None:
    """A child begins a stay in a class."""
    child.stays.append(Stay(cohort, since, manner, where=where))
    cohort.children.append(child)
    child.status, child.since = Status.HERE, since


def leave(child: Child, until: date, manner: str, where: str = "") -> None:
    """A child's stay ends."""
    stay = child.stays[-1]
    stay.until, stay.leave, stay.where = until, manner, where or stay.where
    stay.cohort.children.remove(child)


def emptiest(cohorts: Sequence[Cohort]) -> Cohort:
    """The class with the fewest children."""
    return min(cohorts, key=lambda cohort: len(cohort.children))
