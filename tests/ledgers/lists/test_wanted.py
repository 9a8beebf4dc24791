"""Addresses: read leniently, written back the same; nothing masked can be filtered or sorted by."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from yaodian.apps.ledgers.access import is_masked
from yaodian.apps.ledgers.lists.filters import Filter, filterable
from yaodian.apps.ledgers.lists.wanted import (
    Cursor,
    choosable,
    default_columns,
    default_sort,
    query_of,
    read_cursor,
    sortable,
    wanted_from,
    write_cursor,
)
from yaodian.apps.ledgers.search.index import searched, searched_through
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.packs import registers

PUPILS = register_named("pupils")
BY = System()


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("sex=1&sex=2", {"sex": Filter(values=("1", "2"))}),
        ("sex=unknown", {"sex": Filter(unknown=True)}),
        ("sex=9x&sex=1", {"sex": Filter(values=("1",))}),
        ("school=7", {"school": Filter(values=(7,))}),
        ("school=7-", {"school": Filter(values=(7,), below=True)}),
        ("school=-&school=x", {}),
        ("school=99999999999999999999", {}),
        ("pupil_number=G1&id_number=1&phone=1", {}),
        ("full_name=张伟&nothing=1", {}),
    ],
)
def test_filters_are_read_and_nonsense_is_left_out(address: str, filters: dict[str, Filter]) -> None:
    wanted = wanted_from(PUPILS, QueryDict(address), BY)
    assert wanted.filters == filters
    assert wanted_from(PUPILS, query_of(PUPILS, wanted), BY) == wanted


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("closed_on-from=2026-01-02&closed_on-to=2026-02-30", Filter(low=date(2026, 1, 2))),
        ("closed_on-to=2026-07-01&closed_on=unknown", Filter(high=date(2026, 7, 1), unknown=True)),
    ],
)
def test_spans_of_days(address: str, read: Filter) -> None:
    register = register_named("classes")
    wanted = wanted_from(register, QueryDict(address), BY)
    assert wanted.filters == {"closed_on": read}
    assert wanted_from(register, query_of(register, wanted), BY) == wanted


@pytest.mark.parametrize("sort", ["pupil_number", "-id_number", "sex", "nothing", "", "-", "full_name desc"])
def test_what_may_not_be_sorted_by_is_the_default(sort: str) -> None:
    assert wanted_from(PUPILS, {"sort": sort}, BY).sort == default_sort(PUPILS) == "full_name"


@pytest.mark.parametrize("key", list(registers()))
def test_no_masked_column_narrows_or_sorts(key: str) -> None:
    register = registers()[key]
    offered = [*filterable(register), *sortable(register), *searched(register), *searched_through(register)]
    assert not [column.key for column in offered if is_masked(column)]
    assert default_columns(register, BY)
    assert set(default_columns(register, BY)) <= {column.key for column in choosable(register)}


@given(side=st.sampled_from(["after", "before", "last"]), row=st.integers(0, 10**18 - 1))
def test_places_are_read_as_they_were_written(side: str, row: int) -> None:
    place = Cursor(side, row)
    assert read_cursor(write_cursor(place)) == place


@given(word=st.text(max_size=40) | st.sampled_from(["after-", "after-x", "after-٣", "after-" + "9" * 40, "-7"]))
def test_nonsense_is_no_place(word: str) -> None:
    place = read_cursor(word)
    assert place is None or place.side in ("after", "before", "last")


@given(
    query=st.dictionaries(
        st.sampled_from(["q", "sort", "page", "list-columns", "list-size", "sex", "school", "born_on-from", "grade"]),
        st.lists(st.text(max_size=8), max_size=3),
    )
)
def test_any_address_can_be_read_and_written_back(query: dict[str, list[str]]) -> None:
    wanted = wanted_from(PUPILS, query, BY)
    assert wanted_from(PUPILS, query_of(PUPILS, wanted, page=True), BY) == wanted
