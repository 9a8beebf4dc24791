"""Every indicator's worked examples give its figures, from rows (reference) and from parts (DuckDB); what all must have."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

import pyarrow as pa
import pytest

from yaodian.algebra.figures import figure, shown
from yaodian.algebra.measure_reference import Beneath, measured
from yaodian.algebra.measures import expressions, leaves
from yaodian.algebra.moment import Moment
from yaodian.algebra.nodes import ParameterValue, walk
from yaodian.algebra.world import steps_of, stored
from yaodian.engines.arrow import schema
from yaodian.engines.measures import Held, compute
from yaodian.packs import catalogue, registers
from yaodian.registers.indicator import Indicator
from yaodian.registers.indicator_examples import IndicatorExample, examples_of
from yaodian.rules import Parameters

LONGEST_NAME = 30  # characters, of what stands at the head of a column
PARAMETERS = steps_of(Parameters())
Found = Mapping[tuple[str, str], Decimal | None]  # of an indicator and a unit


@cache
def examples() -> tuple[IndicatorExample, ...]:
    return tuple(examples_of(catalogue()))


def by_moment(example: IndicatorExample) -> Mapping[Moment, list[Indicator]]:
    """The indicators of an example by when they are taken."""
    found: dict[Moment, list[Indicator]] = {}
    for code in example.figures:
        indicator = catalogue().indicators[code]
        found.setdefault(example.moment(indicator), []).append(indicator)
    return found


def by_reference(example: IndicatorExample) -> Found:
    found = {}
    for moment, indicators in by_moment(example).items():
        world = example.world(moment, PARAMETERS)
        for one in indicators:
            for unit in example.figures[one.code]:
                at = Beneath(world, example.units, catalogue().owners, example.labels[unit])
                found[one.code, unit] = shown(measured(one.measure, at), one.digits)
    return found


def by_duck(example: IndicatorExample) -> Found:
    tables = {
        key: pa.Table.from_pylist(rows, schema=schema(registers()[key].types)) for key, rows in example.tables.items()
    }
    found = {}
    for moment, indicators in by_moment(example).items():
        held = Held(tables, catalogue().owners, moment, PARAMETERS)
        rolled = compute([one.measure for one in indicators], held, example.units)
        for one in indicators:
            for unit in example.figures[one.code]:
                found[one.code, unit] = shown(figure(one.measure, rolled, example.labels[unit]), one.digits)
    return found


@pytest.mark.parametrize("find", [by_reference, by_duck])
@pytest.mark.parametrize("number", range(len(examples())), ids=lambda number: examples()[number].name)
def test_an_example_says_what_the_figures_are(number: int, find: Callable[[IndicatorExample], Found]) -> None:
    example = examples()[number]
    wanted = {(code, unit): figure for code, row in example.figures.items() for unit, figure in row.items()}
    assert find(example) == wanted


ALL = catalogue().indicators.values()


def test_every_indicator_has_a_worked_figure() -> None:
    """Known and not 0, in an example beside the module that declares it (or another)."""
    told = {code for example in examples() for code, row in example.figures.items() if any(row.values())}
    assert [one.code for one in ALL if one.code not in told] == []


def test_indicators_can_be_explained_in_chinese() -> None:
    """No register's or column's key stands where its title should."""
    said = {one.code: catalogue().explain(one.measure) for one in ALL}
    keys = {column.key for held in registers().values() for column in held.columns} | set(registers())
    assert [code for code, text in said.items() if any(f"《{key}》" in text for key in keys)] == []
    assert [code for code, text in said.items() if len(text) <= len("《班级》的班数")] == []


def test_the_parameters_of_indicators_are_there() -> None:
    named = {node for one in ALL for leaf in leaves(one.measure) for root in expressions(leaf) for node in walk(root)}
    for node in named:
        if isinstance(node, ParameterValue):
            parameter = Parameters().get(node.key)
            assert all(stored(node.key, value, node.digits) is not None for _since, value, _basis in parameter.values)


def test_norms_are_parameters_in_the_indicators_units() -> None:
    for one in ALL:
        if one.norm is not None:
            unit = Parameters().get(one.norm.parameter).unit
            assert unit == one.unit or (not one.unit and unit.startswith("（"))  # （差异系数）: a bare number


@pytest.mark.parametrize("of", ["titles", "titles and synonyms"])
def test_no_two_indicators_are_called_the_same(of: str) -> None:
    words = [word for one in ALL for word in ((one.title,) if of == "titles" else (one.title, *one.synonyms))]
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_what_indicators_are_made_of_has_short_names() -> None:
    """Parts and the counts and totals behind them; pages, exports and the API call them so."""
    made = {part: one.code for one in ALL if one.measure.parts for part in (*one.measure.parts, *leaves(one.measure))}
    names = catalogue().names
    assert sorted({code for part, code in made.items() if part not in names}) == []
    assert [name for part, name in names.items() if part in made and len(name) > LONGEST_NAME] == []


def test_the_catalogue_is_long() -> None:
    assert len(ALL) >= 250


@pytest.mark.parametrize("breakdown", catalogue().dimensions)
def test_what_splits_figures_up_is_there_for_some_indicator(breakdown: str) -> None:
    assert any(breakdown in {each.key for each in catalogue().split_by(one)} for one in ALL)
