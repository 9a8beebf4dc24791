"""Making the county: the tree, three school years of children, and from them the rows of every register."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from yaodian.cli.synthetic.careers import exchanges, reviews
from yaodian.cli.synthetic.census import population as school_age
from yaodian.cli.synthetic.courses import training
from yaodian.cli.synthetic.estates import Estates
from yaodian.cli.synthetic.facts import facts
from yaodian.cli.synthetic.furnishing import furnish
from yaodian.cli.synthetic.geography import Point, places
from yaodian.cli.synthetic.lacking import Want, lacking
from yaodian.cli.synthetic.leavers import graduates
from yaodian.cli.synthetic.merits import set_apart
from yaodian.cli.synthetic.model import YEARS, Cohort, Status
from yaodian.cli.synthetic.names import Names
from yaodian.cli.synthetic.planting import plant_all
from yaodian.cli.synthetic.population import Population, live
from yaodian.cli.synthetic.pupil_rows import PupilRows
from yaodian.cli.synthetic.school_rows import ClassRows, Profile, closed_row, school_row
from yaodian.cli.synthetic.staff import School, Staffing
from yaodian.cli.synthetic.standing import profile
from yaodian.cli.synthetic.tree import Site, Unit, invent, site
from yaodian.cli.synthetic.truth import figures

Row = dict[str, Any]
LEAST = 1_000  # pupils below which the planted rows would be a large part of the county


@dataclass
class County:
    """The county: its units, the rows of each register (see `make_county`), what was planted, facts that checks name, true figures."""

    seed: int
    units: Sequence[Unit]
    rows: dict[str, list[Row]]
    planted: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    truth: dict[str, Any] = field(default_factory=dict)


def make_county(seed: int, pupils: int, *, units: Sequence[Unit] | None = None, plant: bool = True) -> County:
    """The county with about `pupils` children in school on 2026-09-16; equal arguments give equal counties.

    Rows are dicts by column key with values as stored (yaodian.algebra.types), without the columns that are unknown;
    `id` counts from 1 in each register, references are these ids, units are unit codes. Rows of a periodic register
    have `period` (2024-2025). `units`: a tree to people (tree.from_roster), else one is invented.
    """
    if pupils < LEAST:
        raise ValueError(f"学生数 {pupils} 太少；请给 {LEAST} 以上")
    rng = Random(seed)  # noqa: S311  # invented people, no secrets
    tree = list(units) if units is not None else invent(pupils)
    by_unit = {unit.code: unit for unit in tree}
    sites = [site(unit, by_unit, rng) for unit in tree if unit.teaches]
    names = Names(rng)
    population = live(pupils, sites, names, rng)
    rows = _rows(sites, by_unit, population, names, rng, seed=seed)
    rows |= furnish(sites, rows, seed)
    _place(rows["schools"], places(tree, seed))
    profile(rows, seed)
    rows["training"] = training(rows["staff"], seed)
    rows["graduates"] = graduates(population.children, seed)
    rows["population"] = school_age(population.children, tree, seed)
    county = County(seed, tree, rows, truth=figures(rows))
    if plant:
        county.planted = plant_all(rows, seed)
    county.facts = facts(rows)
    return county


def _rows(
    sites: Sequence[Site], units: Mapping[str, Unit], population: Population, names: Names, rng: Random, *, seed: int
) -> dict[str, list[Row]]:
    """The rows of all registers, those that are referred to first."""
    cohorts: dict[str, list[Cohort]] = defaultdict(list)
    for cohort in population.cohorts:
        cohorts[cohort.site.unit.code].append(cohort)
    staffing = Staffing(names, rng)
    staff: dict[str, School] = {one.unit.code: staffing.school(one, cohorts[one.unit.code]) for one in sites}
    lacks = lacking(sites, seed)
    made = PupilRows(staff, rng)
    made.add(population.children)
    boarders = Counter(row["school"] for row in made.pupils if row["status"] == "10" and row["attendance"] == "2")
    here = {one.unit.code: Counter[str]() for one in sites}
    for child in population.children:
        if child.status is Status.HERE:
            here[child.cohort.site.unit.code][child.cohort.stage] += 1
    set_apart(staff, here, lacks, seed)
    estates = Estates(rng)
    blocks = {
        code: estates.school(
            staff[code].site,
            count.total(),
            boarders[code],
            any(lacks.get((code, stage)) is Want.ROOMS for stage in count),
        )
        for code, count in here.items()
    }
    classes = ClassRows(staff, blocks, rng)
    return {
        "schools": _schools(sites, units, here, blocks, staff),
        "staff": staffing.rows,
        "buildings": estates.rows,
        "classes": [classes.row(cohort) for cohort in population.cohorts],
        "exchanges": exchanges(staff, rng),
        "ethics_reviews": reviews(staffing.rows, rng),
        "pupils": made.pupils,
        "enrolments": made.enrolments,
        "dropouts": made.dropouts,
        "visits": made.visits,
        "care": made.care,
    }


def _place(schools: Iterable[Row], points: Mapping[str, Point]) -> None:
    """Where each school lies, in hundred-thousandths of a degree."""
    for row in schools:
        if row["school"] in points:
            row["longitude"], row["latitude"] = (round(part * 10**5) for part in points[row["school"]])


def _schools(
    sites: Sequence[Site],
    units: Mapping[str, Unit],
    here: Mapping[str, Counter[str]],
    blocks: Mapping[str, list[Row]],
    staff: Mapping[str, School],
) -> list[Row]:
    """Profiles of the schools that go on, then of those that were merged."""
    rows: list[Row] = []
    for nth, one in enumerate(sites, 1):
        code = one.unit.code
        near = [
            other for other in sites if other.township == one.township and "primary" in other.stages and not other.point
        ]
        centre = max(near, key=lambda other: other.weights["primary"]).unit.code if near else ""
        profile = Profile(one, units[one.unit.parent], centre, here[code], blocks[code], staff[code])
        rows.append(school_row(nth, profile))
    for unit in units.values():
        if unit.valid_to is not None:
            township = units[unit.parent].name.removesuffix("中心学校")
            rows.append(closed_row(len(rows) + 1, unit, unit.successor, township))
    return rows


__all__ = ["YEARS", "County", "make_county"]
