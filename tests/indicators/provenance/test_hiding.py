"""Small counts are hidden, and what is shown leaves at least two possibilities for each: an attacker solves for them."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.provenance.attacker import possible
from yaodian.apps.indicators.hiding import Entry, Group, hidden, sums_of

FIVE = 5
UNITS = {"一小": ("县", "东乡"), "二小": ("县", "东乡"), "三小": ("县", "西乡"), "四小": ("县", "西乡")}


def table(rows: Mapping[str, Mapping[str, int]], units: Mapping[str, tuple[str, ...]] = UNITS) -> dict[Group, int]:
    """Counts by school and sex, with the sums of townships and the county, and of both sexes."""
    return {
        (frozenset({school, *units[school]}), frozenset({value, "全部"})): count
        for school, cells in rows.items()
        for value, count in cells.items()
    }


@pytest.mark.parametrize(
    ("rows", "gives"),
    [
        ({"一小": {"男": 30, "女": 20}, "二小": {"男": 9, "女": 8}}, set()),
        ({"一小": {"男": 30, "女": 0}, "二小": {"男": 9, "女": 8}}, set()),  # nobody is no small group
        (
            # the girl of 一小 goes with its boys, both again with those of 二小, whose sums are the smallest
            {"一小": {"男": 30, "女": 3}, "二小": {"男": 9, "女": 8}},
            {("一小", "女"), ("一小", "男"), ("二小", "女"), ("二小", "男")},
        ),
    ],
)
def test_a_small_count_goes_with_others_of_its_sums(rows: dict[str, dict[str, int]], gives: set[Entry]) -> None:
    assert hidden(table(rows), FIVE) == gives


def test_a_single_sum_is_hidden_alone() -> None:
    assert hidden({(frozenset({"县"}), frozenset({"全部"})): 3}, FIVE) == {("县", "全部")}


def test_the_rest_of_a_share_is_a_group_too() -> None:
    """98 girls of 100 pupils tell of two boys."""
    whole = frozenset({"县"})
    shown = {(whole, frozenset({"part", "whole"})): 98, (whole, frozenset({"rest", "whole"})): 2}
    assert ("县", "part") in hidden(shown, FIVE)


counts = st.one_of(st.integers(0, 3), st.integers(0, 9), st.sampled_from([0, 20, 60]))


@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=1, max_size=4))
def test_an_attacker_cannot_tell_a_small_count(rows: list[list[int]]) -> None:
    groups = table({school: dict(zip("甲乙丙", row, strict=True)) for school, row in zip(UNITS, rows, strict=False)})
    _withstands(groups)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=4), st.booleans())
def test_nor_that_of_a_quotient_by_unit(rows: list[tuple[int, int]], townships: bool) -> None:
    """Part and rest of a whole by school: shown are part and whole; the rest follows."""
    units = UNITS if townships else dict.fromkeys(UNITS, ("县",))
    groups = {
        (frozenset({school, *units[school]}), frozenset({part, "whole"})): count
        for school, row in zip(UNITS, rows, strict=False)
        for part, count in zip(("part", "rest"), row, strict=True)
    }
    _withstands(groups)


def _withstands(groups: Mapping[Group, int]) -> None:
    sums, gone = sums_of(groups), hidden(groups, FIVE)
    assert all((0 < count < FIVE) <= (entry in gone) for entry, count in sums.items())
    for entry in gone:
        if sums[entry] < FIVE:
            assert len(set(possible(groups, gone, entry))) > 1, (entry, gone)
