"""The catalogue as the bureau sees it: the packs' indicators and its own definitions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from yaodian import packs
from yaodian.algebra.measures import Leaf, leaves
from yaodian.apps.indicators.defining import own_indicators
from yaodian.apps.indicators.protecting import guards
from yaodian.kernel.period import Cycle
from yaodian.registers.catalogue import Catalogue
from yaodian.registers.indicator import Indicator, Taken

Own = tuple[Indicator, ...]


def catalogue() -> Catalogue:
    """All indicators by code, the packs' first."""
    return _with_own(tuple(own_indicators().values()))


def indicator_named(code: str) -> Indicator:
    """An indicator by its code; KeyError where there is none."""
    found = packs.catalogue().indicators.get(code) or own_indicators().get(code)
    if found is None:
        raise KeyError(f"no indicator {code!r}")
    return found


def leaves_of(indicators: Iterable[Indicator]) -> tuple[Leaf, ...]:
    """What is taken from rows for indicators, with the counts by which small figures are hidden."""
    return tuple(dict.fromkeys(leaf for indicator in indicators for leaf in _leaves_of(indicator)))


def taken_along(indicators: Iterable[Indicator], held: Catalogue) -> tuple[Leaf, ...]:
    """The same for indicators of one cycle that are taken on one day of it, with what others of the catalogue need of the
    same registers then: it costs little more in the same scan, and pages ask for the next one soon."""
    listed = [one for one in indicators if held.indicators.get(one.code) == one]
    together = _together(tuple(held.indicators.values()))
    keys = dict.fromkeys((one.cycle, one.taken, register) for one in listed for register in one.registers)
    tried = [one for one in indicators if held.indicators.get(one.code) != one]
    return tuple(dict.fromkeys(chain(*(together[key] for key in keys), leaves_of(tried))))


@lru_cache(maxsize=4)
def _with_own(own: Own) -> Catalogue:
    held = packs.catalogue()
    return replace(held, indicators=MappingProxyType({**held.indicators, **{one.code: one for one in own}}))


@lru_cache(maxsize=4)
def _together(indicators: Own) -> Mapping[tuple[Cycle, Taken, str], tuple[Leaf, ...]]:
    found: dict[tuple[Cycle, Taken, str], dict[Leaf, None]] = {}
    for indicator in indicators:
        for leaf in _leaves_of(indicator):
            found.setdefault((indicator.cycle, indicator.taken, leaf.register), {})[leaf] = None
    return {key: tuple(held) for key, held in found.items()}


@lru_cache(maxsize=1024)
def _leaves_of(indicator: Indicator) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys([*leaves(indicator.measure), *guards(indicator)]))
