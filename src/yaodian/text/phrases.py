"""The phrase tables of `tables/*.yaml`, read once into frozen maps, and regular expressions made of them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

TABLES = Path(__file__).parent / "tables"
type_of_cell = str | list[str]


@cache
def _raw(name: str) -> dict[str, type_of_cell]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster, but not in every build
    loaded: dict[str, type_of_cell] = yaml.load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506  # safe loaders
    return loaded


@cache
def groups(name: str) -> Mapping[str, tuple[str, ...]]:
    """A table of named groups: group → its phrases."""
    raw = _raw(name)
    return MappingProxyType({key: tuple(cell.split() if isinstance(cell, str) else cell) for key, cell in raw.items()})


@cache
def meanings(name: str) -> Mapping[str, str]:
    """The same table read the other way: phrase → the group that it stands in."""
    return MappingProxyType({phrase: group for group, phrases in groups(name).items() for phrase in phrases})


def any_of(phrases: Iterable[str]) -> str:
    """An alternation that prefers the longest phrase."""
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))


@cache
def group(name: str, *keys: str) -> str:
    """The alternation of one or more groups of a table."""
    table = groups(name)
    return any_of(phrase for key in keys for phrase in table[key])


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern compiled when first used, so that a command which never needs it does not pay for it."""
    return re.compile(pattern)


@cache
def _set_of(name: str, keys: tuple[str, ...]) -> tuple[frozenset[str], int]:
    table = groups(name)
    phrases = frozenset(phrase for key in keys for phrase in table[key])
    return phrases, max(map(len, phrases))


def phrase_at(text: str, at: int, name: str, *keys: str) -> str:
    """The longest phrase of some groups that stands at `at`, or "": for long tables this is cheaper than a pattern."""
    phrases, longest = _set_of(name, keys)
    for length in range(min(longest, len(text) - at), 0, -1):
        if text[at : at + length] in phrases:
            return text[at : at + length]
    return ""


def phrase_before(text: str, end: int, name: str, *keys: str) -> str:
    """The longest phrase of some groups that ends at `end`, or ""."""
    phrases, longest = _set_of(name, keys)
    for length in range(min(longest, end), 0, -1):
        if text[end - length : end] in phrases:
            return text[end - length : end]
    return ""
