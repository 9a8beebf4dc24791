"""What a form offers: the names to choose from while somebody types, the unit whose rows a post fills, kept uploads."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.db.models import Q

from yaodian.apps.files.services import store_file
from yaodian.apps.ledgers.access import units_in_reach
from yaodian.apps.ledgers.entry import Entry
from yaodian.apps.ledgers.lists.choices import MOST, row_offers, unit_offers
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit, User
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.registers.sheets.unreadable import Unreadable

FEW = 50  # a post that reaches more units always says whose row it writes


class Upload(Protocol):
    """A file that was sent with a form."""

    name: str

    def chunks(self) -> Iterable[bytes]:
        """Its bytes."""


def names_offered(
    register: Register, column: c.Column, by: Acting, words: str, unit_id: int | None
) -> list[str] | None:
    """The names that `Entry.read` takes for this column, found by words; None for a column that names nothing."""
    match column:
        case c.Organisation():
            return [offer.text for offer in unit_offers(register, column, by, words)]
        case c.Ref():
            return [f"{offer.text}#{offer.value}" for offer in row_offers(column, by, words, unit_id)]
        case c.Person():
            return _people(by, words)
        case _:
            return None


def _people(by: Acting, words: str) -> list[str]:
    users = User.objects.filter(is_active=True, posts__unit__path__startswith=by.post.unit.path[:7])
    if words:
        users = users.filter(Q(name__icontains=words) | Q(username__istartswith=words))
    return list(users.order_by("name").values_list("name", flat=True).distinct()[:MOST])


def owning_unit(register: Register, by: Acting, *, number: str, name: str) -> int | None:
    """The unit that owns the row of a form, by its number or as it was typed; None where it is out of reach or unknown."""
    if number.isascii() and number.isdigit() and len(number) < 18:
        unit = Unit.objects.filter(pk=int(number)).first()
        return unit.pk if unit is not None and by.reaches(unit.path) else None
    if not name:
        return None
    try:
        found: int | None = Entry(register, by).read(register.by_key[register.owner], name)
    except Unreadable:
        return None
    return found


def only_unit(register: Register, by: Acting) -> int | None:
    """The one unit whose rows the post may own, None where there are several."""
    owner, units = register.by_key[register.owner], units_in_reach(by)
    if not isinstance(owner, c.Organisation) or units is None or len(units) > FEW:
        return None
    found = list(Unit.objects.filter(pk__in=units, kind__in=owner.kinds).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def unit_name(unit_id: int | None) -> str:
    """A unit's whole name."""
    return Unit.objects.filter(pk=unit_id).values_list("name", flat=True).first() or ""


def keep_uploads(uploads: Mapping[str, Upload], unit_id: int | None, by: Acting) -> dict[str, int]:
    """Keep the files of a form for the unit that owns the row: column key → number of the file."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        return {}  # the form is told so when the row is written
    return {key: store_file(name=sent.name, chunks=sent.chunks(), unit=unit, by=by).pk for key, sent in uploads.items()}
