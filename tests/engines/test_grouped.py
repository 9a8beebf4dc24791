"""Parts of several moments from one scan of groups are those that each moment's own scan gives."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drawing import worlds
from tests.engines.measure_drawing import dimensions, measures, trees
from tests.engines.measure_vocabulary import COUNTY, UNITS, by_duckdb, by_reference, held
from tests.engines.vocabulary import MOMENT, TODAY, rows
from yaodian.algebra.figures import figure
from yaodian.algebra.measures import Distinct, Measure
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import by_register
from yaodian.algebra.world import World
from yaodian.engines.grouped import taken_together, values_told_apart
from yaodian.engines.measures import compute, rolled

few = settings(max_examples=settings.default.max_examples // 20)
LATER = Moment(MOMENT.on + timedelta(days=200), MOMENT.first + timedelta(days=200), MOMENT.last + timedelta(days=200))


@pytest.mark.parametrize("name", [name for name in Measure.classes if name != "Distinct"])
@few
@given(st.data())
def test_groups_give_what_a_scan_of_each_moment_gives(name: str, data: st.DataObject) -> None:
    measure, world = data.draw(measures(name), label=name), data.draw(worlds())
    units, split = data.draw(trees()), data.draw(dimensions())
    parts = {
        register: taken_together(register, {MOMENT: leaves, LATER: leaves}, held(world), split)
        for register, leaves in by_register([measure]).items()
    }
    for moment in (MOMENT, LATER):
        expected = by_duckdb(measure, replace(world, moment=moment), units, split)
        found = rolled([held[moment] for held in parts.values()], units)
        assert {place: figure(measure, found, *place) for place in expected} == expected


@few
@given(measures("Distinct"), worlds(), dimensions())
def test_values_are_told_apart_where_they_stand(measure: Distinct, world: World, split: list) -> None:
    table = values_told_apart(measure, held(world), split)
    assert table.num_rows == len(set(zip(*(column.to_pylist() for column in table.columns), strict=True)))
    alone = {place: Fraction(0) for place in by_reference(measure, world, UNITS, split)}
    for unit, *cell, _value in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if (unit, tuple(cell)) in alone:
            alone[unit, tuple(cell)] += 1
    schools = [unit for unit, level in UNITS.levels.items() if level == "school"]
    expected = by_reference(measure, world, UNITS, split)
    assert all(alone[place] == expected[place] for place in expected if place[0] in schools)


def test_what_does_not_fit_is_refused() -> None:
    pupils = rows()
    measure = pupils.total("height")
    world = World(
        {"pupils": [{"id": n, "school": 4, "height": 2**62} for n in (1, 2)], "classes": [], "aid": []}, TODAY
    )
    with pytest.raises(pa.ArrowInvalid):
        taken_together("pupils", {MOMENT: [measure]}, held(world))


def test_conditions_that_leaves_share_are_asked_once() -> None:
    pupils = rows()
    there = pupils.boarding & (pupils.sex == "1")
    leaves = [pupils.count(where=there), pupils.count(where=there & (pupils.siblings > 0)), pupils.count()]
    world = World({"pupils": [{"id": 1, "school": 4, "boarding": True, "sex": "1"}], "classes": [], "aid": []}, TODAY)
    parts = taken_together("pupils", {MOMENT: leaves}, held(world))[MOMENT]
    found = rolled([parts], UNITS)
    assert [figure(leaf, found, COUNTY) for leaf in leaves] == [1, 0, 1]
    assert figure(leaves[0], compute(leaves, held(world), UNITS), COUNTY) == 1
