"""How many children enter which school in which year: births fall, the county seat's schools are large."""

from collections.abc import Sequence
from random import Random

from yaodian.cli.synthetic.model import AGE, LENGTH, YEARS
from yaodian.cli.synthetic.tree import Site

ATTEND = {"kindergarten": 0.92, "primary": 1.0, "junior": 0.985, "senior": 0.5, "vocational": 0.24, "special": 0.0022}
BIRTHS = {2017: 0.97, 2018: 0.91, 2019: 0.86, 2020: 0.80, 2021: 0.75, 2022: 0.70, 2023: 0.67}  # beside 2016 and before
CLASS_OF = {  # pupils of a new class: in the county seat, in a town, in a village
    "kindergarten": (24, 23, 20),
    "primary": (43, 40, 36),
    "junior": (47, 45, 44),
    "senior": (51, 50, 50),
    "vocational": (42, 40, 40),
    "special": (9, 9, 9),
}
LEAST = {"primary": 8, "junior": 16}  # beginners of the smallest school of all grades, where the county is large enough


def births(year: int) -> float:
    """How many were born in a year, beside the years up to 2016."""
    return BIRTHS.get(year, 1.0 if year < 2017 else 0.65)


class Sizes:
    """The planned intake of each school."""

    def __init__(self, pupils: int, sites: Sequence[Site], rng: Random) -> None:
        self._sites, self._rng = sites, rng
        stages = list(dict.fromkeys(stage for site in sites for stage in site.stages))
        share = sum(
            self._share(stage, year) for stage in stages for year in range(YEARS[-1] - LENGTH[stage] + 1, YEARS[-1] + 1)
        )
        self._births = pupils / share
        self._part = {key: part for stage in stages for key, part in self._parts(stage).items()}
        self._class_of = {
            (site.unit.code, stage): CLASS_OF[stage][("seat", "town", "village").index(site.place)]
            * rng.uniform(0.9, 1.12)
            for site in sites
            for stage in site.stages
        }

    def _parts(self, stage: str) -> dict[tuple[str, str], float]:
        """What part of those who enter a stage go to each school; no full school is too small to be kept open."""
        sites = [site for site in self._sites if stage in site.stages]
        whole = sum(site.weights[stage] for site in sites)
        small = min(LEAST.get(stage, 1) / (self._births * self._share(stage, YEARS[-1])), 0.5 / len(sites)) * whole
        weights = {
            (site.unit.code, stage): site.weights[stage] if site.point else max(site.weights[stage], small)
            for site in sites
        }
        return {key: weight / sum(weights.values()) for key, weight in weights.items()}

    @staticmethod
    def _share(stage: str, year: int) -> float:
        return births(year - AGE[stage]) * ATTEND[stage]

    def intake(self, site: Site, stage: str, year: int) -> int:
        """How many begin a stage in a school in a school year."""
        planned = self._births * self._share(stage, year) * self._part[site.unit.code, stage]
        return max(1, round(planned * self._rng.uniform(0.95, 1.05)))

    def classes(self, site: Site, stage: str, pupils: int) -> int:
        """Into how many classes so many beginners are put."""
        return max(1, round(pupils / self._class_of[site.unit.code, stage]))
