"""The one place where lights (灯) are decided: from dates, reported figures and a linear path. Pure; a light is never typed.

The rule (判灯规则), in this order:

1. 完成 done: the item was finished (办结).
2. 停钟 paused: a granted pause covers the day. Paused days do not count in the path.
3. 逾期 overdue: the day lies behind the item's due date, or behind the own due date of a target that is not reached.
4. 未开始 idle: the day lies before the start.
5. 滞后 red, 预警 yellow: a target lies `behind_red` or `behind_yellow` points (百分点) or more behind its path, or breaks a
   limit (red); a stretch target (力争) is yellow at worst.
6. Not begun: 未开始 idle while less than `behind_yellow` per cent of the time is over or the owner reported within
   `silent_days`, then 预警 yellow, from `behind_red` per cent 滞后 red.
7. 正常 green: all targets are reached.
8. 预警 yellow: due within `soon_days`; or no report for `silent_days`.
9. 正常 green: all else.

The path (`promises`) runs from the baseline (基数; zero if none) on the first day to the target's value on its due date, straight
or through values given for days between, downwards where the baseline lies above a value that is to be reached from above. A
target whose baseline fulfils it already has no path: it is to be kept (保持), and red when it is lost, as a limit is. The numbers
are parameters (`rules/numbers/lights/`), which a bureau may set otherwise; a target may have a tolerance (容许落后) of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from yaodian.apps.plans.promises import (
    ONE,
    Clock,
    Promise,
    Thresholds,
    in_whole_units,
    is_ceiling,
    is_kept,
    is_reached,
    wanted_on,
)
from yaodian.kernel.figures import plain, points

__all__ = [
    "WORST_FIRST",
    "Clock",
    "Light",
    "Promise",
    "Standing",
    "Thresholds",
    "item_light",
    "moved_by_pause",
    "standing",
]
WORST_FIRST = ("overdue", "red", "yellow", "paused", "idle", "green", "done")


@dataclass(frozen=True, slots=True)
class Light:
    """A light with its reason; `days` late, for an overdue one."""

    code: str
    why: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target stands: its light, the actual figure, what the path asks for today, both also as shares of the way."""

    light: Light
    actual: Decimal | None
    expected: Decimal | None  # 今天应到; None where there is no path (a ceiling)
    share: Decimal | None
    mark: Decimal | None


def standing(
    promise: Promise, actual: Decimal | None, clock: Clock, on: date, thresholds: Thresholds | None = None
) -> Standing:
    """One target on one day; `actual` is the newest figure known by then, None if there is none."""
    rule = thresholds or Thresholds()
    if is_ceiling(promise):
        return Standing(_ceiling(promise, actual, rule), actual, None, None, None)
    due = promise.due or clock.due
    if is_kept(promise, rule):
        return Standing(_kept(promise, actual, on, due, rule), actual, None, None, None)
    wanted = wanted_on(promise, clock, on)
    mark = clock.share(on, due=promise.due) if promise.path == () else promise.share_of(wanted)
    expected = in_whole_units(promise, wanted)
    if actual is not None and is_reached(promise, actual, rule):
        return Standing(Light("done", "已达到"), actual, expected, ONE, mark)
    share = promise.share_of(promise.base if actual is None else actual)
    if on > due:
        light = _missed(due, on)
    elif on < clock.start:
        light = Light("idle", f"{clock.start.month}月{clock.start.day}日开始")
    else:
        light = _against_path(promise, actual, share, mark, rule)
    return Standing(light, actual, expected, share, mark)


def _missed(due: date, on: date) -> Light:
    return Light("overdue", f"到{due.month}月{due.day}日没有达到", (on - due).days)


def _kept(promise: Promise, actual: Decimal | None, on: date, due: date, rule: Thresholds) -> Light:
    base, goal = promise.said(promise.base), promise.said(promise.value)
    if actual is None:
        return Light("green", f"基数{base}已达到目标，{promise.without_figure}")
    told = f"实际{promise.said(actual)}"
    if is_reached(promise, actual, rule):
        return Light("green", f"{told}，没有低于{goal}")
    if on > due:
        return _missed(due, on)
    code = "yellow" if promise.kind == "stretch" else "red"
    return Light(code, f"{told}，低于{goal}；基数{base}原已达到")


def _ceiling(promise: Promise, actual: Decimal | None, rule: Thresholds) -> Light:
    told = promise.said(promise.value)
    if actual is None:
        return Light("green", promise.without_figure)
    if is_reached(promise, actual, rule):
        return Light("green", f"实际{promise.said(actual)}，没有超过{told}")
    code = "yellow" if promise.kind == "stretch" else "red"
    return Light(code, f"实际{promise.said(actual)}，超过{told}")


