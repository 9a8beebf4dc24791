"""Which text a place counts in: the plan's own, or that of one of its revisions. Whatever quotes asks here."""

from collections.abc import Iterable

from yaodian.apps.plans.models import Item, Plan, Revision
from yaodian.apps.plans.models.document import Document


def document_of(plan: Plan, version: int | None = None) -> Document:
    """The plan (0) or its revision with this number; without a number the current one. One query for a revision."""
    number = plan.text_version if version is None else version
    return plan if number == 0 else Revision.objects.get(plan=plan, number=number)


def documents_of(plan: Plan, items: Iterable[Item]) -> dict[int, Document]:
    """The documents in which the items' places count, by version. No query while there are no revisions, else one."""
    wanted = {item.text_version for item in items}
    found: dict[int, Document] = {0: plan} if 0 in wanted or not wanted else {}
    if later := wanted - {0}:
        found |= {one.number: one for one in Revision.objects.filter(plan=plan, number__in=later)}
    return found


def text_of(item: Item) -> str:
    """The whole text in which the item's place counts."""
    return document_of(item.plan, item.text_version).text


def quote(item: Item) -> str:
    """What the item quotes."""
    return text_of(item)[item.start : item.end]
