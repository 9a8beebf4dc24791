"""Numbers as people write them."""

from decimal import Decimal


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
