"""House rules that a linter cannot say."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "yaodian"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
HAND_WRITTEN = sorted(
    path
    for path in PACKAGE.rglob("*")
    if path.suffix in (".py", ".html", ".css", ".js") and not {"vendor", "migrations"} & {*path.parts}
)
MOST_LINES = 400
HEAPS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "manager", "managers"}
REAL_TIME = {
    "apps/audit/clock.py",  # the clock itself
    "apps/jobs/services.py",  # heartbeats are real time, whatever day the demo lives on
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def too_long(path: Path) -> list[str]:
    lines = len(text_of(path).splitlines())
    return [f"{lines} lines: split it by what its parts do"] if lines > MOST_LINES else []


def without_purpose(path: Path) -> list[str]:
    return [] if ast.get_docstring(tree_of(path)) else ["say in one sentence at its head what it is for"]


def heaps(path: Path) -> list[str]:
    return ["name it for what it does"] if HEAPS & {path.stem, path.parent.name} else []


def other_clocks(path: Path) -> list[str]:
    if name_of(path) in REAL_TIME:
        return []
    found = re.findall(r"timezone\.now\(|datetime\.now\(|date\.today\(|datetime\.today\(|time\.time\(", text_of(path))
    return [f"{each}: ask yaodian.apps.audit.clock" for each in found]


def loose_words(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            found.append("imports everything")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            found.append("prints")
    return found


def undocumented(path: Path) -> list[str]:
    wanting = []
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                wanting.append(f"{node.name}: no docstring")
            if isinstance(node, ast.FunctionDef) and node.returns is None:
                wanting.append(f"{node.name}: no return type")
    return wanting if name_of(path) != "cli/main.py" else []  # typer shows `help=` there


RULES = (without_purpose, heaps, other_clocks, loose_words, undocumented)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert {name_of(path): wrong for path in MODULES if (wrong := rule(path))} == {}


def test_every_file_fits_a_reader() -> None:
    assert {name_of(path): wrong for path in HAND_WRITTEN if (wrong := too_long(path))} == {}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (without_purpose, "x = 1"),
        (other_clocks, '"""A."""\nnow = datetime.now()'),
        (loose_words, '"""A."""\nfrom x import *'),
        (loose_words, '"""A."""\nprint(1)'),
        (undocumented, '"""A."""\ndef f() -> None: ...'),
        (undocumented, '"""A."""\ndef f():\n    "b"'),
        (too_long, "\n" * 401),
    ],
)
def test_a_rule_finds_what_breaks_it(rule: Callable[[Path], list[str]], text: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(f"{__name__}.text_of", lambda _path: text)
    monkeypatch.setattr(f"{__name__}.tree_of", lambda _path: ast.parse(text))
    assert rule(PACKAGE / "one.py")


def test_a_screen_has_its_parts() -> None:
    for folder in sorted((PACKAGE / "web" / "screens").iterdir()):
        if folder.is_dir() and folder.name != "__pycache__":
            templates = [path for path in (folder / "templates").glob("*") if path.is_dir()]
            assert (folder / "urls.py").is_file(), folder.name
            assert [path.name for path in templates] in ([], [folder.name]), "templates/<screen>/"


@pytest.mark.parametrize("word", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b", r"raise NotImplementedError", r"lorem ipsum"])
def test_nothing_is_left_half_done(word: str) -> None:
    found = [name_of(path) for path in HAND_WRITTEN if re.search(word, path.read_text(encoding="utf-8"))]
    assert found == []
