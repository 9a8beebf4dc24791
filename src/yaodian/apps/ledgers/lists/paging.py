"""Pages by place, not by number: a page begins after a row's (sort value, id), so the last page costs what the first does.

Rows that do not say the sort value come last in both directions and on both databases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Field, Func, QuerySet, Value
from django.db.models import F as Column

from yaodian.apps.ledgers.lists.selecting import ordering
from yaodian.apps.ledgers.lists.wanted import Cursor


class Beyond(Func):
    """(sort value, id) compared with those of another row, as one comparison, which an index over both answers."""

    output_field = BooleanField()
    arity = 4
    arg_joiner = "\0"

    def as_sql(self, compiler: Any, *_connection: Any, **_context: Any) -> Any:
        """`(a, id) > (b, other)`."""
        parts, params = [], []
        for expression in self.get_source_expressions():
            sql, some = compiler.compile(expression)
            parts.append(sql)
            params += some
        return f"({parts[0]}, {parts[1]}) {self.extra['sign']} ({parts[2]}, {parts[3]})", params


@dataclass(frozen=True, slots=True)
class Order:
    """By which attribute, from which end; `field` None is the order of entry. `walk`: along the attribute's index."""

    field: Field[Any, Any] | None
    down: bool
    walk: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes that a place in this order is made of."""
        return (self.field.attname,) if self.field is not None else ()

    def place(self, row: dict[str, Any], side: str) -> Cursor:
        """The place before or after a row."""
        return Cursor(side, row["id"])


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, and whether there are others before and after them."""

    rows: list[dict[str, Any]]
    before: bool
    after: bool


def read_page(rows: QuerySet[Any], order: Order, cursor: Cursor | None, size: int, names: list[str]) -> Page:
    """The page at a place; the first page where the place makes no sense."""
    cursor, start, forward = _begun(rows, order, cursor)
    wanted = [*dict.fromkeys(("id", *order.names, *names))]
    read: list[dict[str, Any]] = []
    for part in _parts(rows, order, start, forward=forward):
        read += _read(part, order, wanted, size + 1 - len(read))
        if len(read) > size:
            break
    return page_of(read, cursor, size, forward=forward)


def walk_page(
    rows: QuerySet[Any], order: Order, cursor: Cursor | None, size: int, names: list[str], *, steps: int | None
) -> Page | None:
    """The same along the order's index, at most about `steps` rows far (None: as far as it takes); None if that was too
    near to fill the page."""
    cursor, start, forward = _begun(rows, order, cursor)
    wanted = [*dict.fromkeys(("id", *order.names, *names))]
    read: list[dict[str, Any]] = []
    all_parts = _parts(rows.model._default_manager.all(), order, start, forward=forward)
    for part, whole in zip(_parts(rows, order, start, forward=forward), all_parts, strict=True):
        end = whole.values_list(*order.names, "id")[steps : steps + 1].first() if steps else None
        near = part if end is None else _up_to(part, order, end, forward=forward)
        read += near.values(*wanted)[: size + 1 - len(read)]
        if len(read) > size:
            break
        if end is not None:
            return None
    return page_of(read, cursor, size, forward=forward)


def _up_to(part: QuerySet[Any], order: Order, end: tuple[Any, ...], *, forward: bool) -> QuerySet[Any]:
    *value, row = end
    if order.field is None or value[0] is None:
        return part.filter(**{f"id__{'lte' if forward else 'gte'}": row})
    sign = "<=" if forward != order.down else ">="
    return part.filter(
        Beyond(Column(order.names[0]), Column("id"), Value(value[0], order.field), Value(row), sign=sign)
    )


def _begun(
    rows: QuerySet[Any], order: Order, cursor: Cursor | None
) -> tuple[Cursor | None, tuple[Any, int] | None, bool]:
    """Where to begin and in which direction; at the beginning for a place whose row is no longer there."""
    if cursor is None or cursor.side == "last":
        return cursor, None, cursor is None
    start = _start(rows, order, cursor)
    return (None, None, True) if start is None else (cursor, start, cursor.side == "after")


def _read(part: QuerySet[Any], order: Order, names: list[str], number: int) -> list[dict[str, Any]]:
    """The first rows of a part. Where it must be sorted, the rows' numbers are sorted alone and the rest is fetched then."""
    if order.walk:
        return list(part.values(*names)[:number])
    rows: QuerySet[Any] = part.model._default_manager.filter(pk__in=part.values("pk")[:number])
    rows = rows.order_by(*part.query.order_by)
    return list(rows.values(*names))


def page_of(read: list[dict[str, Any]], cursor: Cursor | None, size: int, *, forward: bool) -> Page:
    """The page of rows read from a place on, one more than fit if there are more; backwards the nearest came first."""
    more, fitting = len(read) > size, read[:size]
    if forward:
        return Page(fitting, before=cursor is not None, after=more)
    return Page(fitting[::-1], before=more, after=cursor is not None and cursor.side == "before")


def _start(rows: QuerySet[Any], order: Order, cursor: Cursor) -> tuple[Any, int] | None:
    """The sort value and number of the row at a place, None where it is gone; looked up, so that no address holds it."""
    if order.field is None:
        return None, cursor.row
    held = rows.filter(pk=cursor.row).values_list(order.field.attname)[:1]  # only among the rows that are listed
    return next(((value, cursor.row) for (value,) in held), None)


def _parts(
    rows: QuerySet[Any], order: Order, start: tuple[Any, int] | None, *, forward: bool
) -> Iterator[QuerySet[Any]]:
    """The rows from a place on, as one or two queries: those with the sort value, those without."""
    sign = ">" if forward else "<"
    by_id = "id" if forward else "-id"
    if order.field is None:
        yield (rows if start is None else rows.filter(**{f"id__{'gt' if forward else 'lt'}": start[1]})).order_by(by_id)
        return
    name = order.field.attname
    for known in (True, False) if forward else (False, True):
        if not known and not order.field.null:
            continue
        if start is not None and known != (start[0] is not None) and known == forward:
            continue  # the place lies in the other part, which comes later
        part = (
            rows.alias(said=ordering(name, walk=order.walk)).filter(said__isnull=not known)
            if order.field.null
            else rows
        )
        inside = start is not None and known == (start[0] is not None)
        if not known:
            part = part.filter(**{f"id__{'gt' if forward else 'lt'}": start[1]}) if inside and start else part
            yield part.order_by(by_id)
            continue
        upwards = forward != order.down
        key = ordering(name, walk=order.walk)
        if inside and start is not None:
            sign = ">" if upwards else "<"
            beyond = Beyond(key, Column("id"), Value(start[0], order.field), Value(start[1]), sign=sign)
            part = part.filter(beyond)
        yield part.order_by(key.asc(), "id") if upwards else part.order_by(key.desc(), "-id")
