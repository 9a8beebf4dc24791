"""Every example gives the same on every engine, and every node has one."""

import pytest

from tests.engines import other_examples, row_examples
from tests.engines.vocabulary import ENGINES, Engine, Example
from yaodian.algebra.nodes import Node, walk

EXAMPLES = [*row_examples.EXAMPLES, *other_examples.EXAMPLES]


@pytest.fixture(params=ENGINES.values(), ids=ENGINES.keys())
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn; a further one is a line in `vocabulary.ENGINES`."""
    return request.param


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
def test_an_expression_gives_the_same_on_every_engine(engine: Engine, example: Example) -> None:
    assert engine({"it": example.node}, example.register, example.world()) == {"it": example.gives()}


def test_every_node_has_an_example() -> None:
    shown = {type(node) for example in EXAMPLES for node in walk(example.node)}
    assert set(Node.classes.values()) == shown, "add an example to row_examples or other_examples"
