"""Which items stand in which place of the old text: people may have split a place, joined several, or added one inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yaodian.apps.plans.models import Item

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Homes:
    """The items of each pair (by index); the pairs whose new place is joined to another item's; each item's pairs."""

    at_pair: dict[int, list[Item]]
    joined: set[int]
    of_item: dict[int, list[int]]
    pairs: Sequence[Said]

    def widened(self, item: Item, span: tuple[int, int], comparison: Said) -> tuple[int, int]:
        """The span over all new places of an item that a person joined from several, as long as they stand side by side."""
        news = sorted(at for index in self.of_item[item.pk] if (at := self.pairs[index]["new"]) is not None)
        if len(news) < 2 or news != list(range(news[0], news[-1] + 1)):
            return span
        places = [comparison["new"][at] for at in news]
        return min(place["start"] for place in places), max(place["end"] for place in places)

    def targets_of(self, item: Item, comparison: Said) -> tuple[list[Said | None], list[Said | None], list[list[int]]]:
        """The targets that the old and the new text give all places of an item, and which is which."""
        old: list[Said | None] = []
        new: list[Said | None] = []
        links: list[list[int]] = []
        for index in self.of_item[item.pk]:
            pair = self.pairs[index]
            if index not in self.joined and item not in self.at_pair.get(index, ()):
                continue  # another item stands for that place
            links += [[one + len(old), two + len(new)] for one, two in pair["targets"]]
            old += comparison["old"][pair["old"]]["targets"]
            new += comparison["new"][pair["new"]]["targets"] if pair["new"] is not None else []
        return old, new, links


def homes_of(items: Sequence[Item], places: Sequence[Said], pairs: Sequence[Said]) -> Homes:
    """Find each item's places by overlap. Linear but for items and places of one stretch of text."""
    pair_of = {pair["old"]: index for index, pair in enumerate(pairs) if pair["old"] is not None}
    at_pair: dict[int, list[Item]] = {}
    joined: set[int] = set()
    of_item: dict[int, list[int]] = {}
    for item in items:
        mine = [pair_of[at] for at in _places_of(item, places)]
        of_item[item.pk] = mine
        if not mine:
            continue
        first = next((index for index in mine if pairs[index]["new"] is not None), mine[0])
        at_pair.setdefault(first, []).append(item)
        joined.update(index for index in mine if index != first)
    return Homes(at_pair, joined - at_pair.keys(), of_item, pairs)


def _places_of(item: Item, places: Sequence[Said]) -> list[int]:
    """The place that shares most of its text with the item, then those that lie mostly inside it."""
    is_section = item.kind == Item.Kind.SECTION
    shared = {
        at: min(item.end, place["end"]) - max(item.start, place["start"])
        for at, place in enumerate(places)
        if (place["kind"] == "section") == is_section and place["start"] < item.end and item.start < place["end"]
    }
    if not shared:
        return []
    best = max(shared, key=lambda at: (shared[at], -at))
    inside = [at for at in shared if at != best and shared[at] * 2 > places[at]["end"] - places[at]["start"]]
    return [best, *inside]
