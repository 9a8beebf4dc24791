"""Numbers as people write them."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction


def plain(value: Decimal | float) -> str:
    """Separators from 1,000, no trailing zeros.

    >>> plain(Decimal("4800.000000")), plain(Decimal("0.50")), plain(12345)
    ('4,800', '0.5', '12,345')
    """
    told = f"{Decimal(str(value)):,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def points(value: Decimal) -> str:
    """A share (0 to 1) or a difference of shares in per cent, with one digit at most.

    >>> points(Decimal("0.33333")), points(Decimal("0.5"))
    ('33.3', '50')
    """
    return plain((value * 100).quantize(Decimal("0.1")))


def told_apart(value: Decimal, digits: int, other: Decimal) -> Decimal:
    """Rounded half up to so many decimals, or as many more as it takes (six at most) that it does not seem to be another.

    >>> told_apart(Decimal("95.996"), 2, Decimal(96)), told_apart(Decimal("95.916"), 2, Decimal(96))
    (Decimal('95.996'), Decimal('95.92'))
    """
    for places in range(digits, max(digits, 6) + 1):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if value == other or rounded != other:
            break
    return rounded


def as_decimal(value: Fraction) -> Decimal:
    """An exact figure as a Decimal of 34 digits, which lies on the same side of any number that people write as the figure.

    >>> as_decimal(Fraction(287, 3)) < Decimal("95.67"), as_decimal(Fraction(192, 2)) == Decimal(96)
    (True, True)
    """
    with localcontext(prec=34):
        return Decimal(value.numerator) / Decimal(value.denominator)
