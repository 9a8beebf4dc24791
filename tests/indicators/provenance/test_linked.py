"""Counts that are part of each other, and breakdowns of them: what is hidden in one is not told by the others."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.provenance.attacker import possible
from yaodian.algebra.measures import Count, Leaf
from yaodian.algebra.nodes import And, Column, Compare, InSet, IsKnown, Literal, Node, Not, Or
from yaodian.algebra.types import YESNO, Code
from yaodian.algebra.units import Dimension, Units
from yaodian.apps.indicators.hiding import Group, sums_of
from yaodian.apps.indicators.nested import family, lies_within
from yaodian.apps.indicators.protecting import Reader, guards, hidden_figures
from yaodian.apps.indicators.summed import Summed, Taken
from yaodian.packs import catalogue

FIVE = 5
STAGE, SEX = Column("r", "stage", Code("stage")), Column("r", "sex", Code("sex"))
MIGRANT = Column("r", "migrant", YESNO)


def among(node: Node, *codes: str) -> Node:
    return InSet(node, tuple(Literal(code, node.type) for code in codes))


def count(*conditions: Node) -> Count:
    return Count("r", And(conditions) if len(conditions) > 1 else conditions[0], "人")


ALL, PRIMARY, JUNIOR = (count(among(STAGE, *codes)) for codes in ("pj", "p", "j"))
GIRLS = count(among(STAGE, "p"), Compare("==", SEX, Literal("f", SEX.type)))
BY_SEX = Dimension("sex", (("r", SEX),))


@pytest.mark.parametrize(
    ("part", "whole", "holds"),
    [
        (PRIMARY, ALL, True),
        (ALL, PRIMARY, False),
        (GIRLS, PRIMARY, True),
        (GIRLS, ALL, True),
        (PRIMARY, JUNIOR, False),
        (GIRLS, count(among(STAGE, "p"), IsKnown(SEX)), True),
        (count(among(STAGE, "p"), Not(IsKnown(SEX))), count(among(STAGE, "p"), IsKnown(SEX)), False),
        (GIRLS, count(among(STAGE, "p"), Compare("!=", SEX, Literal("m", SEX.type))), True),
        (count(among(STAGE, "p"), Not(among(SEX, "m"))), count(among(STAGE, "p"), IsKnown(SEX)), True),
        (count(among(STAGE, "p"), MIGRANT), count(Or((MIGRANT, among(SEX, "f")))), True),
        (count(among(STAGE, "p"), MIGRANT), count(Not(MIGRANT)), False),
        (PRIMARY, Count("s", None, "人"), False),
    ],
)
def test_a_part_is_read_from_conditions(part: Leaf, whole: Leaf, holds: bool) -> None:
    assert lies_within(part, whole) is holds


def test_parts_that_are_apart_by_one_expression_go_together() -> None:
    held = family([ALL, PRIMARY, GIRLS, JUNIOR], [(GIRLS, PRIMARY), (PRIMARY, ALL)])
    assert [way.parts for way in held.splits[ALL]] == [(PRIMARY, JUNIOR)]
    assert held.above(GIRLS) == [ALL, PRIMARY]
    assert set(held.needed(GIRLS)) == {ALL, PRIMARY, JUNIOR, GIRLS}


def test_a_whole_that_nothing_is_divided_by_yields_to_a_part_that_is_named_more_often() -> None:
    """Staff and teachers: the figure of teachers stays, that of all staff is hidden where one more would be told of."""
    held = family([ALL, PRIMARY, PRIMARY])
    assert held.split_of[ALL].yields
    rows = {"一小": [8, 8, 1, 2], "二小": [9, 9, 1, 0]}
    reader = _reader([ALL, PRIMARY, PRIMARY], rows)
    assert reader.hidden(PRIMARY) == set()
    assert {unit for unit, _cell in reader.hidden(ALL)} >= {1, 2}


def test_the_same_count_is_hidden_alike_as_an_indicator_and_as_a_value_of_a_breakdown() -> None:
    rows = {"一小": [20, 2, 9, 9], "二小": [9, 8, 9, 9], "三小": [30, 30, 9, 9]}
    reader = _reader([ALL, PRIMARY, JUNIOR, GIRLS], rows, BY_SEX)
    girls = {unit for unit, _cell in reader.hidden(GIRLS)}
    assert 1 in girls
    assert len(girls) > 1
    assert girls == {unit for unit, cell in reader.hidden(PRIMARY) if cell == ("f",)}
    assert all(cell for _unit, cell in reader.hidden(PRIMARY))


numbers = st.one_of(st.integers(0, 3), st.integers(0, 9), st.sampled_from([0, 20, 60]))
row = st.lists(numbers, min_size=4, max_size=4)


@settings(max_examples=40)
@given(st.lists(row, min_size=1, max_size=3))
def test_an_attacker_cannot_tell_small_parts_and_rests(rows: list[list[int]]) -> None:
    _withstands(dict(zip(("一小", "二小", "三小"), rows, strict=False)))


def _withstands(rows: Mapping[str, Sequence[int]]) -> None:
    reader = _reader([ALL, PRIMARY, JUNIOR, GIRLS], rows)
    groups = _groups(rows)
    sums = sums_of(groups)
    names = {"all": ALL, "p": PRIMARY, "j": JUNIOR, "girls": GIRLS}
    hidden = {(unit, name) for name, leaf in names.items() for unit, _cell in reader.hidden(leaf)}
    gone = {entry for entry, held in sums.items() if held and (entry in hidden or entry[1] == "boys")}
    for entry, held in sums.items():
        if 0 < held < FIVE:
            assert len(set(possible(groups, gone, entry, least=0))) > 1, (entry, sorted(map(str, gone)))


def _groups(rows: Mapping[str, Sequence[int]]) -> dict[Group, int]:
    """People by school, stage and sex, by the names of the sums that count them; boys are shown nowhere."""
    found: dict[Group, int] = {}
    for number, row in enumerate(rows.values(), start=1):
        for held, names in zip(row, (("p", "boys"), ("p", "girls"), ("j",), ("j",)), strict=True):
            group = (frozenset({number, 0}), frozenset({"all", *names}))
            found[group] = found.get(group, 0) + held
    return found


def _reader(counts: Sequence[Leaf], rows: Mapping[str, Sequence[int]], split: Dimension | None = None) -> Reader:
    """Who sees all units and has the right to no row."""
    units = Units({0: None, **dict.fromkeys(range(1, len(rows) + 1), 0)}, {0: "county"})
    own: dict[Leaf, dict[tuple[int, tuple[str, ...]], int]] = {leaf: {} for leaf in counts}
    for number, row in enumerate(rows.values(), start=1):
        for held, (stage, sex) in zip(row, (("p", "m"), ("p", "f"), ("j", "m"), ("j", "f")), strict=True):
            place = (number, (sex,) if split else ())
            some = {ALL, PRIMARY if stage == "p" else JUNIOR, *([GIRLS] if (stage, sex) == ("p", "f") else [])}
            for leaf in some & own.keys():
                if held:
                    own[leaf][place] = own[leaf].get(place, 0) + held
    amounts = Summed(units, {"r": {leaf: Taken(leaf, held) for leaf, held in own.items()}}, split is not None)
    return Reader(
        amounts,
        split,
        frozenset(units.parents),
        frozenset(),
        FIVE,
        family(counts, [(GIRLS, PRIMARY)] if GIRLS in counts else ()),
    )


@pytest.mark.parametrize(
    ("lost", "hidden"),
    [
        ({"A": 0, "B": 0}, set()),
        ({"A": 1, "B": 0}, {"A", "county"}),  # all of the county's are A's
        ({"A": 1, "B": 9}, {"A", "B"}),  # B's would tell A's
        ({"A": 9, "B": 12}, set()),
    ],
)
def test_how_many_a_school_lost_is_a_count_too(lost: Mapping[str, int], hidden: set[str]) -> None:
    named = {"county": 1, "A": 2, "B": 3}
    units = Units({1: None, 2: 1, 3: 1}, {1: "county", 2: "school", 3: "school"})
    indicator = catalogue().indicators["primary.year_retention_rate"]
    part, start, *moved = indicator.measure.parts
    own: dict[object, dict[tuple[int, tuple[()]], int]] = {
        start: {(named[name], ()): 100 for name in lost},
        part: {(named[name], ()): 100 - count for name, count in lost.items()},
    }
    taken = {leaf: Taken(leaf, own.get(leaf, {})) for leaf in guards(indicator)}
    amounts = Summed(units, {"enrolments": taken})
    found = hidden_figures(indicator, amounts, seen={1, 2, 3}, known=(), below=FIVE)
    assert {unit for unit, _cell in found} == {named[name] for name in hidden}
    assert len(moved) == 2
