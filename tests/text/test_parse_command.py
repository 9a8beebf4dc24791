"""`yaodian parse FILE`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.text.document.files import docx, p
from yaodian.cli.parse import parse

PLAN = "某县2024年工作要点\n一、加强管理\n1、年内新建学校2所。（责任科室：基建办；配合科室：计财科）\n"


def test_json_is_what_the_scorer_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    assert parse(file, json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"outline", "noise", "commitments", "deadlines", "actors", "objects", "doubts", "title", "year"} <= set(told)
    assert "text" not in told
    commitment = told["commitments"][0]
    assert PLAN[commitment["start"] : commitment["end"]] == "2所"
    assert (commitment["value"], commitment["unit"], commitment["due"]) == (2, "所", "--12-31")
    assert [(actor["text"], actor["role"]) for actor in told["actors"]] == [("基建办", "lead"), ("计财科", "support")]


def test_json_of_a_word_file_carries_its_text_and_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(docx(p("一、加强管理") + p("1、新建学校2所。")))
    assert parse(file, json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == "一、加强管理\n1、新建学校2所。"
    assert told["places"][0] == {"start": 0, "end": 6, "paragraph": 0, "run": 0}


def test_the_tree_shows_targets_deadlines_and_owners(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    assert parse(file) == 0
    shown = capsys.readouterr().out
    assert all(
        word in shown
        for word in ("某县2024年工作要点", "一、加强管理", "新建学校数 ≥ 2所（年内）", "牵头 基建办", "配合 计财科")
    )


@pytest.mark.parametrize(("name", "content", "says"), [("a.txt", b"", "空"), ("a.docx", b"MZ\x00\x01", "不符")])
def test_bad_files_end_with_a_message(
    name: str, content: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert parse(file, json=True) == 1
    assert says in capsys.readouterr().err


def test_a_missing_file_ends_with_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert parse(tmp_path / "none.txt") == 1
    assert "没有这个文件" in capsys.readouterr().err


def test_a_text_file_loads_only_what_it_needs(tmp_path: Path) -> None:
    """Start-up is most of the time that `parse` takes: no Django, no command line library, no reader of other files."""
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    command = [sys.executable, "-X", "importtime", "-m", "yaodian", "parse", str(file), "--json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own line
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in ran.stderr.splitlines()}
    heavy = {"django", "typer", "rich", "pydantic", "lxml", "docx", "pypdf", "python_calamine", "polars", "jinja2"}
    assert "yaodian" in loaded
    assert loaded & heavy == set()
    assert json.loads(ran.stdout)["year"] == 2024
