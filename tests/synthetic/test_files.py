"""The files hold what the county holds, in the form that templates have; the answers say how the next month differs."""

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from yaodian.cli.synthetic import County, make_county
from yaodian.cli.synthetic.command import county as command
from yaodian.cli.synthetic.files import write_county
from yaodian.cli.synthetic.next_month import next_month
from yaodian.packs import registers

PUPILS = 1_500


@pytest.fixture(scope="module")
def county() -> County:
    """A small county."""
    return make_county(7, PUPILS)


@pytest.fixture(scope="module")
def folder(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its files."""
    out = tmp_path_factory.mktemp("county")
    write_county(county, out)
    return out


def sheet(path: Path) -> list[list[Any]]:
    """The rows of a file's first sheet."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("key", [key for key in registers() if key != "ethics_reviews"])
def test_a_registers_file_has_its_titles_and_rows(key: str, county: County, folder: Path) -> None:
    head, *rows = sheet(folder / f"{key}.xlsx")
    titles = {column.title for column in registers()[key].columns}
    assert {str(title).rstrip("*") for title in head} <= titles
    assert len(rows) == len(county.rows[key])


def test_a_periodic_register_has_a_file_for_each_period(county: County, folder: Path) -> None:
    rows = sum(len(sheet(folder / f"ethics_reviews-{period}.xlsx")) - 1 for period in ("2024-2025", "2025-2026"))
    assert rows == len(county.rows["ethics_reviews"])


def test_codes_units_and_references_are_written_as_people_do(folder: Path) -> None:
    head, first, *_rest = sheet(folder / "pupils.xlsx")
    row = dict(zip((str(title).rstrip("*") for title in head), first, strict=True))
    assert row["性别"] in {"男", "女"}
    assert row["学校"].endswith(("学校", "小学", "中学", "幼儿园", "教学点"))
    assert row["班级"].endswith("班")
    assert str(row["学籍号"]).startswith(("G", "J", "L"))


def test_units_are_in_the_rosters_form(county: County, folder: Path) -> None:
    head, *rows = sheet(folder / "units.xlsx")
    assert head[:6] == ["代码", "名称", "简称", "类别", "上级代码", "学段"]
    assert len(rows) == len(county.units)


def test_the_answers_are_readable(county: County, folder: Path) -> None:
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    assert answers["figures"]["pupils"]["rows"] == county.truth["pupils"]["rows"]
    assert len(answers["planted"]) == len(county.planted)
    assert set(answers["reconciliation"]) >= {"new", "gone", "moved", "changed", "unchanged", "rows"}


def test_next_months_export_differs_as_the_answers_say(county: County) -> None:
    export = next_month(county)
    theirs = {row["pupil_number"]: row for row in export.rows}
    ours = {row["pupil_number"]: row for row in county.rows["pupils"] if row["status"] in {"10", "20", "30"}}
    expected = export.expected
    assert len(theirs) == expected["rows"]
    assert sorted(set(theirs) - set(ours)) == expected["new"]
    assert sorted(set(ours) - set(theirs)) == expected["gone"]
    differing = {
        (number, key)
        for number in set(theirs) & set(ours)
        for key, value in theirs[number].items()
        if value != ours[number].get(key)
    }
    moved = {(entry["pupil_number"], key) for entry in expected["moved"] for key in ("school", "class_room")}
    changed = {(entry["pupil_number"], entry["column"]) for entry in expected["changed"]}
    assert differing == moved | changed


def test_the_command_writes_csv_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(seed=7, pupils=PUPILS, out=tmp_path / "out", csv=True) == 0
    assert "answers.json" in capsys.readouterr().out
    assert (tmp_path / "out" / "pupils.csv").read_text(encoding="utf-8-sig").startswith("学籍号")


def test_the_command_refuses_what_makes_no_county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(seed=7, pupils=10, out=tmp_path) == 2
    assert "太少" in capsys.readouterr().out
