"""Which office has which duty here: what its name says, unless it is set otherwise."""

from collections.abc import Iterable

from django.db import transaction

from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.models import OfficeInCharge
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import offices_of
from yaodian.kernel.errors import BadInput
from yaodian.registers.offices import duties_of, offices


def offices_with_duties(by: Acting) -> list[tuple[Unit, frozenset[str], bool]]:
    """Each office within reach, its duties, and whether they were set by hand."""
    told: dict[int, set[str]] = {}
    for unit_id, duty in OfficeInCharge.objects.values_list("unit", "duty"):
        told.setdefault(unit_id, set()).add(duty)
    return [
        (unit, frozenset(told.get(unit.pk) or duties_of(unit.name, unit.short_name)), unit.pk in told)
        for unit in offices_of(by)
    ]


def duties_without_office(by: Acting) -> list[str]:
    """The titles of duties that no office has: their registers are read and approved by nobody."""
    held = frozenset[str]().union(*(found for _unit, found, _told in offices_with_duties(by)))
    return [office.title for key, office in offices().items() if key not in held]


def set_duties(*, unit: Unit, keys: Iterable[str], by: Acting) -> None:
    """Set an office's duties; what its name says already is not kept."""
    require(by, Permission.LEDGER_SET_UP, unit_path=unit.path)
    chosen = set(keys)
    if unit.kind != Unit.Kind.OFFICE or not chosen <= offices().keys():
        raise BadInput({"duties": "请从列表中选这个科室分管的工作。"})
    if not chosen:
        raise BadInput({"duties": "一个科室至少要有一项分工；不管台账的科室不用设。"})
    with transaction.atomic():
        OfficeInCharge.objects.filter(unit=unit).delete()
        if chosen != duties_of(unit.name, unit.short_name):
            OfficeInCharge.objects.bulk_create(OfficeInCharge(unit=unit, duty=key) for key in sorted(chosen))
        titles = "、".join(offices()[key].title for key in sorted(chosen))
        record("ledger.duties", f"orgs.unit:{unit.pk}", f"设{unit.name}的台账分工：{titles}", by=by)
