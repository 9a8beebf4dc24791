"""Reading the county's story: YAML beside this module, days as written there, the sample plans."""

from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def story(name: str) -> Any:
    """One file of the story, e.g. `people` or `year/1-conditions`."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


def year_by_item() -> dict[str, Any]:
    """What happened on each item of 2026, by its number."""
    told: dict[str, Any] = {}
    for path in sorted((HERE / "year").glob("*.yaml")):
        told |= story(f"year/{path.stem}")
    return told


def day(told: str | date, year: int = 2026) -> date:
    """A day as the story writes it: a date, or `9-16` of the year.

    >>> day("9-16"), day(date(2025, 1, 2))
    (datetime.date(2026, 9, 16), datetime.date(2025, 1, 2))
    """
    if isinstance(told, date):
        return told
    month, number = map(int, told.split("-"))
    return date(year, month, number)


def samples_folder() -> Path:
    """The folder `samples/`: of the checkout, else as installed (data-files of the wheel)."""
    checkout = HERE.parents[3] / "samples"
    if checkout.is_dir():
        return checkout
    for file in metadata.files("yaodian") or ():
        if file.parent.name == "samples" and file.suffix == ".txt":
            return Path(str(file.locate())).resolve().parent
    raise FileNotFoundError("没有找到示例要点 samples/。请重新安装，或在源码目录中运行。")


def sample(name: str) -> bytes:
    """A sample plan's bytes."""
    return (samples_folder() / name).read_bytes()
