"""What a list is asked for: columns, filters, words, order, page. Read leniently from an address and written back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from yaodian.apps.ledgers.access import is_masked, units_in_reach
from yaodian.apps.ledgers.lists.filters import Filter, filterable, read_filter, words_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers.columns import Column, Date, File, Text
from yaodian.registers.register import Register

PAGE = 50
SIZES = (20, 50, 100, 200)
LONGEST_SEARCH = 60  # characters
LONGEST_NUMBER = 18  # digits
# Words of an address that are not columns: a hyphen cannot stand in a column's key, and the rest are reserved there.
WORDS, SORT, CURSOR, COLUMNS, SIZE = "q", "sort", "page", "list-columns", "list-size"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: before or after a row, or the list's end ("last"). Only the row's number stands in addresses, not
    what it is sorted by, which may be a child's name."""

    side: str  # "after", "before", "last"
    row: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a list. `sort` is a column's key, with "-" before it for the other way round, "" for the rows' order
    of entry; `cursor` None is the first page."""

    columns: tuple[str, ...]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    words: str = ""
    sort: str = ""
    cursor: Cursor | None = None
    size: int = PAGE

    @property
    def narrowed(self) -> bool:
        """Whether words or filters leave rows out."""
        return bool(self.words or self.filters)

    @property
    def sort_key(self) -> str:
        """The column that it is sorted by, "" for the order of entry."""
        return self.sort.removeprefix("-")

    @property
    def down(self) -> bool:
        """Whether the largest come first."""
        return self.sort.startswith("-")


def sortable(register: Register) -> list[Column]:
    """The columns that a list may be sorted by; never masked ones."""
    return [column for column in register.columns if column.sorted and not is_masked(column)]


def choosable(register: Register) -> list[Column]:
    """The columns that a list may show, masked ones masked; not long texts and files."""
    return [
        column
        for column in register.columns
        if column.retired is None and not isinstance(column, File) and not (isinstance(column, Text) and column.long)
    ]


def default_columns(register: Register, by: Acting | System) -> tuple[str, ...]:
    """The columns shown until the reader chooses: those listed; without the owning unit for who reaches only one."""
    reach = units_in_reach(by)
    alone = reach is not None and len(reach) == 1
    return tuple(
        column.key for column in choosable(register) if column.listed and not (alone and column.key == register.owner)
    )


def default_sort(register: Register) -> str:
    """By what names the rows, else by the first column that can be sorted by; the latest days first."""
    able = sorted(sortable(register), key=lambda column: column.key not in register.label)
    if not able:
        return ""
    return f"-{able[0].key}" if isinstance(able[0], Date) else able[0].key


def wanted_from(register: Register, query: Mapping[str, Any], by: Acting | System) -> Wanted:
    """What the words of an address (a QueryDict or a plain mapping) ask for. Nonsense, and columns that the register does
    not let be filtered or sorted by, are left out."""
    sort = _one(query, SORT)
    keys = {column.key for column in sortable(register)}
    may_show = {column.key for column in choosable(register)}
    chosen = tuple(dict.fromkeys(key for key in _all(query, COLUMNS) if key in may_show))
    filters = {
        column.key: wanted
        for column in filterable(register)
        if (
            wanted := read_filter(
                column, _all(query, column.key), _one(query, f"{column.key}-from"), _one(query, f"{column.key}-to")
            )
        )
    }
    size = _one(query, SIZE)
    return Wanted(
        columns=chosen or default_columns(register, by),
        filters=filters,
        words=" ".join(_one(query, WORDS).split())[:LONGEST_SEARCH],
        sort=sort if sort.removeprefix("-") in keys else default_sort(register),
        cursor=read_cursor(_one(query, CURSOR)),
        size=int(size) if size in map(str, SIZES) else PAGE,
    )


def query_of(register: Register, wanted: Wanted, *, page: bool = False) -> dict[str, list[str]]:
    """The words of an address that ask for this (for `urlencode(…, doseq=True)`); the place in the list only with `page`."""
    found: dict[str, list[str]] = {}
    for key, value in wanted.filters.items():
        found |= words_of(register.by_key[key], value)
    if wanted.words:
        found[WORDS] = [wanted.words]
    if wanted.sort != default_sort(register):
        found[SORT] = [wanted.sort]
    if wanted.columns:
        found[COLUMNS] = list(wanted.columns)
    if wanted.size != PAGE:
        found[SIZE] = [str(wanted.size)]
    if page and wanted.cursor is not None:
        found[CURSOR] = [write_cursor(wanted.cursor)]
    return found


def without(wanted: Wanted, key: str) -> Wanted:
    """The same list without the filter of a column (`q`: without the words), from its first page."""
    if key == WORDS:
        return replace(wanted, words="", cursor=None)
    return replace(wanted, filters={k: v for k, v in wanted.filters.items() if k != key}, cursor=None)


SIDES = ("after", "before", "last")


def write_cursor(cursor: Cursor) -> str:
    """A place as one word of an address.

    >>> write_cursor(Cursor("after", 12)), read_cursor("before-7"), read_cursor("nonsense")
    ('after-12', Cursor(side='before', row=7), None)
    """
    return f"{cursor.side}-{cursor.row}"


def read_cursor(word: str) -> Cursor | None:
    """A place from an address; None (the first page) for nonsense."""
    side, _dash, number = word.partition("-")
    if side not in SIDES or not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
        return None
    return Cursor(side, int(number))


def _all(query: Mapping[str, Any], key: str) -> list[str]:
    found = query.getlist(key) if hasattr(query, "getlist") else query.get(key, [])
    values = [found] if isinstance(found, str) else list(found)
    return [str(value).replace("\0", "") for value in values if value != ""]


def _one(query: Mapping[str, Any], key: str) -> str:
    return next(iter(_all(query, key)), "")
