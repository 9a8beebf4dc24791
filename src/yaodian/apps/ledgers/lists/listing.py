"""One page of a register's list: rows in scope, their cells as shown, how many there are, and the places of other pages.

The number of queries does not depend on the rows: units in reach, the count (and its estimate), the page, and one for
each register or tree that shown columns refer to.
"""

from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from yaodian.apps.ledgers.lists.counting import EXACT, Count, count_found, estimate
from yaodian.apps.ledgers.lists.gathering import among, gathered, numbers
from yaodian.apps.ledgers.lists.paging import Order, Page, page_of, read_page, walk_page
from yaodian.apps.ledgers.lists.selecting import Selected, select, unindexed
from yaodian.apps.ledgers.lists.shown import Cell, cells_of
from yaodian.apps.ledgers.lists.wanted import Cursor, Wanted
from yaodian.apps.ledgers.search import index
from yaodian.apps.ledgers.search.match import Match
from yaodian.apps.ledgers.storage import pinyin_name, stored_name
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers.columns import Column
from yaodian.registers.register import Register

# More than EXACT rows are met by walking along the order's index, for as many steps. Where they lie too far apart for that
# (the birthdays of one grade), they are fetched by the conditions' indexes and sorted.
STEPS = 10_000
# Up to so many rows found by words are sorted where they belong to some units: those lie beside each other, as imported.
SORTED_OF_UNITS = 150_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row as listed: its number, version and owning unit, and a cell for each column."""

    id: int
    version: int
    unit: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page. The places are None where there is no such page. `by_entry`: so many rows were found by words that they stand
    in the order of their entry, whatever order was asked for."""

    register: Register
    wanted: Wanted
    columns: tuple[Column, ...]
    lines: list[Line]
    count: Count
    previous: Cursor | None
    next: Cursor | None
    last: Cursor | None
    by_entry: bool = False

    @property
    def at_start(self) -> bool:
        """Whether this is the first page."""
        return self.previous is None


def list_rows(register: Register, wanted: Wanted, by: Acting | System) -> Listing:
    """The page of the rows that are wanted and that the post may read."""
    selected = select(register, wanted, by)
    columns = tuple(register.by_key[key] for key in wanted.columns)
    names = ["version", f"{register.owner}_id", *map(stored_name, columns)]
    page, order, count = _page_and_count(selected, wanted, names)
    cells = cells_of(columns, page.rows, by)
    lines = [
        Line(row["id"], row["version"], row[f"{register.owner}_id"], tuple(line))
        for row, line in zip(page.rows, cells, strict=True)
    ]
    return Listing(
        register=register,
        wanted=wanted,
        columns=columns,
        lines=lines,
        count=count,
        previous=order.place(page.rows[0], "before") if page.before and page.rows else None,
        next=order.place(page.rows[-1], "after") if page.after and page.rows else None,
        last=Cursor("last") if page.after else None,
        by_entry=bool(wanted.sort) and order.field is None,
    )


def _page_and_count(selected: Selected, wanted: Wanted, names: list[str]) -> tuple[Page, Order, Count]:
    if selected.match is not None:
        return _searched(selected, selected.match, wanted, names)
    register, within = selected.register, selected.within
    rows = gathered(register, within)
    found = numbers(rows, EXACT)
    if found is not None:  # so few that they are known by their numbers: not looked for a second time
        rows, count = selected.table.filter(among(found)), Count(len(found))
    else:
        count, order = estimate(register, within), order_of(register, wanted, walk=True)
        steps = STEPS if within else None
        page = walk_page(unindexed(selected.table, within), order, wanted.cursor, wanted.size, names, steps=steps)
        if page is not None:
            return page, order, count
    order = order_of(register, wanted, walk=False)
    return read_page(rows, order, wanted.cursor, wanted.size, names), order, count


def _searched(selected: Selected, match: Match, wanted: Wanted, names: list[str]) -> tuple[Page, Order, Count]:
    """As above where the index of words says which rows: many stand in the order of their entry, which costs nothing."""
    register, rows = selected.register, unindexed(selected.table, selected.within)  # the words find the rows
    count = count_found(selected, match)
    if count.number <= (SORTED_OF_UNITS if selected.of_units else EXACT):
        order = order_of(register, wanted, walk=False)
        rows = rows.filter(pk__in=RawSQL(*index.condition(register, match)))  # noqa: S611  # the words are a parameter
        return read_page(rows, order, wanted.cursor, wanted.size, names), order, count
    cursor = wanted.cursor
    forward = cursor is None or cursor.side == "after"
    bounds = {cursor.side: cursor.row} if cursor is not None and cursor.side != "last" else {}
    read = index.joined(register, rows, match, down=not forward, **bounds).values("id", *names)[: wanted.size + 1]
    return page_of(list(read), cursor, wanted.size, forward=forward), ENTRY, count


ENTRY = Order(None, down=False, walk=True)


def order_of(register: Register, wanted: Wanted, *, walk: bool) -> Order:
    """The order wanted; names go by their pinyin."""
    if not wanted.sort:
        return ENTRY
    column = register.by_key[wanted.sort_key]
    field = rows_of(register.key)._meta.get_field(pinyin_name(column) or column.key)
    return Order(field, wanted.down, walk)
