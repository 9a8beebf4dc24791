"""Who knows all that is shown and solves for what is hidden."""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from yaodian.apps.indicators.hiding import Entry, Group, sums_of


def possible(groups: Mapping[Group, int], gone: Collection[Entry], entry: Entry, least: int = 1) -> Iterator[int]:
    """What a sum may be for who knows all shown ones and that hidden ones are at least so many: different values, up to two.

    Groups are counted one after the other; a shown sum may never be exceeded, and must be met by its last group.
    """
    order = sorted(groups, key=lambda group: sum(each in gone for each in product(*group)))
    true = sums_of(groups)
    entries = {each for group in groups for each in product(*group)}
    last = {each: max(at for at, group in enumerate(order) if each in set(product(*group))) for each in entries}
    own = [tuple(product(*group)) for group in order]
    seen: set[int] = set()

    def count(at: int, so_far: dict[Entry, int]) -> Iterator[int]:
        if len(seen) > 1:
            return
        if at == len(order):
            seen.add(so_far.get(entry, 0))
            yield so_far.get(entry, 0)
            return
        shown = [true[each] - so_far.get(each, 0) for each in own[at] if each not in gone]
        true_count = groups[order[at]]
        options = [true_count, *(n for n in range(min([*shown, true_count + 2]) + 1) if n != true_count)]
        for number in options:
            if any(number > left for left in shown):
                continue
            after = {**so_far, **{each: so_far.get(each, 0) + number for each in own[at]}}
            closed = [each for each in own[at] if last[each] == at]
            if all(after[each] >= least if each in gone else after[each] == true[each] for each in closed):
                yield from count(at + 1, after)

    yield from count(0, {})
