"""One task before and after: what is said to have happened to it."""

from pathlib import Path

import pytest
import yaml

from tests.text.compare.plans import among_neighbours
from yaodian.text.compare import compare

CASES = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))


def test_there_are_enough_examples() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=[f"{number}" for number, _ in enumerate(CASES, start=1)])
def test_a_pair_is_told_as_its_example_says(case: dict[str, str | bool | list[str]]) -> None:
    old = among_neighbours(str(case["old"]))
    new = among_neighbours(str(case["new"]), elsewhere=case.get("at") == "other")
    told = [pair for pair in compare(old, new).pairs if pair.kind != "unchanged"]
    about = [pair for pair in compare(old, new).pairs if pair.new and squeezed(case["new"]) in squeezed(pair.new.text)]
    expected = case["kind"] if isinstance(case["kind"], list) else [case["kind"]]
    assert sorted(pair.kind for pair in told) == sorted(kind for kind in expected if kind != "unchanged")
    if isinstance(case["kind"], str):
        pair = about[0]
        assert pair.kind == case["kind"]
        assert str(case.get("says", "")) in pair.why
        assert pair.moved == case.get("moved", case["kind"] == "moved")
        assert pair.reworded == case.get("reworded", case["kind"] == "reworded")


def squeezed(text: object) -> str:
    """Without blanks and the closing sign."""
    return str(text).replace(" ", "").rstrip("。；")
