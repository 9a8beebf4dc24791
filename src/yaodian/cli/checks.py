"""What developers run in a checkout: tests, the floors, lint, types and benchmarks."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

CHECKS = (
    ("floors 楼层", ["lint-imports"]),
    ("ruff", ["ruff", "check", "."]),
    ("mypy", ["mypy"]),
)


def checkout() -> Path:
    """The source folder that `./yaodian` was started from; else the folder above this package's `src`."""
    return Path(os.environ.get("YAODIAN_CHECKOUT") or Path(__file__).parents[3])


def run_tests(arguments: list[str]) -> int:
    """Run the checks and the tests that need nothing but Python; words after `test` go to pytest."""
    if not arguments and (failed := run_checks()):
        return failed
    quick = arguments or ["-q", "-n", "auto", "--dist", "loadfile", "-m", "not browser and not slow and not spark"]
    return _tool("pytest", quick)


def run_checks() -> int:
    """Run every check and report all that failed, not the first."""
    failed = [name for name, command in CHECKS if _tool(command[0], command[1:])]
    if failed:
        Console(stderr=True).print(f"[red]没有通过：{'、'.join(failed)}")
    return len(failed)


def _tool(name: str, arguments: list[str]) -> int:
    program = Path(sys.executable).with_name(name)
    return subprocess.run([program, *arguments], cwd=checkout(), check=False).returncode  # noqa: S603  # our own tools


def run_bench(name: str | None, *, as_json: bool) -> int:
    """Run `bench/NAME.py`'s `run()`, or all of them, and print each figure."""
    folder = checkout() / "bench"
    files = sorted(path for path in folder.glob("*.py") if not path.stem.startswith("_") and name in (None, path.stem))
    if not files:
        Console(stderr=True).print(
            f"没有名为 {name} 的基准；现有：{'、'.join(sorted(p.stem for p in folder.glob('*.py')))}"
        )
        return 2
    figures = {path.stem: _load(path) if name else _apart(path.stem) for path in files}
    if as_json:
        sys.stdout.write(json.dumps(figures[name] if name else figures, ensure_ascii=False) + "\n")
        return 0
    for stem, values in figures.items():
        table = Table("figure", "value", title=stem)
        for key, value in values.items():
            table.add_row(key, f"{value:,.4g}" if isinstance(value, float) else str(value))
        Console().print(table)
    return 0


def _apart(name: str) -> dict[str, object]:
    """One benchmark in a process of its own: each has its database, and Django is set up once in a process."""
    command = [sys.executable, "-m", "yaodian", "bench", name, "--json"]
    done = subprocess.run(command, cwd=checkout(), check=True, stdout=subprocess.PIPE)  # noqa: S603  # our own words
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _load(path: Path) -> dict[str, object]:
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result: dict[str, object] = module.run()
    return result
