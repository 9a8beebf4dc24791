"""What cannot be written: each nonsense is refused when it is built, with what to write instead."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.engines.vocabulary import rows
from yaodian.algebra import nodes, types
from yaodian.algebra.errors import DeclarationError, TypeMismatch, UnitMismatch
from yaodian.algebra.language import Value, if_else, largest, parameter, today
from yaodian.algebra.nodes import Literal
from yaodian.algebra.types import Integer

pupils, classes = rows(), rows("classes")

NONSENSE: list[tuple[str, type[DeclarationError], str, Callable[[], object]]] = [
    ("a day and a number", TypeMismatch, "date and integer do not go together", lambda: pupils.born > 2015),
    (
        "a code and a code of another list",
        TypeMismatch,
        "do not go together",
        lambda: pupils.sex == pupils.class_.grade,
    ),
    ("references to rows of two registers", TypeMismatch, "do not go together", lambda: pupils.class_ == pupils.friend),
    ("a unit and a number", TypeMismatch, "do not go together", lambda: pupils.school == 7),
    ("an order of codes", TypeMismatch, "has no order", lambda: pupils.sex < "2"),
    ("an order of yes and no", TypeMismatch, "has no order", lambda: pupils.boarding < pupils.boarding),
    ("人 and 元", UnitMismatch, "人 and 元 are different units", lambda: pupils.siblings + pupils.fee),
    ("厘米 compared with 元", UnitMismatch, "different units", lambda: pupils.height > pupils.fee),
    ("人 times 元", UnitMismatch, "bare number", lambda: pupils.siblings * pupils.fee),
    ("the larger of 人 and 元", UnitMismatch, "different units", lambda: largest(pupils.siblings, pupils.fee)),
    ("a parameter in another unit", UnitMismatch, "different", lambda: pupils.fee > parameter("fee.most", unit="人")),
    ("days added", TypeMismatch, ".days_to", lambda: pupils.born + 30),
    ("texts added", TypeMismatch, "needs numbers, not text", lambda: pupils.name + pupils.name),
    ("division", DeclarationError, "part * 100 > whole * percent", lambda: pupils.fee / 2),
    ("a double", TypeMismatch, 'Decimal("1.5")', lambda: pupils.fee > 1.5),
    ("equal to None", TypeMismatch, ".is_unknown()", lambda: pupils.name == None),  # noqa: E711
    ("a list as a value", TypeMismatch, "is no value", lambda: pupils.name == ["甲"]),
    ("and", TypeMismatch, "write (a) & (b)", lambda: pupils.boarding and pupils.boarding),
    ("not", TypeMismatch, "write (a) & (b)", lambda: not pupils.boarding),
    ("a chain of comparisons", TypeMismatch, ".between", lambda: 1 < pupils.siblings < 3),
    ("& of a number", TypeMismatch, "& needs yesno", lambda: pupils.boarding & pupils.siblings),
    ("| of a text", TypeMismatch, "| needs yesno", lambda: pupils.boarding | pupils.name),
    ("~ of a day", TypeMismatch, "~ needs yesno", lambda: ~pupils.born),
    ("if of a number", TypeMismatch, "if needs yesno", lambda: if_else(pupils.siblings, 1, 2)),
    ("if with a day and a text", TypeMismatch, "the two sides of if", lambda: if_else(pupils.boarding, today(), "甲")),
    ("one of none", DeclarationError, "at least one value", pupils.sex.is_in),
    ("one of another kind", TypeMismatch, "do not go together", lambda: pupils.sex.is_in(1)),
    ("a code that is not in its list", DeclarationError, "'3' is no code of the list 'sex'", lambda: pupils.sex == "3"),
    ("one of codes not in their list", DeclarationError, "'x' is no code", lambda: pupils.sex.is_in("1", "x")),
    (
        "a code's beginning that none has",
        DeclarationError,
        "'9' is no code",
        lambda: pupils.class_.grade.starts_with("9"),
    ),
    ("a table for codes not in their list", DeclarationError, "'7' is no code", lambda: pupils.sex.mapped({"7": 1})),
    ("a table of mixed values", TypeMismatch, "values of integer", lambda: pupils.sex.mapped({"1": 1, "2": "b"})),
    ("an empty table", TypeMismatch, "needs a table", lambda: pupils.sex.mapped({})),
    ("a table for numbers", TypeMismatch, ".mapped needs", lambda: pupils.siblings.mapped({"1": 1})),
    ("years from a text", TypeMismatch, "a span of time needs date", lambda: pupils.name.years_to(today())),
    ("the year of a number", TypeMismatch, ".year needs date", lambda: pupils.siblings.year),
    ("29 February of every year", DeclarationError, "not a day of every year", lambda: pupils.entry_year.on(2, 29)),
    ("a day of a day", TypeMismatch, "the year of a day", lambda: pupils.born.on(8, 31)),
    ("the length of a number", TypeMismatch, ".length() needs", pupils.siblings.length),
    ("a number begins with", TypeMismatch, ".starts_with(…) needs", lambda: pupils.siblings.starts_with("1")),
    ("a part before the first character", DeclarationError, "counts from 0", lambda: pupils.name.slice(-1, 2)),
    ("the birthday of a number", TypeMismatch, ".birthday() needs", pupils.siblings.birthday),
    ("a column that is not there", DeclarationError, "pupils has no column 'size'; it has name,", lambda: pupils.size),
    ("a column that the referred row has not", DeclarationError, "classes has no", lambda: pupils.class_.colour),
    ("what a text refers to", TypeMismatch, "text names no row", lambda: pupils.name.grade),
    (
        "two registers' rows in one",
        DeclarationError,
        "rows of classes and pupils",
        lambda: pupils.siblings < classes["size"],
    ),
    ("a total of texts", TypeMismatch, "the total of text", lambda: pupils.same("school").total("name")),
    ("the total of school years", TypeMismatch, "total of year", lambda: pupils.same("school").total("entry_year")),
    ("the largest of codes", TypeMismatch, "has no order", lambda: pupils.same("school").largest("sex")),
    ("rows that belong by nothing", DeclarationError, "by which columns", lambda: pupils.others("aid", on={}).count()),
    (
        "rows that belong by another kind",
        TypeMismatch,
        "do not go together",
        lambda: pupils.others("aid", on={"pupil": pupils.school}).count(),
    ),
    (
        "rows that belong to rows that belong",
        DeclarationError,
        "too far",
        lambda: pupils.same("school", where=pupils.same("name").count() > 1).count(),
    ),
    (
        "a `where` that is no condition",
        TypeMismatch,
        "where needs yesno",
        lambda: pupils.others("aid", on={"pupil": pupils.id}, where=lambda them: them.amount).count(),
    ),
    (
        "a reference of either row",
        DeclarationError,
        "not from either",
        lambda: pupils.same(
            "school",
            where=lambda them: if_else(them.boarding, them.friend, pupils.friend).boarding,
        ).count(),
    ),
    ("a comparison that is none", DeclarationError, "no comparison", lambda: nodes.Compare("=", _one(), _one())),
    ("a calculation that is none", DeclarationError, "no calculation", lambda: nodes.Calculate("/", _one(), _one())),
    ("a part of a day that is none", DeclarationError, "has no 'hour'", lambda: nodes.DatePart("hour", nodes.Today())),
    ("a literal of another kind", TypeMismatch, "'甲' is no integer", lambda: Literal("甲", Integer())),
    ("yes as a number", TypeMismatch, "True is no integer", lambda: Literal(True, Integer())),
]


@pytest.mark.parametrize(("error", "says", "write"), [row[1:] for row in NONSENSE], ids=[row[0] for row in NONSENSE])
def test_nonsense_is_refused_when_built(error: type[DeclarationError], says: str, write: Callable[[], object]) -> None:
    with pytest.raises(error) as refused:
        write()
    assert says in str(refused.value)


SENSE: list[tuple[str, Callable[[], Value], types.Type]] = [
    ("two dates' years make years", lambda: pupils.born.years_to(today()), Integer("年")),
    ("ages in 岁 are years", lambda: pupils.born.years_to(today()) > parameter("x", unit="周岁"), types.YESNO),
    ("a school year less another is years", lambda: pupils.entry_year - pupils.entry_year, Integer("年")),
    ("a school year and a number is one", lambda: pupils.entry_year + 1, types.YEAR),
    ("money stays money", lambda: pupils.fee - Decimal("0.5"), types.MONEY),
    ("a bare number takes the unit", lambda: pupils.siblings * 3, Integer("人")),
    ("digits add in a product", lambda: pupils.height * Decimal("0.25"), types.Number("厘米", 3)),
    ("a text is a code where one is meant", lambda: if_else(pupils.boarding, pupils.sex, "9"), types.Code("sex")),
    ("the row itself", lambda: pupils.id, types.Reference("pupils")),
]


@pytest.mark.parametrize(("write", "of"), [row[1:] for row in SENSE], ids=[row[0] for row in SENSE])
def test_sense_has_a_type(write: Callable[[], Value], of: types.Type) -> None:
    assert write().node.type == of


def test_same_expressions_are_same_and_hash_alike() -> None:
    assert (pupils.left_on < pupils.began_on).node == (pupils.left_on < pupils.began_on).node
    assert len({(pupils.fee > 1).node, (pupils.fee > 1).node, (pupils.fee > 2).node}) == 2


def _one() -> Literal:
    return Literal(1, Integer())
