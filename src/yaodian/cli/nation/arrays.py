"""Columns of numbers, codes and days, drawn by chance."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.shape import STAGES, Choices

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Chances = np.random.Generator
EPOCH = date(1970, 1, 1)


def day(of: date) -> int:
    """A day as Arrow counts it, from 1970."""
    return (of - EPOCH).days


def days(years: Numbers, month: int, number: int) -> Numbers:
    """The same day of several years."""
    first = int(years.min(initial=EPOCH.year))
    table = [day(date(year, month, number)) for year in range(first, int(years.max(initial=first)) + 1)]
    return np.array(table, np.int64)[years - first]


def dates(numbers: Numbers, known: Flags | None = None) -> pa.Date32Array:
    """Days as a column; unknown where not `known`."""
    mask = None if known is None else ~known
    return pa.array(numbers.astype(np.int32), pa.int32(), mask=mask).cast(pa.date32())


def coded(numbers: Numbers, codes: Sequence[str], known: Flags | None = None) -> pa.DictionaryArray:
    """Texts by their numbers in a list; unknown where not `known`."""
    mask = None if known is None else ~known
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int8), mask=mask), pa.array(list(codes)))


def drawn(choices: Choices, count: int, rng: Chances) -> Numbers:
    """So many numbers of codes, each as often as its weight says."""
    bounds = np.cumsum(choices[1], dtype=np.float64)
    return np.searchsorted((bounds / bounds[-1]).astype(np.float32), rng.random(count, np.float32), side="right").clip(
        0, len(bounds) - 1
    )


def happens(share: float | Floats, count: int, rng: Chances) -> Flags:
    """So many times yes or no, yes as often as a share says, which may be another each time."""
    return rng.random(count, np.float32) < share


def parts(longest: Numbers, rng: Chances) -> Numbers:
    """A chance whole number from 0 to less than each, or 0."""
    return (rng.random(len(longest), np.float32) * np.maximum(longest, 0)).astype(np.int64)


def groups(counts: Numbers) -> Numbers:
    """The number of the group of each row, where each group has so many."""
    return np.repeat(np.arange(len(counts)), counts)


def within(counts: Numbers) -> Numbers:
    """0, 1, 2 … of the rows of each group."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def dealt(wholes: Numbers, counts: Numbers) -> Numbers:
    """Whole numbers dealt out, each to so many rows, which get as much or one more."""
    at = groups(counts)
    return wholes[at] // counts[at] + (within(counts) < (wholes % np.maximum(counts, 1))[at])


def by_stage(held: Mapping[str, float], otherwise: float = 0.0) -> Floats:
    """What a table says of each stage."""
    return np.array([held.get(stage.code, otherwise) for stage in STAGES])
