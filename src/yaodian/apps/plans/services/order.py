"""The order and the shown numbers of a plan's items: a pure function of their places, so that undo gives them back."""

from yaodian.apps.plans.models import Item, Plan


def renumber(plan: Plan) -> None:
    """Set `order` (rank in the document) and `number`: tasks count within their top section, as 2.3; others show none."""
    items = list(
        Item.objects.filter(plan=plan).only("pk", "order", "number", "start", "end", "kind", "parent").order_by("pk")
    )
    items.sort(key=lambda item: (item.start, item.kind != Item.Kind.SECTION, -item.end, item.pk))
    by_pk = {item.pk: item for item in items}
    tops: dict[int, int] = {}
    counts: dict[int, int] = {}
    changed = []
    for order, item in enumerate(items, start=1):
        top = item
        while top.parent_id is not None:
            top = by_pk[top.parent_id]
        section = tops.setdefault(top.pk, len(tops) + 1)
        number = ""
        if top is item and item.kind != Item.Kind.NONE:
            number = str(section)
        elif item.kind == Item.Kind.TASK:
            counts[section] = counts.get(section, 0) + 1
            number = f"{section}.{counts[section]}"
        if (item.order, item.number) != (order, number):
            item.order, item.number = order, number
            changed.append(item)
    Item.objects.bulk_update(changed, ["order", "number"], batch_size=200)
