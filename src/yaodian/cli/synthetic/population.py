"""The three school years: founded, promoted and lived through, up to the county's day; then looked back beyond the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from yaodian.cli.synthetic.children import Makers
from yaodian.cli.synthetic.earlier import look_back
from yaodian.cli.synthetic.events import Events
from yaodian.cli.synthetic.model import YEARS, Child, Cohort
from yaodian.cli.synthetic.names import Names
from yaodian.cli.synthetic.sizes import Sizes
from yaodian.cli.synthetic.tree import Site
from yaodian.cli.synthetic.years import Classes


@dataclass(frozen=True)
class Population:
    """All children and classes, those of former years too."""

    children: Sequence[Child]
    classes: Classes

    @property
    def cohorts(self) -> Sequence[Cohort]:
        """All classes in the order in which they were formed."""
        return self.classes.cohorts


def live(pupils: int, sites: Sequence[Site], names: Names, rng: Random) -> Population:
    """Children in school, about `pupils` of them on the county's day, with what happened to them since 2024, and where the
    pupils of junior schools were before."""
    makers = Makers(rng, names)
    classes = Classes(sites, Sizes(pupils, sites, rng), makers, rng)
    events = Events(classes, rng)
    classes.found()
    for year in YEARS:
        if year > YEARS[0]:
            classes.promote(year)
            events.come_back(year)
        events.happen(year)
    look_back(classes, rng)
    return Population(makers.children, classes)
