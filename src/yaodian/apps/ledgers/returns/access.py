"""Who asks, who fills, who sees what was filled in; and finding returns within that."""

from django.db.models import Q, QuerySet

from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission, Reach
from yaodian.kernel.errors import NotAllowed

LEADER = "bureau-leader"


def manages(by: Acting, asked: Return) -> bool:
    """Whether the post works in the office that asks."""
    return by.may(Permission.RETURN_ASK) and by.post.unit_id == asked.office_id


def require_managing(by: Acting, asked: Return) -> None:
    """NotAllowed unless the post works in the office that asks."""
    if not manages(by, asked):
        raise NotAllowed(f"《{asked.title}》是{asked.office.short_name}发的，由该科室办理。")


def fills(by: Acting, unit: Unit) -> bool:
    """Whether the post fills in for the unit: it works there, or at the central school above it."""
    return by.may(Permission.LEDGER_FILL) and by.role.reach is Reach.SUBTREE and by.reaches(unit.path)


def require_filling(by: Acting, asked: ReturnUnit) -> None:
    """NotAllowed unless the post fills in for the unit."""
    if not fills(by, asked.unit):
        raise NotAllowed(f"这份表由{asked.unit.short_name}的填报人填写。")


def reads_rows(by: Acting, asked: Return, unit: Unit) -> bool:
    """Whether the post sees what a unit filled in: the office that asks, leaders, and who has the unit below him."""
    if manages(by, asked) or by.post.role == LEADER:
        return True
    return by.role.reach is not Reach.BUREAU and by.reaches(unit.path)


def returns_for(by: Acting) -> QuerySet[Return]:
    """The returns that a post sees: the bureau's posts all that were sent and their own drafts, others those that ask them."""
    found = Return.objects.select_related("office")
    if by.role.reach is Reach.BUREAU:
        return found.filter(~Q(state=Return.State.DRAFT) | Q(office=by.post.unit))
    asked = ReturnUnit.objects.filter(by.within("unit__path")).values("asked")
    return found.exclude(state=Return.State.DRAFT).filter(pk__in=asked)


def units_for(by: Acting, asked: Return) -> QuerySet[ReturnUnit]:
    """The units of a return within reach."""
    return asked.units.filter(by.within("unit__path")).select_related("unit", "asked")


def unit_for(by: Acting, asked: Return, unit_id: int) -> ReturnUnit | None:
    """One of them, or None."""
    return units_for(by, asked).filter(unit=unit_id).first()


def mine(by: Acting) -> QuerySet[ReturnUnit]:
    """What the post's own unit is asked, of returns that are going on."""
    found = ReturnUnit.objects.filter(unit=by.post.unit, asked__state=Return.State.OPEN)
    return found.select_related("asked__office", "unit").order_by("asked__due", "pk")
