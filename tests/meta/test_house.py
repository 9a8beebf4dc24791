"""House rules that a linter cannot say."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "yaodian"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
HAND_WRITTEN = sorted(
    path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".css", ".js") and "vendor" not in path.parts
)
HEAPS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "manager", "managers"}
REAL_TIME = {
    "apps/audit/clock.py",  # the clock itself
    "apps/jobs/services.py",  # heartbeats are real time, whatever day the demo lives on
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


by_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=name_of)
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    if "migrations" not in path.parts:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "split it by what its parts do"


@by_module
def test_a_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "one sentence of purpose at its head"


@by_module
def test_no_module_is_a_heap(path: Path) -> None:
    assert path.stem not in HEAPS, "name it for what it does"
    assert path.parent.name not in HEAPS


@by_module
def test_the_present_is_asked_of_the_one_clock(path: Path) -> None:
    if name_of(path) in REAL_TIME:
        return
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"timezone\.now\(|datetime\.now\(|date\.today\(|datetime\.today\(|time\.time\(", text)
    assert found == [], "yaodian.apps.audit.clock.now() or today()"


@by_module
def test_no_wildcard_import_and_no_print(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        assert not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")


@by_module
def test_public_names_are_documented_and_signatures_typed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wanting = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                wanting.append(f"{node.name}: no docstring")
            if isinstance(node, ast.FunctionDef) and node.returns is None:
                wanting.append(f"{node.name}: no return type")
    if name_of(path) != "cli/main.py":  # typer shows `help=` there
        assert wanting == []


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
