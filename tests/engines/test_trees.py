"""Kept parts follow the tree of any day: units move, are merged into others and split up, and every figure is what the
rows beneath the unit of that day give when they are counted directly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drawing import worlds
from tests.engines.measure_drawing import measures, trees
from tests.engines.measure_vocabulary import by_reference, held
from yaodian.algebra.figures import figure
from yaodian.algebra.measures import Measure
from yaodian.algebra.needs import by_register
from yaodian.algebra.units import Units
from yaodian.engines.measures import rolled, taken

few = settings(max_examples=settings.default.max_examples // 33)
FIRST_NEW = 7


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    """What happens to units: (moved or merged, unit, beneath which), (split, unit, 0)."""
    one = st.tuples(st.sampled_from(["move", "merge", "split"]), st.integers(1, 6), st.integers(1, 6))
    return draw(st.lists(one, min_size=1, max_size=4))


def changed(units: Units, what: list[tuple[str, int, int]]) -> Units:
    """The tree after changes; those that would make a circle do not happen."""
    parents, levels = dict(units.parents), dict(units.levels)
    for change, unit, other in what:
        if change == "split":  # a part of what lies beneath a unit gets a unit of its own
            new = max(FIRST_NEW, *parents) + 1 if parents else FIRST_NEW
            parents[new] = unit
            beneath = [held for held, above in parents.items() if above == unit and held != new]
            parents |= dict.fromkeys(beneath[::2], new)
            continue
        if unit in Units(parents).paths[other]:
            continue
        parents[unit] = other
        if change == "merge":  # the successor has all that lay beneath, and the old unit's own rows beneath it
            parents |= {held: other for held, above in parents.items() if above == unit}
            levels.pop(unit, None)
    return Units(parents, levels)


@pytest.mark.parametrize("name", [name for name in Measure.classes if name != "Distinct"])
@few
@given(st.data())
def test_rolling_up_is_computing_directly(name: str, data: st.DataObject) -> None:
    measure, world = data.draw(measures(name), label=name), data.draw(worlds())
    before = data.draw(trees())
    after = changed(before, data.draw(changes()))
    parts = [taken(register, leaves, held(world)) for register, leaves in by_register([measure]).items()]
    for units in (before, after):
        found = rolled(parts, units)
        assert {(unit, ()): figure(measure, found, unit) for unit in units.parents} == by_reference(
            measure, world, units
        )
