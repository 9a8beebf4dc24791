"""Parameters: dated, layered, complete."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yaodian.apps.plans.lights import Thresholds
from yaodian.rules import Parameters

FILE = """label: 甲
meaning: 乙
unit: 天
values:
  2025-01-01: {value: 5, basis: {title: 旧文}}
  2026-01-01: {value: 6, basis: {title: 新文}}
  2027-01-01: {value: null, basis: {title: 废止}}
checked_on: 2026-11-24
"""


def county(folder: Path, text: str = FILE) -> Parameters:
    (folder / "a").mkdir()
    (folder / "a" / "b.yaml").write_text(text, encoding="utf-8")
    return Parameters(folder)


@pytest.mark.parametrize(
    ("day", "value"),
    [("2024-12-31", None), ("2025-01-01", 5), ("2025-12-31", 5), ("2026-01-01", 6), ("2027-01-01", None)],
)
def test_the_value_of_the_day_holds(tmp_path: Path, day: str, value: int | None) -> None:
    assert county(tmp_path).get("a.b").on(date.fromisoformat(day)) == (None if value is None else Decimal(value))


def test_asking_for_a_value_where_none_holds_is_an_error(tmp_path: Path) -> None:
    known = county(tmp_path)
    with pytest.raises(KeyError):
        known.value("a.b", on=date(2027, 6, 1))
    with pytest.raises(KeyError):
        known.get("a.c")


def test_a_nearer_layer_replaces_the_farther_and_is_read_anew_when_changed(tmp_path: Path) -> None:
    own = tmp_path / "lights"
    own.mkdir()
    assert Parameters(tmp_path).value("lights.soon_days", on=date(2026, 9, 1)) == 7
    (own / "soon_days.yaml").write_text(FILE, encoding="utf-8")
    assert Parameters(tmp_path).value("lights.soon_days", on=date(2026, 9, 1)) == 6


def test_a_file_with_something_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="参数文件"):
        county(tmp_path, FILE.replace("unit: 天\n", "")).get("a.b")


@pytest.mark.parametrize("key", list(Parameters().all()))
def test_every_parameter_is_complete_and_was_checked_after_it_began(key: str) -> None:
    found = Parameters().get(key)
    assert found.label
    assert found.meaning
    assert found.unit
    assert found.values
    assert found.checked_on >= found.values[-1][0]


def test_the_lights_fall_back_to_the_same_numbers_as_the_parameters() -> None:
    known = Parameters()
    own = {name: known.value(f"lights.{name}", on=date(2026, 9, 1)) for name in Thresholds.__dataclass_fields__}
    assert Thresholds(**own) == Thresholds()
