"""Why a figure differs from last time: rows that came, went or changed, by unit and part, and the definition.

What a part gained or lost is the sum of its effects, exactly. The definition of last time is held fixed while rows are
compared; what the new one makes of today's rows is an effect of its own. Distinct and latest values are not sums of rows, so their
difference stands as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.measures import Leaf, digits_of, leaves
from yaodian.apps.indicators.contributions import Counted, adds_up, counted, own_columns
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.reading import reader_of, sensitive_in
from yaodian.apps.indicators.shown import By, Taken
from yaodian.kernel.errors import NotAllowed
from yaodian.packs import catalogue


class Why(StrEnum):
    """What made a part differ."""

    ADDED = "added"  # rows that were not there
    REMOVED = "removed"  # rows that are gone
    CHANGED = "changed"  # rows whose own values are others
    MOVED_ON = "moved-on"  # rows as they were: the day, a row that they refer to, or the tree is another
    DEFINITION = "definition"  # the same rows, counted by another definition
    WHOLE = "whole"  # what does not add up from rows


TITLES = {
    Why.ADDED: "新增的行",
    Why.REMOVED: "不在了的行",
    Why.CHANGED: "改过的行",
    Why.MOVED_ON: "本身没有改、随统计日或关联台账变了的行",
    Why.DEFINITION: "口径改了",
    Why.WHOLE: "整体变化（去重或取最近一次的数，不能逐行相加）",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What some rows of a unit did to a part; `unit` None and no rows where it is not of rows."""

    why: Why
    unit: int | None
    rows: tuple[int, ...]
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Moved:
    """A count or total of which figures are made: before, after, and what made the difference."""

    says: str
    register: str
    before: Fraction
    after: Fraction
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Difference:
    """Both figures and what lies between them. `change` is None where one is hidden or unknown; `moved` is empty for a reader
    without the right to the rows."""

    before: Figure
    after: Figure
    change: Fraction | None
    opened: bool
    definitions: tuple[str, str]
    moved: tuple[Moved, ...]

    @property
    def redefined(self) -> bool:
        """Whether the definition is another."""
        return self.definitions[0] != self.definitions[1]


def difference(before: Taken, after: Taken, *, unit: int, by: By) -> Difference:
    """Why the figure of a unit is another; NotAllowed where the reader may not see it."""
    was, now = (_figure(each, unit, by) for each in (before, after))
    known = all(unit in reader_of(by, each.indicator, each.basis.tree).known for each in (before, after))
    listed = not any(sensitive_in(each.indicator.measure) for each in (before, after))
    opened = known and listed and not was.hidden and not now.hidden
    change = now.value - was.value if was.value is not None and now.value is not None else None
    moved = tuple(_moved(before, after, unit)) if opened else ()
    definitions = (catalogue().explain(before.indicator.measure), catalogue().explain(after.indicator.measure))
    return Difference(was, now, change, opened, definitions, moved)


def _figure(taken: Taken, unit: int, by: By) -> Figure:
    found = next(iter(taken.figures(by, [unit])), None)
    if found is None:
        raise NotAllowed("这个单位的数不在您的岗位能看的范围内。")
    return found


def _moved(before: Taken, after: Taken, unit: int) -> Iterable[Moved]:
    was, now = (tuple(dict.fromkeys(leaves(each.indicator.measure))) for each in (before, after))
    if len(was) != len(now):
        return  # made of other parts: the figures and both definitions stand beside each other
    for old, new in zip(was, now, strict=True):
        scale = 10 ** digits_of(new)
        first = Fraction(before.amounts.amount(old, unit), 10 ** digits_of(old))
        last = Fraction(after.amounts.amount(new, unit), scale)
        says = catalogue().explain(new)
        if not (adds_up(old) and adds_up(new)) or old.register != new.register:
            yield Moved(says, new.register, first, last, (Effect(Why.WHOLE, None, (), last - first),))
            continue
        effects = _effects(old, before, after, unit)
        left = last - first - sum((each.amount for each in effects), Fraction())
        redefined = (Effect(Why.DEFINITION, None, (), left),) if old != new and left else ()
        yield Moved(says, new.register, first, last, (*effects, *redefined))


def _effects(leaf: Leaf, before: Taken, after: Taken, unit: int) -> tuple[Effect, ...]:
    """What rows did, by why and unit, the largest first."""
    was, now = (counted(leaf, each.basis, each.moment, unit) for each in (before, after))
    differing = [row for row in was.keys() | now.keys() if _amount(was, row) != _amount(now, row)]
    columns = own_columns(leaf)
    there = [_rows(each, leaf, columns, differing) for each in (before, after)]
    found: dict[tuple[Why, int], list[int]] = {}
    for row in sorted(differing):
        owner = now[row].unit if row in now else was[row].unit
        found.setdefault((_why(row, *there), owner), []).append(row)
    effects = [
        Effect(why, owner, tuple(rows), sum((_change(leaf, was, now, row) for row in rows), Fraction()))
        for (why, owner), rows in found.items()
    ]
    return tuple(sorted(effects, key=lambda each: (list(Why).index(each.why), -abs(each.amount), each.unit)))


def _why(row: int, before: Mapping[int, object], after: Mapping[int, object]) -> Why:
    if row not in before:
        return Why.ADDED
    if row not in after:
        return Why.REMOVED
    return Why.CHANGED if before[row] != after[row] else Why.MOVED_ON


def _amount(held: Mapping[int, Counted], row: int) -> int:
    return held[row].amount if row in held else 0


def _change(leaf: Leaf, was: Mapping[int, Counted], now: Mapping[int, Counted], row: int) -> Fraction:
    return Fraction(_amount(now, row) - _amount(was, row), 10 ** digits_of(leaf))


def _rows(taken: Taken, leaf: Leaf, columns: frozenset[str], wanted: Sequence[int]) -> dict[int, object]:
    """Some rows' own values, of those that are there."""
    table = taken.basis.rows.tables({leaf.register: columns})[leaf.register].select(sorted(columns | {"id"}))
    some = table.filter(pc.is_in(table["id"], value_set=pa.array(wanted, pa.int64())))
    return {values["id"]: values for values in some.to_pylist()}
