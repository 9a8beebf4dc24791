"""Units of targets against units of indicators (计量单位): whether a figure can be given in another, and by what it is multiplied."""

from fractions import Fraction
from functools import cache

PER = "/"
SIZES: tuple[dict[str, Fraction], ...] = (
    {"%": Fraction(1), "％": Fraction(1), "‰": Fraction(1, 10), "比例": Fraction(100), "成": Fraction(10)},
    {
        "分": Fraction(1, 100),
        "元": Fraction(1),
        "千元": Fraction(1000),
        "万元": Fraction(10_000),
        "亿元": Fraction(10**8),
    },
    {
        "平方米": Fraction(1),
        "㎡": Fraction(1),
        "平米": Fraction(1),
        "万平方米": Fraction(10_000),
        "亩": Fraction(2000, 3),
    },
    {"分钟": Fraction(1, 60), "小时": Fraction(1)},
    {"学时": Fraction(1), "课时": Fraction(1)},
    {"": Fraction(1), "比": Fraction(1), "倍": Fraction(1)},
)
COUNTED = {"万": 10_000, "千": 1_000}  # before a counted thing: 万人, 千册


def factor(given: str, wanted: str) -> Fraction | None:
    """What a figure in one unit is multiplied by to be in another; None where the two do not measure the same.

    >>> factor("元", "万元"), factor("%", "‰"), factor("人", "名"), factor("%", "人")
    (Fraction(1, 10000), Fraction(10, 1), Fraction(1, 1), None)
    >>> factor("平方米/人", "平方米"), factor("册", "万册")
    (Fraction(1, 1), Fraction(1, 10000))
    """
    if PER in given and PER not in wanted:
        given = given.partition(PER)[0]  # plans write 生均6平方米
    (kind, size), (other, wanted_size) = _measured(given), _measured(wanted)
    return size / wanted_size if kind == other else None


@cache
def _measured(unit: str) -> tuple[int | str, Fraction]:
    """The kind of quantity, and how large one of the unit is; things that are counted all fit each other."""
    amount, per, each = unit.partition(PER)
    for kind, sizes in enumerate(SIZES):
        if amount in sizes:
            return (kind if not per else f"{kind}{per}{each}"), sizes[amount]
    bare = amount[1:] if amount[:1] in COUNTED and len(amount) > 1 else amount
    size = Fraction(COUNTED[amount[0]]) if bare != amount else Fraction(1)
    return "counted" + per + each, size
