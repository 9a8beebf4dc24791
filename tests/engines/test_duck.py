"""Data checks of a register in one query: failing ids, columns read, the form of tables from other databases."""

from datetime import date

import pyarrow as pa
import pytest

from tests.engines.vocabulary import PARAMETERS, TODAY, TYPES, read_table, rows
from yaodian.algebra import types
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.language import Rows, parameter, today
from yaodian.algebra.reference import bad_rows
from yaodian.algebra.world import World
from yaodian.engines import arrow, duck

pupils = rows()
WORLD = World(
    {
        "pupils": read_table(
            """
            id_number | began_on   | left_on    | siblings | class_
            A         | 2021-09-01 | 2021-08-31 | 60       | 1
            A         | 2021-09-01 |            | 1        | 2
            B         |            | 2021-08-31 | 52       |
            """,
            TYPES["pupils"],
        ),
        "classes": read_table("size\n56\n55", TYPES["classes"]),
        "aid": [],
    },
    TODAY,
    PARAMETERS.__getitem__,
)
CHECKS = {
    "early": pupils.left_on < pupils.began_on,
    "twice": pupils.same("id_number").count() > 1,
    "large": pupils.class_["size"] > 55,
    "many": pupils.siblings > parameter("class.large", unit="人"),
    "never": pupils.began_on > today(),
}
NODES = {code: check.node for code, check in CHECKS.items()}
BAD = {"early": [1], "twice": [1, 2], "large": [1], "many": [1, 3], "never": []}


def tables() -> dict[str, pa.Table]:
    """The world's tables in Arrow, rows not in the order of ids."""
    return {
        key: pa.Table.from_pylist(list(held)[::-1], schema=arrow.schema(TYPES[key]))
        for key, held in WORLD.tables.items()
    }


def test_all_checks_of_a_register_give_their_failing_ids_ascending() -> None:
    found = duck.failing(NODES, register="pupils", tables=tables(), today=TODAY, parameters=WORLD.parameters)
    assert {code: ids.to_pylist() for code, ids in found.items()} == BAD
    assert {ids.type for ids in found.values()} == {pa.int64()}


@pytest.mark.parametrize("code", NODES)
def test_the_reference_finds_the_same(code: str) -> None:
    assert sorted(bad_rows(NODES[code], "pupils", WORLD)) == BAD[code]


def test_no_checks_are_no_query() -> None:
    assert duck.failing({}, register="pupils", tables={}, today=TODAY) == {}


def test_an_empty_register_has_no_failing_rows() -> None:
    empty = {key: table.schema.empty_table() for key, table in tables().items()}
    found = duck.failing(NODES, register="pupils", tables=empty, today=TODAY, parameters=WORLD.parameters)
    assert {code: ids.to_pylist() for code, ids in found.items()} == {key: [] for key in BAD}


def test_sql_is_compiled_once_for_the_same_checks_and_day() -> None:
    before = duck._failing_sql.cache_info()
    for day in (date(2031, 1, 1), date(2031, 1, 1), date(2031, 1, 2)):
        duck.failing(NODES, register="pupils", tables=tables(), today=day, parameters=WORLD.parameters)
    after = duck._failing_sql.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (2, 1)


def test_unresolved_expressions_are_refused() -> None:
    early = Rows("pupils", TYPES["pupils"]).class_["size"] > 55
    with pytest.raises(DeclarationError, match=r"classes.*resolve\.validate"):
        duck.failing({"C": early.node}, register="pupils", tables=tables(), today=TODAY)


def test_a_parameter_with_more_digits_than_declared_is_refused() -> None:
    steps = {"fee.most": PARAMETERS["fee.most"]}.__getitem__
    check = pupils.fee > parameter("fee.most", unit="元")
    with pytest.raises(DeclarationError, match="declare it with more digits than 0"):
        duck.failing({"C": check.node}, register="pupils", tables=tables(), today=TODAY, parameters=steps)


def test_tables_of_sqlite_are_brought_to_form() -> None:
    """SQLite gives days as text, yes and no as numbers, and ids of 64 bits."""
    of = {"born": types.DATE, "boarding": types.YESNO, "name": types.TEXT, "fee": types.MONEY}
    raw = pa.table(
        {"fee": [100, None], "born": ["2015-03-07", None], "boarding": [1, None], "name": ["甲", None], "id": [1, 2]}
    )
    found = arrow.conform(raw, of)
    assert found.schema == arrow.schema(of)
    assert found.to_pylist()[0] == {"id": 1, "born": date(2015, 3, 7), "boarding": True, "name": "甲", "fee": 100}
