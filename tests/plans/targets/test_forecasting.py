"""Forecasts by example and by laws: within the band, exact where nothing lies between, never beyond what can be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.apps.plans.forecasting import paced, seasonal, steady, within, years_before
from yaodian.apps.plans.lights import standing
from yaodian.apps.plans.promises import Clock, Promise, wanted_on

END = date(2026, 12, 31)
FIGURES = st.decimals(min_value=0, max_value=1000, places=3)
YEARS = st.lists(st.tuples(FIGURES, FIGURES), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("now", "past", "expected"),
    [
        ("95", [("94", "95"), ("93", "95")], ("96", "96.5", "97")),  # gained one and two points in the past years
        ("12", [("10", "18"), ("8", "16"), ("9", "14")], ("17", "19", "20")),
        ("40", [("40", "40"), ("41", "41")], ("40", "40", "40")),  # nothing ever changed from here on
    ],
)
def test_the_same_months_of_past_years_decide(now: str, past: list[tuple[str, str]], expected: tuple[str, ...]) -> None:
    told = seasonal(Decimal(now), [(Decimal(then), Decimal(later)) for then, later in past], END)
    assert told is not None
    assert (told.low, told.middle, told.high) == tuple(map(Decimal, expected))


def test_one_past_year_is_not_enough() -> None:
    assert seasonal(Decimal(5), [(Decimal(1), Decimal(2))], END) is None
    assert not paced(Decimal(5), Decimal("0.1"), 100, END).has_band
    assert paced(Decimal(5), Decimal("0.1"), 100, END).middle == 15


@given(now=FIGURES, past=YEARS)
def test_the_middle_lies_within_the_band(now: Decimal, past: list[tuple[Decimal, Decimal]]) -> None:
    told = seasonal(now, past, END)
    assert told is not None
    assert told.low <= told.middle <= told.high


@given(now=FIGURES, past=YEARS)
def test_today_is_known_exactly(now: Decimal, past: list[tuple[Decimal, Decimal]]) -> None:
    """From a day to the same day nothing was ever added."""
    told = seasonal(now, [(then, then) for then, _later in past], END)
    assert told is not None
    assert (told.low, told.middle, told.high) == (now, now, now)
    assert steady(now, END).middle == now


@given(now=FIGURES, more=FIGURES, past=YEARS)
def test_who_has_more_today_will_have_more(now: Decimal, more: Decimal, past: list[tuple[Decimal, Decimal]]) -> None:
    one, other = seasonal(now, past, END), seasonal(now + more, past, END)
    assert one is not None
    assert other is not None
    assert one.middle <= other.middle


@given(now=FIGURES, past=YEARS)
def test_never_below_nothing_nor_above_all(now: Decimal, past: list[tuple[Decimal, Decimal]]) -> None:
    told = seasonal(now, past, END)
    assert told is not None
    held = within(told, Decimal(0), Decimal(100))
    assert 0 <= held.low <= held.middle <= held.high <= 100


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), years=st.integers(1, 10))
def test_a_day_of_a_past_year_is_the_same_day(day: date, years: int) -> None:
    then = years_before(day, years)
    assert (then.year, then.month) == (day.year - years, day.month)
    assert then.day == day.day or (day.month, day.day, then.day) == (2, 29, 28)


# ---- the path -----------------------------------------------------------------------------------------------------------

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.integers(1, 363).map(lambda number: START + timedelta(days=number))
STEPS = st.dictionaries(DAYS, st.integers(0, 100), max_size=6).map(
    lambda found: tuple(zip(sorted(found), map(Decimal, sorted(found.values())), strict=True))
)
PAUSES = st.none() | st.tuples(DAYS, st.integers(0, 60)).map(lambda one: (one[0], one[0] + timedelta(days=one[1])))


def rising(path: tuple[tuple[date, Decimal], ...]) -> Promise:
    return Promise("commit", ">=", Decimal(100), "%", path=path)


@given(path=STEPS, day=DAYS, pause=PAUSES)
def test_a_path_through_rising_values_never_falls(
    path: tuple[tuple[date, Decimal], ...], day: date, pause: tuple[date, date] | None
) -> None:
    clock = Clock(START, DUE, (pause,) if pause else ())
    today, tomorrow = (wanted_on(rising(path), clock, day + timedelta(days=more)) for more in (0, 1))
    assert 0 <= today <= tomorrow <= 100


@given(path=STEPS)
def test_a_path_passes_through_the_values_given(path: tuple[tuple[date, Decimal], ...]) -> None:
    clock = Clock(START, DUE)
    for day, value in path:
        assert wanted_on(rising(path), clock, day) == value
    assert wanted_on(rising(path), clock, DUE) == 100
    assert wanted_on(rising(path), clock, START - timedelta(days=1)) == 0


def test_a_path_with_values_gives_the_light() -> None:
    late = rising(((date(2026, 9, 30), Decimal(10)),))
    stands = standing(late, Decimal(8), Clock(START, DUE), date(2026, 9, 30))
    assert (stands.expected, stands.light.code) == (10, "green")
    straight = standing(rising(()), Decimal(8), Clock(START, DUE), date(2026, 9, 30))
    assert straight.light.code == "red"
    strict = Promise("commit", ">=", Decimal(100), "%", behind_yellow=Decimal(1), behind_red=Decimal(2))
    assert standing(strict, Decimal(73), Clock(START, DUE), date(2026, 9, 30)).light.code == "yellow"
    assert standing(strict, Decimal(72), Clock(START, DUE), date(2026, 9, 30)).light.code == "red"


@pytest.mark.parametrize(
    ("comparator", "value", "actual", "code"),
    [
        ("=", "0.5", "0.4", "green"),  # less of what should go down is as good
        ("=", "0.5", "0.6", "red"),
        ("~", "0.5", "0.52", "green"),
        ("<=", "0.5", "0.5", "green"),
    ],
)
def test_the_direction_of_the_indicator_counts(comparator: str, value: str, actual: str, code: str) -> None:
    made = Promise("commit", comparator, Decimal(value), "%", better="down", digits=2)
    assert standing(made, Decimal(actual), Clock(START, DUE), date(2026, 9, 30)).light.code == code
