"""What a quantity is (数量), its units, and the bound that touches it from behind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from yaodian.text.phrases import groups

LONGEST_UNIT = 5


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a paragraph's `norm`. `after` is the comparator of a bound that touches it from behind."""

    start: int
    end: int
    value: float
    unit: str
    unit_class: str
    value_max: float | None = None
    after: str = ""
    written: str = "arabic"
    rank: bool = False


@cache
def units() -> Mapping[str, str]:
    """Unit → its class."""
    table = groups("units")
    return MappingProxyType({unit: name for name in table if name != "counted" for unit in table[name]})


@cache
def counted() -> frozenset[str]:
    """Units that make a Chinese numeral a quantity."""
    return frozenset(groups("units")["counted"])


def unit_at(norm: str, at: int, known: Mapping[str, str] | frozenset[str]) -> str:
    """The longest known unit that stands at `at`, or ""."""
    for length in range(min(LONGEST_UNIT, len(norm) - at), 0, -1):
        if norm[at : at + length].lower() in known:
            return norm[at : at + length]
    return ""


@cache
def _bounds_behind() -> tuple[tuple[str, str], ...]:
    signs = {"after_ge": ">=", "after_le": "<=", "after_near": "~"}
    pairs = [(phrase, sign) for name, sign in signs.items() for phrase in groups("bounds")[name]]
    return tuple(sorted([*pairs, ("以外", ">"), ("之外", ">")], key=lambda pair: -len(pair[0])))


def bounded(norm: str, quantity: Quantity, *, more: bool = False) -> Quantity:
    """The quantity with the bound that follows it (以上, 以内, 左右); `more` where 余 or 多 stood in it."""
    end = quantity.end
    for phrase, sign in _bounds_behind():
        if norm.startswith(phrase, end) and not norm.startswith("以上学", end):
            return replace(quantity, end=end + len(phrase), after=sign)
    return replace(quantity, after=">") if more else quantity
