"""Which columns are read, whether one row is enough, and expressions as JSON."""

import json

import pytest

from tests.engines import other_examples, row_examples
from tests.engines.vocabulary import Example, rows
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.language import Value, today
from yaodian.algebra.needs import columns_needed, is_row_only
from yaodian.algebra.serial import from_json, to_json

pupils = rows()

READ: list[tuple[str, Value, dict[str, set[str]], bool]] = [
    ("one row", (pupils.born.years_to(today()) > 6) & pupils.boarding, {"pupils": {"id", "born", "boarding"}}, True),
    ("no column", today() == today(), {"pupils": {"id"}}, True),
    ("a reference", pupils.class_["size"] > 55, {"pupils": {"id", "class_"}, "classes": {"id", "size"}}, False),
    ("the same register", pupils.same("name").distinct("school") > 1, {"pupils": {"id", "name", "school"}}, False),
    (
        "another register",
        pupils.others("aid", on={"pupil": pupils.id}, where=lambda them: them.paid_on > pupils.born).total("amount")
        > 1,
        {"pupils": {"id", "born"}, "aid": {"id", "pupil", "paid_on", "amount"}},
        False,
    ),
]


@pytest.mark.parametrize(("written", "columns", "alone"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_only_named_columns_are_read(written: Value, columns: dict[str, set[str]], alone: bool) -> None:
    assert columns_needed([written.node], "pupils") == columns
    assert is_row_only(written.node) is alone


@pytest.mark.parametrize(
    "example", [*row_examples.EXAMPLES, *other_examples.EXAMPLES], ids=lambda example: example.says
)
def test_an_expression_survives_json(example: Example) -> None:
    assert from_json(json.loads(json.dumps(to_json(example.node)))) == example.node


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"node": "Divide"}, "no node 'Divide'"),
        ({"node": "Not"}, "Not: .*part"),
        ([], "is no expression"),
        ({"node": "Not", "part": {"node": "Today"}}, "~ needs yesno"),
    ],
)
def test_json_that_is_no_expression_is_refused(written: object, says: str) -> None:
    with pytest.raises(DeclarationError, match=says):
        from_json(written)
