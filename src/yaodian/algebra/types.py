"""Types of values in expressions: what a value is, in which unit, and how it is stored.

| type | a value in Python rows, Arrow tables and the database |
| --- | --- |
| TEXT, ID, Code(list) | str; unknown is None, never "" |
| Integer(unit), YEAR | int; a school year is the year it begins in |
| Number(unit, digits), MONEY | int, scaled by 10**digits; MONEY is 分, which is 元 with two digits |
| DATE | datetime.date |
| YESNO | bool |
| UNIT, PERSON, FILE, Reference(register) | int, the row's id |
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a value is, without its parameters."""

    TEXT = "text"
    ID = "id"
    CODE = "code"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YEAR = "year"
    YESNO = "yesno"
    UNIT = "unit"
    PERSON = "person"
    REFERENCE = "reference"
    FILE = "file"
    LATER = "later"  # a column of a register that is not known yet; see resolve.py


@dataclass(frozen=True, slots=True)
class Type:
    """A kind with its parameters: the code list, the unit and digits, the register referred to."""

    kind: Kind
    code_list: str = ""
    unit: str = ""
    digits: int = 0
    register: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it can be added and multiplied."""
        return self.kind in NUMERIC

    @property
    def textual(self) -> bool:
        """Whether it is made of characters."""
        return self.kind in (Kind.TEXT, Kind.ID, Kind.CODE)

    @property
    def ordered(self) -> bool:
        """Whether one value can be less than another."""
        return self.numeric or self.kind in (Kind.DATE, Kind.TEXT, Kind.ID)

    @property
    def python(self) -> type:
        """The Python class of its values."""
        return _PYTHON.get(self.kind, int)

    def __str__(self) -> str:
        inside = [str(part) for part in (self.code_list, self.register, self.unit, self.digits or "") if part]
        return f"{self.kind}({', '.join(inside)})" if inside else str(self.kind)


NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.YEAR})
_PYTHON: dict[Kind, type] = {
    Kind.TEXT: str,
    Kind.ID: str,
    Kind.CODE: str,
    Kind.DATE: date,
    Kind.YESNO: bool,
}

TEXT = Type(Kind.TEXT)
ID = Type(Kind.ID)
MONEY = Type(Kind.MONEY, unit="元", digits=2)
DATE = Type(Kind.DATE)
YEAR = Type(Kind.YEAR, unit="年")
YESNO = Type(Kind.YESNO)
UNIT = Type(Kind.UNIT)
PERSON = Type(Kind.PERSON)
FILE = Type(Kind.FILE)
LATER = Type(Kind.LATER)


def Code(code_list: str) -> Type:
    """A code of the list with this key."""
    return Type(Kind.CODE, code_list=code_list)


def Integer(unit: str = "") -> Type:
    """A whole number of a unit; without a unit it goes with any."""
    return Type(Kind.INTEGER, unit=unit)


def Number(unit: str, digits: int) -> Type:
    """A quantity of a unit with decimals, stored scaled by 10**digits."""
    if digits == 0:
        return Integer(unit)
    return MONEY if (unit, digits) == (MONEY.unit, MONEY.digits) else Type(Kind.NUMBER, unit=unit, digits=digits)


def Reference(register: str) -> Type:
    """A row of the register with this key, by its id."""
    return Type(Kind.REFERENCE, register=register)
