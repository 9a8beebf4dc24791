"""How many rows a list has: exactly up to 10,000, then about, from a sample."""

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery

from yaodian.apps.ledgers.lists.gathering import gathered
from yaodian.apps.ledgers.lists.selecting import Selected, unindexed
from yaodian.apps.ledgers.search import index
from yaodian.apps.ledgers.search.query import Match
from yaodian.apps.ledgers.tables import rows_of
from yaodian.registers.register import Register

EXACT = 10_000
SAMPLE = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows; `exact` or an estimate to two digits."""

    number: int
    exact: bool = True

    def __str__(self) -> str:
        """`1,234` or `约12万`.

        >>> str(Count(1234)), str(Count(120_000, exact=False)), str(Count(13_000, exact=False))
        ('1,234', '约12万', '约1.3万')
        """
        return (
            f"{self.number:,}"
            if self.exact
            else f"约{self.number / 10_000:.2g}万"
            if self.number < 10**6
            else f"约{self.number // 10_000}万"
        )


def count_rows(register: Register, within: Q) -> Count:
    """Count the rows of a condition. One query, or four where there are many; on SQLite also one for each of several filters."""
    found = gathered(register, within).values("pk")[: EXACT + 1].count()
    return Count(found) if found <= EXACT else estimate(register, within)


class Bounded(Subquery):
    """How many rows a condition has, up to one more than are counted exactly, within another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, register: Register, within: Q) -> None:
        super().__init__(gathered(register, within).values("pk")[: EXACT + 1])


def estimate(register: Register, within: Q) -> Count:
    """How many rows of a condition there are where they are more than EXACT, from a sample. Three queries."""
    table = rows_of(register.key)._default_manager.all()
    sample = sampled(table)
    if not within:
        return about(len(sample), sample)  # the whole table; gaps are few
    return about(unindexed(table.filter(pk__in=sample), within).count(), sample)


def count_found(selected: Selected, match: Match) -> Count:
    """Count the rows that words find among those selected; where the match says all, in the index of words alone."""
    register, rows = selected.register, unindexed(selected.table, selected.within)
    if selected.match_alone:
        number = index.number_found(register, match, EXACT + 1)
    else:
        number = index.joined(register, rows, match).values("pk")[: EXACT + 1].count()
    if number <= EXACT:
        return Count(number)
    sample = sampled(selected.table)
    inside = sample if selected.match_alone else rows.filter(pk__in=sample).values_list("pk", flat=True)
    return about(sum(map(match.finds, index.tokens(register, list(inside)))), sample)


def sampled(table: QuerySet[Any]) -> range:
    """SAMPLE row numbers spread evenly over those of a register; some may belong to no row."""
    ids = table.order_by("pk").values_list(
        "pk", flat=True
    )  # each end by itself: SQLite scans the table for both at once
    first, last = ids.first() or 0, ids.last() or 0
    return range(first, last + 1, max(1, (last - first) // SAMPLE))


def about(hits: int, sample: range) -> Count:
    """The estimate that `hits` rows of a sample give for all."""
    number = hits * sample.step
    return Count(max(EXACT + 1, round(number, 2 - len(str(number)))), exact=False)
