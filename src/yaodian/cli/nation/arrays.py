"""Columns of numbers, codes and days, drawn by chance."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from yaodian.cli.nation.shape import Choices

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
