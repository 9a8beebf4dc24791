"""Which office of a bureau a register belongs to: by its duty, since every county names its offices in its own way."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml


@dataclass(frozen=True, slots=True)
class Office:
    """An office by its duty: key, usual title, and the names under which counties have it."""

    key: str
    title: str
    names: frozenset[str]


@cache
def offices() -> Mapping[str, Office]:
    """All offices by key."""
    rows = yaml.safe_load(Path(__file__).with_name("offices.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({key: Office(key, row["title"], frozenset(row["names"])) for key, row in rows.items()})


def duties_of(*names: str) -> frozenset[str]:
    """The duties of a unit with these names.

    >>> sorted(duties_of("基教科")), duties_of("食堂")
    (['basic-education'], frozenset())
    """
    return frozenset(office.key for office in offices().values() if office.names & set(names))
