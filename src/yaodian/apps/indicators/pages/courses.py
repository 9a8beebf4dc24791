"""A figure over its periods (历次), and the same for units beneath side by side in one scale."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.pages.asking import PERIODS, Asked, periods_of, usual_period
from yaodian.apps.indicators.pages.by_unit import MEASURES, UnitTable
from yaodian.apps.indicators.pages.drawing import Chart, Points, drawn, scale
from yaodian.apps.indicators.pages.judging import WORDS, change_says, limit_of
from yaodian.apps.indicators.pages.one import is_empty
from yaodian.apps.indicators.shown import figures
from yaodian.kernel.period import Cycle, Period

MOST = 24  # units side by side
RUN = 2  # periods on end that are told of


def courses(asked: Asked, table: UnitTable | None) -> tuple[Chart | None, Chart | None]:
    """The unit's own course, and those of units beneath (the worst first); None where there is but one period."""
    last = max(asked.period, usual_period(asked.indicator))
    periods = list(reversed(periods_of(asked.indicator, last, PERIODS)))
    beneath = [line.figure.unit for line in table.lines if not line.figure.hidden][:MOST] if table else []
    told = figures(
        [asked.indicator.code], by=asked.by, periods=periods, units=[asked.unit, *beneath], kind=asked.kind, on=asked.on
    )
    places = {(each.unit, each.period): each for each in told}
    own = [places.get((asked.unit, period)) for period in periods]
    start = next((at for at, each in enumerate(own) if each is not None and (each.hidden or not is_empty(each))), None)
    if start is None or len(periods) - start < 2:
        return None, None
    some = periods[start:]
    return _trend(asked, some, own[start:]), _multiples(asked, table, some, beneath, places)


def short_name(period: Period) -> str:
    """A period on an axis: 25学年, 26年, 26年3月."""
    years = f"{period.year % 100:02}"
    return {
        Cycle.YEAR: f"{period.year}年",
        Cycle.SCHOOL_YEAR: f"{years}–{(period.year + 1) % 100:02}学年",
        Cycle.TERM: f"{years}学年{'秋' if period.number == 1 else '春'}",
        Cycle.MONTH: f"{years}年{period.number}月",
    }[period.span]


def _limit(asked: Asked, values: Sequence[float | None]) -> Points:
    """The norm's line, and the axis that holds it with the values."""
    limit = limit_of(asked.indicator, asked.day)
    unit = asked.indicator.unit
    u = unit if len(unit) <= 2 else ""
    held = {"lim": float(limit.value), "limLabel": limit.label} if limit else {}
    return {"u": u, **held, **scale([*values, held.get("lim")], percent=unit == "%")}  # type: ignore[list-item]


def _trend(asked: Asked, periods: Sequence[Period], own: Sequence[Figure | None]) -> Chart:
    values = [drawn(each) for each in own]
    known = [each for each in own if each is not None and each.value is not None]
    says = "各期的数不足以看出变化。"
    if len(known) > 1:
        first, last = known[0], known[-1]
        change = change_says(asked.indicator, first.value, last.value)
        says = f"{first.period.name}{first.text}，{last.period.name}{last.text}，{change}{_run(asked, own)}。"
    points = {"x": [short_name(each) for each in periods], "y": values, "name": asked.indicator.title}
    rows = [[period.name, each.text if each else "—"] for period, each in zip(periods, own, strict=True)]
    return Chart(
        "trend", {**points, **_limit(asked, values)}, says, f"折线图：{says}", ["时期", asked.indicator.title], rows
    )


def _run(asked: Asked, own: Sequence[Figure | None]) -> str:
    """，已连续3期下降，首次在上限内; "" where neither is so."""
    values = [drawn(each) for each in own]
    ways = [0 if None in pair else (pair[1] > pair[0]) - (pair[1] < pair[0]) for pair in pairwise(values)]  # type: ignore[operator]  # not None
    run = len(list(takewhile(lambda way: way and way == ways[-1], reversed(ways))))
    found = f"，已连续{run}期{'上升' if ways[-1] > 0 else '下降'}" if run >= RUN else ""
    limit = limit_of(asked.indicator, asked.day)
    kept = [limit.holds(each.value) for each in own if each is not None and each.value is not None] if limit else []
    first = len(kept) > 1 and kept[-1] and not any(kept[:-1]) and values[-1] is not None
    return f"{found}，首次{WORDS[limit.comparator][1]}" if limit and first else found


def _multiples(
    asked: Asked,
    table: UnitTable | None,
    periods: Sequence[Period],
    units: Sequence[int],
    places: dict[tuple[int, Period], Figure],
) -> Chart | None:
    if table is None or len(units) < 2:
        return None
    series = [[drawn(places.get((unit, period))) for period in periods] for unit in units]
    names = [asked.tree.info[unit].short_name for unit in units]
    title = table.title
    more = f"，先列{MOST}个" if len(table.lines) > MOST else ""
    ends = [[value for value in some if value is not None] for some in series]
    ups, downs = (sum(len(some) > 1 and sign * (some[-1] - some[0]) > 0 for some in ends) for sign in (1, -1))
    moves = f"{ups}{MEASURES[table.level]}升，{downs}{MEASURES[table.level]}降" if ups or downs else "都持平"
    says = f"各{title}从有数的第一期到最近一期，{moves}；同一尺度{more}。"
    texts = [
        [name, *((each.text if (each := places.get((unit, period))) else "—") for period in periods)]
        for name, unit in zip(names, units, strict=True)
    ]
    points = {"x": [short_name(each) for each in periods], "names": names, "s": series}
    return Chart(
        "multiples",
        {**points, **_limit(asked, [value for some in series for value in some])},
        says,
        f"{len(units)}幅小折线图：{says}",
        [title, *(each.name for each in periods)],
        texts,
    )
