"""What happens to children within a school year: moves, transfers, suspension, dropping out and return, death."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from yaodian.cli.synthetic.model import TODAY, YEARS, Child, Cohort, Spell, Status, Visit
from yaodian.cli.synthetic.years import (
    CAME,
    ELSEWHERE,
    LEFT_COUNTY,
    MOVED,
    MOVED_OUT,
    Classes,
    begins,
    emptiest,
    enter,
    leave,
)

SUSPENDED, DROPPED, DIED, GONE_ABROAD = "30", "40", "50", "60"  # codes of leave_manner
RESUMED, CAME_BACK = "30", "31"  # codes of entry_manner
OUT_OF_PROVINCE_IN, OUT_OF_PROVINCE_OUT = "23", "23"
REASONS = ("01", "01", "01", "02", "03", "03", "05", "08", "12")
RATES = {  # per pupil and school year, by stage: moves, out, in, suspensions, drop-outs, deaths
    "kindergarten": (0.008, 0.010, 0.010, 0.0, 0.0, 0.0),
    "primary": (0.014, 0.012, 0.010, 0.0012, 0.0003, 0.00003),
    "junior": (0.008, 0.009, 0.007, 0.0025, 0.0030, 0.00003),
    "senior": (0.002, 0.004, 0.003, 0.0040, 0.0, 0.00003),
    "vocational": (0.0, 0.004, 0.0, 0.0030, 0.0, 0.0),
    "special": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}
BEGUN = 0.35  # of a year's events happen in the two weeks of September that the county's day has seen


class Events:
    """Carries out a school year's events; each child has at most one in a year."""

    def __init__(self, classes: Classes, rng: Random) -> None:
        self.classes, self.rng = classes, rng

    def happen(self, year: int) -> None:
        """All events of a school year."""
        groups: dict[str, list[Child]] = {}
        for cohort in self.classes.taught(year):
            groups.setdefault(cohort.stage, []).extend(
                child for child in cohort.children if child.status is Status.HERE
            )
        acts: tuple[Callable[[Child, int], None], ...] = (
            self._move,
            self._go,
            self._come,
            self._suspend,
            self._drop,
            self._die,
        )
        for stage, children in groups.items():
            counts = self._counts(stage, len(children), year)
            drawn = iter(self.rng.sample(children, min(sum(counts), len(children))))
            for act, count in zip(acts, counts, strict=True):
                for _, child in zip(range(count), drawn, strict=False):
                    act(child, year)

    def come_back(self, year: int) -> None:
        """At the start of a school year the suspended return to the grade that they left, now one class below."""
        for child in self.classes.makers.children:
            if child.status is Status.SUSPENDED and child.due_back is not None and child.due_back <= begins(year):
                self._resume(child, year)

    def _counts(self, stage: str, children: int, year: int) -> list[int]:
        """How many of each event; a small county still has some of what is rare."""
        part = BEGUN if year == YEARS[-1] else 1.0
        counts = [self._count(rate * children * part) for rate in RATES[stage]]
        if stage == "junior":
            counts[3], counts[4] = max(counts[3], 6), max(counts[4], 6)
        return counts

    def _count(self, expected: float) -> int:
        whole = int(expected)
        return whole + (self.rng.random() < expected - whole)

    def _day(self, year: int, *, term_start: bool = False) -> date:
        """A day of the school year that the county's day has seen; moves cluster at the start of terms."""
        if year == YEARS[-1]:
            return begins(year) + timedelta(days=self.rng.randrange(2, (TODAY - begins(year)).days))
        if term_start:
            first = begins(year) if self.rng.random() < 0.6 else date(year + 1, 2, 20)
            return first + timedelta(days=self.rng.randrange(1, 14))
        return begins(year) + timedelta(days=self.rng.randrange(10, 290))

    def _others(self, cohort: Cohort) -> list[Cohort]:
        """Classes of the same grade in other schools of the township or the county seat, those with room."""
        home = cohort.site
        found: list[Cohort] = []
        for site in self.classes.sites:
            if (
                site is home
                or cohort.stage not in site.stages
                or not (site.township == home.township or site.place == "seat")
            ):
                continue
            if site.point and cohort.entered + 3 <= YEARS[-1] + 1:
                continue
            found += self.classes.at(site, cohort.stage, cohort.entered)
        return found

    def _move(self, child: Child, year: int) -> None:
        """To another school of the county; released and effective on one day."""
        others = self._others(child.cohort)
        if not others:
            return
        others = self.rng.sample(others, min(4, len(others)))
        day = self._day(year, term_start=True)
        leave(child, day, MOVED_OUT)
        enter(child, emptiest(others), day, MOVED)

    def _go(self, child: Child, year: int) -> None:
        """Out of the county."""
        manner = LEFT_COUNTY if self.rng.random() < 0.6 else OUT_OF_PROVINCE_OUT
        day = self._day(year, term_start=True)
        leave(child, day, manner, self.rng.choice(ELSEWHERE))
        child.status, child.since = Status.LEFT, day

    def _come(self, child: Child, year: int) -> None:
        """Somebody comes from another county into the class of the child drawn."""
        cohort = child.cohort
        new = self.classes.makers.child(cohort.site, cohort.stage, cohort.entered, came=True)
        manner = CAME if self.rng.random() < 0.6 else OUT_OF_PROVINCE_IN
        enter(new, cohort, self._day(year, term_start=True), manner, self.rng.choice(ELSEWHERE))

    def _ends(self, cohort: Cohort, year: int) -> bool:
        """Whether a class is in its last year at its school."""
        return cohort.entered + cohort.years == year + 1

    def _suspend(self, child: Child, year: int) -> None:
        """Ill for a year; not in the last grade, whose class would be gone on the return."""
        if self._ends(child.cohort, year) or child.cohort.site.point:
            return
        below = self.classes.at(child.cohort.site, child.cohort.stage, child.cohort.entered + 1)
        if not below and child.cohort.entered + 1 <= year:
            return
        day = self._day(year)
        leave(child, day, SUSPENDED)
        child.status, child.since, child.due_back = Status.SUSPENDED, day, begins(day.year + (day.month >= 9))
        child.suspended.append((day, None))

    def _resume(self, child: Child, year: int) -> None:
        old = child.cohort
        rooms = self.classes.at(old.site, old.stage, old.entered + 1)
        enter(child, emptiest(rooms), begins(year), RESUMED)
        child.due_back = None
        child.suspended[-1] = (child.suspended[-1][0], begins(year))

    def _drop(self, child: Child, year: int) -> None:
        """Out of school, visited until back: most return within weeks, some never."""
        rng = self.rng
        if self._ends(child.cohort, year) and rng.random() < 0.7:
            return
        day = self._day(year)
        spell = Spell(child.cohort, day, rng.choice(REASONS))
        child.spells.append(spell)
        last = min(TODAY, date(year + 1, 6, 20))
        back = day + timedelta(days=rng.randrange(6, 80))
        stays_out = child.cohort.there(YEARS[-1]) and rng.random() < 0.15
        returns = not stays_out and (back <= last or year < YEARS[-1])
        spell.until = min(back, last) if returns else None
        self._visits(spell, spell.until or TODAY)
        if spell.until is None:
            child.status, child.since = Status.DROPPED, day

    def _visits(self, spell: Spell, end: date) -> None:
        day, nth = spell.since, 0
        while True:
            nth += 1
            day += timedelta(days=self.rng.randrange(2, 7) if nth == 1 else self.rng.randrange(7, 25))
            if day >= end:
                break
            spell.visits.append(Visit(day, nth, False))
        if spell.until is not None and spell.visits:
            spell.visits[-1].found = True

    def _die(self, child: Child, year: int) -> None:
        day = self._day(year)
        leave(child, day, DIED)
        child.status, child.since = Status.DEAD, day
