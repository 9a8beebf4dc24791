"""The rule of the lights by example: each light, its boundaries in pairs, and laws that hold for any task."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yaodian.apps.plans.lights import (
    WORST_FIRST,
    Clock,
    Light,
    Promise,
    Standing,
    Thresholds,
    item_light,
    moved_by_pause,
    standing,
)

START, DUE = date(2026, 1, 1), date(2026, 4, 10)  # a hundred days: a day is a percentage point
YEAR = Clock(START, DUE)


def day(number: int) -> date:
    """The n-th day of the hundred."""
    return START + timedelta(days=number - 1)


def promise(comparator: str = ">=", value: object = 100, **more: Any) -> Promise:
    numbers = {name: Decimal(str(more.pop(name))) for name in ("value_max", "baseline") if name in more}
    return Promise(
        more.pop("kind", "commit"), comparator, Decimal(str(value)), more.pop("unit", "%"), **numbers, **more
    )


def stands(at: int, actual: object, clock: Clock = YEAR, **more: Any) -> Standing:
    return standing(promise(**more), None if actual is None else Decimal(str(actual)), clock, day(at))


RANGE: dict[str, Any] = {"comparator": "range", "value_max": 90}
TARGETS: list[tuple[str, dict[str, Any], str]] = [
    ("on its path", {"at": 50, "actual": 50}, "green"),
    ("9 points behind", {"at": 50, "actual": 41}, "green"),
    ("just below 10 points behind", {"at": 50, "actual": "40.01"}, "green"),
    ("10 points behind", {"at": 50, "actual": 40}, "yellow"),
    ("just below 30 points behind", {"at": 50, "actual": "20.01"}, "yellow"),
    ("30 points behind", {"at": 50, "actual": 20}, "red"),
    ("a stretch target 30 points behind", {"at": 50, "actual": 20, "kind": "stretch"}, "yellow"),
    ("a stretch target 90 points behind", {"at": 99, "actual": 9, "kind": "stretch"}, "yellow"),
    ("reached", {"at": 50, "actual": 100}, "done"),
    ("reached late", {"at": 150, "actual": 100}, "done"),
    ("one short on the last day", {"at": 100, "actual": 99}, "green"),
    ("one short the day after", {"at": 101, "actual": 99}, "overdue"),
    ("nothing reported, early", {"at": 9, "actual": None}, "idle"),
    ("nothing reported, a tenth of the time over", {"at": 10, "actual": None}, "yellow"),
    ("nothing reported, three tenths over", {"at": 30, "actual": None}, "red"),
    ("before the first day", {"at": 0, "actual": None}, "idle"),
    ("its own earlier date, just before", {"at": 40, "actual": 99, "due": day(40)}, "green"),
    ("its own earlier date, just after", {"at": 41, "actual": 99, "due": day(40)}, "overdue"),
    ("more than: exactly at the value", {"at": 100, "actual": 100, "comparator": ">"}, "green"),
    ("more than: above it", {"at": 100, "actual": 101, "comparator": ">"}, "done"),
    ("about: 5 per cent short", {"at": 100, "actual": 95, "comparator": "~"}, "done"),
    ("about: just more than 5 short", {"at": 100, "actual": "94.9", "comparator": "~"}, "green"),
    ("exactly: reached", {"at": 100, "actual": 100, "comparator": "="}, "done"),
    ("exactly: more than promised", {"at": 101, "actual": 102, "comparator": "="}, "done"),
    ("exactly, as a limit: more", {"at": 101, "actual": 102, "comparator": "=", "kind": "limit"}, "overdue"),
    ("exactly, brought down further", {"at": 50, "actual": 9, "comparator": "=", "value": 10, "baseline": 20}, "done"),
    ("range: its lower end", {"at": 100, "actual": 85, "comparator": "range", "value": 85, "value_max": 90}, "done"),
    ("range: just below", {"at": 100, "actual": "84.9", "comparator": "range", "value": 85, "value_max": 90}, "green"),
    ("a ceiling kept", {"at": 50, "actual": 60, "comparator": "<=", "value": 60, "kind": "limit"}, "green"),
    ("a ceiling broken", {"at": 50, "actual": 61, "comparator": "<=", "value": 60, "kind": "limit"}, "red"),
    ("below: at the bound", {"at": 50, "actual": 60, "comparator": "<", "value": 60, "kind": "limit"}, "red"),
    (
        "a stretch ceiling broken",
        {"at": 50, "actual": 61, "comparator": "<=", "value": 60, "kind": "stretch"},
        "yellow",
    ),
    ("a ceiling without figure", {"at": 50, "actual": None, "comparator": "<=", "value": 60}, "green"),
    ("none at all: none", {"at": 50, "actual": 0, "comparator": "=", "value": 0}, "green"),
    ("none at all: one", {"at": 50, "actual": 1, "comparator": "=", "value": 0}, "red"),
    (
        "lowered from a baseline, on its path",
        {"at": 50, "actual": 15, "comparator": "<=", "value": 10, "baseline": 20},
        "green",
    ),
    ("lowered, 30 points behind", {"at": 50, "actual": 18, "comparator": "<=", "value": 10, "baseline": 20}, "red"),
    ("lowered, reached", {"at": 50, "actual": 10, "comparator": "<=", "value": 10, "baseline": 20}, "done"),
    ("raised from a baseline, on its path", {"at": 50, "actual": 90, "baseline": 80}, "green"),
    ("raised, still at the baseline", {"at": 50, "actual": 80, "baseline": 80}, "red"),
    ("lowered to about: 5 per cent above", {"at": 50, "actual": 105, "comparator": "~", "baseline": 200}, "done"),
    ("lowered to about: half-way", {"at": 50, "actual": 150, "comparator": "~", "baseline": 200}, "green"),
    ("lowered into a range", {"at": 50, "actual": 90, "value": 85, **RANGE, "baseline": 120}, "done"),
    ("lowered to a range, 30 behind", {"at": 50, "actual": 114, "value": 85, **RANGE, "baseline": 120}, "red"),
    ("fulfilled from the first day: kept", {"at": 50, "actual": 98, "value": 96, "baseline": 97}, "green"),
    ("fulfilled from the first day: just kept", {"at": 50, "actual": 96, "value": 96, "baseline": 97}, "green"),
    ("fulfilled from the first day: lost", {"at": 2, "actual": "95.9", "value": 96, "baseline": 97}, "red"),
    ("fulfilled, strived for, lost", {"at": 2, "actual": 95, "value": 96, "baseline": 96, "kind": "stretch"}, "yellow"),
    ("fulfilled, no figure yet", {"at": 50, "actual": None, "value": 96, "baseline": 97}, "green"),
    ("fulfilled, lost after its date", {"at": 101, "actual": 95, "value": 96, "baseline": 97}, "overdue"),
]


@pytest.mark.parametrize(("given_", "code"), [row[1:] for row in TARGETS], ids=[row[0] for row in TARGETS])
def test_a_target_gets_its_light(given_: dict[str, Any], code: str) -> None:
    found = stands(**given_)
    assert found.light.code == code, found.light.why
    assert found.light.why


GREEN = stands(50, 50)
YELLOW, RED = stands(50, 40), stands(50, 20)
REACHED, LATE = stands(50, 100), stands(50, 99, due=day(40))
ITEMS: list[tuple[str, dict[str, Any], str]] = [
    ("finished", {"at": 50, "finished_on": day(40), "targets": [RED]}, "done"),
    ("finished only later", {"at": 39, "finished_on": day(40), "begun": True, "last": 39}, "green"),
    ("paused, first day", {"at": 40, "pauses": ((day(40), day(45)),), "targets": [RED]}, "paused"),
    ("the day before the pause", {"at": 39, "pauses": ((day(40), day(45)),), "begun": True, "last": 39}, "green"),
    ("paused, last day", {"at": 45, "pauses": ((day(40), day(45)),)}, "paused"),
    ("the day after the pause", {"at": 46, "pauses": ((day(40), day(45)),), "begun": True, "last": 46}, "green"),
    ("paused beyond its date", {"at": 101, "pauses": ((day(90), day(110)),)}, "paused"),
    ("the last day", {"at": 100, "begun": True, "last": 100}, "yellow"),
    ("the day after", {"at": 101, "begun": True, "last": 100}, "overdue"),
    ("a target past its own date", {"at": 50, "begun": True, "last": 50, "targets": [LATE, GREEN]}, "overdue"),
    ("not begun, before the first day", {"at": 0}, "idle"),
    ("not begun, 9 per cent over", {"at": 9}, "idle"),
    ("not begun, 10 per cent over", {"at": 10}, "yellow"),
    ("not begun, 29 per cent over", {"at": 29}, "yellow"),
    ("not begun, 30 per cent over", {"at": 30}, "red"),
    ("not begun, but says so lately", {"at": 30, "last": 29}, "idle"),
    ("one red among green", {"at": 50, "begun": True, "last": 50, "targets": [GREEN, YELLOW, RED]}, "red"),
    ("one yellow among green", {"at": 50, "begun": True, "last": 50, "targets": [GREEN, YELLOW]}, "yellow"),
    ("all reached", {"at": 50, "begun": True, "last": 50, "targets": [REACHED]}, "green"),
    ("all reached, due tomorrow", {"at": 99, "begun": True, "last": 50, "targets": [REACHED]}, "green"),
    ("8 days left", {"at": 92, "begun": True, "last": 92}, "green"),
    ("7 days left", {"at": 93, "begun": True, "last": 93}, "yellow"),
    ("silent for 60 days", {"at": 80, "begun": True, "last": 20}, "green"),
    ("silent for 61 days", {"at": 81, "begun": True, "last": 20}, "yellow"),
]


def light(at: int, *, last: int | None = None, pauses: Any = (), **more: Any) -> Light:
    given_ = {"finished_on": None, "begun": False, "targets": (), **more}
    last_on = None if last is None else day(last)
    return item_light(on=day(at), clock=Clock(START, DUE, pauses), last_report_on=last_on, **given_)


@pytest.mark.parametrize(("given_", "code"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS])
def test_a_task_gets_its_light(given_: dict[str, Any], code: str) -> None:
    found = light(**given_)
    assert found.code == code, found.why
    assert found.why


def test_a_path_from_a_baseline_says_so() -> None:
    told = stands(50, "94.5", value=96, baseline="94.5")
    assert (told.expected, told.share, told.mark) == (Decimal("95.25"), 0, Decimal("0.5"))
    assert told.light.why.startswith("从基数94.5%起，按计划路径今天应到50%，实际94.5%（0%），落后50个百分点")
    assert stands(50, "94.5", value=96).light.why.startswith("按计划路径"), "from zero nothing is said"
    assert stands(50, "95", value=96, baseline=97).light.why == "实际95%，低于96%；基数97%原已达到"


def test_days_late_are_counted_from_the_date_that_passed() -> None:
    assert light(116, begun=True).days == 16
    assert light(50, begun=True, last=50, targets=[LATE]).days == 10


def test_the_numbers_are_parameters() -> None:
    strict = Thresholds(behind_yellow=Decimal(1), behind_red=Decimal(5), soon_days=Decimal(30), silent_days=Decimal(10))
    assert standing(promise(), Decimal(45), YEAR, day(50), strict).light.code == "red"
    assert standing(promise(), Decimal(49), YEAR, day(50), strict).light.code == "yellow"
    quiet = item_light(
        on=day(80), clock=YEAR, finished_on=None, begun=True, last_report_on=day(80), targets=(), thresholds=strict
    )
    assert quiet.code == "yellow"


# ---- laws -----------------------------------------------------------------------------------------------------------

DAYS = st.integers(min_value=-5, max_value=130)
VALUES = st.decimals(min_value=0, max_value=200, places=2)
RISING = st.sampled_from([">=", ">", "~", "="])
KINDS = st.sampled_from(["commit", "stretch", "resource"])
PAUSES = st.tuples(st.integers(1, 90), st.integers(0, 20)).map(lambda p: (day(p[0]), day(p[0] + p[1])))


def badness(code: str) -> int:
    """The place of a light from best to worst, as far as a figure alone moves it."""
    return ["done", "green", "idle", "yellow", "red", "overdue"].index(code)


@given(at=DAYS, pair=st.tuples(VALUES, VALUES), made=st.builds(promise, RISING, st.integers(1, 150), kind=KINDS))
def test_more_never_makes_it_worse(at: int, pair: tuple[Decimal, Decimal], made: Promise) -> None:
    less, more = sorted(pair)
    low, high = (standing(made, actual, YEAR, day(at)).light.code for actual in (less, more))
    assert badness(high) <= badness(low)


@given(at=DAYS, less=VALUES, more=VALUES, value=st.integers(0, 150), baseline=st.none() | st.integers(0, 200))
def test_less_of_what_is_bounded_or_lowered_never_makes_it_worse(
    at: int, less: Decimal, more: Decimal, value: int, baseline: int | None
) -> None:
    assume(less <= more)
    made = promise("<=", value, **({} if baseline is None else {"baseline": baseline}))
    low, high = (standing(made, actual, YEAR, day(at)).light.code for actual in (less, more))
    assert badness(low) <= badness(high)


@given(
    at=DAYS,
    pair=st.tuples(VALUES, VALUES),
    made=st.builds(
        promise, st.sampled_from([">=", ">"]), st.integers(1, 150), baseline=st.integers(0, 200), kind=KINDS
    ),
)
def test_more_is_never_worse_whatever_the_baseline_of_an_at_least(
    at: int, pair: tuple[Decimal, Decimal], made: Promise
) -> None:
    low, high = (standing(made, actual, YEAR, day(at)).light.code for actual in sorted(pair))
    assert badness(high) <= badness(low)


@given(at=st.integers(1, 129), value=st.integers(1, 150), baseline=st.integers(0, 200), pause=st.none() | PAUSES)
def test_the_path_is_monotone_and_ends_at_the_target(
    at: int, value: int, baseline: int, pause: tuple[date, date] | None
) -> None:
    clock = Clock(START, DUE, (pause,) if pause else ())
    made = promise(">=" if baseline <= value else "<=", value, baseline=baseline)
    assume(baseline != value)
    today, tomorrow = (standing(made, None, clock, day(at + more)).expected for more in (0, 1))
    assert today is not None
    assert tomorrow is not None
    assert (tomorrow - today) * (value - baseline) >= 0
    assert standing(made, None, clock, DUE).expected == value
    mark = standing(made, None, clock, day(at)).mark
    assert mark is not None
    assert 0 <= mark <= 1


@given(pause=PAUSES, after=st.integers(0, 60))
def test_paused_days_do_not_count(pause: tuple[date, date], after: int) -> None:
    since, until = pause
    moved = Clock(START, moved_by_pause(DUE, since=since, until=until), (pause,))
    assert moved.share(until) == YEAR.share(since - timedelta(days=1)) or since > DUE
    later = until + timedelta(days=after)
    stood = (until - since).days + 1
    assert moved.share(later) == YEAR.share(later - timedelta(days=stood)), "afterwards the path goes on as if shifted"


@given(at=DAYS, begun=st.booleans(), last=st.none() | st.integers(0, 100), finished=st.none() | st.integers(1, 100))
def test_there_is_always_one_known_light_with_a_reason(
    at: int, begun: bool, last: int | None, finished: int | None
) -> None:
    found = light(at, last=last, begun=begun, finished_on=None if finished is None else day(finished), targets=[GREEN])
    assert found.code in WORST_FIRST
    assert found.why
