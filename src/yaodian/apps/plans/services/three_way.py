"""Three-way comparison (三方比对) of one task: what the old text said, how the task is now, what the revised text says. Pure.

Where the text did not change, what is there now stays. Where it changed and nobody touched the field, the new value is proposed.
Where both changed, a person is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yaodian.apps.plans.models import Target

NEW, MINE = "new", "mine"
GROUPS = (  # what of a target is compared as one
    ("indicator", "subject"),
    ("kind",),
    ("comparator", "value", "value_max", "unit"),
    ("due", "due_text"),
)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TargetFate:
    """What becomes of one target: `changed` (by `new`; if it is asked and kept, by `mine`), `added`, `ended`."""

    act: str
    target: Target | None
    new: Values
    mine: Values
    conflict: bool


def is_conflict(base: object, mine: object, new: object) -> bool | None:
    """None: nothing to do. False: the new value is proposed. True: changed on both sides.

    >>> is_conflict(1, 1, 1), is_conflict(1, 2, 1), is_conflict(1, 1, 2), is_conflict(1, 2, 3), is_conflict(1, 2, 2)
    (None, None, False, True, None)
    """
    if new in (base, mine):
        return None
    return mine != base


def values_of(target: Target) -> Values:
    """A target's values as they are compared."""
    return {name: getattr(target, name) for group in GROUPS for name in group}


def values_said(said: Mapping[str, Any]) -> Values:
    """The values that a text gives a target, from the comparison's JSON."""
    found = {name: said[name] for group in GROUPS for name in group}
    for name in ("value", "value_max"):
        found[name] = None if said[name] is None else Decimal(said[name])
    found["due"] = date.fromisoformat(said["due"]) if said["due"] else None
    return found


def coming(said: Mapping[str, Any]) -> Values:
    """All values of a target to be added."""
    return values_said(said) | {name: said[name] for name in ("start", "end", "indicator_code")}


def fates_of(
    targets: Iterable[Target],
    old: Sequence[Values | None],
    new: Sequence[Values | None],
    links: Sequence[Sequence[int]],
) -> tuple[list[TargetFate], list[tuple[Target, Values]]]:
    """What becomes of a task's targets, and where in the new text each that stays stands. `links` pairs old and new by index."""
    went = {pair[0]: pair[1] for pair in links}
    left = list(targets)
    fates: list[TargetFate] = []
    places: list[tuple[Target, Values]] = []
    for index, said in enumerate(old):
        if said is None:
            continue
        target = _take(left, said)
        then = new[went[index]] if index in went else None
        if then is not None and target is not None:
            places.append((target, then))
        fates += _fate(target, values_said(said), then)
    came = [said for index, said in enumerate(new) if said is not None and index not in went.values()]
    for said in came:
        by_hand = next((one for one in left if _same(values_of(one), values_said(said))), None)
        if by_hand is not None:
            left.remove(by_hand)
            places.append((by_hand, said))
        else:
            fates.append(TargetFate("added", None, coming(said), {}, conflict=False))
    return fates, places


def _take(left: list[Target], said: Mapping[str, Any]) -> Target | None:
    """The target that was read from this place, else one with the same values; it is taken out of `left`."""
    found = next((one for one in left if (one.start, one.end) == (said["start"], said["end"])), None)
    found = found or next((one for one in left if _same(values_of(one), values_said(said))), None)
    if found is not None:
        left.remove(found)
    return found


def _same(one: Values, other: Values) -> bool:
    return all(one[name] == other[name] for name in ("indicator", "value", "value_max", "unit"))


def _fate(target: Target | None, base: Values, then: Mapping[str, Any] | None) -> Iterator[TargetFate]:
    new = None if then is None else values_said(then)
    if target is None:  # a person deleted it
        if then is not None and new is not None and _changed(base, new):
            yield TargetFate("added", None, coming(then), {}, conflict=True)
        return
    mine = values_of(target)
    if new is None:
        yield TargetFate("ended", target, {}, {}, conflict=_changed(base, mine))
        return
    taken: Values = {}
    asked: Values = {}
    for group in GROUPS:
        verdict = is_conflict(_part(base, group), _part(mine, group), _part(new, group))
        if verdict is not None:
            (asked if verdict else taken).update({name: new[name] for name in group})
    if taken or asked:
        yield TargetFate("changed", target, taken | asked, taken if asked else {}, conflict=bool(asked))


def _part(values: Values, group: Sequence[str]) -> tuple[Any, ...]:
    return tuple(values[name] for name in group if name != "due_text")


def _changed(one: Values, other: Values) -> bool:
    return any(_part(one, group) != _part(other, group) for group in GROUPS)
