"""Documents that cannot lie: links and pictures are there, commands run, settings and parameters have their row."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yaodian.cli import manual_numbers
from yaodian.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDE = ROOT / "docs" / "guide"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if "{" not in target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", sorted(GUIDE.glob("[!R]*.md")), ids=name_of)
def test_a_page_of_the_manual_shows_a_picture_or_a_command(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.search(r"!\[|^```sh", text, re.M)


def commands() -> list[str]:
    """The `./yaodian parse …` lines of all fences; the other words start servers or this test."""
    fences = (fence for page in PAGES for fence in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S))
    return sorted({line.split("#")[0].strip() for fence in fences for line in fence.splitlines() if " parse " in line})


@pytest.mark.parametrize("command", commands())
def test_a_command_runs(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    told = CliRunner().invoke(app, shlex.split(command)[1:])
    assert told.exit_code == 0, told.output


def test_every_environment_variable_has_its_row() -> None:
    used = set(re.findall(r'"(YAODIAN_[A-Z_]+)"', (ROOT / "src/yaodian/config/environment.py").read_text("utf-8")))
    page = (GUIDE / "operations.md").read_text(encoding="utf-8")
    assert {name for name in used if f"| `{name}` |" not in page} == set()


def test_every_parameter_is_told() -> None:
    assert (GUIDE / "numbers.md").read_text(encoding="utf-8") == manual_numbers.page(), "请运行 ./yaodian refresh"
