"""Expressions over registers that are not known yet, finished when they are."""

import pytest

from tests.engines.vocabulary import CODES, TYPES
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.language import Rows, Value
from yaodian.algebra.resolve import resolve, validate
from yaodian.algebra.types import LATER, Integer

early = Rows("pupils", TYPES["pupils"])  # the other registers are not imported yet
known = Rows("pupils", TYPES["pupils"], columns_of=TYPES.get)


def same_later(rows: Rows) -> list[Value]:
    """Expressions that can be written before and after the other registers are known."""
    return [
        rows.class_["size"] > 55,
        rows.class_["head"]["class_"]["grade"] == "11",
        rows.others("aid", on={"pupil": rows.id}, where=lambda them: them.paid_on < rows.born).total("amount") > 100,
        rows.others("classes", on={"school": rows.school}).only("head")["name"].length() > 4,
        rows.same(rows.class_.grade, "school").count() > 1,
    ]


@pytest.mark.parametrize(("before", "after"), list(zip(same_later(early), same_later(known), strict=True)))
def test_what_was_written_early_becomes_what_would_be_written_now(before: Value, after: Value) -> None:
    assert resolve(before.node, TYPES) == after.node


def test_a_column_of_a_stranger_has_its_type_later() -> None:
    size = early.class_["size"]
    assert (size.node.type, resolve(size.node, TYPES).type) == (LATER, Integer("人"))


WRONG: list[tuple[str, Value]] = [
    ("classes has no column 'colour'", early.class_.colour == "1"),
    ("no register 'dorms'; there are aid, classes, pupils", early.others("dorms", on={"pupil": early.id}).exists()),
    ("do not go together", early.class_["size"] > early.born),
    ("人 and 元 are different units", early.class_["size"] > early.fee),
    ("'99' is no code of the list 'grade'", early.class_["grade"] == "99"),
    ("going to another row needs reference, not integer", early.class_["size"]["name"] == "甲"),
    ("needs yesno", early.class_["size"] & early.boarding),
    ("a check is a condition, not integer(人)", early.siblings),
    ("a check of pupils is about a row of pupils", Rows("classes", TYPES["classes"])["size"] > 1),
]


@pytest.mark.parametrize(("says", "written"), WRONG, ids=[row[0] for row in WRONG])
def test_nonsense_about_strangers_is_refused_when_they_are_known(says: str, written: Value) -> None:
    with pytest.raises(DeclarationError) as refused:
        validate({("pupils", "P1"): written.node}, TYPES, CODES)
    assert says in str(refused.value)
    assert str(refused.value).startswith("pupils P1: ")


def test_all_wrong_checks_are_named_at_once() -> None:
    with pytest.raises(DeclarationError) as refused:
        validate(
            {("pupils", f"P{number}"): written.node for number, (_says, written) in enumerate(WRONG)}, TYPES, CODES
        )
    assert len(str(refused.value).splitlines()) == len(WRONG)


def test_the_other_row_is_named_only_where_it_is_bound() -> None:
    kept: list[Value] = []
    early.same("school", where=lambda them: kept.append(them.boarding) or them.boarding).count()
    with pytest.raises(DeclarationError, match="outside its"):
        validate({("pupils", "P1"): kept[0].node}, TYPES)
