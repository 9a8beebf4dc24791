"""The manual's page of what is read is as its generator writes it, tells the present accuracy, and so is its picture."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from yaodian.cli import manual

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
REFRESH = "请运行 ./yaodian refresh"


@pytest.fixture(scope="module")
def speed() -> ModuleType:
    """docs/images/reading_speed.py as a module."""
    spec = importlib.util.spec_from_file_location("reading_speed", ROOT / "docs" / "images" / "reading_speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_its_generator_writes_it() -> None:
    assert (GUIDE / "reading.md").read_text(encoding="utf-8") == manual.page_of(ROOT), REFRESH


def test_the_page_is_linked() -> None:
    assert all("(reading.md)" in (GUIDE / name).read_text(encoding="utf-8") for name in ("README.md", "plan.md"))


def test_the_page_tells_the_present_accuracy(shared: Path) -> None:
    assert shared.is_dir()
    told = json.loads((GUIDE / "reading-accuracy.json").read_text(encoding="utf-8"))
    now = manual.accuracy(ROOT)
    assert told.keys() == now.keys(), REFRESH
    for name, row in now.items():
        for key in manual.MEASURES:
            assert told[name][key]["value"] == pytest.approx(row[key]["value"], abs=0.005), f"{name} {key}: {REFRESH}"


def test_every_phenomenon_has_a_title_and_an_example() -> None:
    for file in sorted((ROOT / "tests" / "text" / "examples").glob("*.yaml")):
        assert file.stem.partition("_")[2] in manual.TITLES, f"manual.TITLES: {file.stem}"
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
        assert 1 <= len(manual.chosen(cases)) <= manual.MOST_EXAMPLES


@pytest.mark.parametrize(
    "line", ["commit 初中·毕业率 >= 98% @--06", "limit  <= 3", "commit 甲 乙 range 1..2所 @duration"]
)
def test_a_line_of_a_table_is_told_in_chinese(line: str) -> None:
    assert manual.target(line).isprintable()
    assert "@" not in manual.target(line)


def test_the_picture_is_drawn_from_its_figures(speed: ModuleType) -> None:
    points = json.loads((ROOT / "docs" / "images" / "reading-speed.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs" / "images" / "reading-speed.svg").read_text(encoding="utf-8") == speed.drawn(points)
    assert max(point["mb"] for point in points) >= 10


def test_the_time_grows_with_the_length_and_no_faster(speed: ModuleType) -> None:
    points = json.loads((ROOT / "docs" / "images" / "reading-speed.json").read_text(encoding="utf-8"))
    assert speed.exponent(points) == pytest.approx(1, abs=0.1)
