"""The order and the shown numbers of a plan's items: a pure function of their places, so that undo gives them back."""

from collections.abc import Iterable, Sequence

from yaodian.apps.plans.models import Item, Plan
from yaodian.text.parts import shown_numbers


def renumber(plan: Plan) -> None:
    """Set `order` (rank in the document) and `number`: tasks count within their top section, as 2.3; others show none.

    What stands only in an earlier text (withdrawn, or kept though a revision dropped it) stays behind its old neighbour.
    """
    items = list(
        Item.objects.filter(plan=plan)
        .only("pk", "order", "number", "start", "end", "kind", "parent", "text_version")
        .order_by("order", "pk")
    )
    ordered = _in_order(items, max((item.text_version for item in items), default=0))
    place = {item.pk: index for index, item in enumerate(ordered)}
    numbers = shown_numbers(
        [(None if item.parent_id is None else place[item.parent_id], item.kind) for item in ordered]
    )
    changed = []
    for order, (item, number) in enumerate(zip(ordered, numbers, strict=True), start=1):
        if (item.order, item.number) != (order, number):
            item.order, item.number = order, number
            changed.append(item)
    Item.objects.bulk_update(changed, ["order", "number"], batch_size=200)


def _in_order(items: Sequence[Item], newest: int) -> list[Item]:
    """By place in the newest text; the others each behind the nearest before it that has the same parent, or is it."""
    placed = _by_place(item for item in items if item.text_version == newest)
    for item in (item for item in items if item.text_version != newest):
        at = _behind(item, items, placed)
        placed.insert(at, item)
    return placed


def _by_place(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.start, item.kind != Item.Kind.SECTION, -item.end, item.pk))


def _behind(item: Item, items: Sequence[Item], placed: list[Item]) -> int:
    """Where an item of an earlier text goes: behind its old neighbour (`items` are in their old order)."""
    there = {one.pk: at for at, one in enumerate(placed)}
    before = items[: items.index(item)]
    for one in reversed(before):
        if one.pk in there and item.parent_id in (one.pk, one.parent_id):
            return there[one.pk] + 1
    if item.parent_id in there:
        return there[item.parent_id] + 1
    return 0 if item.parent_id is None and not before else len(placed)
