"""From a reading to drafts of items, targets and doubts, in the order of the text; `text/parts.py` finds the places."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from yaodian.apps.plans.models import Item, Target
from yaodian.text import Commitment, Reading, due_date
from yaodian.text.parts import read_places

SENTENCE_ENDS = "。；！？;\n"
TOO_LARGE = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class DoubtDraft:
    """A doubt: which field (of the item, or of its `target`-th target), how certain, why, where."""

    field: str
    certainty: float
    why: str
    start: int | None = None
    end: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item with its place; `parent` is the index of an earlier draft."""

    kind: str
    title: str
    start: int
    end: int
    parent: int | None
    node: str
    targets: tuple[Commitment, ...] = ()
    doubts: tuple[DoubtDraft, ...] = field(default=())


def split_points(text: str, item: Item) -> list[int]:
    """Where the item may be split: the beginnings of its sentences but the first, as places in the plan's text."""
    points = []
    for at in range(item.start, item.end - 1):
        if text[at] in SENTENCE_ENDS:
            after = at + 1
            while after < item.end and (text[after].isspace() or text[after] in SENTENCE_ENDS + "”）"):
                after += 1
            if after < item.end and after not in points and text[item.start : after].strip():
                points.append(after)
    return points


def draft_items(reading: Reading) -> list[ItemDraft]:
    """All items of a reading, in document order."""
    return [
        ItemDraft(Item.Kind(place.kind), place.title, place.start, place.end, place.parent, place.node, place.targets)
        for place in read_places(reading)
    ]


def with_doubts(drafts: list[ItemDraft], found: dict[int, list[DoubtDraft]]) -> Iterator[ItemDraft]:
    """The drafts with the doubts found for them, by index."""
    for index, draft in enumerate(drafts):
        yield replace(draft, doubts=tuple(found.get(index, ())))


def target_of(commitment: Commitment, order: int, *, year: int, school_year: bool) -> Target | None:
    """The target (not saved, without item) that a commitment makes; None where its number cannot be kept."""
    try:
        value = Decimal(str(commitment.value)).quantize(Decimal("0.000001"))
        top = None if commitment.value_max is None else Decimal(str(commitment.value_max)).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    if max(abs(value), abs(top or 0)) >= TOO_LARGE:
        return None
    comparator = (
        commitment.comparator if commitment.comparator in Target.Comparator.values else Target.Comparator.EXACTLY
    )
    if comparator == Target.Comparator.RANGE and (top is None or top < value):
        comparator, top = Target.Comparator.EXACTLY, None
    if comparator != Target.Comparator.RANGE:
        top = None
    return Target(
        order=order,
        indicator=commitment.indicator[:200],
        indicator_code=(commitment.indicator_code or "")[:80],
        subject=commitment.subject[:200],
        kind=commitment.kind,
        comparator=comparator,
        value=value,
        value_max=top,
        unit=commitment.unit[:40],
        due=due_date(commitment.due, plan_year=year, school_year=school_year) if commitment.due else None,
        due_text=commitment.due_text[:100],
        start=commitment.start,
        end=commitment.end,
    )
