"""Parameters 参数: numbers with a meaning in law or policy, each by the day from which it holds, with unit and source.

A parameter is a YAML file in `numbers/`; its path is its key (`numbers/lights/behind_red.yaml` → `lights.behind_red`):

    label: 滞后的落后百分点
    meaning: …
    unit: 个百分点
    values:
      2026-01-01: {value: 30, basis: {title: …, number: …}}
    checked_on: 2026-11-24

Further folders (province, city, county) are layered over it: a later folder's file replaces the whole parameter. A value
of `null` ends the rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

NATION = Path(__file__).parent / "numbers"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its Chinese label, meaning and unit, and (day, value, source) from the oldest to the newest."""

    key: str
    label: str
    meaning: str
    unit: str
    values: tuple[tuple[date, Decimal | None, str], ...]
    checked_on: date

    def on(self, day: date) -> Decimal | None:
        """The value that holds on a day; None before the first and after the rule's end."""
        held = [value for since, value, _source in self.values if since <= day]
        return held[-1] if held else None


class Parameters:
    """The parameters of the nation with the given folders layered over them, nearest last."""

    def __init__(self, *folders: Path) -> None:
        self.folders = (NATION, *folders)

    def get(self, key: str) -> Parameter:
        """One parameter; KeyError where no layer has it, ValueError where its file is not as described above."""
        for folder in reversed(self.folders):
            path = folder.joinpath(*key.split(".")).with_suffix(".yaml")
            if path.is_file():
                return _read(key, path, path.stat().st_mtime_ns)
        raise KeyError(key)

    def value(self, key: str, *, on: date) -> Decimal:
        """The value that holds on a day; KeyError where none does."""
        found = self.get(key).on(on)
        if found is None:
            raise KeyError(f"{key} on {on}")
        return found

    def all(self) -> Mapping[str, Parameter]:
        """Every parameter by key, as layered."""
        keys = {
            ".".join(path.relative_to(folder).with_suffix("").parts)
            for folder in self.folders
            for path in folder.rglob("*.yaml")
        }
        return MappingProxyType({key: self.get(key) for key in sorted(keys)})


@cache
def _read(key: str, path: Path, _changed: int) -> Parameter:
    """Read a file once for each time it was changed."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        values = tuple(
            (since, None if row["value"] is None else Decimal(str(row["value"])), str(row["basis"]["title"]))
            for since, row in sorted(raw["values"].items())
        )
        return Parameter(key, raw["label"], raw["meaning"], raw["unit"], values, raw["checked_on"])
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"{path.name}：参数文件缺少或写错了 {error}") from error
