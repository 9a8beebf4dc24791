"""Where the annotated plans lie, and the scorer that the figures are measured by."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

TEXT_TESTS = Path(__file__).parent
ROOT = TEXT_TESTS.parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    """`score_plantext.py` as a module."""
    spec = importlib.util.spec_from_file_location("score_plantext", shared / "tools" / "score_plantext.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def real_plans(shared: Path) -> Mapping[str, str]:
    """The fifteen real plans by name."""
    files = sorted((shared / "seeds").glob("seed-*.txt"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}
