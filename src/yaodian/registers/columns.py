"""Columns of a register, one class for each kind of value: key, Chinese title, and what must hold for a value.

A value is stored as `Column.type` says (see yaodian.algebra.types): money in 分, decimals as integers scaled by their
digits, a school year as the year in which it begins, organisations, people, files and other registers' rows by number.
"""

from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import ClassVar

from yaodian.algebra import types
from yaodian.algebra.errors import DeclarationError
from yaodian.registers.code_lists import CodeList, code_list
from yaodian.registers.ids import IdKind

RESERVED = {
    "id": "every row has one",
    "pk": "Django's word for the id",
    "version": "every row has one",
    "sort": "the list's order in an address",
    "page": "the list's page in an address",
    "q": "the words looked for in an address",
    "unit": "which unit owns a row is said by `owner`",
    "rows": "the register's expression over its rows",
    **dict.fromkeys(
        ("row", "batch", "gone", "changes", "record_from", "record_to", "run", "sheet", "line", "act", "period"),
        "history and staging have a column of that name",
    ),
}


@dataclass(frozen=True)
class Column(ABC):
    """What all columns have. Not used itself: take one of the classes below."""

    key: str  # an English identifier
    title: str  # the Chinese heading, in lists, forms and sheets
    _: KW_ONLY
    required: bool = False
    sensitive: bool = False  # masked unless unmasked with a purpose, which is logged
    derived: bool = False  # computed when a row is written (`Register.derive`), never typed
    help: str = ""  # one sentence below the field and in the template
    synonyms: tuple[str, ...] = ()  # other headings that sheets use for it
    master: str = ""  # the key of the import profile whose system is its source: read-only in forms
    listed: bool = False  # shown in lists until the reader chooses columns
    searched: bool = False  # found by the list's search field; not for sensitive columns
    sorted: bool = False  # lists may be sorted by it (it gets an index)
    filtered: bool = False  # offered as a filter
    was: str = ""  # its key before it was renamed
    retired: date | None = None  # kept and shown in history, no longer filled

    numeric: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if (
            not self.key.isidentifier()
            or self.key.startswith("_")
            or self.key.endswith("_id")
            or not self.key.islower()
        ):
            raise DeclarationError(
                f"column key {self.key!r}: write an English lower-case identifier, not ending in _id"
            )
        if self.key in RESERVED:
            raise DeclarationError(f"column key {self.key!r} is reserved: {RESERVED[self.key]}")
        if not self.title or self.title != self.title.strip():
            raise DeclarationError(f"{self.key}: a column needs a Chinese title without spaces around it")
        if self.sensitive and self.searched:
            raise DeclarationError(
                f"{self.key}: a sensitive column is looked up whole, by its own permission, not searched"
            )
        if self.derived and (self.required or self.master):
            raise DeclarationError(f"{self.key}: a derived column is computed, so it has no source and is not required")

    @property
    @abstractmethod
    def type(self) -> types.Type:
        """What its values are in checks and indicators."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Its title and synonyms."""
        return (self.title, *self.synonyms)


@dataclass(frozen=True)
class Text(Column):
    """Words, at most `length` characters; `name` marks people's and places' names (inner spaces go, sorted by pinyin)."""

    length: int = 100
    long: bool = False  # several lines in the form
    name: bool = False

    @property
    def type(self) -> types.Type:
        return types.TEXT


@dataclass(frozen=True)
class Choice(Column):
    """One code of a code list; `within` narrows the list to codes with one of these prefixes."""

    codes: str = ""  # key of the code list
    within: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        held = {code.code for code in self.code_list.codes}
        for prefix in self.within:
            if not any(code.startswith(prefix) for code in held):
                raise DeclarationError(f"{self.key}: no code of {self.codes} begins with {prefix!r}")

    @property
    def code_list(self) -> CodeList:
        """The list that it takes its codes from."""
        return code_list(self.codes)

    @property
    def type(self) -> types.Type:
        return types.Code(self.codes)


@dataclass(frozen=True)
class Integer(Column):
    """A whole number with its unit, from `least` to `most`."""

    unit: str = ""
    least: int | None = None
    most: int | None = None
    numeric: ClassVar[bool] = True

    @property
    def type(self) -> types.Type:
        return types.Integer(self.unit)


@dataclass(frozen=True)
class Decimal(Column):
    """A measured quantity with its unit and number of digits; stored as an integer scaled by 10**digits."""

    unit: str = ""
    digits: int = 2
    least: int | None = 0  # in whole units
    most: int | None = None
    numeric: ClassVar[bool] = True

    @property
    def type(self) -> types.Type:
        return types.Number(self.unit, self.digits)


@dataclass(frozen=True)
class Money(Column):
    """An amount in 元, stored in 分; sheets may give it in 元 or, where their unit line says so, in 万元."""

    least: int | None = 0
    numeric: ClassVar[bool] = True

    @property
    def type(self) -> types.Type:
        return types.MONEY


@dataclass(frozen=True)
class Date(Column):
    """A day; with `months` also a month alone (2012.9), kept as its first day."""

    months: bool = False

    @property
    def type(self) -> types.Type:
        return types.DATE


@dataclass(frozen=True)
class SchoolYear(Column):
    """A school year (学年), stored as the year in which it begins."""

    @property
    def type(self) -> types.Type:
        return types.YEAR


@dataclass(frozen=True)
class Organisation(Column):
    """A unit of the tree; `kinds` narrows which ("school", "kindergarten", "township", "office")."""

    kinds: tuple[str, ...] = ("school", "kindergarten")

    @property
    def type(self) -> types.Type:
        return types.UNIT


@dataclass(frozen=True)
class Person(Column):
    """Somebody with an account (责任人, 经办人)."""

    @property
    def type(self) -> types.Type:
        return types.PERSON


@dataclass(frozen=True)
class Ref(Column):
    """A row of another register, named by its key; `own_unit` offers only rows of the same owning unit."""

    register: str = ""
    own_unit: bool = True

    @property
    def type(self) -> types.Type:
        return types.Reference(self.register)


@dataclass(frozen=True)
class IdNumber(Column):
    """An official number with check digits (身份证号, 学籍号, 学校标识码, 统一社会信用代码)."""

    kind: IdKind = IdKind.RESIDENT
    length: int = 20

    @property
    def type(self) -> types.Type:
        return types.ID


@dataclass(frozen=True)
class Phone(Column):
    """A telephone number."""

    length: int = 20

    @property
    def type(self) -> types.Type:
        return types.TEXT


@dataclass(frozen=True)
class File(Column):
    """A kept file (证明材料, 照片)."""

    @property
    def type(self) -> types.Type:
        return types.FILE


@dataclass(frozen=True)
class YesNo(Column):
    """Yes, no or unknown."""

    @property
    def type(self) -> types.Type:
        return types.YESNO


@dataclass(frozen=True)
class Place(Column):
    """An address."""

    length: int = 200

    @property
    def type(self) -> types.Type:
        return types.TEXT
