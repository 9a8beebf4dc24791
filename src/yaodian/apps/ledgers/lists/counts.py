"""Counts of a list's rows by a column, for strips and charts. Always within the scope."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Count as Number

from yaodian.apps.ledgers.lists.counting import Count, count_rows, sampled
from yaodian.apps.ledgers.lists.filters import filterable
from yaodian.apps.ledgers.lists.selecting import unindexed, wanted_rows
from yaodian.apps.ledgers.lists.shown import names_for, text_of
from yaodian.apps.ledgers.lists.wanted import Wanted
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers.columns import Choice, Organisation, YesNo
from yaodian.registers.register import Register

UNSAID = "未填"
GROUPED = 60_000  # more rows are not grouped one by one while somebody waits


@dataclass(frozen=True, slots=True)
class Share:
    """How many rows have a value (None: unknown); `text` is what it is called."""

    value: str | int | bool | None
    text: str
    number: Count


def counts_by(register: Register, key: str, wanted: Wanted, by: Acting | System) -> list[Share]:
    """How the rows wanted divide by a column of codes, yes/no or units, without that column's own filter; the order of the
    code list, units by number of rows. Beyond 60,000 rows the numbers are estimates; rare values may be missing then.

    KeyError for a column that the list may not be filtered by: who may not filter by it may not count by it.
    """
    column = {each.key: each for each in filterable(register)}[key]
    if not isinstance(column, Choice | YesNo | Organisation):
        raise KeyError(key)
    others = {name: value for name, value in wanted.filters.items() if name != key}
    within, name, scale = wanted_rows(register, replace(wanted, filters=others), by), stored_name(column), 1
    table = rows_of(register.key)._default_manager.all()
    if exact := count_rows(register, within).number <= GROUPED:
        found = dict(table.filter(within).order_by().values_list(name).annotate(number=Number("pk")))
    else:
        sample = sampled(table)
        rows = unindexed(table.filter(pk__in=sample), within)
        found, scale = Counter(rows.values_list(name, flat=True)), sample.step
    names = names_for([column], [{name: value} for value in found], by)
    shares = [
        Share(value, UNSAID if value is None else text_of(column, value, names), Count(number * scale, exact))
        for value, number in found.items()
    ]
    if isinstance(column, Choice):
        order = {code.code: place for place, code in enumerate(column.code_list.codes)}
        return sorted(shares, key=lambda share: (share.value is None, order.get(str(share.value), len(order))))
    return sorted(shares, key=lambda share: (share.value is None, -share.number.number))
