"""What a form or filter offers while somebody types: units, and rows of other registers, within the post's reach."""

from dataclasses import dataclass

from django.db.models import Q

from yaodian.apps.ledgers.access import scope
from yaodian.apps.ledgers.lists.listing import order_of
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.lists.wanted import Wanted, default_sort
from yaodian.apps.ledgers.search.match import found
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.selectors import units_for
from yaodian.registers.columns import Organisation, Ref
from yaodian.registers.register import Register

MOST = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose: its number and what it is called."""

    value: int
    text: str


def unit_offers(register: Register, column: Organisation, by: Acting | System, words: str = "") -> list[Offer]:
    """Units of the column's kinds that exist: for the owning unit those within reach, else those of the whole tree."""
    existing = Unit.objects.filter(valid_to=None)
    units = units_for(by) if column.key == register.owner else existing
    units = units.filter(kind__in=column.kinds)
    for word in words.split():
        units = units.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__istartswith=word))
    return [Offer(pk, name) for pk, name in units.order_by("path").values_list("pk", "short_name")[:MOST]]


def row_offers(column: Ref, by: Acting | System, words: str = "", unit_id: int | None = None) -> list[Offer]:
    """Rows of the register that a column refers to, found by words as its list finds them; with `unit_id` (the unit of the
    row being written) only that unit's where the column asks for it."""
    target = register_named(column.register)
    rows = scope(target, by)
    if unit_id is not None and column.own_unit:
        rows = rows.filter(**{f"{target.owner}_id": unit_id})
    if words.split():
        rows = rows.filter(found(target, words, by))
    order = order_of(target, Wanted((), sort=default_sort(target)), walk=not words.split())
    names = [f"-{name}" if order.down else name for name in order.names]
    ids = list(rows.order_by(*names, "id").values_list("pk", flat=True)[:MOST])
    labels = labels_of(target.key, ids, by)
    return [Offer(row, labels[row]) for row in ids]