def _against_path(promise: Promise, actual: Decimal | None, share: Decimal, mark: Decimal, rule: Thresholds) -> Light:
    behind = mark - share
    yellow, red = promise.tolerance(rule)
    told = promise.without_figure if actual is None else f"实际{promise.said(actual)}（{points(share)}%）"
    path = f"按计划路径今天应到{points(mark)}%"
    if promise.baseline is not None:
        path = f"从基数{promise.said(promise.baseline)}起，{path}"
    why = f"{path}，{told}，落后{points(behind)}个百分点"
    if behind * 100 >= red and promise.kind != "stretch":
        return Light("red", f"{why}，达到{plain(red)}个百分点判为滞后")
    if behind * 100 >= yellow:
        return Light("yellow", f"{why}，达到{plain(yellow)}个百分点判为预警")
    if actual is None:
        return Light("idle", promise.without_figure)
    return Light("green", f"{path}，{told}")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that an item's light depends on. `begun`: its owner says it is under way, or a figure was reported."""

    on: date
    clock: Clock
    finished_on: date | None
    begun: bool
    last_report_on: date | None
    targets: Sequence[Standing]
    rule: Thresholds


def _done(at: Situation) -> Light | None:
    finished = at.finished_on
    if finished is None or finished > at.on:
        return None
    return Light("done", f"{finished.month}月{finished.day}日办结")


def _paused(at: Situation) -> Light | None:
    until = max((last for first, last in at.clock.pauses if first <= at.on <= last), default=None)
    return Light("paused", f"停钟到{until.month}月{until.day}日，停钟期间不计时") if until else None


def _overdue(at: Situation) -> Light | None:
    due = at.clock.due
    if at.on > due:
        return Light("overdue", f"时限{due.month}月{due.day}日已过，还没有办结", (at.on - due).days)
    late = [target.light for target in at.targets if target.light.code == "overdue"]
    return max(late, key=lambda light: light.days, default=None)


def _not_started(at: Situation) -> Light | None:
    start = at.clock.start
    return Light("idle", f"{start.month}月{start.day}日开始") if at.on < start else None


def _behind(at: Situation) -> Light | None:
    found = (target.light for code in ("red", "yellow") for target in at.targets if target.light.code == code)
    return next(found, None)


def _not_begun(at: Situation) -> Light | None:
    if at.begun:
        return None
    over = at.clock.share(at.on)
    lately = at.last_report_on is not None and (at.on - at.last_report_on).days <= at.rule.silent_days
    if over * 100 < at.rule.behind_yellow or lately:
        return Light("idle", "还没有开始")
    code = "red" if over * 100 >= at.rule.behind_red else "yellow"
    return Light(code, f"时间已过{points(over)}%，还没有报过进展")


def _reached(at: Situation) -> Light | None:
    counted = [target.light.code for target in at.targets if target.mark is not None]
    all_reached = counted and set(counted) == {"done"}
    return Light("green", "目标都已达到，可以申请办结") if all_reached else None


def _due_soon(at: Situation) -> Light | None:
    left = (at.clock.due - at.on).days
    if left > at.rule.soon_days:
        return None
    return Light("yellow", "今天到期，还没有办结" if left == 0 else f"还有{left}天到期，还没有办结")


def _silent(at: Situation) -> Light | None:
    silent = (at.on - max(at.last_report_on or at.clock.start, at.clock.start)).days
    return Light("yellow", f"已有{silent}天没有报进展") if silent > at.rule.silent_days else None


def _in_time(at: Situation) -> Light:
    told = next((target.light.why for target in at.targets if target.light.code == "green"), "按时推进")
    return Light("green", told)


# The rule: the first step that gives a light decides.
STEPS = (_done, _paused, _overdue, _not_started, _behind, _not_begun, _reached, _due_soon, _silent)


def item_light(
    *,
    finished_on: date | None,
    begun: bool,
    last_report_on: date | None,
    clock: Clock,
    targets: Sequence[Standing],
    on: date,
    thresholds: Thresholds | None = None,
) -> Light:
    """An item's light on a day. `begun`: its owner says it is under way, or has reported a figure."""
    at = Situation(on, clock, finished_on, begun, last_report_on, targets, thresholds or Thresholds())
    return next((light for step in STEPS if (light := step(at)) is not None), None) or _in_time(at)


def moved_by_pause(due: date, *, since: date, until: date) -> date:
    """The due date moved by a pause: as many days later as the clock stood."""
    return due + timedelta(days=(until - since).days + 1)
