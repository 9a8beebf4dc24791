"""One more register is its file and its examples: everything else is renewed by `./yaodian refresh`, and the battery passes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "registers"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", "*.egg-info", ".ruff_cache", ".mypy_cache", ".hypothesis"
)
BY_HAND = {
    "src/yaodian/packs/scratch/__init__.py",
    "src/yaodian/packs/scratch/vehicles.py",
    "src/yaodian/packs/scratch/vehicles.yaml",
}
GENERATED = {
    "docs/api/openapi.json",
    "docs/guide/registers/README.md",
    "docs/guide/registers/vehicles.md",
    "src/yaodian/apps/ledgers/fields/scratch/__init__.py",
    "src/yaodian/apps/ledgers/fields/scratch/apps.py",
    "src/yaodian/apps/ledgers/fields/scratch/migrations/0001_initial.py",
    "src/yaodian/apps/ledgers/fields/scratch/migrations/__init__.py",
    "src/yaodian/apps/ledgers/fields/scratch/models.py",
}
BATTERY = ("tests/packs", "tests/ledgers/screens", "tests/api/test_oracle.py", "tests/meta/test_generated.py")


def run(copy: Path, *words: str) -> str:
    """A command in the copy, with its own data folder; its output."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy / "src"),
        "YAODIAN_CHECKOUT": str(copy),
        "YAODIAN_HOME": str(copy.parent / "home"),
        "YAODIAN_DATABASE_URL": "",
        "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org",
    }  # fmt: skip
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.mark.slow
def test_a_register_is_added_by_its_file_and_examples_alone(tmp_path: Path) -> None:
    copy = tmp_path / "main"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    for words in (("init", "-q"), ("add", "-A", "-f"), ("commit", "-q", "-m", "before")):
        run(copy, "git", *words)
    scratch = copy / "src" / "yaodian" / "packs" / "scratch"
    scratch.mkdir()
    (scratch / "__init__.py").write_text('"""A field for trying out."""\n', encoding="utf-8")
    for name in ("vehicles.py", "vehicles.yaml"):
        shutil.copy(FIXTURES / name, scratch / name)
    run(copy, sys.executable, "-m", "yaodian", "refresh")
    run(copy, sys.executable, "-m", "yaodian", "manage", "migrate", "-v", "0")
    changed = {line[3:] for line in run(copy, "git", "status", "--porcelain", "-uall").splitlines()}
    assert {path for path in changed if "__pycache__" not in path} == BY_HAND | GENERATED
    told = run(copy, sys.executable, "-m", "pytest", "-q", "-k", "vehicles", "-p", "no:cacheprovider", *BATTERY)
    assert "passed" in told
