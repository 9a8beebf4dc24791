"""Random measures over random rows and trees, some for each class: engines agree, parts add up, JSON keeps them.

`HYPOTHESIS_PROFILE=long` draws thousands.
"""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drawing import worlds
from tests.engines.measure_drawing import dimensions, measures, trees
from tests.engines.measure_vocabulary import COUNTY, UNITS, by_duckdb, by_reference, held
from tests.engines.vocabulary import MOMENT, TODAY, rows
from yaodian.algebra.figures import added, figure
from yaodian.algebra.measure_explain import explain_measure
from yaodian.algebra.measures import Measure
from yaodian.algebra.serial import measure_from_json, to_json
from yaodian.algebra.units import Units
from yaodian.algebra.world import World
from yaodian.engines.measures import compute

few = settings(max_examples=settings.default.max_examples // 20)  # for each of twelve classes
ADDITIVE = ["Count", "Total", "Latest", "Combined"]
DAYS = st.dates(MOMENT.first - timedelta(days=3), MOMENT.first + timedelta(days=3)) | st.dates(
    MOMENT.last - timedelta(days=3), MOMENT.last + timedelta(days=3)
)


@pytest.mark.parametrize("name", Measure.classes)
@few
@given(st.data())
def test_engines_agree_on_random_measures(name: str, data: st.DataObject) -> None:
    measure = data.draw(measures(name), label=name)
    world, units, split = data.draw(worlds()), data.draw(trees()), data.draw(dimensions())
    assert type(measure).__name__ == name
    assert by_duckdb(measure, world, units, split) == by_reference(measure, world, units, split)


@pytest.mark.parametrize("name", ADDITIVE)
@few
@given(st.data())
def test_figures_added_over_units_are_computed_at_the_top(name: str, data: st.DataObject) -> None:
    """However units lie beneath each other: the figure of a unit is the sum of what all beneath it own themselves."""
    measure, world, units = data.draw(measures(name)), data.draw(worlds()), data.draw(trees())
    alone = by_duckdb(measure, world, Units(dict.fromkeys(units.parents)))
    for unit, beneath in units.beneath.items():
        own = [alone[held, ()] or Fraction() for held in beneath]
        assert added(measure, own) == by_reference(measure, world, units)[unit, ()]


@pytest.mark.parametrize("name", Measure.classes)
@few
@given(st.data())
def test_a_measure_survives_json_and_is_explained(name: str, data: st.DataObject) -> None:
    measure = data.draw(measures(name))
    again = measure_from_json(json.loads(json.dumps(to_json(measure))))
    assert (again, hash(again), again.type) == (measure, hash(measure), measure.type)
    assert explain_measure(measure, {})


@few
@given(st.lists(st.tuples(st.integers(4, 6), DAYS, st.none() | DAYS), max_size=12))
def test_whoever_neither_joined_nor_parted_stayed(spells: list[tuple[int, date, date | None]]) -> None:
    """Those at the start, plus all who entered, less all who left, are those at the end."""
    found = [
        {"id": number, "school": school, "began_on": first, "left_on": last and max(first, last)}
        for number, (school, first, last) in enumerate(spells, 1)
    ]
    pupils = rows()
    anyone = pupils.began_on.is_known()
    kept = pupils.flow("retention", entered="began_on", left="left_on", joined=anyone, parted=anyone)
    world = World({"pupils": found, "classes": [], "aid": []}, TODAY, moment=MOMENT)
    figures = compute([kept], held(world), UNITS)
    assert {figure(kept, figures, unit) for unit in UNITS.parents} <= {None, Fraction(100)}
    there = [first <= MOMENT.last and (last is None or MOMENT.last < max(first, last)) for _at, first, last in spells]
    assert (figure(kept, figures, COUNTY) == 100) is any(there)
