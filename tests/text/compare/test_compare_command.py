"""`yaodian compare OLD NEW`."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.text.document.files import docx, p
from yaodian.cli.compare import Outputs, compare_files

OLD = "某县2025年工作要点\n一、加强管理\n1、初中巩固率达到98%以上。\n2、办好读书节。\n"
NEW = "某县2026年工作要点\n一、加强管理\n1、初中巩固率达到98.5%以上。\n2、办好读书节。\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.docx"
    old.write_text(OLD, encoding="utf-8")
    new.write_bytes(docx("".join(map(p, NEW.split()))))
    return old, new


def test_the_table_shows_what_changed(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert compare_files(*files, Outputs()) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("目标变化", "98.5%以上", "未变 1", "类别", "说明"))
    assert "办好读书节" not in shown
    assert compare_files(*files, Outputs(all=True)) == 0
    assert "办好读书节" in capsys.readouterr().out


def test_json_holds_all_pairs(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert compare_files(*files, Outputs(json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [pair["kind"] for pair in told["pairs"]] == ["target", "unchanged"]
    assert told["pairs"][0]["targets"][0]["says"] == "初中巩固率 98%以上 → 98.5%以上"
    assert told["counts"]["unchanged"] == 1


def test_coverage_is_told_and_saved(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    new, old = files[1], files[0]
    sheet, paper = tmp_path / "对照.xlsx", tmp_path / "对照.docx"
    assert compare_files(new, old, Outputs(json=True, coverage=True, xlsx=sheet, docx=paper)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["answer"] for row in told["rows"]] == ["weaker", "answered"]
    assert "低0.5个百分点" in told["rows"][0]["says"]
    assert load_workbook(sheet).active["F4"].value == "低于要求"
    assert Document(io.BytesIO(paper.read_bytes())).tables[0].rows[1].cells[5].text == "低于要求"


@pytest.mark.parametrize(("name", "content", "says"), [("a.txt", b"", "空"), ("none.txt", None, "没有这个文件")])
def test_bad_files_end_with_a_message(
    name: str, content: bytes | None, says: str, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = files[0].parent / name
    if content is not None:
        bad.write_bytes(content)
    assert compare_files(files[0], bad, Outputs()) == 1
    assert says in capsys.readouterr().err


def test_a_table_that_cannot_be_written_is_told(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert compare_files(*files, Outputs(xlsx=files[0].parent / "none" / "a.xlsx")) == 1
    assert "写不了" in capsys.readouterr().err


def test_the_command_starts_without_django(files: tuple[Path, Path]) -> None:
    told = subprocess.run(  # noqa: S603  # our own command
        [
            sys.executable,
            "-c",
            "import sys; from yaodian.cli.main import app; sys.argv[0] = 'yaodian'\n"
            "try: app(sys.argv[1:])\nfinally: assert not any(name.split('.')[0] == 'django' for name in sys.modules)",
            "compare",
            *map(str, files),
            "--xlsx",
            str(files[0].parent / "a.xlsx"),
            "--docx",
            str(files[0].parent / "a.docx"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
