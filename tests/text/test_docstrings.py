"""The examples in docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import yaodian.kernel.span
import yaodian.text

MODULES = ["yaodian.kernel.span", *(m.name for m in pkgutil.walk_packages(yaodian.text.__path__, "yaodian.text."))]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
