"""How high a wrapped cell must be: Excel does not fit the height of merged rows by itself, nor do readers of a written file."""

import unicodedata
from math import ceil, floor

PIXELS_PER_POINT = 96 / 72
UNIT_PIXELS = 7  # one unit of a column's width in the default font
PADDING_PIXELS = 8
HIGHEST = 405.0  # Excel ends at 409 points
LINE = 1.45  # line height over font size: 仿宋 needs 1.2, what stands in for it where it is missing up to 1.45


def width_of(text: str) -> float:
    """A line's width in ems: full-width characters count one, the others a bit more than half.

    >>> width_of("2026年"), width_of("")
    (3.2, 0)
    """
    return round(sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text), 2) if text else 0


def lines_in(text: str, units: float, points: float) -> int:
    """How many lines a text takes in a column of `units` width; one character is kept free for line-breaking rules.

    >>> lines_in("", 10, 10), lines_in("消防安全隐患整改", 10, 10), lines_in("一\\n二\\n三", 10, 10)
    (1, 3, 3)
    """
    room = (units * UNIT_PIXELS - PADDING_PIXELS) / (points * PIXELS_PER_POINT)
    per_line = max(floor(room * 2) / 2 - (0.5 if room > 4 else 0), 1.0)
    return sum(max(ceil(width_of(line) / per_line), 1) for line in text.split("\n"))


def height_of(lines: int, points: float) -> float:
    """The height of that many lines with a little air."""
    return round(lines * points * LINE + 5, 1)


def shares(height: float) -> list[float]:
    """The heights of the physical rows that carry a logical one: more than one only where Excel's limit would cut it.

    >>> shares(40.0), shares(810.0)
    ([40.0], [405.0, 405.0])
    """
    rows = max(ceil(height / HIGHEST), 1)
    return [round(height / rows, 1)] * rows
