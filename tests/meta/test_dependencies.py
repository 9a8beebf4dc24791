"""docs/dependencies.md names every dependency of pyproject.toml, and the lock files pin them with hashes."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def bare(requirement: str) -> str:
    return re.split(r"[\s\[<>=~;!]", requirement, maxsplit=1)[0]


RUN = [bare(line) for line in PROJECT["project"]["dependencies"]]
EXTRA = [bare(line) for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra]
DEVELOP = [bare(line) for line in PROJECT["dependency-groups"]["dev"]]


@pytest.mark.parametrize("name", sorted({*RUN, *EXTRA, *DEVELOP}))
def test_a_dependency_has_its_job_and_licence(name: str) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b[^|]*\|[^|]+\|[^|]+\|$", page, re.M), (
        f"a row for {name} in docs/dependencies.md: package, job, licence"
    )


@pytest.mark.parametrize(
    ("lock", "name"),
    [("requirements.lock", name) for name in RUN] + [("requirements-dev.lock", name) for name in [*RUN, *DEVELOP]],
)
def test_a_lock_pins_it_with_hashes(lock: str, name: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(name.lower())}(\[\w+\])?==[^\\]+\\\n    --hash=sha256:", text, re.M), name
