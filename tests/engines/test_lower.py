"""Each rewrite with one example: what goes in, what comes out."""

from decimal import Decimal

import pytest

from tests.engines.vocabulary import rows
from yaodian.algebra.language import Value
from yaodian.algebra.nodes import Calculate, Column, Compare, Literal, Node
from yaodian.algebra.related import Follow
from yaodian.algebra.types import MONEY, TEXT, YESNO, Integer, Number, Reference
from yaodian.engines.lower import lower

pupils = rows()
HEIGHT = Column("pupils", "height", Number("厘米", 1))
CLASS, HEAD, NAME = (
    Column("pupils", "class_", Reference("classes")),
    Column("classes", "head", Reference("pupils")),
    Column("pupils", "name", TEXT),
)

REWRITTEN: list[tuple[str, Value, Node]] = [
    ("references are nested", pupils.class_.head.name, Follow(CLASS, Follow(HEAD, NAME))),
    (
        "a written number gets the column's digits",
        pupils.fee > 100,
        Compare(">", Column("pupils", "fee", MONEY), Literal(10000, Number("", 2))),
    ),
    (
        "a column with fewer digits is multiplied by 1.0…",
        pupils.height + Decimal("0.25"),
        Calculate("+", Calculate("×", HEIGHT, Literal(10, Number("", 1))), Literal(25, Number("", 2))),
    ),
    ("known whether known", pupils.name.is_known().is_known(), Literal(True, YESNO)),
    ("a product is left alone", pupils.height * 2, Calculate("×", HEIGHT, Literal(2, Integer()))),
]


@pytest.mark.parametrize(("written", "lowered"), [row[1:] for row in REWRITTEN], ids=[row[0] for row in REWRITTEN])
def test_a_rewrite(written: Value, lowered: Node) -> None:
    assert lower(written.node) == lowered
    assert lower(written.node).type == written.node.type
