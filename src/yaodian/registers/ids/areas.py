"""The first two digits of an area in an identifier (GB/T 2260): the provinces, and a prefix that no place has."""

from functools import cache

from yaodian.registers.code_lists import code_list

FICTIONAL = "99"  # no place's prefix: numbers made for the synthetic county and for examples can be nobody's
TAIWAN_RESIDENT = "83"  # residence permits of 台湾居民 bear 830000 though the province is 71 [known]
NATIONAL = "10"  # bodies registered with the state itself bear 100000 in their credit code


@cache
def provinces() -> frozenset[str]:
    """The two-digit prefixes that a person's or a school's number may have."""
    return frozenset({code.code for code in code_list("province").codes} | {FICTIONAL, TAIWAN_RESIDENT})


@cache
def registrars() -> frozenset[str]:
    """The two-digit prefixes that the area of a registering authority may have."""
    return provinces() | {NATIONAL}
