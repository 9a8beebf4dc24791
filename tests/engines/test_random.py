"""Random expressions over random rows, some for each node class: all engines agree, and JSON keeps them.

`HYPOTHESIS_PROFILE=long` draws thousands.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drawing import expressions, worlds
from tests.engines.vocabulary import by_duckdb, by_reference
from yaodian.algebra.nodes import Node, walk
from yaodian.algebra.serial import from_json, to_json

few = settings(max_examples=settings.default.max_examples // 20)  # for each of thirty classes


@pytest.mark.parametrize("name", Node.classes)
@few
@given(st.data())
def test_engines_agree_on_random_expressions(name: str, data: st.DataObject) -> None:
    wanted = data.draw(expressions(name), label=name)
    world = data.draw(worlds(), label="world")
    assert name in {type(node).__name__ for node in walk(wanted)}
    assert by_duckdb({"it": wanted}, "pupils", world) == by_reference({"it": wanted}, "pupils", world)


@pytest.mark.parametrize("name", Node.classes)
@few
@given(st.data())
def test_an_expression_survives_json(name: str, data: st.DataObject) -> None:
    node = data.draw(expressions(name))
    assert from_json(to_json(node)) == node
