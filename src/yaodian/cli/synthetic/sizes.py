"""How many children enter which school in which year: births fall, the county seat's schools are large."""

from collections.abc import Sequence
from random import Random

from yaodian.cli.synthetic.model import AGE, LENGTH, YEARS
from yaodian.cli.synthetic.tree import Site

ATTEND = {"kindergarten": 0.92, "primary": 1.0, "junior": 0.985, "senior": 0.5, "vocational": 0.24, "special": 0.0022}
BIRTHS = {2017: 0.97, 2018: 0.91, 2019: 0.86, 2020: 0.80, 2021: 0.75, 2022: 0.70, 2023: 0.67}  # beside 2016 and before
CLASS_OF = {  # pupils of a new class: in the county seat, in a town, in a village
    "kindergarten": (24, 23, 20),
    "primary": (46, 41, 36),
    "junior": (48, 46, 44),
    "senior": (51, 50, 50),
    "vocational": (42, 40, 40),
    "special": (9, 9, 9),
}


def births(year: int) -> float:
    """How many were born in a year, beside the years up to 2016."""
    return BIRTHS.get(year, 1.0 if year < 2017 else 0.65)


class Sizes:
    """The planned intake of each school."""

    def __init__(self, pupils: int, sites: Sequence[Site], rng: Random) -> None:
        self._sites, self._rng = sites, rng
        self._weight: dict[str, float] = {}
        for site in sites:
            for stage, weight in site.weights.items():
                self._weight[stage] = self._weight.get(stage, 0.0) + weight
        share = sum(
            self._share(stage, year)
            for stage in self._weight
            for year in range(YEARS[-1] - LENGTH[stage] + 1, YEARS[-1] + 1)
        )
        self._births = pupils / share
        self._class_of = {
            (site.unit.code, stage): CLASS_OF[stage][("seat", "town", "village").index(site.place)]
            * rng.uniform(0.9, 1.12)
            for site in sites
            for stage in site.stages
        }

    @staticmethod
    def _share(stage: str, year: int) -> float:
        return births(year - AGE[stage]) * ATTEND[stage]

    def intake(self, site: Site, stage: str, year: int) -> int:
        """How many begin a stage in a school in a school year."""
        planned = self._births * self._share(stage, year) * site.weights[stage] / self._weight[stage]
        return max(1, round(planned * self._rng.uniform(0.95, 1.05)))

    def classes(self, site: Site, stage: str, pupils: int) -> int:
        """Into how many classes so many beginners are put."""
        return max(1, round(pupils / self._class_of[site.unit.code, stage]))
