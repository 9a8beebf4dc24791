"""The rows of a condition, gathered by its indexes: which of them leads, and the rows' numbers, read once.

SQLite uses one index of a table in a query, and knows of each only how many rows a value has on average. Where two filters
or more are asked for, their values are counted in the indexes (cheap: 100,000 entries take 3 ms), and the rarest leads.
PostgreSQL knows how often values are, and joins its indexes.
"""

from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from yaodian.apps.ledgers.lists.selecting import leaves, unindexed
from yaodian.apps.ledgers.tables import rows_of
from yaodian.registers.register import Register

COUNTED = 100_000  # entries of an index; above it is not asked which of two is rarer


def gathered(register: Register, within: Q) -> QuerySet[Any]:
    """The rows under a condition, without an order, as the database finds them best. SQLite: a count for each filter."""
    table: QuerySet[Any] = rows_of(register.key)._default_manager.order_by()
    if connection.vendor != "sqlite":
        return table.filter(within)
    owner = f"{register.owner}_id"
    parts = _by_column(within)
    always = parts.pop(owner, Q())  # stands in every filter's index
    always &= parts.pop("pk", Q()) & parts.pop("id", Q())
    if len(parts) < 2:
        return table.filter(within)
    rarest, fewest = "", COUNTED + 1
    for name, part in parts.items():
        count = table.filter(always & part).values(name)[:fewest].count()  # the column itself: in the index alone
        if count < fewest:
            rarest, fewest = name, count
    leading = always & parts.pop(rarest, Q())
    return unindexed(table.filter(leading), Q(*parts.values())) if rarest else table.filter(within)


def _by_column(within: Q) -> dict[str, Q]:
    """The parts that a condition joins by "and", by the column they are about (the first one named)."""
    if within.connector != Q.AND or within.negated:
        return {}
    parts: dict[str, Q] = {}
    for child in within.children:
        part = child if isinstance(child, Q) else Q(child)
        name = next((key.split("__")[0] for key, _value in leaves(part)), "pk")
        parts[name] = parts.get(name, Q()) & part
    return parts


def numbers(rows: QuerySet[Any], most: int) -> list[int] | None:
    """The numbers of the rows; None if there are more than `most`."""
    found = list(rows.values_list("pk", flat=True)[: most + 1])
    return found if len(found) <= most else None


def among(row_ids: list[int]) -> Q:
    """The rows of these numbers, as one parameter however many they are."""
    if connection.vendor == "postgresql":
        return Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [row_ids]))  # a parameter
    return Q(pk__in=RawSQL("SELECT value FROM json_each(%s)", [str(row_ids)]))  # whole numbers
