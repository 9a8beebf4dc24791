"""What bound targets are expected to be on later days: at the year's end, in two weeks (`forecasting` has the rules).

Past years are taken from the same rows by their valid time; the figures of several days are asked for at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from yaodian.apps.indicators.by_day import DayFigure, Followed, figures_by_day
from yaodian.apps.plans.forecasting import BACK, MOST_YEARS, Outlook, paced, seasonal, steady, within, years_before
from yaodian.apps.plans.models import Target
from yaodian.apps.plans.promises import RATES
from yaodian.apps.plans.selectors.computed import By, in_unit
from yaodian.apps.plans.selectors.standing import TargetRow
from yaodian.registers.indicator import Taken

Asked = tuple[Followed, date]


def outlooks(
    rows: Iterable[TargetRow], later: Sequence[date], *, on: date, by: By = None
) -> dict[tuple[int, date], Outlook]:
    """What is expected of bound targets on later days, by target and day; those without a figure, or whose figure is hidden
    from the reader, are left out, as are past years that he may not see. A constant number of queries."""
    told = [row for row in rows if row.computed is not None and row.standing.actual is not None]
    days = list(dict.fromkeys([on, *later, year_end(on.year)]))
    wanted: set[Asked] = set()
    for row in told:
        wanted.update(_past(row, days))
        wanted.add((_followed(row), on - BACK))
    known = figures_by_day(wanted, by=by) if wanted else {}
    found = {}
    for row in told:
        years = [years for years in range(1, MOST_YEARS + 1) if _has_rows(row, known, days, years)]
        for day in later:
            found[row.target.pk, day] = _expected(row, known, (on, day), years)
    return found


def _has_rows(row: TargetRow, known: Mapping[Asked, DayFigure], days: Sequence[date], years: int) -> bool:
    """Whether a past year can be compared: all its figures are known, and not all of them nothing, as before rows were kept."""
    values = [_value(row.target, asked, known) for asked in _a_year(row, days, years)]
    return None not in values and any(values)


def _expected(
    row: TargetRow, known: Mapping[Asked, DayFigure], between: tuple[date, date], years: Sequence[int]
) -> Outlook:
    on, day = between
    now, followed = row.standing.actual or Decimal(0), _followed(row)
    if followed.moment(on) == followed.moment(day):
        return steady(now, day)
    past = []
    for back in years:
        then, later = (_value(row.target, asked, known) or Decimal(0) for asked in _a_year(row, between, back))
        past.append((then, later))
    told = seasonal(now, past, day) or paced(now, _gain(row, known, on), (day - on).days, day)
    most = Decimal(100) if row.target.unit in ("%", "％") and now <= 100 else None
    return within(told, None if now < 0 else Decimal(0), most)


def _gain(row: TargetRow, known: Mapping[Asked, DayFigure], on: date) -> Decimal:
    """What the figure gained a day in the last eight weeks, or since its period began where that is less; what is taken on
    the first day of its period gains nothing."""
    now, followed = row.standing.actual or Decimal(0), _followed(row)
    if followed.indicator.taken is Taken.FIRST:
        return Decimal(0)
    if followed.period_on(on - BACK) == followed.period_on(on):
        then = _value(row.target, (followed, on - BACK), known)
        return Decimal(0) if then is None else (now - then) / BACK.days
    begun = (on - followed.period_on(on).first).days + 1
    return now / begun if followed.indicator.measure.additive else Decimal(0)


def _past(row: TargetRow, days: Sequence[date]) -> list[Asked]:
    return [asked for years in range(1, MOST_YEARS + 1) for asked in _a_year(row, days, years)]


def _a_year(row: TargetRow, days: Sequence[date], years: int) -> list[Asked]:
    """The same days some years before, of the same period so many years before."""
    followed = _followed(row)
    if followed.period is not None:
        followed = replace(followed, period=replace(followed.period, year=followed.period.year - years))
    return [(followed, years_before(day, years)) for day in days]


def _followed(row: TargetRow) -> Followed:
    if row.computed is None:
        raise ValueError(f"{row.target} is not bound")
    return row.computed.followed


def _value(target: Target, asked: Asked, known: Mapping[Asked, DayFigure]) -> Decimal | None:
    return in_unit(known[asked], target, asked[0])


def year_end(year: int) -> date:
    """The day for which the list of targets has forecasts.

    >>> year_end(2026)
    datetime.date(2026, 12, 31)
    """
    return date(year, 12, 31)


def said_outlook(outlook: Outlook, row: TargetRow) -> str:
    """The forecast in words: 95.4%（95.1–95.8%）."""
    promise = row.promise
    unit = row.target.unit
    whole = unit not in RATES and (promise.digits or 0) == 0
    low, middle, high = (promise.said(value.quantize(Decimal(1)) if whole else value) for value in _ends(outlook))
    return middle if low == high else f"{middle}（{low.removesuffix(unit)}–{high}）"


def _ends(outlook: Outlook) -> tuple[Decimal, Decimal, Decimal]:
    return outlook.low, outlook.middle, outlook.high
