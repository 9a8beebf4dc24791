"""减负: how many forms and cells are asked of units, by month and by office, and how many Yaodian filled in for them.

A cell is a column of a row: columns × rows × units. A form of one row asks one row of each unit; a form of many rows asks as
many as were handed in, and one of a unit that has not handed in. Saved are the cells that stood there when it was handed in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.timezone import localtime

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.orgs.acting import Acting

MONTHS = 12


@dataclass(slots=True)
class Asked:
    """What was asked: forms (returns), copies (forms × units), cells, and cells that were filled in already."""

    forms: int = 0
    copies: int = 0
    cells: int = 0
    saved: int = 0

    @property
    def typed(self) -> int:
        """Cells that people had to fill in."""
        return max(self.cells - self.saved, 0)

    def add(self, other: "Asked") -> None:
        """Count another in."""
        self.forms += other.forms
        self.copies += other.copies
        self.cells += other.cells
        self.saved += other.saved


@dataclass(frozen=True, slots=True)
class Burden:
    """By month (the first day of each, oldest first), by office (the most cells first), each form, and all together."""

    months: list[tuple[date, Asked]]
    offices: list[tuple[str, Asked]]
    forms: list[tuple[Return, Asked]]
    total: Asked


def burden(by: Acting) -> Burden:
    """What was asked of the units within reach in the last twelve months."""
    months = _months(today())
    found = ReturnUnit.objects.filter(by.within("unit__path"), asked__sent_at__date__gte=months[0])
    by_return: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for asked, count, offered in found.order_by().values_list("asked", "count", "offered"):
        by_return[asked].append((count, offered))
    returns = Return.objects.filter(pk__in=by_return).select_related("office").annotate(width=Count("columns"))
    forms = [
        (asked, _asked(asked.many, asked.width, by_return[asked.pk])) for asked in returns.order_by("-sent_at", "-pk")
    ]
    return Burden(
        [(month, _sum(each for asked, each in forms if _month_of(asked) == month)) for month in months],
        sorted(_by_office(forms).items(), key=lambda pair: -pair[1].cells),
        forms,
        _sum(each for _asked_one, each in forms),
    )


def _asked(many: bool, width: int, units: list[tuple[int, int]]) -> Asked:
    rows = sum(max(count, 1) for count, _offered in units) if many else len(units)
    return Asked(1, len(units), width * rows, sum(offered for _count, offered in units))


def _by_office(forms: Iterable[tuple[Return, Asked]]) -> Mapping[str, Asked]:
    found: dict[str, Asked] = defaultdict(Asked)
    for asked, each in forms:
        found[asked.office.short_name].add(each)
    return found


def _sum(parts: Iterable[Asked]) -> Asked:
    total = Asked()
    for part in parts:
        total.add(part)
    return total


def _month_of(asked: Return) -> date | None:
    return localtime(asked.sent_at).date().replace(day=1) if asked.sent_at else None


def _months(day: date) -> list[date]:
    found = [day.replace(day=1)]
    while len(found) < MONTHS:
        first = found[-1]
        found.append(first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1))
    return found[::-1]
