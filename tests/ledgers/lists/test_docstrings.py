"""Examples in docstrings."""

import doctest
from types import ModuleType

import pytest

from yaodian.apps.ledgers.lists import counting
from yaodian.apps.ledgers.search import tokens


@pytest.mark.parametrize("module", [counting, tokens], ids=lambda module: module.__name__)
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
