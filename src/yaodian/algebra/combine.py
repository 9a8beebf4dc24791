"""Which types go together, and what comes of it: the rules that make an expression refuse nonsense when it is built.

A value whose type is not known yet (LATER) goes with everything; resolve.py asks again once it is known.
"""

from collections.abc import Iterable
from functools import reduce

from yaodian.algebra.errors import DeclarationError, TypeMismatch, UnitMismatch
from yaodian.algebra.types import LATER, TEXT, YEAR, YESNO, Integer, Kind, Number, Type

_SAME = {"岁": "年", "周岁": "年", "日": "天", "个月": "月"}  # words for one unit of time


def require(found: Type, wanted: Iterable[Kind], what: str) -> None:
    """TypeMismatch unless a value is of one of the kinds."""
    kinds = tuple(wanted)
    if found != LATER and found.kind not in kinds:
        raise TypeMismatch(f"{what} needs {' or '.join(kinds)}, not {found}")


def common(first: Type, second: Type, what: str = "these two") -> Type:
    """The type that holds values of both, for comparing them or taking one of the two."""
    if LATER in (first, second):
        return second if first == LATER else first
    if first.numeric and second.numeric:
        return _number(first, second, same_unit(first, second, what), max(first.digits, second.digits))
    if first == second:
        return first
    if first.textual and second.textual and TEXT in (first, second):
        return second if first == TEXT else first  # words written in a declaration become codes and numbers
    raise TypeMismatch(f"{what}: {first} and {second} do not go together")


def common_of(types: Iterable[Type], what: str) -> Type:
    """`common` of many."""
    return reduce(lambda first, second: common(first, second, what), types)


def same_unit(first: Type, second: Type, what: str) -> str:
    """The unit of both; a bare number takes the other's."""
    if first.unit and second.unit and _SAME.get(first.unit, first.unit) != _SAME.get(second.unit, second.unit):
        raise UnitMismatch(f"{what}: {first.unit} and {second.unit} are different units")
    return first.unit or second.unit


def compared(operator: str, first: Type, second: Type) -> Type:
    """The type of a comparison."""
    both = common(first, second, f"comparing by {operator}")
    if operator not in ("==", "!=") and both != LATER and not both.ordered:
        raise TypeMismatch(f"{both} has no order, so {operator} says nothing; use == or .is_in(…)")
    return YESNO


def calculated(operator: str, first: Type, second: Type) -> Type:
    """The type of a sum, difference or product."""
    if LATER in (first, second):
        return LATER
    for side in (first, second):
        if not side.numeric:
            hint = "; for dates use .days_to, .months_to, .years_to" if side.kind is Kind.DATE else ""
            raise TypeMismatch(f"{operator} needs numbers, not {side}{hint}")
    if operator == "×":
        if first.unit and second.unit:
            raise UnitMismatch(f"× of {first.unit} and {second.unit} has no unit; one side must be a bare number")
        return Number(first.unit or second.unit, first.digits + second.digits)
    if first == second == YEAR and operator == "−":
        return Integer("年")
    return _number(first, second, same_unit(first, second, operator), max(first.digits, second.digits))


def conditions(types: Iterable[Type], what: str) -> Type:
    """The type of a logical connection."""
    for found in types:
        require(found, [Kind.YESNO], what)
    return YESNO


def one_row(registers: Iterable[str], what: str) -> str:
    """The one register whose row an expression is about; "" where it names no column."""
    named = sorted({register for register in registers if register})
    if len(named) > 1:
        raise DeclarationError(
            f"{what} mixes rows of {' and '.join(named)}; go to another row by a reference or .others(…)"
        )
    return named[0] if named else ""


def _number(first: Type, second: Type, unit: str, digits: int) -> Type:
    return YEAR if YEAR in (first, second) and digits == 0 else Number(unit, digits)
