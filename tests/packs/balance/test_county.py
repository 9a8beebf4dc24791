"""The synthetic county by both schemes: figures agree with what its maker counted, and the verdicts are plausible."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest

from yaodian.algebra.figures import figure
from yaodian.algebra.moment import Moment
from yaodian.algebra.types import Kind
from yaodian.algebra.units import Units
from yaodian.algebra.world import steps_of
from yaodian.cli.synthetic import County, make_county
from yaodian.engines.arrow import schema
from yaodian.engines.measures import Held, compute
from yaodian.kernel.period import Period
from yaodian.packs import catalogue, registers
from yaodian.packs.balance.assessing import Assessment, assess
from yaodian.packs.balance.assurance import CountyFigure
from yaodian.packs.balance.dispersion import code_of_spread
from yaodian.packs.balance.gathering import codes_of, county_codes_of, school_stages
from yaodian.packs.balance.judging import Reach
from yaodian.packs.balance.scheme import BASIC, QUALITY, Norms, Scheme
from yaodian.rules import Parameters

TODAY = date(2026, 9, 16)
YEAR = Period.read("2026-2027")
LEVELS = {"bureau": "county", "township": "township"}


@dataclass
class Computed:
    """The county with its units numbered and the rows as tables."""

    county: County
    numbers: dict[str, int]
    units: Units
    tables: dict[str, pa.Table]

    def figures(self, codes: tuple[str, ...]) -> dict[tuple[str, int], Fraction | None]:
        """The figures of all units on the county's day."""
        measures = {code: catalogue().indicators[code].measure for code in codes}
        held = Held(self.tables, catalogue().owners, Moment.of(YEAR, TODAY), steps_of(Parameters()))
        rolled = compute(measures.values(), held, self.units)
        return {
            (code, unit): figure(measure, rolled, unit)
            for code, measure in measures.items()
            for unit in self.units.parents
        }

    def assessed(self, scheme: Scheme) -> Assessment:
        """By a scheme."""
        found = self.figures((*codes_of(scheme), *county_codes_of(scheme)))
        held = catalogue().indicators
        told = {
            code: CountyFigure(held[code].title, held[code].unit, held[code].digits, found[code, 0])
            for code in county_codes_of(scheme)
        }
        names = {self.numbers[unit.code]: unit.name for unit in self.county.units if unit.kind not in LEVELS}
        schools = school_stages(scheme, names, lambda *key: found[key])
        return assess(scheme, schools, told, Norms(Parameters(), YEAR.first))


def computed(pupils: int) -> Computed:
    county = make_county(7, pupils, plant=False)
    numbers = {unit.code: number for number, unit in enumerate(county.units)}
    parents = {numbers[unit.code]: numbers[unit.parent] if unit.parent else None for unit in county.units}
    levels = {numbers[unit.code]: LEVELS.get(unit.kind, "school") for unit in county.units}
    return Computed(county, numbers, Units(parents, levels), {key: _table(key, county, numbers) for key in registers()})


def _table(key: str, county: County, numbers: dict[str, int]) -> pa.Table:
    types = registers()[key].types
    units = [name for name, of in types.items() if of.kind is Kind.UNIT]
    rows = [
        {**row, **{name: numbers[row[name]] for name in units if row.get(name)}} for row in county.rows.get(key, [])
    ]
    return pa.Table.from_pylist(rows, schema=schema(types))


@pytest.fixture(scope="module")
def small() -> Computed:
    return computed(6_000)


TRUTHS = {  # as the maker of the county counts, × what its integers are scaled by
    "teaching_area": ("teaching_area_per_pupil", 100),
    "sports_area": ("sports_area_per_pupil", 100),
    "instructional_value": ("equipment_value_per_pupil", 100),
    "multimedia_rooms": ("multimedia_rooms_per_100_pupils", 1),
}


@pytest.mark.parametrize("truth", TRUTHS)
def test_amounts_are_those_that_the_county_was_made_with(truth: str, small: Computed) -> None:
    key, scaled = TRUTHS[truth]
    stages = ("primary", "junior")
    found = small.figures(tuple(f"{stage}.{name}" for stage in stages for name in ("pupils", key)))
    scale = 100 if "_100_" in key else 1
    by_school = small.county.truth["premises"][truth]["by_school"]
    checked = 0
    for code, truths in by_school.items():
        for stage in stages:
            value, pupils = (found[f"{stage}.{name}", small.numbers[code]] for name in (key, "pupils"))
            if value is not None and pupils is not None:
                assert value * pupils / scale * scaled == truths[stage]
                checked += 1
    assert checked >= 10


def test_without_small_teaching_points_the_coefficients_are_those_of_the_catalogue(small: Computed) -> None:
    """The catalogue counts all schools; where none is left out, both are the same."""
    stage = next(one for one in small.assessed(QUALITY).stages if one.stage == "junior")
    codes = {code_of_spread("junior", one.resource.key): one.cv for one in stage.spreads}
    found = small.figures(tuple(codes))
    assert {code: found[code, 0] for code in codes} == codes


def test_about_two_thirds_of_a_small_countys_schools_pass_by_both_schemes(small: Computed) -> None:
    quality, basic = small.assessed(QUALITY), small.assessed(BASIC)
    schools = [one for stage in quality.stages for one in stage.schools]
    assert 0.5 < sum(one.passes is True for one in schools) / len(schools) < 0.9
    short = {
        one.resource.key
        for school in schools
        if not school.passes
        for one in school.judged
        if one.reach is not Reach.REACHED
    }
    assert len(short) >= 2
    assert sum(len(stage.uneven) for stage in quality.stages) <= 2
    assert [stage.composite.within for stage in basic.stages if stage.composite] == [True, True]


@pytest.mark.slow
def test_verdicts_of_a_county_of_twenty_thousand_are_plausible() -> None:
    county = computed(20_000)
    quality, basic = county.assessed(QUALITY), county.assessed(BASIC)
    schools = [one for stage in quality.stages for one in stage.schools]
    assert len(schools) >= 25
    assert 0.55 < sum(one.passes is True for one in schools) / len(schools) < 0.8
    assert all(one.says.endswith("。") and one.needs for one in schools if one.passes is False)
    assert all(one.reached >= 2 for one in schools)
    assert quality.passes is False
    assert [stage.composite.within for stage in basic.stages if stage.composite] == [True, True]
    assert all(0 < one.cv < 1 for stage in quality.stages for one in stage.spreads if one.cv is not None)
    assert all(one.lift is not None and one.lift.raised for stage in quality.stages for one in stage.uneven)
    assert quality.left_out
