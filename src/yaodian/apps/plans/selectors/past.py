"""What held on a past day: the targets' former values, due dates and pauses, so that lights of past days never change."""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localtime

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Adjustment, Item, Request, Target, TargetVersion
from yaodian.apps.plans.models.promise import PROMISED

SAID_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def exists_on(item: Item, day: date) -> bool:
    """Whether the task was owed on a day: added by then, and not withdrawn then."""
    if item.since is not None and day < item.since:
        return False
    if any(since <= day.isoformat() < until for since, until in item.gaps):
        return False
    return item.state != Item.State.WITHDRAWN or (item.withdrawn_on is not None and day < item.withdrawn_on)


@dataclass(frozen=True, slots=True)
class Past:
    """What held on a day; for today and later it is empty and everything is as it stands now."""

    dues: dict[int, date | None] = field(default_factory=dict)  # by item, only where another date held
    targets: dict[int, list[Target]] | None = None  # by item; None: as they are now

    def due_of(self, item: Item) -> date | None:
        """The item's due date on that day."""
        return self.dues.get(item.pk, item.due)

    def targets_of(self, item: Item) -> list[Target]:
        """The item's targets on that day, with the values that held."""
        return list(item.targets.all()) if self.targets is None else self.targets.get(item.pk, [])


def past_of(items: list[Item], day: date) -> Past:
    """What held for these items on a day. Three queries for a past day, none for today."""
    if day >= today() or not items:
        return Past()
    return Past(_dues(items, day), _targets(items, day))


def _dues(items: Iterable[Item], day: date) -> dict[int, date | None]:
    """The first adjustment after the day tells what held before it."""
    found: dict[int, date | None] = {}
    rows = Adjustment.objects.filter(item__in=items, field="due").order_by("at", "pk")
    for item, old, at in rows.values_list("item_id", "old", "at"):
        if localtime(at).date() > day and item not in found:
            found[item] = day_said(old)
    return found


def _targets(items: Iterable[Item], day: date) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = defaultdict(list)
    held: dict[int, TargetVersion] = {}
    for version in TargetVersion.objects.filter(target__item__in=items, until__gte=day).order_by("until", "pk"):
        held.setdefault(version.target_id, version)
    for target in Target.ever.filter(item__in=items).order_by("order", "pk"):
        if (target.since and day < target.since) or (target.until and target.until < day):
            continue
        found[target.item_id].append(as_held(target, held.get(target.pk)))
    return found


def as_held(target: Target, version: TargetVersion | None) -> Target:
    """The target with a former version's values, not to be saved."""
    if version is None:
        return target
    then = copy(target)
    for name in PROMISED:
        setattr(then, name, getattr(version, name))
    return then


def pauses_of(items: Iterable[Item], day: date) -> dict[int, list[tuple[date, date]]]:
    """The pauses granted by the end of a day: one that is granted later does not change the lights before."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    granted = Request.objects.filter(item__in=items, kind=Request.Kind.PAUSE, state=Request.State.GRANTED)
    for item, since, until, at in granted.values_list("item_id", "since", "until", "decided_at"):
        if since and until and at and localtime(at).date() <= day:
            found[item].append((since, until))
    return found


def day_said(words: str) -> date | None:
    """A date as adjustments keep it; None for none.

    >>> day_said("2026年9月30日"), day_said("")
    (datetime.date(2026, 9, 30), None)
    """
    match = SAID_DAY.search(words)
    return date(*map(int, match.groups())) if match else None
